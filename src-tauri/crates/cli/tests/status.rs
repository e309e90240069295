//! The exit status of a command that was done: 0, or 1 when something is as grave as `--fail-on`
//! says; and standard output that is one JSON document.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "support/called.rs"]
mod called;

use called::caveat;
use serde_json::{Value, json};

#[test]
fn a_match_fails_on_what_is_as_grave_and_on_what_may_be() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let record = |id: &str, package: &str, rest: Value| {
        let mut record = json!({ "id": id, "modified": "2026-11-20T00:00:00Z", "affected": [{
            "package": { "ecosystem": "npm", "name": package },
            "ranges": [{ "type": "SEMVER", "events": [{ "introduced": "0" }, { "fixed": "2.0.0" }] }] }] });
        for (key, value) in rest.as_object().unwrap() {
            record[key] = value.clone();
        }
        std::fs::write(folder.join(format!("{id}.json")), record.to_string()).unwrap();
    };
    let scored = |vector: &str| json!({ "severity": [{ "type": "CVSS_V3", "score": vector }] });
    record("GHSA-1", "medium", scored("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"));
    record("GHSA-2", "unscored", json!({}));
    record("MAL-1", "malicious", json!({}));
    let list = |name: &str| {
        let list = json!({ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": [
            { "name": name, "version": "1.0.0", "purl": format!("pkg:npm/{name}@1.0.0") }] });
        std::fs::write(folder.join(name), list.to_string()).unwrap();
    };
    for name in ["medium", "unscored", "malicious", "harmless"] {
        list(name);
    }
    let status = |arguments: &[&str]| {
        let output = caveat(folder, &[&["--json"], arguments].concat());
        let one: Result<Value, _> = serde_json::from_slice(&output.stdout);
        assert!(one.is_ok(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
        output.status.code()
    };
    assert_eq!(status(&["advisories", "import", "GHSA-1.json", "GHSA-2.json", "MAL-1.json"]), Some(0));
    for (file, fail_on, code) in [
        ("medium", "low", 1),
        ("medium", "medium", 1),
        ("medium", "high", 0),
        ("unscored", "critical", 1),
        ("malicious", "critical", 1),
        ("harmless", "low", 0),
    ] {
        assert_eq!(status(&["match", file, "--fail-on", fail_on]), Some(code), "{file} --fail-on {fail_on}");
        assert_eq!(status(&["match", file]), Some(0), "{file}");
    }
    assert_eq!(status(&["match", "medium", "--fail-on", "grave"]), Some(2));
}
