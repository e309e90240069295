//! One good endpoint of the TLS lab, on loopback, while it is needed.

use crate::json::Json;
use crate::{python, shell};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running endpoint; ends when dropped.
pub struct Lab {
    server: Child,
    /// The name it stands for.
    pub host: String,
    /// Where it listens, as ADDRESS:PORT.
    pub place: String,
    /// The file of the root that signed it.
    pub ca: String,
}

impl Lab {
    /// Starts the first good endpoint of the lab's list.
    ///
    /// # Errors
    /// When the lab, or what it needs, is not here.
    pub fn start(scratch: &Path) -> Result<Self, String> {
        let (script, packages) = (python::lab(), python::path_for_the_lab());
        let packages = packages.ok_or_else(|| format!("{}, or what it needs, is not there.", script.display()))?;
        let folder = scratch.join("lab");
        shell::fresh(&folder)?;
        // a port of its own for each process, outside those that systems hand out
        let base = (20_000 + std::process::id() % 10_000).to_string();
        let server = Command::new("python3")
            .arg(&script)
            .args(["up", &shell::text(&folder), &base, "--seconds", "600"])
            .env("PYTHONPATH", packages)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("python3 could not be started: {error}."))?;
        let mut lab = Self { server, host: String::new(), place: String::new(), ca: String::new() };
        let mut line = String::new();
        if let Some(said) = lab.server.stdout.as_mut() {
            BufReader::new(said).read_line(&mut line).map_err(|error| format!("The lab said nothing: {error}."))?;
        }
        if !line.starts_with("READY") {
            return Err("The TLS lab did not start.".to_owned());
        }
        let manifest = Json::read(&shell::read(&folder.join("manifest.json"))?)?;
        let good = manifest.get("endpoints").items().iter().find(|one| one.get("group").text() == Some("good"));
        let good = good.ok_or("The TLS lab has no good endpoint.")?;
        let of = |field: &str| good.get(field).text().unwrap_or_default().to_owned();
        lab.host = of("host");
        lab.place = format!("{}:{}", of("address"), good.get("port").count().unwrap_or_default());
        lab.ca = of("ca");
        Ok(lab)
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
