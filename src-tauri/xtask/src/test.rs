//! `cargo xtask test`: every layer of tests, cheapest first; stops at the first that fails.

use crate::shell;
use std::time::Instant;

const CHORES: &str = "src-tauri/xtask/Cargo.toml";

/// Runs every layer.
pub fn test() -> Result<(), String> {
    let begun = Instant::now();
    let cargo = shell::cargo();
    let chores = shell::target().join("xtask").display().to_string();
    let warnings = ["--", "--deny", "warnings"];
    let layers: &[(&str, Vec<&str>)] = &[
        ("format", vec!["fmt", "--all", "--check"]),
        ("format of the chores", vec!["fmt", "--manifest-path", CHORES, "--check"]),
        ("lints", [&["clippy", "--locked", "--workspace", "--all-targets"][..], &warnings].concat()),
        (
            "lints of the chores",
            [
                &["clippy", "--locked", "--manifest-path", CHORES, "--target-dir", &chores, "--all-targets"][..],
                &warnings,
            ]
            .concat(),
        ),
        ("house, units, properties, journeys", vec!["test", "--locked", "--workspace"]),
        ("chores", vec!["test", "--locked", "--manifest-path", CHORES, "--target-dir", &chores]),
        ("documentation", vec!["doc", "--locked", "--workspace", "--no-deps", "--quiet"]),
    ];
    for (layer, arguments) in layers {
        println!("\n== {layer}");
        let variables = [("RUSTDOCFLAGS", "--deny warnings")];
        shell::run_with(&cargo, arguments, &variables).map_err(|what| format!("{what}\nFailed: {layer}."))?;
    }
    println!("\nAll {} layers passed in {} s.", layers.len(), begun.elapsed().as_secs());
    Ok(())
}
