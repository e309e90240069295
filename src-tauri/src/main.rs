//! The window's beginning: a locale that the page can use, where things are, and the frame.
#![deny(unsafe_code)]
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use caveat_actions::{Desk, Places};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "caveat-window [--workspace FILE] [--data DIR] [--as NAME]";

fn main() -> ExitCode {
    usable_locale();
    let desk = places(std::env::args_os().skip(1))
        .and_then(|places| Desk::open(places).map_err(|failure| failure.to_string()));
    let shown = desk.and_then(|desk| {
        desk.resume();
        caveat_window::open(desk).map_err(|error| format!("The window could not open: {error}."))
    });
    match shown {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            let _ = writeln!(std::io::stderr(), "{what}");
            ExitCode::from(2)
        }
    }
}

/// WebKit takes the page's language from the environment, and "C" is none that the page's own
/// number and date formats know.
#[cfg(target_os = "linux")]
fn usable_locale() {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default();
    if said.is_empty() || said == "POSIX" || said == "C" || said.starts_with("C.") {
        #[allow(unsafe_code, reason = "the first statement of main: no other thread reads the environment yet")]
        // SAFETY: as the reason says, this is the only thread.
        unsafe {
            std::env::set_var("LANG", "en_US.UTF-8");
            std::env::remove_var("LC_ALL");
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn usable_locale() {}

fn places(mut words: impl Iterator<Item = std::ffi::OsString>) -> Result<Places, String> {
    let mut places = Places::default();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("A value is missing. Needed: {USAGE}"));
        match word.to_str() {
            Some("--workspace") => places.workspace = Some(PathBuf::from(value()?)),
            Some("--data") => places.data = Some(PathBuf::from(value()?)),
            Some("--as") => places.person = Some(value()?.to_string_lossy().into_owned()),
            _ => return Err(format!("“{}” is not understood. Needed: {USAGE}", word.to_string_lossy())),
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_name_places_or_are_refused() {
        let read = |words: &[&str]| places(words.iter().map(std::ffi::OsString::from).collect::<Vec<_>>().into_iter());
        let named = read(&["--workspace", "a.caveat", "--data", "d"]).expect("places");
        assert_eq!((named.workspace, named.data), (Some("a.caveat".into()), Some("d".into())));
        assert!(read(&["--workspace"]).is_err_and(|what| what.contains("missing")));
        assert!(read(&["a.caveat"]).is_err_and(|what| what.contains("not understood")));
    }
}
