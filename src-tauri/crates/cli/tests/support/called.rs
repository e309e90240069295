//! The command line as somebody calls it.

use std::path::Path;
use std::process::{Command, Output};

/// Runs it in a folder that holds its workspace and its data.
pub fn caveat(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_caveat"))
        .args(["--workspace", "a.caveat", "--data", "."])
        .args(arguments)
        .current_dir(folder)
        .env_remove("CAVEAT_WORKSPACE")
        .output()
        .unwrap()
}
