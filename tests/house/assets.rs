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

#[test]
fn every_asset_says_what_it_is() {
    let assets: Vec<String> =
        tree::files().into_iter().filter(|file| file.starts_with("assets/") && file.ends_with(".json")).collect();
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
