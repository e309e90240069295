//! A full disk: an act that finds no room leaves no trace, and the next one works once there is.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "support/bench.rs"]
mod common;

use caveat_store::StoreError;
use caveat_store::log::text;
use caveat_store::vendor::{NAME, NOTE, VENDOR};
use common::{Bench, id};

/// Lets the file grow to so many pages and no further; returns how many it has.
fn room(bench: &Bench, pages: Option<i64>) -> i64 {
    bench
        .store
        .read(|db| {
            let has: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
            let most: i64 =
                db.query_row(&format!("PRAGMA max_page_count = {}", pages.unwrap_or(1 << 30)), [], |row| row.get(0))?;
            assert!(most >= has);
            Ok::<_, StoreError>(has)
        })
        .unwrap()
}

#[test]
fn an_act_without_room_leaves_no_trace_and_the_next_one_works() {
    let bench = Bench::new();
    bench.act(10, |a| a.create(&VENDOR, id(1), &[(NAME, text("Acme"))]));
    let before = bench.verify();
    let pages = room(&bench, None);
    room(&bench, Some(pages));
    let long = "n".repeat(9_000);
    let mut refused = 0;
    for number in 0..40 {
        let note = text(&format!("{number}{long}"));
        let fields = [(NAME, text("Other")), (NOTE, note)];
        match bench.try_act(20, |a| a.create(&VENDOR, id(100 + number), &fields)) {
            Err(StoreError::Full) => refused += 1,
            other => assert!(other.is_ok(), "{other:?}"),
        }
    }
    assert!(refused > 30, "{refused}");
    let kept = 40 - refused;
    let seen = bench.verify();
    assert_eq!((seen.acts, seen.problems.len()), (before.acts + kept, 0), "{:?}", seen.problems);
    assert_eq!(room(&bench, None), pages, "not a page was added");

    bench.act(30, |a| a.create(&VENDOR, id(2), &[(NAME, text("Borealis")), (NOTE, text(&long))]));
    assert_eq!(bench.verify().acts, before.acts + kept + 1);
    bench.store.rebuild().unwrap();
    assert!(bench.verify().problems.is_empty());
}

#[test]
fn bytes_kept_by_an_act_without_room_are_not_kept() {
    let bench = Bench::new();
    bench.act(10, |a| a.create(&VENDOR, id(1), &[(NAME, text("Acme"))]));
    let pages = room(&bench, None);
    room(&bench, Some(pages + 4));
    let refused = bench.try_act(20, |a| {
        a.create(&VENDOR, id(2), &[(NAME, text("Other"))])?;
        a.keep(&vec![7; 200_000])
    });
    assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
    room(&bench, None);
    let blobs =
        bench.store.read(|db| Ok::<i64, StoreError>(db.query_row("SELECT count(*) FROM blob", [], |row| row.get(0))?));
    assert_eq!((blobs.unwrap(), bench.verify().acts), (0, 1));
}
