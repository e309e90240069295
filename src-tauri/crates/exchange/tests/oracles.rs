//! Comparators, CVSS and package URLs against verdicts of other programs. The data lie beside
//! the repository; without them the tests say so.

use caveat_core::advisory::severity::score;
use caveat_core::purl::Purl;
use caveat_core::version::Order;
use serde_json::Value;
use std::cmp::Ordering;
use std::path::PathBuf;

fn data(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/advisories").join(path);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn lines(path: &str) -> Vec<String> {
    let text = data(path).map(|path| std::fs::read_to_string(path).expect("text")).unwrap_or_default();
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn versions_are_ordered() {
    for (file, order) in [
        ("versions/semver-versions.txt", Order::SemVer),
        ("versions/semver-node-oracle.txt", Order::SemVer),
        ("versions/pypi-versions.txt", Order::Pep440),
        ("versions/pypi-versions-generated.txt", Order::Pep440),
    ] {
        let rows = lines(file);
        for row in &rows {
            let words: Vec<&str> = row.split_whitespace().collect();
            let [a, sign, b] = words.as_slice() else { panic!("{file}: {row}") };
            let expected = match *sign {
                "<" => Ordering::Less,
                "=" => Ordering::Equal,
                _ => Ordering::Greater,
            };
            assert_eq!(order.compare(a, b), Some(expected), "{file}: {row}");
            assert_eq!(order.compare(b, a), Some(expected.reverse()), "{file}: {row}");
        }
        eprintln!("{file}: {} rows", rows.len());
    }
}

#[test]
fn vectors_are_scored() {
    for file in ["cvss/vectors.jsonl", "cvss/real-osv-vectors.jsonl"] {
        let rows = lines(file);
        for row in &rows {
            let row: Value = serde_json::from_str(row).expect("json");
            let mut expected = vec![row["base"].as_f64().or(row["score"].as_f64()).expect("a score")];
            if row["disputed"] == true {
                expected.extend(row["score_first_js"].as_f64());
            }
            let found = score(row["vector"].as_str().expect("a vector")).unwrap_or_else(|| panic!("{row}"));
            assert!(expected.iter().any(|score| (score - found).abs() < 1e-9), "{found}: {row}");
        }
        eprintln!("{file}: {} rows", rows.len());
    }
    for row in lines("cvss/invalid.jsonl") {
        let row: Value = serde_json::from_str(&row).expect("json");
        let found = score(row["vector"].as_str().expect("a vector"));
        assert_eq!(found, None, "{row}");
    }
}

#[test]
fn package_urls_are_read_and_built() {
    let Some(folder) = data("purl") else { return };
    let mut files: Vec<PathBuf> = ["types", "spec"]
        .iter()
        .flat_map(|inner| {
            std::fs::read_dir(folder.join(inner)).expect("files").map(|file| file.expect("a file").path())
        })
        .collect();
    files.sort();
    let (mut right, mut wrong) = (0, Vec::new());
    for file in files {
        let tests: Value = serde_json::from_slice(&std::fs::read(&file).expect("tests")).expect("json");
        for test in tests["tests"].as_array().expect("tests") {
            let text = |value: &Value| value.as_str().map(str::to_owned);
            let parts = |parts: &Value| Purl {
                kind: text(&parts["type"]).unwrap_or_default(),
                namespace: text(&parts["namespace"]),
                name: text(&parts["name"]).unwrap_or_default(),
                version: text(&parts["version"]),
                qualifiers: parts["qualifiers"]
                    .as_object()
                    .map(|all| all.iter().filter_map(|(key, value)| Some((key.clone(), text(value)?))).collect())
                    .unwrap_or_default(),
                subpath: text(&parts["subpath"]),
            };
            let input = &test["input"];
            let read = match input.as_str() {
                Some(text) => text.parse::<Purl>(),
                None => parts(input).settled(),
            };
            let same = match (&read, &test["expected_output"]) {
                (Err(_), _) => test["expected_failure"] == true,
                (Ok(_), Value::Null) => false,
                (Ok(purl), Value::String(canonical)) => purl.to_string() == *canonical,
                (Ok(purl), expected) => *purl == parts(expected),
            };
            if same {
                right += 1;
            } else {
                wrong.push(format!(
                    "{}: {input} came to {read:?}, expected {}",
                    test["description"], test["expected_output"]
                ));
            }
        }
    }
    eprintln!("{right} right");
    // The data contradict themselves once: this one is to fail as “parse” and to be read as “validate”.
    wrong.retain(|wrong| !wrong.starts_with("\"Ruby gems can use qualifiers\""));
    assert!(wrong.is_empty(), "{right} right, {} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
