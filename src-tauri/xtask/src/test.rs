//! `cargo xtask test`: every layer of tests, cheapest first; stops at the first that fails.

use crate::driver::{self, DESKTOP};
use crate::packages::{self, Purpose};
use crate::window::{Profile, FEATURES};
use crate::{node, python, shell};
use std::time::Instant;

const CHORES: &str = "src-tauri/xtask/Cargo.toml";

/// Runs every layer.
pub fn test() -> Result<(), String> {
    let begun = Instant::now();
    packages::installed(Purpose::Tests)?;
    let node = node::found()?;
    let lab = python::path_for_the_lab();
    let mut variables = vec![("RUSTDOCFLAGS", "--deny warnings")];
    variables.extend(lab.iter().map(|path| ("PYTHONPATH", path.as_str())));
    let cargo = |arguments: &[&str]| shell::run_with(&shell::cargo(), arguments, &variables);
    let chores = shell::text(&shell::target().join("xtask"));
    let strict = ["--", "--deny", "warnings"];
    let layer = |name: &str, run: &dyn Fn() -> Result<(), String>| {
        println!("\n== {name}");
        run().map_err(|what| format!("{what}\nFailed: {name}."))
    };

    layer("format", &|| {
        cargo(&["fmt", "--all", "--check"])?;
        cargo(&["fmt", "--manifest-path", CHORES, "--check"])?;
        cargo(&["fmt", "--manifest-path", DESKTOP, "--check"])
    })?;
    layer("page: packages", &|| node.npm(&["ci"]))?;
    layer("page: lints", &|| node.npm(&["run", "lint"]))?;
    layer("page: components", &|| node.npm(&["test"]))?;
    layer("page: types and build", &|| node.npm(&["run", "build"]))?;
    layer("lints", &|| {
        cargo(&[&["clippy", "--locked", "--workspace", "--all-targets"][..], &FEATURES, &strict].concat())
    })?;
    layer("house, units, properties, journeys", &|| {
        cargo(&[&["test", "--locked", "--workspace"][..], &FEATURES].concat())
    })?;
    layer("chores", &|| {
        let common = ["--locked", "--manifest-path", CHORES, "--target-dir", &chores];
        cargo(&[&["clippy"][..], &common, &["--all-targets"], &strict].concat())?;
        cargo(&[&["test"][..], &common].concat())
    })?;
    layer("documentation", &|| {
        cargo(&[&["doc", "--locked", "--workspace", "--no-deps", "--quiet"][..], &FEATURES].concat())
    })?;
    layer("pages in Chromium", &|| node.npm(&["run", "test:pages"]))?;
    layer("the real window", &|| {
        Profile::Dev.build()?;
        driver::driven(&["test"], &["--test-threads=1"])
    })?;
    println!("\nEvery layer passed, in {} s.", begun.elapsed().as_secs());
    Ok(())
}
