//! Files that cannot be read, are of another kind, are broken, or are a trap: each refused with
//! what is wrong with it; workspace and library are as they were before.

use crate::advisories::zipped;
use crate::assessment::{LOCK, assessed, record};
use crate::story::{Story, moment};
use caveat_actions::FailureCode::{BadInput, Damaged, Exists, NewerWorkspace, NoWorkspace, NotAWorkspace};
use caveat_actions::{Desk, Door, FailureCode, Job, Places, perform};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn a_component_list_that_is_none_is_refused() {
    let story = Story::new();
    let known = assessed(&story);
    let add = |path: &Path| json!({ "service": known.service, "file": path });
    let bom =
        |components: &str| format!(r#"{{"bomFormat":"CycloneDX","specVersion":"1.5","components":{components}}}"#);
    let deep = format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.5","components":{}"#,
        r#"[{"components":"#.repeat(100_000)
    );
    let twice = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"name":"a"}],"components":[]}"#;
    for (name, bytes, says) in [
        ("empty", b"".to_vec(), "it is empty"),
        ("words.txt", b"no list".to_vec(), "neither a CycloneDX document"),
        ("junk", (0..=255).collect(), "not text in UTF-8"),
        ("utf16.json", b"\xff\xfe{\0}\0".to_vec(), "not text in UTF-8"),
        ("other.json", b"{\"a\":1}".to_vec(), "neither a CycloneDX document"),
        (
            "cut.json",
            b"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"compo".to_vec(),
            "looks like CycloneDX-JSON",
        ),
        (
            "newer.json",
            b"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"2.0\"}".to_vec(),
            "older version of that format",
        ),
        ("deep.json", deep.into_bytes(), "recursion limit"),
        ("number.json", bom(r#"[{"name":"a","version":12345678901234567890123}]"#).into_bytes(), "Have it made again"),
        ("twice.json", twice.into(), "“components” stands twice"),
        ("newer.lock", LOCK.replace("version = 3", "version = 9").into_bytes(), "Cargo.lock 9"),
    ] {
        story.refused("add_component_list", add(&story.file(name, bytes)), BadInput, says);
    }
    story.refused("add_component_list", add(&story.folder.path().join("nowhere")), BadInput, "there is no such file");
    story.refused("add_component_list", add(story.folder.path()), BadInput, "it is a folder");
    story.refused("add_component_list", add(&looped(&story)), BadInput, "cannot be read");
    let future =
        json!({ "service": known.service, "file": story.file("Cargo.lock", LOCK), "received_on": "2026-11-25" });
    story.refused("add_component_list", future, BadInput, "in the future");

    // what only looks broken is read whole
    for (name, text) in [("bom.lock", format!("\u{feff}{LOCK}")), ("crlf.lock", LOCK.replace('\n', "\r\n"))] {
        let added = story.ask("add_component_list", add(&story.file(name, text)));
        assert_eq!(added["list"]["total"], 2, "{name}");
    }
    story.verified();
}

#[cfg(unix)]
fn looped(story: &Story) -> std::path::PathBuf {
    let (one, other) = (story.folder.path().join("one"), story.folder.path().join("other"));
    std::os::unix::fs::symlink(&other, &one).expect("a link");
    std::os::unix::fs::symlink(&one, &other).expect("a link");
    one
}

#[cfg(not(unix))]
fn looped(story: &Story) -> std::path::PathBuf {
    story.folder.path().join("no links here")
}

#[test]
fn broken_advisory_data_are_refused_and_what_was_there_stays() {
    let story = Story::new();
    assessed(&story);
    let good = record("2026-09-01T00:00:00Z");
    story.ask("import_advisories", json!({ "paths": [story.file("good.json", &good)] }));
    let library = || story.ask("show_library", json!({}));
    let before = library();
    let whole = zipped(&[("A.json", good.replace("RUSTSEC-2026-9999", "A-1").as_bytes())]);
    for (name, bytes, says) in [
        ("empty", b"".to_vec(), "neither an OSV record"),
        ("words", b"no data".to_vec(), "neither an OSV record"),
        ("junk", (0..=255).collect(), "neither an OSV record"),
        ("cut.zip", whole[..whole.len() / 2].to_vec(), "Nothing was imported"),
        ("head.zip", b"PK\x03\x04".to_vec(), "archive is broken"),
        ("none.zip", zipped(&[]), "No advisory could be read"),
        ("words.zip", zipped(&[("a.json", b"no record")]), "a.json"),
        ("date.json", good.replace("2026-11-20T", "2026-02-30T").into_bytes(), "out of range"),
        ("id.json", good.replace("RUSTSEC-2026-9999", &"x".repeat(201)).into_bytes(), "too long"),
    ] {
        let file = story.file(name, bytes);
        story.refused("import_advisories", json!({ "paths": [file] }), BadInput, says);
        // one bad file among good ones: none of them
        let other = story.file("other.json", good.replace("RUSTSEC-2026-9999", "B-1"));
        if !name.ends_with(".json") && name != "none.zip" && name != "words.zip" {
            story.refused("import_advisories", json!({ "paths": [other, file] }), BadInput, says);
        }
        assert_eq!(library(), before, "{name}");
    }
    story.refused("import_advisories", json!({ "paths": [] }), BadInput, "Nothing was named");
    story.refused("import_advisories", json!({ "paths": [looped(&story)] }), BadInput, "cannot be read");
    story.verified();
}

#[test]
fn an_archives_traps_are_named_and_passed_over() {
    let story = Story::new();
    let named = |id: &str| record("2026-09-01T00:00:00Z").replace("RUSTSEC-2026-9999", id).into_bytes();
    let bomb = vec![b' '; (32 << 20) + 1];
    let trap = zipped(&[
        ("../../outside.json", &named("A-1")),
        ("/absolute.json", &named("A-2")),
        ("twice.json", &named("A-3")),
        ("twice.json", &named("A-3")),
        ("large.json", &bomb),
        ("deep.json", "[".repeat(1 << 20).as_bytes()),
        ("readme.txt", b"hello"),
    ]);
    let inside: Vec<_> = entries(story.folder.path());
    let done = story.ask("import_advisories", json!({ "paths": [story.file("trap.zip", trap)] }));
    // names of entries are shown, never written to
    assert_eq!((&done["added"], &done["broken"]), (&json!(3), &json!(3)), "{done:#}");
    let broken: Vec<&Value> =
        done["broken_entries"].as_array().expect("entries").iter().map(|one| &one["name"]).collect();
    assert_eq!(broken, ["large.json", "deep.json", "readme.txt"]);
    assert!(done["broken_entries"][0]["reason"].as_str().expect("a reason").contains("larger than 32 MiB"));
    let written = entries(story.folder.path()).into_iter().filter(|name| !inside.contains(name));
    assert!(written.into_iter().all(|name| name == "trap.zip" || name.starts_with("library.sqlite")));
    assert!(!story.folder.path().join("../outside.json").exists());
}

fn entries(folder: &Path) -> Vec<String> {
    let listed = std::fs::read_dir(folder).expect("a folder").flatten();
    listed.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_record_dated_in_the_future_does_not_make_old_data_young() {
    let story = Story::new();
    let old = record("2026-01-01T00:00:00Z").replace("2026-11-20T", "2026-01-01T");
    let future = old.replace("RUSTSEC-2026-9999", "B-1").replace("2026-01-01T", "9999-12-31T");
    let paths = json!({ "paths": [story.file("old.json", old), story.file("future.json", future)] });
    let library = story.ask("import_advisories", paths)["library"].clone();
    assert_eq!((&library["stale"], &library["age_days"]), (&json!(true), &json!(327)), "{library:#}");
}

#[test]
fn a_workspace_that_cannot_be_used_is_refused_and_left_as_it_is() {
    let story = Story::new();
    assessed(&story);
    let path = story.folder.path().join("story.caveat");
    let folder = tempfile::tempdir().expect("a folder");
    // a copy that is whole, without the log beside it
    let whole = folder.path().join("whole.caveat");
    let raw = rusqlite::Connection::open(&path).expect("the workspace");
    raw.execute("VACUUM INTO ?1", [whole.to_string_lossy()]).expect("a copy");
    drop(raw);
    let bytes = std::fs::read(&whole).expect("the copy");
    let changed = |name: &str, sql: &str| {
        let path = folder.path().join(name);
        std::fs::copy(&whole, &path).expect("a copy");
        rusqlite::Connection::open(&path).expect("a database").execute_batch(sql).expect("a change");
        std::fs::read(path).expect("a file")
    };
    let hollow = [&bytes[..8192], &vec![0; bytes.len() - 8192]].concat();
    for (name, bytes, code, says) in [
        ("newer", changed("n", "PRAGMA user_version = 99"), NewerWorkspace, "Update Caveat"),
        ("newer-log", changed("l", "UPDATE workspace SET min_reader = 99"), NewerWorkspace, "left untouched"),
        ("foreign", changed("f", "PRAGMA application_id = 7"), NotAWorkspace, "left untouched"),
        ("half", bytes[..bytes.len() / 2].to_vec(), Damaged, "open a backup"),
        ("hollow", hollow, Damaged, "open a backup"),
        ("head", bytes[..100].to_vec(), Damaged, "open a backup"),
        ("empty", Vec::new(), NotAWorkspace, "is not a Caveat workspace"),
        ("words", b"hello".to_vec(), NotAWorkspace, "is not a Caveat workspace"),
        ("junk", (0..=255).cycle().take(9000).collect(), NotAWorkspace, "it is encrypted"),
    ] {
        let path = folder.path().join(format!("{name}.caveat"));
        std::fs::write(&path, &bytes).expect("a file");
        for wish in ["list_vendors", "verify_workspace", "add_vendor"] {
            let input = if wish == "add_vendor" { json!({ "name": "B", "kind": "saas" }) } else { json!({}) };
            let refused = at(&path, folder.path(), wish, input);
            assert_eq!(refused.0, Some(code), "{name} {wish}: {}", refused.1);
            assert!(refused.1.contains(says) && !refused.1.contains("SQL"), "{name} {wish}: {}", refused.1);
        }
        assert!(std::fs::read(&path).expect("the file") == bytes, "{name} was changed");
    }
    let refused = at(folder.path(), folder.path(), "list_vendors", json!({}));
    assert_eq!(refused.0, Some(NotAWorkspace), "a folder");
    let nowhere = folder.path().join("nowhere.caveat");
    assert_eq!(at(&nowhere, folder.path(), "list_vendors", json!({})).0, Some(NoWorkspace));
    assert!(!nowhere.exists());
    let made = at(&nowhere, folder.path(), "create_workspace", json!({ "file": whole }));
    assert_eq!(made.0, Some(Exists));
    assert!(std::fs::read(&whole).expect("the copy") == bytes);
}

/// What a desk at that workspace says: the failure's code, and its words.
fn at(workspace: &Path, data: &Path, wish: &str, input: Value) -> (Option<FailureCode>, String) {
    let places = Places { data: Some(data.to_owned()), person: None, workspace: Some(workspace.to_owned()) };
    let desk = Desk::open(places).expect("a desk");
    match perform(&desk, wish, input, &Job::at(Door::Cli, moment())) {
        Ok(answer) => (None, answer.to_string()),
        Err(failure) => (Some(failure.code), failure.to_string()),
    }
}

#[test]
fn a_report_that_cannot_be_saved_leaves_nothing_behind() {
    let story = Story::new();
    let known = assessed(&story);
    let report = |to: &Path| json!({ "vendor": known.vendor, "to": to });
    let folder = story.folder.path().join("reports");
    std::fs::create_dir(&folder).expect("a folder");
    story.refused("report_vendor", report(&folder.join("none").join("r.pdf")), BadInput, "The folder is not there");
    story.refused("report_vendor", report(&folder), BadInput, "That is a folder");
    let file = story.file("words.txt", "words");
    story.refused("report_vendor", report(&file.join("r.pdf")), FailureCode::ReadOnly, "could not be written");
    assert_eq!(entries(&folder), Vec::<String>::new());
    assert!(entries(story.folder.path()).iter().all(|name| !name.ends_with(".part")));
    // one that is there is replaced whole
    let there = folder.join("r.pdf");
    std::fs::write(&there, "an older report").expect("a file");
    story.ask("report_vendor", report(&there));
    assert!(std::fs::read(&there).expect("the report").starts_with(b"%PDF"));
    assert_eq!(entries(&folder), ["r.pdf"]);
}
