//! The product as programs: built in one way only, so that nothing is compiled twice.

use crate::shell;
use std::path::PathBuf;

/// What every build, lint and test of the workspace is given: one set of features.
pub const FEATURES: [&str; 2] = ["--features", "caveat-window/custom-protocol"];

/// How it is compiled.
#[derive(Clone, Copy, PartialEq)]
pub enum Profile {
    /// Quick to build; what every test runs.
    Dev,
    /// What is shipped and measured.
    Release,
}

impl Profile {
    /// Builds both programs; the page must be built before.
    pub fn build(self) -> Result<(), String> {
        match self {
            // the whole workspace, as the tests do
            Self::Dev => shell::run(&shell::cargo(), &[&["build", "--locked", "--workspace"][..], &FEATURES].concat()),
            Self::Release => {
                let what = ["build", "--locked", "--release", "-p", "caveat-cli", "-p", "caveat-window"];
                shell::run(&shell::cargo(), &[&what[..], &FEATURES].concat())
            }
        }
    }

    /// Where what is built lies.
    pub fn folder(self) -> PathBuf {
        shell::target().join(match self {
            Self::Dev => "debug",
            Self::Release => "release",
        })
    }

    /// Where a program is once it was built.
    pub fn program(self, name: &str) -> PathBuf {
        self.folder().join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}
