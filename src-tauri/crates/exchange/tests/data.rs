//! The advisory data that other programs judged: component counts, and the evaluation of
//! ranges. The data lie beside the repository; without them the tests say so.

use caveat_core::advisory::matching::{Subject, Verdict};
use caveat_core::ecosystem::normalised;
use caveat_core::version::Order;
use caveat_exchange::{components, osv};
use serde_json::Value;
use std::path::PathBuf;

fn data(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/advisories").join(path);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn every_component_is_counted() {
    let Some(folder) = data("sbom") else { return };
    let facts: Value = serde_json::from_slice(&std::fs::read(folder.join("facts.json")).expect("facts")).expect("json");
    let mut read = 0;
    for (file, facts) in facts.as_object().expect("facts by file") {
        let bytes = std::fs::read(folder.join(file)).expect("a list");
        let list = components::read(&bytes);
        if facts["format"] != "CycloneDX-JSON" {
            assert!(list.is_err(), "{file}: a format to come");
            continue;
        }
        let list = list.unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(list.total() as u64, facts["components"].as_u64().expect("a count"), "{file}");
        assert_eq!(list.spec.as_deref(), facts["spec"].as_str(), "{file}");
        let of = |purl: &Option<String>| usize::from(purl.is_some());
        let purls = list.components.iter().map(|one| of(&one.purl)).sum::<usize>()
            + list.undecidable.iter().map(|one| of(&one.purl)).sum::<usize>();
        assert_eq!(purls as u64, facts["purl_count"].as_u64().expect("a count"), "{file}");
        read += 1;
    }
    assert!(read >= 10, "{read} read");
}

#[test]
fn valid_documents_are_read_and_invalid_ones_never_stumble_over() {
    let Some(folder) = data("sbom/cdx-conformance") else { return };
    let mut read = 0;
    for version in std::fs::read_dir(folder).expect("folders") {
        for file in std::fs::read_dir(version.expect("a folder").path()).expect("files") {
            let path = file.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let list = components::read(&std::fs::read(&path).expect("bytes"));
            if name.starts_with("valid-") && name.ends_with(".json") {
                assert!(list.is_ok(), "{name}: {:?}", list.err());
                read += 1;
            }
            if name.starts_with("invalid-bomformat") {
                assert!(list.is_err(), "{name}");
            }
        }
    }
    assert!(read > 20, "{read} read");
}

#[test]
fn ranges_are_evaluated_as_the_schema_says() {
    let Some(path) = data("osv-eval/cases.json") else { return };
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(path).expect("cases")).expect("json");
    let mut checked = 0;
    for case in &cases {
        let record = osv::read(case["record"].to_string().as_bytes()).unwrap_or_else(|error| panic!("{case}: {error}"));
        for check in case["checks"].as_array().expect("checks") {
            let text = |key: &str| check[key].as_str().expect("text").to_owned();
            let (ecosystem, version) = (text("ecosystem"), text("version"));
            let name = text("package");
            let package = normalised(&ecosystem, &name);
            let verdict = Subject::new(&ecosystem, &package, &version).verdict(&record);
            if Order::of(&ecosystem).is_none() {
                assert!(matches!(verdict, Verdict::Undecided(_)), "{}: {check}: {verdict:?}", case["name"]);
                continue;
            }
            let expected = check["affected"] == true;
            assert_eq!(matches!(verdict, Verdict::Affected(_)), expected, "{}: {check}: {verdict:?}", case["name"]);
            assert!(expected || verdict == Verdict::Unaffected, "{}: {check}: {verdict:?}", case["name"]);
            checked += 1;
        }
    }
    assert!(checked > 50, "{checked} checked");
}
