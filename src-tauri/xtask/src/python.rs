//! Python packages that outside programs of the tests need. They are kept under target/tools,
//! never in the user's own Python; without them those tests say that they were skipped.

use crate::shell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Import name, and the package with its version.
const PACKAGES: [(&str, &str); 2] = [("cryptography", "cryptography==48.0.0"), ("tlslite", "tlslite-ng==0.8.2")];

/// The TLS lab, which lies beside the repository where the project's facts are kept.
pub fn lab() -> PathBuf {
    shell::root().join("../shared/data/tls/lab.py")
}

/// What PYTHONPATH has to be for the lab to start; `None` when nothing is missing or nothing can
/// be done, which is said.
pub fn path_for_the_lab() -> Option<String> {
    if !lab().exists() || !shell::on_path("python3") {
        return None;
    }
    let folder = shell::target().join("tools").join("python");
    let old = std::env::var("PYTHONPATH").unwrap_or_default();
    let path = [shell::text(&folder), old].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(":");
    let missing: Vec<&str> =
        PACKAGES.iter().filter(|(name, _)| !importable(name, &path)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Some(path);
    }
    println!("Fetching {} for the TLS lab into {} …", missing.join(" and "), folder.display());
    match fetch(&folder, &missing) {
        Ok(()) => Some(path),
        Err(what) => {
            println!("{what}\nThe TLS lab's endpoints are not tested: its tests will say that they were skipped.");
            None
        }
    }
}

fn importable(name: &str, path: &str) -> bool {
    Command::new("python3")
        .args(["-c", &format!("import {name}")])
        .env("PYTHONPATH", path)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn fetch(folder: &Path, packages: &[&str]) -> Result<(), String> {
    let target = shell::text(folder);
    let quiet = ["--quiet", "--disable-pip-version-check", "--root-user-action=ignore"];
    let install = ["--upgrade", "--only-binary=:all:", "--target", &target];
    shell::run("python3", &[&["-m", "pip", "install"], &quiet[..], &install, packages].concat())
}
