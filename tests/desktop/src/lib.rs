//! A running window and a driver for it: what the desktop tests and the pictures share. Needs
//! tauri-driver, WebKitWebDriver and a display; `cargo xtask` sets them up and says where they are.
#![forbid(unsafe_code)]

pub mod hands;

use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use thirtyfour::prelude::*;

/// A driver, its ports, and the folder its workspace is in.
pub struct Bench {
    driver: Child,
    native: u16,
    port: u16,
    /// The folder of the user's data, deleted at the end.
    pub folder: tempfile::TempDir,
}

impl Bench {
    /// Starts tauri-driver on ports of its own; the window will make a workspace of its own.
    ///
    /// # Panics
    /// When the environment does not say where the programs are, or the driver does not start.
    pub fn new() -> Self {
        Self::begun(tempfile::tempdir().expect("a folder"), None)
    }

    /// The same with a copy of a folder of data, and the workspace of that name in it.
    ///
    /// # Panics
    /// As above, or when the folder cannot be copied.
    pub fn with(data: &Path, workspace: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copied(data, folder.path());
        Self::begun(folder, Some(workspace))
    }

    fn begun(folder: tempfile::TempDir, workspace: Option<&str>) -> Self {
        let (port, native) = (free_port(), free_port());
        let mut driver = Command::new(said("CAVEAT_TAURI_DRIVER"));
        driver
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .env("CAVEAT_DATA", folder.path())
            .env("CAVEAT_CHOOSE", folder.path())
            .env("CAVEAT_PERSON", "Ada Rahimi")
            .env_remove("CAVEAT_WORKSPACE")
            .env("LANG", "en_US.UTF-8")
            // what WebKit remembers (the look chosen) stays out of the user's own folders
            .env("XDG_DATA_HOME", folder.path().join("remembered"))
            .env("XDG_CACHE_HOME", folder.path().join("cached"));
        if let Some(name) = workspace {
            driver.env("CAVEAT_WORKSPACE", folder.path().join(name));
        }
        let driver =
            driver.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0).spawn().expect("tauri-driver starts");
        Self { driver, native, port, folder }
    }

    /// Opens the window.
    pub async fn open(&self) -> WebDriverResult<WebDriver> {
        let mut wanted = Capabilities::new();
        wanted.set("tauri:options", serde_json::json!({ "application": said("CAVEAT_WINDOW") }))?;
        let address = format!("http://127.0.0.1:{}", self.port);
        // both drivers listen a moment after they started: knock until they answer
        let begun = Instant::now();
        for port in [self.native, self.port] {
            while TcpStream::connect(("127.0.0.1", port)).is_err() {
                assert!(begun.elapsed() < Duration::from_secs(20), "the driver does not answer");
            }
        }
        WebDriver::new(address, wanted).await
    }

    /// A picture of the window, when CAVEAT_SHOTS names a folder.
    pub async fn picture(&self, window: &WebDriver, name: &str) -> WebDriverResult<()> {
        if let Some(folder) = std::env::var_os("CAVEAT_SHOTS") {
            std::fs::create_dir_all(&folder).expect("a folder");
            window.screenshot(&Path::new(&folder).join(format!("{name}.png"))).await?;
        }
        Ok(())
    }
}

impl Default for Bench {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // the driver starts WebKit's driver, which starts the window: all of them are one group
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", self.driver.id())]).status();
        let _ = self.driver.wait();
    }
}

/// Copies a folder with all that is in it.
fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the folder of data") {
        let entry = entry.expect("an entry");
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copied(&path, &to);
        } else {
            std::fs::copy(&path, &to).expect("a copy");
        }
    }
}

/// A program that the chore named.
fn said(variable: &str) -> PathBuf {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .unwrap_or_else(|| panic!("{variable} is not set: run “cargo xtask test” or “cargo xtask shots”"))
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).expect("a port").port()
}
