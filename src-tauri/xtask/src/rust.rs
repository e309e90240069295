//! Is the Rust that runs new enough for the product? Said in one sentence, before anything
//! else is tried.

use crate::shell;

/// The workspace's `rust-version`; a test holds the two together.
const NEEDED: (u32, u32) = (1, 90);

/// Refuses an older compiler in one sentence that says what to do.
pub fn new_enough() -> Result<(), String> {
    judged(&shell::output(&shell::rustc(), &["--version"])?)
}

fn judged(said: &str) -> Result<(), String> {
    let (major, minor) = NEEDED;
    match version(said) {
        Some(found) if found >= NEEDED => Ok(()),
        Some((a, b)) => Err(format!(
            "Caveat needs Rust {major}.{minor} or newer and this is {a}.{b}: run “rustup update stable” and try again."
        )),
        None => {
            Err(format!("Caveat needs Rust {major}.{minor} or newer and “{}” does not say its version.", said.trim()))
        }
    }
}

fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.split_whitespace().nth(1)?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_rustc_says_them() {
        assert_eq!(version("rustc 1.95.0 (59807616e 2026-04-14)\n"), Some((1, 95)));
        assert_eq!(version("rustc 1.91.0-nightly (abc 2025-09-01)"), Some((1, 91)));
        assert_eq!(version("rustc"), None);
        assert!((1, 89) < NEEDED && (2, 0) > NEEDED);
    }

    #[test]
    fn an_older_one_is_told_in_one_sentence_what_to_do() {
        assert_eq!(judged("rustc 1.95.0 (59807616e 2026-04-14)\n"), Ok(()));
        assert_eq!(judged("rustc 1.90.0 (1159e78c4 2025-09-14)"), Ok(()));
        let told = "Caveat needs Rust 1.90 or newer and this is 1.75: run “rustup update stable” and try again.";
        assert_eq!(judged("rustc 1.75.0 (82e1608df 2023-12-21)"), Err(told.to_owned()));
        assert!(judged("something else\n").is_err_and(|what| what.contains("“something else” does not say")));
    }

    #[test]
    fn the_number_is_the_workspaces() {
        let manifest = std::fs::read_to_string(shell::root().join("Cargo.toml")).expect("the workspace");
        let (major, minor) = NEEDED;
        assert!(manifest.contains(&format!("rust-version = \"{major}.{minor}\"")));
    }
}
