//! The window as a program: built in one way only, so that nothing is compiled twice.

use crate::shell;
use std::path::PathBuf;

/// What every build, lint and test of the workspace is given: one set of features.
pub const FEATURES: [&str; 2] = ["--features", "caveat-window/custom-protocol"];

/// Builds the window; the page must be built before.
pub fn build() -> Result<(), String> {
    shell::run(&shell::cargo(), &[&["build", "--locked", "--workspace"][..], &FEATURES].concat())
}

/// Where the program is.
pub fn program() -> PathBuf {
    shell::target().join("debug").join(format!("caveat-window{}", std::env::consts::EXE_SUFFIX))
}
