//! Several processes on one workspace, and processes that are killed in the middle: every act
//! that was acknowledged is there, whole, and nothing else is.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test stops where it fails; a child tells its parent")]

#[path = "support/bench.rs"]
mod common;

use caveat_store::log::text;
use caveat_store::vendor::{NAME, NOTE, VENDOR, count};
use caveat_store::{Base, Store};
use common::{Bench, author, id};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

const FOLDER: &str = "CAVEAT_TEST_FOLDER";
const FIRST: &str = "CAVEAT_TEST_FIRST";
const ACTS: &str = "CAVEAT_TEST_ACTS";

/// The child: acts, and says each act's number once it is acknowledged. Idle where no folder is
/// named, which is so in an ordinary run.
#[test]
fn acts_where_it_is_told() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let number = |name: &str| std::env::var(name).unwrap().parse::<u64>().unwrap();
    let folder = std::path::PathBuf::from(folder);
    let store = Store::open(&folder.join("a.caveat"), &folder.join("devices")).unwrap();
    let first = number(FIRST);
    for at in first..first + number(ACTS) {
        let act = |act: &mut caveat_store::Act<'_>| {
            act.create(&VENDOR, id(at), &[(NAME, text("x"))])?;
            act.set(&VENDOR, id(at), NOTE, text(&"n".repeat(3000)), Base::Current)
        };
        store.act(author(at, None), at as i64, act).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "acknowledged {at}").unwrap();
        out.flush().unwrap();
    }
}

fn child(bench: &Bench, first: u64, acts: u64) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["acts_where_it_is_told", "--exact", "--nocapture"])
        .env(FOLDER, bench.folder.path())
        .env(FIRST, first.to_string())
        .env(ACTS, acts.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (child, out)
}

/// Reads acknowledgements until there have been so many, or there are no more.
fn acknowledged(out: &mut BufReader<ChildStdout>, most: usize) -> usize {
    let lines = out.lines().map_while(Result::ok);
    lines.filter(|line| line.contains("acknowledged ")).take(most).count()
}

#[test]
fn what_was_acknowledged_survives_a_kill_at_any_point() {
    let bench = Bench::new();
    let mut all = 0;
    for round in 0..12_u64 {
        let before = bench.verify().acts;
        let (mut running, mut out) = child(&bench, 1000 * (round + 1), 1000);
        let mut told = acknowledged(&mut out, 1 + (round as usize * 5) % 17);
        // SIGKILL: nothing is tidied up
        running.kill().unwrap();
        running.wait().unwrap();
        told += acknowledged(&mut out, usize::MAX);
        assert!((1..1000).contains(&told), "{told}");
        let seen = bench.verify();
        assert!(seen.problems.is_empty(), "round {round}: {:?}", seen.problems);
        let made = seen.acts - before;
        // the last one may have been made and not yet told
        assert!(made == told || made == told + 1, "round {round}: {told} told, {made} made");
        let vendors = bench.store.read(count).unwrap() as usize;
        assert_eq!(vendors, seen.acts, "each act is whole");
        all += made;
    }
    assert!(all > 12);
    // the devices' file was never left half-written either
    let mut last = child(&bench, 500, 3);
    assert_eq!(acknowledged(&mut last.1, usize::MAX), 3);
    assert!(last.0.wait().unwrap().success());
}

#[test]
fn processes_that_write_at_once_wait_for_one_another() {
    let bench = Bench::new();
    const EACH: u64 = 25;
    let mut running: Vec<_> = (1..=3).map(|number| child(&bench, number * 1000, EACH)).collect();
    for (process, out) in &mut running {
        assert_eq!(acknowledged(out, usize::MAX), EACH as usize);
        assert!(process.wait().unwrap().success());
    }
    let seen = bench.verify();
    assert_eq!((seen.acts as u64, seen.problems.len()), (3 * EACH, 0), "{:?}", seen.problems);
}
