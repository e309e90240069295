//! A display without a screen, for what needs a window where nobody looks.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A display, gone when dropped.
pub struct Screen {
    server: Child,
    number: String,
}

impl Screen {
    /// Of so many pixels; its picture is also kept in that folder, where one is given.
    ///
    /// # Errors
    /// When it does not start.
    pub fn new(width: u32, height: u32, folder: Option<&Path>) -> Result<Self, String> {
        let mut command = Command::new("Xvfb");
        // Xvfb finds a free number itself and prints it once it is ready
        command.args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp"]);
        if let Some(folder) = folder {
            command.arg("-fbdir").arg(folder);
        }
        let mut server = command
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

    /// What DISPLAY has to be.
    pub fn name(&self) -> String {
        format!(":{}", self.number)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
