//! The chores: `cargo xtask run`, `cargo xtask test`. Stands in a workspace of its own and
//! uses nothing but the standard library, so that it starts under an older Rust than the
//! product needs and can say in one sentence what to do.
#![forbid(unsafe_code)]

mod node;
mod packages;
mod run;
mod rust;
mod shell;
mod test;
mod window;

use packages::Purpose;
use std::process::ExitCode;

const HELP: &str = "cargo xtask COMMAND

  run     set up what is missing, build Caveat and open it; without a display, go through
          its main job by the command line
  test    set up what is missing and run every test
  setup   only set up what is missing
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["run"] => rust::new_enough().and_then(|()| run::run()),
        ["setup"] => rust::new_enough().and_then(|()| packages::installed(Purpose::Tests)),
        ["test"] => rust::new_enough().and_then(|()| test::test()),
        [] | ["help" | "-h" | "--help"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => Err(format!("There is no chore “{}”.\n\n{HELP}", words.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("{what}");
            ExitCode::from(2)
        }
    }
}
