//! tauri-driver, and the small workspace of programs that drive the window with it.

use crate::screen::Screen;
use crate::shell;
use crate::window::Profile;

/// That workspace.
pub const DESKTOP: &str = "tests/desktop/Cargo.toml";
/// Newer ones are for the next Tauri.
const TAURI_DRIVER: &str = "tauri-driver@2.1.0";

/// Runs cargo in that workspace on a display of its own, with a driver; the window has to be
/// built.
pub fn driven(command: &[&str], after: &[&str]) -> Result<(), String> {
    let tools = shell::target().join("tools");
    let driver = tools.join("bin").join("tauri-driver");
    if !driver.is_file() {
        let root = shell::text(&tools);
        shell::run(&shell::cargo(), &["install", TAURI_DRIVER, "--locked", "--quiet", "--root", &root])?;
    }
    // wider and higher than the window, so that nothing of it is cut off
    let screen = Screen::new(1600, 1000, None)?;
    let (display, driver) = (screen.name(), shell::text(&driver));
    let (program, target) =
        (shell::text(&Profile::Dev.program("caveat-window")), shell::text(&shell::target().join("desktop")));
    let variables = [
        ("CAVEAT_TAURI_DRIVER", driver.as_str()),
        ("CAVEAT_WINDOW", program.as_str()),
        ("DISPLAY", display.as_str()),
        ("LANG", "en_US.UTF-8"),
    ];
    let common = ["--locked", "--manifest-path", DESKTOP, "--target-dir", target.as_str(), "--"];
    shell::run_with(&shell::cargo(), &[command, &common, after].concat(), &variables)
}
