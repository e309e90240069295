//! The advisory library: an import is all or nothing, readers never wait for it, and what the
//! library answers is a function of the records it was given, in whatever order.

use caveat_core::advisory::Advisory;
use caveat_store::library::{Import, Prepared};
use caveat_store::{Library, StoreError};
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use std::path::Path;

fn now() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().expect("a moment")
}

fn record(id: &str, day: u32, package: &str, aliases: &[&str]) -> Advisory {
    let json = serde_json::json!({ "id": id, "modified": format!("2026-01-{day:02}T00:00:00Z"), "aliases": aliases,
        "affected": [{ "ecosystem": "npm", "name": package }] });
    serde_json::from_value(json).expect("a record")
}

fn import(library: &Library, records: &[Advisory]) -> caveat_store::library::Imported {
    let feed = |import: &mut Import<'_>| records.iter().try_for_each(|record| import.record(&Prepared::of(record)?));
    library.import::<StoreError>("a test", feed, now()).expect("an import")
}

fn fresh(folder: &Path) -> Library {
    Library::open_or_new(&folder.join("library.sqlite")).expect("a library")
}

#[test]
fn a_broken_off_import_leaves_what_was_there_and_readers_see_it_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = fresh(folder.path());
    import(&library, &[record("A", 1, "left", &["CVE-1"])]);
    let beside = Library::open(&folder.path().join("library.sqlite")).expect("the same");
    let many: Vec<Advisory> = (0..5000).map(|n| record(&format!("B-{n}"), 2, "left", &[])).collect();
    let feed = |import: &mut Import<'_>| {
        many.iter().try_for_each(|record| import.record(&Prepared::of(record)?))?;
        assert_eq!(beside.records_for("npm", "left").expect("records").len(), 1, "a reader during the import");
        assert!(matches!(beside.import::<StoreError>("another", |_| Ok(()), now()), Err(StoreError::LibraryBusy)));
        Err(StoreError::Full)
    };
    assert!(matches!(library.import("broken off", feed, now()), Err(StoreError::Full)));
    let held = library.status().expect("a status");
    assert_eq!((held.records, held.source.as_str()), (1, "a test"));
    assert_eq!(import(&library, &many).added, 5000);
    assert_eq!(beside.records_for("npm", "left").expect("records").len(), 5001);
}

#[test]
fn an_ecosystem_is_known_by_its_own_dump_and_as_old_as_that() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = fresh(folder.path());
    let of = |id: &str, modified: &str, ecosystems: &[&str]| -> Advisory {
        let affected: Vec<_> =
            ecosystems.iter().map(|name| serde_json::json!({ "ecosystem": name, "name": "p" })).collect();
        let json = serde_json::json!({ "id": id, "modified": modified, "affected": affected });
        serde_json::from_value(json).expect("a record")
    };
    let dumps = || -> Vec<(String, String)> {
        let dumps = library.dumps().expect("dumps").into_iter();
        dumps.map(|(name, newest)| (name, newest.date_naive().to_string())).collect()
    };
    let is = |wanted: &[(&str, &str)]| {
        let wanted: Vec<_> = wanted.iter().map(|(name, on)| ((*name).to_owned(), (*on).to_owned())).collect();
        assert_eq!(dumps(), wanted);
    };
    // a dump of Maven names NuGet beside it, and says nothing of NuGet
    let both = of("G-2", "2026-03-01T00:00:00Z", &["Maven", "NuGet"]);
    import(&library, &[of("G-1", "2026-02-01T00:00:00Z", &["Maven", "Maven"]), both.clone()]);
    is(&[("Maven", "2026-03-01")]);
    import(&library, &[of("R-1", "2026-11-20T00:00:00Z", &["crates.io"]), of("R-2", "2027-01-01T00:00:00Z", &[])]);
    is(&[("Maven", "2026-03-01"), ("crates.io", "2026-11-20")]);
    // an older state of a dump makes it no older, and a quiet ecosystem is as young as its dump
    import(&library, &[of("R-1", "2026-01-01T00:00:00Z", &["crates.io"])]);
    import(
        &library,
        &[of("G-1", "2026-02-01T00:00:00Z", &["Maven"]), both, of("G-3", "2026-11-01T00:00:00Z", &["npm"])],
    );
    is(&[("Maven", "2026-11-01"), ("crates.io", "2026-11-20"), ("npm", "2026-11-01")]);
}

#[test]
fn names_are_found_both_ways_and_beyond() {
    let folder = tempfile::tempdir().expect("a folder");
    let library = fresh(folder.path());
    import(
        &library,
        &[record("A", 1, "x", &["CVE-1"]), record("B", 1, "y", &["CVE-1", "CVE-2"]), record("C", 1, "z", &["B"])],
    );
    for id in ["A", "B", "C"] {
        let names: Vec<String> = library.names_of(id).expect("names").into_iter().collect();
        assert_eq!(names, ["A", "B", "C", "CVE-1", "CVE-2"]);
    }
    assert_eq!(library.names_of("D").expect("names").len(), 1);
}

#[test]
fn what_is_no_library_is_refused_and_replaced_by_an_import() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("library.sqlite");
    assert!(matches!(Library::open(&path), Err(StoreError::NoLibrary)));
    std::fs::write(&path, "x".repeat(10_000)).expect("a file");
    assert!(matches!(Library::open(&path), Err(StoreError::LibraryUnusable)));
    let library = fresh(folder.path());
    assert!(matches!(Library::open(&path), Err(StoreError::NoLibrary)), "nothing was imported yet");
    import(&library, &[record("A", 1, "left", &[])]);
    assert!(Library::open(&path).is_ok());
    assert!(folder.path().join("library.sqlite.unusable").exists());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_newest_state_wins_in_whatever_order_and_parts(
        states in proptest::collection::vec((0..4_u8, 1..20_u32, 0..3_u8, 0..3_u8), 1..12), parts in 1..4_usize,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let library = fresh(folder.path());
        let packages = ["x", "y", "z"];
        // one state a day, so that a day says which state it is
        let mut states = states;
        states.sort_by_key(|state| (state.0, state.1));
        states.dedup_by_key(|state| (state.0, state.1));
        let records: Vec<Advisory> = states
            .iter()
            .map(|(id, day, package, alias)| {
                record(&format!("R{id}"), *day, packages[usize::from(*package)], &[&format!("CVE-{alias}")])
            })
            .collect();
        let mut shuffled = records.clone();
        shuffled.sort_by_key(|record| (record.modified.timestamp() / 7919) % 13);
        for part in shuffled.chunks(shuffled.len().div_ceil(parts)) {
            import(&library, part);
        }
        for id in 0..4 {
            let id = format!("R{id}");
            let newest = records.iter().filter(|record| record.id == id).max_by_key(|record| record.modified);
            let held = library.record(&id).expect("a record");
            prop_assert_eq!(held.as_ref(), newest);
            for package in packages {
                let listed = library.records_for("npm", package).expect("records").iter().any(|record| record.id == id);
                prop_assert_eq!(listed, newest.is_some_and(|record| record.affected[0].name == package));
            }
        }
        let again = import(&library, &records);
        prop_assert_eq!((again.added, again.updated), (0, 0));
    }
}
