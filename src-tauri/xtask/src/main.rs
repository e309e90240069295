//! The chores, `cargo xtask COMMAND`: setting up, running, testing, measuring, packing, pictures. Stands in a workspace of its own and
//! uses nothing but the standard library, so that it starts under an older Rust than the
//! product needs and can say in one sentence what to do.
#![forbid(unsafe_code)]

mod bench;
mod bundle;
mod caveat;
mod driver;
mod json;
mod lock;
mod node;
mod packages;
mod python;
mod run;
mod rust;
mod screen;
mod shell;
mod shots;
mod test;
mod window;

use packages::Purpose;
use std::process::ExitCode;
use window::Profile;

const HELP: &str = "cargo xtask COMMAND

  run     set up what is missing, build Caveat and open it; without a display, go through
          its main job by the command line
  test    set up what is missing and run every test
  setup   only set up what is missing
  shots DIR
          pictures from the real window of every screen of the sample workspace, in every look,
          and of every page of its reports
  bench [--rounds N] [--profile dev]
          build for release and print how fast and how large it is, against other programs and
          the targets; dev builds are only for trying the chore out
  bundle [--debug]
          the Debian package with window and command line, and its bill of materials
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["run"] => rust::new_enough().and_then(|()| run::run()),
        ["setup"] => rust::new_enough().and_then(|()| packages::installed(Purpose::Tests)),
        ["test"] => rust::new_enough().and_then(|()| test::test()),
        ["shots", folder] => rust::new_enough().and_then(|()| shots::shots(folder)),
        ["bench", options @ ..] => rust::new_enough().and_then(|()| bench::bench(options)),
        ["bundle"] => rust::new_enough().and_then(|()| bundle::bundle(Profile::Release)),
        ["bundle", "--debug"] => rust::new_enough().and_then(|()| bundle::bundle(Profile::Dev)),
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
