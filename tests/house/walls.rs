//! Who may import whom. The two tables *are* the architecture; ARCHITECTURE.md draws them.

use crate::tree;
use std::process::Command;

/// Each room and the rooms it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("caveat-actions", &["caveat-core", "caveat-exchange", "caveat-probe", "caveat-report", "caveat-store"]),
    ("caveat-cli", &["caveat-actions"]),
    ("caveat-core", &[]),
    ("caveat-exchange", &["caveat-core"]),
    ("caveat-probe", &["caveat-core"]),
    ("caveat-report", &["caveat-core"]),
    ("caveat-store", &["caveat-core"]),
    ("caveat-window", &["caveat-actions"]),
];

/// Outside crates that are dangerous or heavy enough to be fenced, and the rooms that may use
/// them.
const FENCED: &[(&str, &[&str])] = &[
    ("clap", &["caveat-cli"]),
    ("dirs", &["caveat-actions"]),
    ("getrandom", &["caveat-store"]),
    ("indicatif", &["caveat-cli"]),
    ("keyring", &["caveat-store"]),
    ("lopdf", &["caveat-exchange", "caveat-report"]),
    ("printpdf", &["caveat-report"]),
    ("quick-xml", &["caveat-exchange"]),
    ("rand", &[]),
    ("reqwest", &["caveat-probe"]),
    ("rusqlite", &["caveat-store"]),
    ("rusqlite_migration", &["caveat-store"]),
    ("rustls", &["caveat-probe"]),
    ("rustls-webpki", &["caveat-core"]),
    ("rustls-native-certs", &["caveat-probe"]),
    ("rustls-platform-verifier", &["caveat-probe"]),
    ("tauri", &["caveat-window"]),
    ("tokio", &[]),
    ("toml", &["caveat-exchange"]),
    ("zip", &["caveat-exchange"]),
];

/// Why `package` may not depend on `dependency`, if it may not.
fn breach(package: &str, dependency: &str) -> Option<String> {
    if let Some((_, may)) = FENCED.iter().find(|(fenced, _)| *fenced == dependency) {
        return (!may.contains(&package)).then(|| format!("{package} may not use {dependency}; only {may:?} may"));
    }
    if !dependency.starts_with("caveat-") {
        return None;
    }
    let Some((_, may)) = ROOMS.iter().find(|(room, _)| *room == package) else {
        return Some(format!("{package} is no room of the house"));
    };
    (!may.contains(&dependency)).then(|| format!("{package} may not import {dependency}"))
}

#[test]
fn every_room_stays_inside_its_walls() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .current_dir(tree::root())
        .output()
        .expect("cargo metadata");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("json");
    let packages = metadata["packages"].as_array().expect("packages");
    let mut breaches = Vec::new();
    let mut rooms = Vec::new();
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        if name == "caveat-tests" {
            continue; // looks into every room from outside
        }
        rooms.push(name);
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            if dependency["kind"] != "dev" {
                breaches.extend(breach(name, dependency["name"].as_str().expect("a name")));
            }
        }
    }
    rooms.sort_unstable();
    let drawn: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    assert_eq!(rooms, drawn, "the eight rooms");
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn a_breach_is_seen() {
    assert!(breach("caveat-store", "caveat-probe").is_some());
    assert!(breach("caveat-cli", "caveat-store").is_some());
    assert!(breach("caveat-actions", "rusqlite").is_some());
    assert!(breach("caveat-store", "rusqlite").is_none());
    assert!(breach("caveat-store", "serde").is_none());
    assert!(breach("caveat-common", "caveat-core").is_some());
}

#[test]
fn unsafe_code_is_forbidden_at_the_head_of_every_crate() {
    for file in tree::files() {
        let head = file.ends_with("src/lib.rs") || file.ends_with("src/main.rs");
        // the window's main.rs has the one allowed use, with its reason
        if file.starts_with("src-tauri/") && head && file != "src-tauri/src/main.rs" {
            assert!(tree::text(&file).contains("#![forbid(unsafe_code)]"), "{file}");
        }
    }
}

#[test]
fn the_top_level_holds_only_what_belongs_there() {
    const TOP: &[&str] = &[
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "assets",
        "src-tauri",
        "tests",
        "ui",
    ];
    for file in tree::files() {
        let top = file.split('/').next().unwrap_or_default();
        assert!(top.starts_with('.') || TOP.contains(&top), "{file} does not belong at the top level");
    }
}
