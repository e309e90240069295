//! What we ship as data says what it is, which version, where it comes from and under which
//! licence, and can be read by the room that uses it.

use crate::tree;
use caveat_core::policy::Policy;
use serde_json::Value;

fn missing(asset: &Value) -> Vec<&'static str> {
    ["id", "version", "source", "licence"]
        .into_iter()
        .filter(|key| match &asset[key] {
            Value::String(text) => text.trim().is_empty(),
            Value::Number(_) => false,
            _ => true,
        })
        .collect()
}

/// Is it in a format of others, with no place for that? The sample's notice says it then.
fn theirs(file: &str) -> bool {
    ["assets/sample/kev.json", "assets/sample/lists/", "assets/sample/osv/"].iter().any(|place| file.starts_with(place))
}

/// What is missing in the notice of the sample about a record: its row, naming the record, its
/// packages, a source, and the licence that the record itself names, if it does.
fn unsaid(notice: &str, id: &str, record: &Value) -> Option<String> {
    let cells =
        |line: &str| -> Vec<String> { line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect() };
    let Some(row) = notice.lines().map(cells).find(|cells| cells.len() == 4 && cells[0] == id) else {
        return Some(format!("{id} has no row"));
    };
    let packages =
        record["affected"].as_array().into_iter().flatten().filter_map(|entry| entry["package"]["name"].as_str());
    if let Some(package) = packages.into_iter().find(|package| !row[1].split(", ").any(|named| named == *package)) {
        return Some(format!("{id}: {package} is not named"));
    }
    let of = |entry: &Value| entry["database_specific"]["license"].as_str().map(str::to_owned);
    let own = of(record).or_else(|| record["affected"].as_array()?.iter().find_map(of));
    if !row[2].contains("https://") || !["CC0-1.0", "CC-BY-4.0"].contains(&row[3].as_str()) {
        return Some(format!("{id}: no source, or a licence that does not let us ship it"));
    }
    own.filter(|licence| *licence != row[3]).map(|licence| format!("{id} is under {licence}"))
}

#[test]
fn the_samples_notice_names_each_record_its_source_and_licence() {
    let notice = tree::text("assets/sample/NOTICE.md");
    let files = tree::files();
    let records: Vec<&String> = files.iter().filter(|file| file.starts_with("assets/sample/osv/")).collect();
    assert!(records.len() > 20, "{} records", records.len());
    let mut ids = Vec::new();
    for file in &records {
        let record: Value = serde_json::from_str(&tree::text(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let id = record["id"].as_str().expect("an id").to_owned();
        assert_eq!(**file, format!("assets/sample/osv/{id}.json"));
        assert_eq!(unsaid(&notice, &id, &record), None);
        ids.push(id);
    }
    let rows = notice.lines().filter(|line| line.starts_with("| PYSEC") || line.starts_with("| RUSTSEC")).count();
    assert_eq!(rows, ids.len(), "the notice names no record that is not there");
    let kev: Value = serde_json::from_str(&tree::text("assets/sample/kev.json")).expect("json");
    assert_eq!(kev["vulnerabilities"].as_array().map(Vec::len), kev["count"].as_u64().map(|count| count as usize));
    assert!(notice.contains(kev["catalogVersion"].as_str().expect("a version")));
    let code = tree::text("src-tauri/crates/actions/src/sample/material.rs");
    for file in files.iter().filter(|file| file.starts_with("assets/sample/") && theirs(file)) {
        let name = file.rsplit('/').next().unwrap_or_default();
        assert!(code.contains(name), "{file} is not shipped");
    }
}

#[test]
fn a_record_that_the_notice_forgets_is_seen() {
    let record = serde_json::json!({ "affected": [{ "package": { "name": "a" }, "database_specific": { "license": "CC0-1.0" } }] });
    let row = |text: &str| unsaid(text, "X-1", &record);
    assert_eq!(row("| X-1 | a | [b](https://c.example) | CC0-1.0 |"), None);
    for wrong in [
        "",
        "| X-1 | b | https://c.example | CC0-1.0 |",
        "| X-1 | a | c | CC0-1.0 |",
        "| X-1 | a | https://c.example | CC-BY-4.0 |",
        "| X-1 | a | https://c.example | MIT |",
    ] {
        assert!(row(wrong).is_some(), "{wrong}");
    }
}

#[test]
fn every_asset_says_what_it_is() {
    let assets: Vec<String> = tree::files()
        .into_iter()
        .filter(|file| file.starts_with("assets/") && file.ends_with(".json") && !theirs(file))
        .collect();
    assert!(!assets.is_empty());
    for file in assets {
        let text = tree::text(&file);
        let asset: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(missing(&asset), [""; 0], "{file}");
        if file.starts_with("assets/policies/") {
            let policy = Policy::from_json(text.as_bytes()).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert_eq!(format!("assets/policies/{}.json", policy.id.replace('/', "-")), file);
        }
    }
}

#[test]
fn a_silent_asset_is_seen() {
    let asset = serde_json::json!({ "id": "a", "version": 1, "source": " " });
    assert_eq!(missing(&asset), ["source", "licence"]);
}
