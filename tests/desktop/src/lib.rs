//! A running window and a driver for it: what the desktop tests and the pictures share. Needs
//! tauri-driver, WebKitWebDriver and a display; `cargo xtask` sets them up and says where they are.
#![forbid(unsafe_code)]

pub mod hands;

use std::cell::RefCell;
use std::fs::File;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use thirtyfour::prelude::*;

/// How long a window may take from its start until it can be driven.
const START: Duration = Duration::from_secs(45);
/// How often a window is started until it can be driven. WebKit's driver never answers when the
/// program ended, or its inspector's port was taken, before the driver reached it; which of both
/// it was stands in what the programs said.
const STARTS: u32 = 3;

/// The folder a window's workspace is in, and the driver of the window that is open.
pub struct Bench {
    driver: RefCell<Option<Driver>>,
    workspace: Option<PathBuf>,
    /// The folder of the user's data, deleted at the end.
    pub folder: tempfile::TempDir,
}

impl Bench {
    /// A folder with nothing in it: the window will make a workspace of its own.
    ///
    /// # Panics
    /// When no folder can be made.
    pub fn new() -> Self {
        Self { driver: RefCell::new(None), workspace: None, folder: tempfile::tempdir().expect("a folder") }
    }

    /// A copy of a folder of data, and the workspace of that name in it.
    ///
    /// # Panics
    /// When the folder cannot be copied.
    pub fn with(data: &Path, workspace: &str) -> Self {
        let bench = Self::new();
        copied(data, bench.folder.path());
        Self { workspace: Some(bench.folder.path().join(workspace)), ..bench }
    }

    /// Opens the window; the one opened before is gone.
    ///
    /// # Errors
    /// When no window can be driven, after [`STARTS`] starts: with what the programs said.
    ///
    /// # Panics
    /// When the environment does not say where the programs are, or the driver does not start.
    pub async fn open(&self) -> WebDriverResult<WebDriver> {
        let log = self.folder.path().join("driver.log");
        let mut start = 1;
        loop {
            drop(self.driver.take());
            let driver = Driver::start(&self.variables(), &log);
            let opened = driver.window().await;
            self.driver.replace(Some(driver));
            let Err(failure) = opened else { return opened };
            let said = std::fs::read_to_string(&log).unwrap_or_default();
            // straight to the terminal: a start that failed is to be seen also where the next one works
            let _ = writeln!(std::io::stderr(), "start {start} of {STARTS}: no window: {failure}\n{said}");
            if start == STARTS {
                return Err(failure);
            }
            start += 1;
        }
    }

    fn variables(&self) -> Vec<(&'static str, PathBuf)> {
        let folder = self.folder.path();
        let mut variables = vec![
            ("CAVEAT_DATA", folder.to_owned()),
            ("CAVEAT_CHOOSE", folder.to_owned()),
            ("CAVEAT_PERSON", "Ada Rahimi".into()),
            ("LANG", "en_US.UTF-8".into()),
            // what WebKit remembers (the look chosen) stays out of the user's own folders
            ("XDG_DATA_HOME", folder.join("remembered")),
            ("XDG_CACHE_HOME", folder.join("cached")),
        ];
        variables.extend(self.workspace.clone().map(|file| ("CAVEAT_WORKSPACE", file)));
        variables
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

/// tauri-driver on ports of its own, with all that it started.
struct Driver {
    process: Child,
    native: u16,
    port: u16,
}

impl Driver {
    /// Starts it; what it and its window say is written to that file.
    fn start(variables: &[(&str, PathBuf)], log: &Path) -> Self {
        let (port, native) = (free_port(), free_port());
        let log = File::create(log).expect("a file for what the driver says");
        let process = Command::new(said("CAVEAT_TAURI_DRIVER"))
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .env_remove("CAVEAT_WORKSPACE")
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .stdout(log.try_clone().expect("the same file"))
            .stderr(log)
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("tauri-driver starts");
        Self { process, native, port }
    }

    async fn window(&self) -> WebDriverResult<WebDriver> {
        let mut wanted = Capabilities::new();
        wanted.set("tauri:options", serde_json::json!({ "application": said("CAVEAT_WINDOW") }))?;
        // both drivers listen a moment after they started: knock until they answer
        let begun = Instant::now();
        for port in [self.native, self.port] {
            while TcpStream::connect(("127.0.0.1", port)).is_err() {
                if begun.elapsed() > START {
                    return Err(WebDriverError::FatalError("the driver does not answer".to_owned()));
                }
            }
        }
        WebDriver::builder(format!("http://127.0.0.1:{}", self.port), wanted).request_timeout(START).await
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // the driver starts WebKit's driver, which starts the window: all of them are one group
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", self.process.id())]).status();
        let _ = self.process.wait();
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
