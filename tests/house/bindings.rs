//! The TypeScript types that the page is checked against are those of the Rust code today.

use crate::tree;
use std::collections::BTreeMap;
use std::path::Path;

const REFRESH: &str = "cargo run -p caveat-cli -- actions --typescript ui/src/api/generated";

fn read(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}; {REFRESH}", folder.display()));
    let mut files = BTreeMap::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(read(&path).into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else {
            files.insert(name, std::fs::read_to_string(&path).expect("text"));
        }
    }
    files
}

#[test]
fn bindings_are_fresh() {
    let fresh = tempfile::tempdir().expect("a folder");
    caveat_actions::export_bindings(fresh.path()).expect("bindings");
    let (fresh, committed) = (read(fresh.path()), read(&tree::root().join("ui/src/api/generated")));
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&fresh), "refresh with: {REFRESH} (after deleting the folder)");
    for (name, text) in &fresh {
        assert!(committed[name] == *text, "{name} is stale; refresh with: {REFRESH}");
    }
    assert!(fresh.contains_key("Actions.ts") && fresh.contains_key("Failure.ts"));
}
