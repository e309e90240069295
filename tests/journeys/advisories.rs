//! A vendor's component list against the advisories: importing dumps, matching lists, and the
//! verdicts of other programs on the same data. Those lie beside the repository; without them
//! a test says that it was skipped.

use crate::story::Story;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

fn data(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/advisories").join(path);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn json_at(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("json")
}

fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array().expect("a list").iter().map(|text| text.as_str().expect("text").to_owned()).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// Writes a file into the story's folder.
fn written(story: &Story, name: &str, bytes: &[u8]) -> PathBuf {
    let path = story.folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    path
}

/// Every component of a list is matched, clean or undecidable.
fn adds_up(found: &Value) {
    let of = |list: &str| found[list].as_array().expect("a list");
    let hit: BTreeSet<(String, String, String, String)> = of("matches")
        .iter()
        .chain(of("malicious"))
        .map(|row| (text(&row["file"]), text(&row["name"]), text(&row["version"]), row["purl"].to_string()))
        .collect();
    let sum = hit.len() as u64 + found["clean"].as_u64().expect("a count") + of("undecidable").len() as u64;
    assert_eq!(sum, found["total"].as_u64().expect("a count"));
}

#[test]
fn lock_files_match_as_cargo_audit_does() {
    let (Some(dump), Some(locks), Some(oracle)) =
        (data("osv/crates.io/all.zip"), data("lockfiles/cargo"), data("cargo-audit"))
    else {
        return;
    };
    let story = Story::new();
    let imported = story.ask("import_advisories", json!({ "paths": [dump] }));
    assert_eq!((&imported["read"], &imported["added"], &imported["broken"]), (&json!(1206), &json!(1206), &json!(0)));
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(locks).expect("locks").map(|file| file.expect("a file").path()).collect();
    files.sort();
    assert_eq!(files.len(), 7);
    let mut seen = Vec::new();
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let audit = json_at(&oracle.join(format!("{name}.json")));
        let found = story.ask("match_files", json!({ "paths": [file] }));
        adds_up(&found);
        let triple = |row: &Value| {
            let (package, advisory) = (&row["package"], &row["advisory"]);
            (text(&package["name"]), text(&package["version"]), text(&advisory["id"]))
        };
        let rows = |notices: bool| -> BTreeSet<(String, String, String)> {
            let rows = found["matches"].as_array().expect("rows").iter();
            let wanted = rows.filter(|row| row["informational"].is_null() != notices);
            wanted
                .flat_map(|row| {
                    texts(&row["ids"]).into_iter().map(|id| (text(&row["name"]), text(&row["version"]), id))
                })
                .collect()
        };
        let expected: BTreeSet<_> =
            audit["vulnerabilities"]["list"].as_array().expect("rows").iter().map(triple).collect();
        assert_eq!(rows(false), expected, "{name}: vulnerabilities");
        let notices: BTreeSet<_> = ["notice", "unmaintained", "unsound"]
            .iter()
            .flat_map(|class| audit["warnings"][class].as_array().cloned().unwrap_or_default())
            .map(|row| triple(&row))
            .collect();
        assert_eq!(rows(true), notices, "{name}: notices");
        let listed = audit["lockfile"]["dependency-count"].as_u64();
        assert_eq!(found["total"].as_u64(), listed, "{name}: components");
        seen.push((name, expected.len(), notices.len()));
    }
    eprintln!("{seen:?}");
}

#[test]
fn packages_match_as_the_oracles_say() {
    for (ecosystem, dump, oracle, kind) in [
        ("Go", "osv/Go", "oracle/go-match.jsonl", "golang"),
        ("PyPI", "osv/PyPI", "oracle/pypi-match.jsonl", "pypi"),
        ("crates.io", "osv/crates.io", "oracle/crates-match.jsonl", "cargo"),
        ("npm", "osv/npm", "oracle/npm-match.jsonl", "npm"),
    ] {
        let (Some(dump), Some(oracle)) = (data(dump), data(oracle)) else { return };
        let story = Story::new();
        let imported = story.ask("import_advisories", json!({ "paths": [dump] }));
        assert_eq!((&imported["broken"], imported["library"]["ecosystems"][ecosystem].is_u64()), (&json!(0), true));
        let rows: Vec<Value> = std::fs::read_to_string(oracle)
            .expect("text")
            .lines()
            .map(|line| serde_json::from_str(line).expect("json"))
            .collect();
        let components: Vec<Value> = rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let encoded = |text: &str| -> String {
                    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_~/:".contains(c);
                    text.chars()
                        .map(|c| if plain(c) { c.to_string() } else { format!("%{:02X}", u32::from(c)) })
                        .collect()
                };
                let (name, version) = (text(&row["name"]), text(&row["version"]));
                let purl = format!("pkg:{kind}/{}@{}", encoded(&name), encoded(&version));
                json!({ "type": "library", "name": format!("row {index}"), "version": version, "purl": purl })
            })
            .collect();
        let list = json!({ "bomFormat": "CycloneDX", "specVersion": "1.6", "components": components });
        let file = written(&story, "list.json", list.to_string().as_bytes());
        let found = story.ask("match_files", json!({ "paths": [file] }));
        adds_up(&found);
        let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in found["matches"].as_array().expect("rows") {
            ids.entry(text(&row["name"])).or_default().extend(texts(&row["ids"]));
        }
        let undecided: BTreeSet<String> =
            found["undecidable"].as_array().expect("rows").iter().map(|one| text(&one["name"])).collect();
        let mut wrong = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let name = format!("row {index}");
            let found = ids.remove(&name).unwrap_or_default();
            if found != texts(&row["expected"]) || undecided.contains(&name) {
                wrong.push(format!("{row}: {found:?}, undecided: {}", undecided.contains(&name)));
            }
        }
        eprintln!("{ecosystem}: {} of {} right", rows.len() - wrong.len(), rows.len());
        assert!(wrong.is_empty(), "{ecosystem}: {} of {} wrong\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    }
}

fn record(id: &str, modified: &str, rest: &Value) -> Vec<u8> {
    let mut record = json!({ "id": id, "modified": modified, "affected": [{
        "package": { "ecosystem": "npm", "name": "left" },
        "ranges": [{ "type": "SEMVER", "events": [{ "introduced": "0" }, { "fixed": "2.0.0" }] }],
    }] });
    for (key, value) in rest.as_object().expect("an object") {
        record[key] = value.clone();
    }
    record.to_string().into_bytes()
}

#[test]
fn one_row_for_each_component_and_group_and_nothing_is_lost() {
    let story = Story::new();
    let folder = story.folder.path().join("records");
    std::fs::create_dir(&folder).expect("a folder");
    for (id, rest) in [
        (
            "GHSA-1",
            json!({ "aliases": ["CVE-2026-1"], "summary": "It breaks", "published": "2026-02-01T00:00:00Z",
            "severity": [{ "type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }] }),
        ),
        ("NSWG-1", json!({ "aliases": ["CVE-2026-1"] })),
        ("OTHER-1", json!({})),
        ("MAL-1", json!({})),
        ("GONE-1", json!({ "withdrawn": "2026-03-01T00:00:00Z" })),
    ] {
        let bytes = record(id, "2026-11-20T00:00:00Z", &rest);
        std::fs::write(folder.join(format!("{id}.json")), bytes).expect("a record");
    }
    let kev = json!({ "title": "x", "catalogVersion": "1", "vulnerabilities": [
        { "cveID": "CVE-2026-1", "dateAdded": "2026-03-03", "dueDate": "2026-03-24", "knownRansomwareCampaignUse": "Known" }] });
    let kev = written(&story, "kev.json", kev.to_string().as_bytes());
    let epss =
        written(&story, "epss.csv", b"#model_version:v1\ncve,epss,percentile\nCVE-2026-1,0.5,0.9\nCVE-2026-2,7,0.9\n");
    let imported = story.ask("import_advisories", json!({ "paths": [folder, kev, epss] }));
    assert_eq!(
        (&imported["read"], &imported["exploited"], &imported["likelihoods"], &imported["broken"]),
        (&json!(5), &json!(1), &json!(1), &json!(1)),
        "{imported:#}"
    );
    let list = json!({ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": [
        { "name": "left", "version": "1.0.0", "purl": "pkg:npm/left@1.0.0" },
        { "name": "left", "version": "2.0.0", "purl": "pkg:npm/left@2.0.0" },
        { "name": "left", "version": "newest", "purl": "pkg:npm/left@newest" },
        { "name": "right", "version": "1", "purl": "pkg:npm/right@1" },
        { "name": "snake", "version": "1", "purl": "pkg:pypi/snake@1" },
        { "name": "bare" }] });
    let list = written(&story, "list", list.to_string().as_bytes());
    let found = story.ask("match_files", json!({ "paths": [list] }));
    adds_up(&found);
    let ids = |list: &str| -> Vec<BTreeSet<String>> {
        found[list].as_array().expect("rows").iter().map(|row| texts(&row["ids"])).collect()
    };
    let set = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<String>>();
    assert_eq!(ids("matches"), [set(&["GHSA-1", "NSWG-1"]), set(&["OTHER-1"])], "{found:#}");
    assert_eq!((ids("malicious"), ids("suppressed")), (vec![set(&["MAL-1"])], vec![set(&["GONE-1"])]));
    assert_eq!((&found["total"], &found["clean"], &found["library_age_days"]), (&json!(6), &json!(2), &json!(4)));
    let why: Vec<&Value> = found["undecidable"].as_array().expect("rows").iter().map(|one| &one["why"]).collect();
    assert_eq!(why, ["no_version", "unreadable_version", "no_advisories"]);
    let row = &found["matches"][0];
    assert_eq!((&row["severity"], &row["score"], &row["epss"]), (&json!("critical"), &json!(9.8), &json!(0.5)));
    assert_eq!((&row["kev"]["added"], &row["fixed"]), (&json!("2026-03-03"), &json!(["2.0.0"])));
    assert_eq!((texts(&row["aliases"]), &row["summary"]), (set(&["CVE-2026-1"]), &json!("It breaks")));
    assert_eq!(found["matches"][1]["severity"], "unscored");
    assert_eq!(found["malicious"][0]["severity"], "malicious");
}

#[test]
fn what_is_undecided_beside_a_hit_is_said_and_bears_nothing_out() {
    let story = Story::new();
    let vague = json!({ "affected": [{ "package": { "ecosystem": "npm", "name": "left" },
        "ranges": [{ "type": "SEMVER", "events": [{ "introduced": "one" }] }] }] });
    let low = json!({ "published": "2026-11-19T00:00:00Z",
        "severity": [{ "type": "CVSS_V3", "score": "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N" }] });
    let paths = [("LOW-1", low), ("VAGUE-1", vague)]
        .map(|(id, rest)| written(&story, &format!("{id}.json"), &record(id, "2026-11-20T00:00:00Z", &rest)));
    story.ask("import_advisories", json!({ "paths": paths[..1] }));
    let known = crate::assessment::assessed(&story);
    let list = json!({ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": [
        { "name": "left", "version": "1.0.0", "purl": "pkg:npm/left@1.0.0" }] });
    let list = written(&story, "list", list.to_string().as_bytes());
    story.ask("add_component_list", json!({ "service": known.service, "file": list }));
    let seen = || {
        let service = story.ask("show_vendor", json!({ "vendor": known.vendor }))["services"][0].clone();
        let claims = service["assessment"]["claims"].as_array().expect("claims").clone();
        let claim = claims.into_iter().find(|claim| claim["check"] == "critical_fixes").expect("the claim");
        (text(&claim["state"]), service["lists"][0]["checked"]["undecidable"].clone())
    };
    assert_eq!(seen(), ("supported".to_owned(), json!([])));
    story.ask("import_advisories", json!({ "paths": paths[1..] }));
    let (state, undecided) = seen();
    assert_eq!(state, "unverified");
    assert_eq!(undecided[0]["name"], "left 1.0.0");
    assert!(text(&undecided[0]["reason"]).starts_with("VAGUE-1"), "{undecided}");
}

#[test]
fn an_ecosystem_named_beside_another_is_matched_and_never_called_clean() {
    let story = Story::new();
    let both = json!({ "affected": [
        { "package": { "ecosystem": "Maven", "name": "org.x:left" }, "versions": ["1.0.0"] },
        { "package": { "ecosystem": "npm", "name": "left" },
          "ranges": [{ "type": "SEMVER", "events": [{ "introduced": "0" }, { "fixed": "2.0.0" }] }] }] });
    let own =
        json!({ "affected": [{ "package": { "ecosystem": "Maven", "name": "org.x:other" }, "versions": ["1"] }] });
    let paths = [("GHSA-1", both), ("GHSA-2", own)]
        .map(|(id, rest)| written(&story, &format!("{id}.json"), &record(id, "2026-11-20T00:00:00Z", &rest)));
    story.ask("import_advisories", json!({ "paths": paths }));
    let list = json!({ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": [
        { "name": "left", "version": "1.0.0", "purl": "pkg:npm/left@1.0.0" },
        { "name": "left", "version": "2.0.0", "purl": "pkg:npm/left@2.0.0" },
        { "name": "right", "version": "1.0.0", "purl": "pkg:npm/right@1.0.0" },
        { "name": "calm", "version": "1", "purl": "pkg:maven/org.x/calm@1" }] });
    let found = story.ask("match_files", json!({ "paths": [written(&story, "list", list.to_string().as_bytes())] }));
    adds_up(&found);
    assert_eq!(found["matches"][0]["name"], "left");
    assert_eq!(found["clean"], 1, "that of the ecosystem whose dump is there: {found:#}");
    let undecided: Vec<&Value> = found["undecidable"].as_array().expect("rows").iter().map(|one| &one["why"]).collect();
    assert_eq!(undecided, ["no_advisories", "no_advisories"]);
}

#[test]
fn a_match_is_as_old_as_the_oldest_dump_it_needs() {
    let story = Story::new();
    let rust =
        json!({ "affected": [{ "package": { "ecosystem": "crates.io", "name": "left" }, "versions": ["1.0.0"] }] });
    for (id, modified, rest) in [("OLD-1", "2026-05-08T09:00:00Z", rust), ("NEW-1", "2026-11-20T00:00:00Z", json!({}))]
    {
        let path = written(&story, &format!("{id}.json"), &record(id, modified, &rest));
        story.ask("import_advisories", json!({ "paths": [path] }));
    }
    let list = |name: &str, purl: &str| {
        let list = json!({ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": [
            { "name": "calm", "version": "1.0.0", "purl": purl }] });
        written(&story, name, list.to_string().as_bytes())
    };
    let (npm, cargo) = (list("npm", "pkg:npm/calm@1.0.0"), list("cargo", "pkg:cargo/calm@1.0.0"));
    let neither = list("neither", "pkg:pypi/calm@1.0.0");
    for (paths, age) in [(vec![&npm], 4), (vec![&cargo], 200), (vec![&cargo, &npm], 200), (vec![&neither], 4)] {
        let found = story.ask("match_files", json!({ "paths": paths }));
        assert_eq!(found["library_age_days"], age, "{paths:?}");
    }
}

#[test]
fn importing_again_changes_nothing_and_newer_records_replace_older_ones() {
    let story = Story::new();
    let import = |modified: &str, rest: &Value| {
        let file = written(&story, "A-1.json", &record("A-1", modified, rest));
        let done = story.ask("import_advisories", json!({ "paths": [file] }));
        (done["added"].clone(), done["updated"].clone(), done["unchanged"].clone())
    };
    let counts = |added: u32, updated: u32, unchanged: u32| (json!(added), json!(updated), json!(unchanged));
    let (old, new) = ("2026-01-01T00:00:00Z", "2026-10-25T00:00:00Z");
    assert_eq!(import(old, &json!({})), counts(1, 0, 0));
    assert_eq!(import(old, &json!({})), counts(0, 0, 1));
    assert_eq!(import(new, &json!({ "withdrawn": new })), counts(0, 1, 0));
    assert_eq!(import(old, &json!({})), counts(0, 0, 1), "an older state never comes back");
    assert_eq!(import(new, &json!({ "aliases": ["B"] })), counts(0, 1, 0), "the same date is not the same record");
    let status = story.ask("show_library", json!({}));
    assert_eq!(
        (&status["records"], &status["withdrawn"], &status["ecosystems"]),
        (&json!(1), &json!(0), &json!({ "npm": 1 }))
    );
    assert_eq!((&status["age_days"], &status["stale"], &status["newest"]), (&json!(30), &json!(true), &json!(new)));
}

#[test]
fn a_year_of_changes_comes_in_as_a_difference() {
    let (Some(older), Some(newer)) = (data("osv-older"), data("osv/crates.io/all.zip")) else { return };
    let story = Story::new();
    let first = story.ask("import_advisories", json!({ "paths": [older] }));
    let then = story.ask("import_advisories", json!({ "paths": [newer] }));
    let of = |done: &Value, key: &str| done[key].as_u64().expect("a count");
    assert_eq!(of(&then, "read"), 1206);
    assert!(of(&then, "added") > 0 && of(&then, "unchanged") + of(&then, "updated") > 0, "{then:#}");
    assert_eq!(of(&then, "added") + of(&then, "updated") + of(&then, "unchanged"), 1206);
    assert_eq!(of(&then["library"], "records"), of(&first, "added") + of(&then, "added"));
}

#[test]
fn broken_data_are_named_and_never_spoil_what_is_there() {
    let story = Story::new();
    let refused = |paths: &[&Path]| story.refusal("import_advisories", json!({ "paths": paths })).message;
    assert!(story.refusal("show_library", json!({})).message.contains("no advisory data"));
    assert!(story.refusal("match_files", json!({ "paths": ["x"] })).hint.contains("caveat advisories import"));
    let good = written(&story, "good.json", &record("A-1", "2026-01-01T00:00:00Z", &json!({})));
    story.ask("import_advisories", json!({ "paths": [good] }));

    let whole = zipped(&[
        ("A-2.json", &record("A-2", "2026-01-01T00:00:00Z", &json!({}))),
        ("readme.txt", b"hello"),
        ("deep.json", "[".repeat(100_000).as_bytes()),
        ("deeper.json", format!("{{\"x\":{}", "{\"x\":".repeat(100_000)).as_bytes()),
    ]);
    let truncated = written(&story, "truncated.zip", &whole[..whole.len() / 2]);
    assert!(refused(&[&truncated]).contains("archive is broken"));
    for (name, bytes) in [("empty.zip", &b"PK"[..]), ("other.bin", b"\0\x01\x02"), ("empty", b""), ("list.json", b"{}")]
    {
        let file = written(&story, name, bytes);
        assert!(!refused(&[&good, &file]).is_empty(), "{name}");
    }
    assert!(refused(&[&story.folder.path().join("nowhere")]).contains("no such file"));
    let hollow = written(&story, "hollow.zip", &zipped(&[("a.json", b"no")]));
    assert!(refused(&[&hollow]).contains("a.json"));
    assert_eq!(story.ask("show_library", json!({}))["records"], 1, "what was there stays");

    let mut spoilt = whole.clone();
    let at = spoilt.windows(3).position(|bytes| bytes == b"A-2").expect("the record's text");
    let inside = spoilt[at + 3..].windows(3).position(|bytes| bytes == b"A-2").expect("its content") + at + 3;
    spoilt[inside] = b'B';
    let spoilt = written(&story, "spoilt.zip", &spoilt);
    assert!(!refused(&[&spoilt]).is_empty(), "a checksum that does not fit");

    let whole = written(&story, "whole.zip", &whole);
    let done = story.ask("import_advisories", json!({ "paths": [whole] }));
    assert_eq!((&done["added"], &done["broken"]), (&json!(1), &json!(3)));
    let named: Vec<&Value> =
        done["broken_entries"].as_array().expect("entries").iter().map(|one| &one["name"]).collect();
    assert_eq!(named, ["readme.txt", "deep.json", "deeper.json"]);

    std::fs::write(story.folder.path().join("library.sqlite"), b"not a database at all, but long enough to look")
        .expect("a file");
    assert!(story.refusal("show_library", json!({})).message.contains("cannot be used"));
    let again = story.ask("import_advisories", json!({ "paths": [whole] }));
    assert_eq!(again["library"]["records"], 1, "made anew, the other moved aside");
    assert!(story.folder.path().join("library.sqlite.unusable").exists());
}

#[test]
fn lists_that_are_none_are_refused_in_words() {
    let story = Story::new();
    for content in ["", "hello", "{}", "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[{]}"] {
        story.refusal("read_components", json!({ "content": content }));
    }
    story.refusal("read_components", json!({ "path": story.folder.path() }));
    let lock = "version = 4\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n";
    let read = story.ask("read_components", json!({ "content": lock }));
    assert_eq!((&read["format"], &read["total"]), (&json!("Cargo.lock"), &json!(1)));
    assert_eq!(read["undecidable"][0]["why"], "own_package");
}

/// An archive that stores its entries as they are.
pub fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let at = out.len() as u32;
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 33, 0];
        head.extend(checksum(bytes).to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.write_all(bytes).expect("memory");
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (at, length) = (out.len() as u32, directory.len() as u32);
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend((entries.len() as u16).to_le_bytes());
    out.extend((entries.len() as u16).to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// CRC-32, as archives want it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}
