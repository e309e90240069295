//! `cargo xtask test`: every layer of tests, cheapest first; stops at the first that fails.

use crate::packages::{self, Purpose};
use crate::window::{self, FEATURES};
use crate::{node, shell};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

const CHORES: &str = "src-tauri/xtask/Cargo.toml";
const DESKTOP: &str = "tests/desktop/Cargo.toml";
/// Newer ones are for the next Tauri.
const TAURI_DRIVER: &str = "tauri-driver@2.1.0";

/// Runs every layer.
pub fn test() -> Result<(), String> {
    let begun = Instant::now();
    packages::installed(Purpose::Tests)?;
    let node = node::found()?;
    let cargo =
        |arguments: &[&str]| shell::run_with(&shell::cargo(), arguments, &[("RUSTDOCFLAGS", "--deny warnings")]);
    let (chores, desktop) = (shell::target().join("xtask"), shell::target().join("desktop"));
    let (chores, desktop) = (chores.display().to_string(), desktop.display().to_string());
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
    layer("the real window", &|| the_real_window(&desktop))?;
    println!("\nEvery layer passed, in {} s.", begun.elapsed().as_secs());
    Ok(())
}

fn the_real_window(desktop: &str) -> Result<(), String> {
    window::build()?;
    let tools = shell::target().join("tools");
    let driver = tools.join("bin").join("tauri-driver");
    if !driver.is_file() {
        let root = tools.display().to_string();
        shell::run(&shell::cargo(), &["install", TAURI_DRIVER, "--locked", "--quiet", "--root", &root])?;
    }
    let screen = Screen::new()?;
    let (display, driver) = (format!(":{}", screen.number), driver.display().to_string());
    let program = window::program().display().to_string();
    let variables = [
        ("CAVEAT_TAURI_DRIVER", driver.as_str()),
        ("CAVEAT_WINDOW", program.as_str()),
        ("DISPLAY", display.as_str()),
        ("LANG", "en_US.UTF-8"),
    ];
    let arguments = ["test", "--locked", "--manifest-path", DESKTOP, "--target-dir", desktop, "--", "--test-threads=1"];
    shell::run_with(&shell::cargo(), &arguments, &variables)
}

/// A display without a screen, gone when dropped.
struct Screen {
    server: Child,
    number: String,
}

impl Screen {
    /// Xvfb finds a free number itself and prints it once it is ready.
    fn new() -> Result<Self, String> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("Xvfb could not be started: {error}."))?;
        let mut number = String::new();
        if let Some(said) = server.stdout.as_mut() {
            BufReader::new(said).read_line(&mut number).map_err(|error| format!("Xvfb said nothing: {error}."))?;
        }
        let screen = Self { server, number: number.trim().to_owned() };
        if screen.number.is_empty() {
            Err("Xvfb did not start.".to_owned())
        } else {
            Ok(screen)
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
