//! What a file looks like: a head that says what it is for, a length one can read, names that
//! say something, no loose ends, and SQL that writes only where the log is kept.

use crate::tree;

/// Lines a file may have; tests apart.
const LONGEST: usize = 500;

/// Names that say nothing. The product's own word `Service` (one thing we use from a vendor)
/// is allowed as it is; a name that only ends in it is not.
const EMPTY_ENDINGS: &[&str] = &["Manager", "Service", "Helper", "Helpers", "Util", "Utils", "Dto"];

/// Names that end so and mean the product's word: a service to add, to edit, to ask for.
const MEANT: &[&str] = &["Service", "AddService", "EditService", "OneService"];

/// Where statements that write may stand.
const WRITERS: &[&str] = &[
    "src-tauri/crates/store/src/log.rs",
    "src-tauri/crates/store/src/log/",
    "src-tauri/crates/store/src/blob.rs",
    "src-tauri/crates/store/src/local.rs",
    "src-tauri/crates/store/src/library.rs",
    "src-tauri/crates/store/src/library/import.rs",
    "src-tauri/crates/store/migrations/",
];

/// What is untidy about a Rust file, in words.
fn untidy(file: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is_test = file.starts_with("tests/") || file.contains("/tests/") || file.ends_with("/tests.rs");
    if !text.trim_start_matches("#!/").starts_with("//!") {
        found.push("has no //! head".to_owned());
    }
    let lines = text.lines().count();
    if lines > LONGEST && !is_test {
        found.push(format!("has {lines} lines; {LONGEST} are the most"));
    }
    if file.ends_with("/mod.rs") {
        found.push("is a mod.rs; name the file after what it holds".to_owned());
    }
    for (number, line) in text.lines().enumerate() {
        let at = number + 1;
        let code = line.split("//").next().unwrap_or_default();
        for word in ["TO".to_owned() + "DO", "FIX".to_owned() + "ME", "XX".to_owned() + "X"] {
            if line.split(|c: char| !c.is_alphanumeric()).any(|part| part == word) {
                found.push(format!("line {at}: a loose end ({word})"));
            }
        }
        let macros = ["todo", "unimplemented", "dbg"];
        if macros.iter().any(|name| code.contains(&format!("{name}!("))) {
            found.push(format!("line {at}: a macro of unfinished work"));
        }
        if code.contains("#[ignore") || code.contains(concat!("thread::", "sleep(")) {
            found.push(format!("line {at}: a test that is skipped, or waits by sleeping"));
        }
        let mut words =
            code.split_whitespace().skip_while(|word| *word != "struct" && *word != "enum" && *word != "trait");
        if let (Some(_), Some(name)) = (words.next(), words.next()) {
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            if EMPTY_ENDINGS.iter().any(|ending| name.ends_with(ending)) && !MEANT.contains(&name.as_str()) {
                found.push(format!("line {at}: {name} says nothing"));
            }
        }
        let writes = ["INSERT ", "UPDATE ", "DELETE FROM ", "REPLACE INTO "].iter().any(|verb| {
            line.find(verb).is_some_and(|at| {
                !line[..at].ends_with("ON CONFLICT DO ") && line[..at].trim_end().ends_with(['"', '(', ';'])
                    || line.trim_start().starts_with(verb)
            })
        });
        if writes && !is_test && !WRITERS.iter().any(|writer| file.starts_with(writer)) && !file.contains("/tests/") {
            found.push(format!("line {at}: SQL that writes, outside the log"));
        }
    }
    for (allow, _) in
        text.match_indices("#[allow(").chain(text.match_indices("#![allow(")).chain(text.match_indices("#[expect("))
    {
        let end = text[allow..].find(")]").map_or(text.len(), |end| allow + end);
        if !text[allow..end].contains("reason =") {
            let at = text[..allow].lines().count() + 1;
            found.push(format!("near line {at}: an allow without its reason"));
        }
    }
    found
}

#[test]
fn every_rust_file_is_tidy() {
    let mut found = Vec::new();
    let files: Vec<String> = tree::files().into_iter().filter(|file| file.ends_with(".rs")).collect();
    assert!(files.len() > 40, "{} files", files.len());
    for file in files {
        if file == "tests/house/tidy.rs" {
            continue; // names what it forbids
        }
        found.extend(untidy(&file, &tree::text(&file)).into_iter().map(|what| format!("{file} {what}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_untidy_is_seen() {
    let seen = |file: &str, text: &str| untidy(file, text).len();
    let good = "//! A file.\n\nfn main() {}\n";
    assert_eq!(seen("src-tauri/src/a.rs", good), 0);
    assert_eq!(seen("src-tauri/src/a.rs", "fn main() {}\n"), 1);
    assert_eq!(seen("src-tauri/src/mod.rs", good), 1);
    assert_eq!(seen("src-tauri/src/a.rs", &format!("{good}{}", "\n".repeat(500))), 1);
    assert_eq!(seen("src-tauri/crates/a/tests/a.rs", &format!("{good}{}", "\n".repeat(500))), 0);
    for line in [
        "struct VendorManager;",
        "pub struct MailService { a: u8 }",
        "let sql = \"UPDATE vendor SET a = 1\";",
        "    INSERT INTO vendor VALUES (1)",
        "#[allow(dead_code)]",
        "// TODO later",
        "todo!()",
        "#[ignore]",
        "std::thread::sleep(second)",
    ] {
        assert_eq!(seen("src-tauri/src/a.rs", &format!("//! A.\n{line}\n")), 1, "{line}");
    }
    for line in [
        "pub struct Service {",
        "#[allow(dead_code, reason = \"x\")]",
        "/// an UPDATE is refused",
        "let word = \"methods\";",
    ] {
        assert_eq!(seen("src-tauri/src/a.rs", &format!("//! A.\n{line}\n")), 0, "{line}");
    }
    assert_eq!(seen("src-tauri/crates/store/src/log.rs", "//! A.\nlet sql = \"UPDATE vendor SET a = 1\";\n"), 0);
}

#[test]
fn no_file_names_a_machine_or_holds_a_key() {
    let marks = ["/ro".to_owned() + "ot/", "/ho".to_owned() + "me/", "PRIVATE".to_owned() + " KEY-----"];
    for file in tree::files() {
        let Ok(text) = std::fs::read_to_string(tree::root().join(&file)) else { continue };
        for mark in &marks {
            assert!(!text.contains(mark), "{file} holds “{mark}”");
        }
    }
}
