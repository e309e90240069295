//! Opening, refusing and recognising files: what is not ours is left untouched, and an older
//! copy of a workspace never writes on as the device it was.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "support/bench.rs"]
mod common;

use caveat_core::id::WorkspaceId;
use caveat_store::log::text;
use caveat_store::vendor::{NAME, VENDOR};
use caveat_store::{Base, Store, StoreError};
use common::{Bench, author, id};
use std::collections::BTreeSet;
use std::path::Path;

fn devices_in(path: &Path) -> BTreeSet<i64> {
    let raw = rusqlite::Connection::open(path).unwrap();
    let mut statement = raw.prepare("SELECT dev FROM chain").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn add(store: &Store, number: u64) {
    store.act(author(number, None), 1, |a| a.create(&VENDOR, id(number), &[(NAME, text("x"))])).unwrap();
}

#[test]
fn files_that_are_not_ours_are_refused_and_left_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("empty"), b"").unwrap();
    std::fs::write(path("words"), "a".repeat(5000)).unwrap();
    std::fs::write(path("short"), b"SQLite").unwrap();
    std::fs::write(path("torn"), [b"SQLite format 3\0".as_slice(), &[0xff; 3000]].concat()).unwrap();
    let other = rusqlite::Connection::open(path("other")).unwrap();
    other.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
    drop(other);
    for name in ["empty", "words", "short", "torn", "other"] {
        let before = std::fs::read(path(name)).unwrap();
        let refused = Store::open(&path(name), &path("devices")).unwrap_err();
        assert!(matches!(refused, StoreError::NotAWorkspace), "{name}: {refused}");
        assert_eq!(std::fs::read(path(name)).unwrap(), before, "{name}");
    }
    assert!(matches!(Store::open(&path("none"), &path("devices")), Err(StoreError::Missing)));
    assert!(matches!(Store::open(folder.path(), &path("devices")), Err(StoreError::NotAWorkspace)));
    let made = Store::create(&path("words"), &path("devices"), WorkspaceId::from_bytes([1; 16]));
    assert!(matches!(made, Err(StoreError::Exists)));
    let made = Store::create(&path("none/here"), &path("devices"), WorkspaceId::from_bytes([1; 16]));
    assert!(matches!(made, Err(StoreError::Io(_))));
}

#[test]
fn a_newer_workspace_is_refused_and_left_untouched() {
    for newer in ["PRAGMA user_version = 99", "UPDATE workspace SET min_reader = 99"] {
        let bench = Bench::new();
        let (path, devices) = (bench.path(), bench.devices());
        drop(bench.store);
        let raw = rusqlite::Connection::open(&path).unwrap();
        raw.execute_batch(newer).unwrap();
        raw.pragma_update(None, "wal_checkpoint", "TRUNCATE").ok();
        drop(raw);
        let before = std::fs::read(&path).unwrap();
        let refused = Store::open(&path, &devices).unwrap_err();
        assert!(matches!(refused, StoreError::Newer { found: 99, .. }), "{refused}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_workspace_opened_again_holds_what_was_written_and_goes_on_as_the_same_device() {
    let bench = Bench::new();
    add(&bench.store, 1);
    let (path, devices) = (bench.path(), bench.devices());
    drop(bench.store);
    let again = Store::open(&path, &devices).unwrap();
    add(&again, 2);
    assert_eq!(again.read(caveat_store::vendor::count).unwrap(), 2);
    assert_eq!(devices_in(&path).len(), 1);
}

#[test]
fn window_and_command_line_write_in_turn_as_one_device() {
    let bench = Bench::new();
    let other = Store::open(&bench.path(), &bench.devices()).unwrap();
    for number in 0..6 {
        add(if number % 2 == 0 { &bench.store } else { &other }, number + 1);
    }
    assert_eq!(devices_in(&bench.path()).len(), 1);
    let seen = bench.verify();
    assert_eq!((seen.acts, seen.problems.len()), (6, 0));
}

#[test]
fn an_older_copy_a_clone_and_an_unknown_machine_each_get_a_device_of_their_own() {
    let bench = Bench::new();
    add(&bench.store, 1);
    let copy = bench.folder.path().join("copy.caveat");
    rusqlite::Connection::open(bench.path()).unwrap().execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    add(&bench.store, 2);
    let first = devices_in(&bench.path());

    let older = Store::open(&copy, &bench.devices()).unwrap();
    add(&older, 3);
    assert_eq!(devices_in(&copy).difference(&first).count(), 1, "the copy is behind what was written here");
    add(&bench.store, 4);
    add(&older, 5);
    assert_eq!(devices_in(&bench.path()), first, "the original goes on as it was");
    assert_eq!(devices_in(&copy).len(), 2, "and so does the copy");

    let elsewhere = Store::open(&bench.path(), &bench.folder.path().join("another machine")).unwrap();
    add(&elsewhere, 6);
    assert_eq!(devices_in(&bench.path()).len(), 2);
    assert!(elsewhere.verify().unwrap().problems.is_empty());
}

#[test]
fn a_lost_memory_of_the_device_brings_a_new_one_and_a_late_one_is_brought_up() {
    let bench = Bench::new();
    add(&bench.store, 1);
    let file = std::fs::read_dir(bench.devices()).unwrap().next().unwrap().unwrap().path();
    let early = std::fs::read(&file).unwrap();
    add(&bench.store, 2);
    std::fs::write(&file, early).unwrap();
    add(&bench.store, 3);
    assert_eq!(devices_in(&bench.path()).len(), 1, "behind is harmless");
    std::fs::write(&file, b"not json").unwrap();
    add(&bench.store, 4);
    assert_eq!(devices_in(&bench.path()).len(), 2, "unknown is not");
}

#[test]
fn a_busy_workspace_says_so_and_a_dropped_act_writes_nothing() {
    let bench = Bench::new();
    add(&bench.store, 1);
    let raw = rusqlite::Connection::open(bench.path()).unwrap();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    raw.busy_timeout(std::time::Duration::ZERO).unwrap();
    let blocked = bench.try_act(5, |a| a.set(&VENDOR, id(1), NAME, text("y"), Base::Current));
    assert!(matches!(blocked, Err(StoreError::Busy)));
    drop(raw);
    assert_eq!(bench.verify().acts, 1);
}
