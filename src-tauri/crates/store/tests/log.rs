//! The log's laws, on a real SQLite file: tables are a function of the log, nothing is
//! overwritten unknowingly, undo gives back only what nobody has touched since, erasing keeps
//! the chain, and tampering shows.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "support/bench.rs"]
mod common;

use caveat_core::id::{RowId, VendorId};
use caveat_core::vendor::{Stage, VendorKind};
use caveat_store::act::{ACT, WISH};
use caveat_store::bytes::{Cell, Content, Value, Version, cells_to_bytes, versions_to_bytes};
use caveat_store::log::history::{disputed_fields, history};
use caveat_store::log::project::heads;
use caveat_store::log::text;
use caveat_store::log::undo::{LeftReason, last_act};
use caveat_store::log::verify::digests;
use caveat_store::vendor::{COUNTRY, KIND, NAME, NOTE, OWNER, STAGE, VENDOR, kind, list, stage, vendor};
use caveat_store::{Base, StoreError};
use common::{Bench, id};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn acme() -> Vec<(u32, Value)> {
    vec![
        (NAME, text("Acme")),
        (KIND, kind(VendorKind::Saas)),
        (STAGE, stage(Stage::Request)),
        (OWNER, text("Tomas Brandt")),
    ]
}

fn names(bench: &Bench) -> Vec<String> {
    bench.store.read(|db| list(db, false)).unwrap().into_iter().map(|vendor| vendor.name).collect()
}

#[test]
fn a_created_row_is_shown_and_its_act_and_person_are_rows_too() {
    let bench = Bench::new();
    let row = id(1);
    let act = bench.act(10, |a| a.create(&VENDOR, row, &acme()));
    let found = bench.store.read(|db| vendor(db, VendorId(row.0))).unwrap();
    assert_eq!((found.name.as_str(), found.kind, found.stage), ("Acme", VendorKind::Saas, Stage::Request));
    assert_eq!((found.owner.as_deref(), found.country, found.archived), (Some("Tomas Brandt"), None, false));
    let acts = bench.store.read(|db| caveat_store::act::list(db, 9)).unwrap();
    assert_eq!(acts.len(), 1);
    assert_eq!((acts[0].id, acts[0].ts, acts[0].person.as_deref()), (act, 10, Some("Ada")));
    assert_eq!(bench.verify().ops, 3, "the act, the person, the vendor");
}

#[test]
fn an_act_that_fails_or_changes_nothing_leaves_no_trace() {
    let bench = Bench::new();
    bench.act(10, |a| a.create(&VENDOR, id(1), &acme()));
    let before = bench.verify();
    let failed: Result<((), bool), StoreError> = bench.try_act(20, |a| {
        a.set(&VENDOR, id(1), NAME, text("Other"), Base::Current)?;
        Err(StoreError::NoSuchRow)
    });
    assert!(matches!(failed, Err(StoreError::NoSuchRow)));
    let (_, written) = bench.try_act(30, |a| a.set(&VENDOR, id(1), NAME, text("Acme"), Base::Current)).unwrap();
    assert!(!written);
    assert_eq!(bench.verify(), before);
    assert_eq!(names(&bench), ["Acme"]);
}

#[test]
fn misfits_are_refused_before_anything_is_written() {
    let bench = Bench::new();
    bench.act(10, |a| a.create(&VENDOR, id(1), &acme()));
    for (field, value) in [(NAME, Value::Integer(1)), (1, text("yes")), (999, text("x"))] {
        let refused = bench.try_act(20, |a| a.set(&VENDOR, id(1), field, value.clone(), Base::Current));
        assert!(matches!(refused, Err(StoreError::Misfit { .. })), "{field}");
    }
    let unknown = bench.try_act(20, |a| a.set(&VENDOR, id(2), NAME, text("x"), Base::Current));
    assert!(matches!(unknown, Err(StoreError::NoSuchRow)));
    assert_eq!(bench.verify().ops, 3);
}

#[test]
fn two_changes_from_one_base_are_both_kept_until_somebody_chooses() {
    let bench = Bench::new();
    let row = id(1);
    bench.act(10, |a| a.create(&VENDOR, row, &acme()));
    let opened: Vec<Version> =
        bench.store.read(|db| heads(db, &VENDOR, row, NAME)).unwrap().iter().map(|head| head.version).collect();
    bench.act(20, |a| a.set(&VENDOR, row, NAME, text("Acme One"), Base::Seen(&opened)));
    bench.act(15, |a| a.set(&VENDOR, row, NAME, text("Acme Two"), Base::Seen(&opened)));
    assert_eq!(names(&bench), ["Acme One"], "the later one is shown, whatever came last");
    assert_eq!(bench.store.read(|db| disputed_fields(db, row)).unwrap(), [NAME]);
    assert!(bench.verify().problems.is_empty());

    bench.act(5, |a| a.set(&VENDOR, row, NAME, text("Acme Two"), Base::Current));
    assert_eq!(names(&bench), ["Acme Two"], "a choice is later than all it replaces, whatever the clock says");
    assert!(bench.store.read(|db| disputed_fields(db, row)).unwrap().is_empty());
    let history = bench.store.read(|db| history(db, row)).unwrap();
    let held: Vec<_> = history[0].versions.iter().map(|one| (one.ts, one.current)).collect();
    assert_eq!((history[0].field, held), ("name", vec![(10, false), (15, false), (20, false), (21, true)]));
}

#[test]
fn a_base_that_is_no_version_of_the_cell_is_refused() {
    let bench = Bench::new();
    bench.act(10, |a| a.create(&VENDOR, id(1), &acme()));
    bench.act(11, |a| a.create(&VENDOR, id(2), &acme()));
    let foreign = bench.store.read(|db| heads(db, &VENDOR, id(2), NAME)).unwrap()[0].version;
    for base in [vec![foreign], vec![Version { dev: 1, seq: 1 }], vec![]] {
        let refused = bench.try_act(20, |a| a.set(&VENDOR, id(1), NAME, text("x"), Base::Seen(&base)));
        assert!(matches!(refused, Err(StoreError::NoSuchVersion)), "{base:?}");
    }
}

#[test]
fn undo_gives_back_what_stood_before_the_act() {
    let bench = Bench::new();
    let row = id(1);
    let created = bench.act(10, |a| a.create(&VENDOR, row, &acme()));
    let changed = bench.act(20, |a| {
        a.set(&VENDOR, row, NAME, text("B"), Base::Current)?;
        a.set(&VENDOR, row, NAME, text("C"), Base::Current)?;
        a.set(&VENDOR, row, COUNTRY, text("DE"), Base::Current)
    });
    assert_eq!(bench.store.read(last_act).unwrap(), Some(changed));
    let undone = bench.undo(30, changed);
    assert_eq!((undone.restored, undone.left.len()), (2, 0));
    let found = bench.store.read(|db| vendor(db, VendorId(row.0))).unwrap();
    assert_eq!((found.name.as_str(), found.country), ("Acme", None));

    assert_eq!(bench.store.read(last_act).unwrap(), Some(created), "an undone act and its undo are passed over");
    assert_eq!(bench.undo(40, created).restored, 1);
    assert!(names(&bench).is_empty());
    assert_eq!(bench.store.read(last_act).unwrap(), None);
    assert!(bench.verify().problems.is_empty());
}

#[test]
fn undo_leaves_and_names_what_was_changed_since() {
    let bench = Bench::new();
    let row = id(1);
    let created = bench.act(10, |a| a.create(&VENDOR, row, &acme()));
    let changed = bench.act(20, |a| {
        a.set(&VENDOR, row, NAME, text("B"), Base::Current)?;
        a.set(&VENDOR, row, COUNTRY, text("DE"), Base::Current)
    });
    bench.act(30, |a| a.set(&VENDOR, row, NAME, text("C"), Base::Current));
    let undone = bench.undo(40, changed);
    assert_eq!(undone.restored, 1);
    assert_eq!((undone.left[0].field, undone.left[0].reason), (Some("name"), LeftReason::ChangedSince));
    let kept = bench.undo(50, created);
    assert_eq!((kept.restored, kept.left[0].field), (0, None));
    assert_eq!(names(&bench), ["C"]);
}

#[test]
fn an_undo_can_be_undone() {
    let bench = Bench::new();
    let row = id(1);
    bench.act(10, |a| a.create(&VENDOR, row, &acme()));
    let changed = bench.act(20, |a| a.set(&VENDOR, row, NAME, text("B"), Base::Current));
    bench.undo(30, changed);
    let undo = bench.last_made();
    assert_eq!(names(&bench), ["Acme"]);
    bench.undo(40, undo);
    assert_eq!(names(&bench), ["B"]);
}

#[test]
fn erasing_takes_every_version_of_a_personal_field_and_keeps_the_chain() {
    let bench = Bench::new();
    let row = id(1);
    bench.act(10, |a| a.create(&VENDOR, row, &acme()));
    bench.act(20, |a| a.set(&VENDOR, row, OWNER, text("Mira Sandoval"), Base::Current));
    bench.act(30, |a| a.erase(&VENDOR, row, OWNER, common::counter(100)));
    let found = bench.store.read(|db| vendor(db, VendorId(row.0))).unwrap();
    assert_eq!((found.name.as_str(), found.owner), ("Acme", None));
    let seen = bench.verify();
    assert_eq!((seen.erased, seen.problems.len()), (2, 0), "{:?}", seen.problems);
    bench.store.rebuild().unwrap();
    assert!(bench.verify().problems.is_empty());
    assert!(matches!(
        bench.try_act(40, |a| a.erase(&VENDOR, row, NAME, common::counter(200))),
        Err(StoreError::Misfit { .. })
    ));
    let path = bench.path();
    drop(bench.store);
    for ending in ["", "-wal"] {
        let bytes = std::fs::read(format!("{}{ending}", path.display())).unwrap_or_default();
        for gone in ["Mira Sandoval", "Tomas Brandt"] {
            assert!(!bytes.windows(gone.len()).any(|window| window == gone.as_bytes()), "{gone} is still in {ending}");
        }
    }
}

#[test]
fn the_log_cannot_be_changed_from_inside_and_tampering_shows() {
    let bench = Bench::new();
    bench.act(10, |a| a.create(&VENDOR, id(1), &acme()));
    let raw = rusqlite::Connection::open(bench.path()).unwrap();
    for refused in ["UPDATE op SET ts = 0", "DELETE FROM op", "DELETE FROM op_value", "UPDATE op_value SET cells = x''"]
    {
        let error = raw.execute(refused, []).unwrap_err().to_string();
        assert!(error.contains("append-only"), "{refused}: {error}");
    }
    assert!(bench.verify().problems.is_empty());
    raw.execute("UPDATE vendor SET name = 'Evil'", []).unwrap();
    assert_eq!(bench.verify().problems, ["The table “vendor” differs from what the log says."]);
    bench.store.rebuild().unwrap();
    assert_eq!(names(&bench), ["Acme"]);

    raw.execute_batch(
        "DROP TRIGGER op_no_update; UPDATE op SET person = x'00000000000000000000000000000000' WHERE seq = 2",
    )
    .unwrap();
    assert!(bench.verify().problems[0].contains("does not match its hash"));
}

#[test]
fn what_may_not_change_is_what_its_creation_says_whatever_arrives() {
    let bench = Bench::new();
    bench.act(10, |a| a.create(&VENDOR, id(1), &acme()));
    let raw = rusqlite::Connection::open(bench.path()).unwrap();
    let wish = || raw.query_row("SELECT wish FROM act", [], |row| row.get::<_, Option<String>>(0)).unwrap();
    let before = wish();
    let forged = cells_to_bytes(&[Cell { field: WISH, content: Content::Plain(text("forged")) }]);
    let made: (i64, i64) = raw
        .query_row("SELECT dev, seq FROM op WHERE tbl = ?1", [ACT.number], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let base = versions_to_bytes(&[Version { dev: made.0, seq: made.1 }]);
    raw.execute(
        "INSERT INTO op SELECT dev, (SELECT max(seq) + 1 FROM op), ts + 1, person, act, tbl, row, ?1, vhash, ?2, schema, hash
         FROM op WHERE tbl = ?3",
        rusqlite::params![WISH, base, ACT.number],
    )
    .unwrap();
    raw.execute("INSERT INTO op_value SELECT dev, max(seq), ?1 FROM op", [forged]).unwrap();
    bench.store.rebuild().unwrap();
    assert_eq!(wish(), before);
    let problems = bench.verify().problems;
    assert!(problems.iter().any(|problem| problem.contains("may not change; it is ignored")), "{problems:?}");
    assert!(!problems.iter().any(|problem| problem.contains("differs")), "{problems:?}");
}

#[derive(Clone, Debug)]
enum Step {
    Archive(u8),
    Create(u8, String),
    Erase(u8),
    Rebuild,
    Set(u8, u32, Option<String>),
    Undo,
}

fn any_step() -> impl Strategy<Value = Step> {
    let row = 0u8..4;
    prop_oneof![
        row.clone().prop_map(Step::Archive),
        (row.clone(), "[a-c]{1,2}").prop_map(|(row, name)| Step::Create(row, name)),
        row.clone().prop_map(Step::Erase),
        Just(Step::Rebuild),
        (row, prop::sample::select(vec![NAME, COUNTRY, OWNER, NOTE]), proptest::option::of("[a-c]{1,2}"))
            .prop_map(|(row, field, value)| Step::Set(row, field, value)),
        Just(Step::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// One device, any story, the clock jumping about: the tables equal their rebuild, the log
    /// verifies, and they say what a plain map says that is told the same story.
    #[test]
    fn tables_are_what_the_log_says(steps in proptest::collection::vec((any_step(), -1000i64..1000), 1..24)) {
        let bench = Bench::new();
        let mut told: BTreeMap<u8, BTreeMap<u32, String>> = BTreeMap::new();
        let mut past = vec![told.clone()];
        let mut undone = false;
        for (number, (step, now)) in steps.into_iter().enumerate() {
            let before = told.clone();
            let mut plain = true;
            match step {
                Step::Create(row, name) => {
                    bench.try_act(now, |a| a.create(&VENDOR, id(row.into()), &[(NAME, text(&name)), (OWNER, text("o"))])).unwrap();
                    told.entry(row).or_insert_with(|| [(NAME, name), (OWNER, "o".to_owned())].into());
                }
                Step::Set(row, field, value) => {
                    let set = value.clone().map_or(Value::Null, Value::Text);
                    let done = bench.try_act(now, |a| a.set(&VENDOR, id(row.into()), field, set.clone(), Base::Current));
                    prop_assert_eq!(done.is_ok(), told.contains_key(&row));
                    if let Some(fields) = told.get_mut(&row) {
                        match value {
                            Some(value) => fields.insert(field, value),
                            None => fields.remove(&field),
                        };
                    }
                }
                Step::Archive(row) => {
                    let done = bench.try_act(now, |a| a.archive(&VENDOR, id(row.into())));
                    prop_assert_eq!(done.is_ok(), told.contains_key(&row));
                    if let Some(fields) = told.get_mut(&row) {
                        fields.insert(1, "1".to_owned());
                    }
                }
                Step::Erase(row) => {
                    bench.try_act(now, |a| a.erase(&VENDOR, id(row.into()), OWNER, common::counter(1000 + 100 * number as u64))).unwrap();
                    if let Some(fields) = told.get_mut(&row) {
                        fields.remove(&OWNER);
                    }
                    plain = false;
                }
                Step::Rebuild => bench.store.rebuild().unwrap(),
                Step::Undo => {
                    // a plain map can tell of undoing the step just made
                    if let (Some(act), false) = (bench.store.read(last_act).unwrap(), undone)
                        && act == bench.last_made() && past.len() > 1
                    {
                        bench.undo(now, act);
                        let back = past.pop().unwrap();
                        for (row, fields) in &mut told {
                            match back.get(row) {
                                Some(earlier) => *fields = earlier.clone(),
                                None => { fields.insert(1, "1".to_owned()); }
                            }
                        }
                        undone = true;
                        continue;
                    }
                }
            }
            if told != before {
                if plain { past.push(before) } else { past.truncate(0); past.push(told.clone()); }
                undone = !plain;
            }
        }
        let shown: BTreeMap<u8, BTreeMap<u32, String>> = bench.store.read(|db| {
            list(db, true)?.into_iter().map(|vendor| {
                let row = RowId::from(vendor.id);
                let held = [
                    (1, vendor.archived.then(|| "1".to_owned())),
                    (NAME, Some(vendor.name).filter(|name| !name.is_empty())),
                    (COUNTRY, vendor.country),
                    (OWNER, vendor.owner),
                    (NOTE, vendor.note),
                ];
                let held = held.into_iter().filter_map(|(field, value)| Some((field, value?))).collect();
                Ok::<_, StoreError>((row.bytes()[15], held))
            }).collect()
        }).unwrap();
        prop_assert_eq!(shown, told);
        let before = bench.store.read(digests).unwrap();
        bench.store.rebuild().unwrap();
        prop_assert_eq!(bench.store.read(digests).unwrap(), before);
        let seen = bench.verify();
        prop_assert!(seen.problems.is_empty(), "{:?}", seen.problems);
    }
}
