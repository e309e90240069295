//! The command line: the second door. Turns arguments into wishes and answers into words or
//! JSON; decides nothing. Exit status: 0 done, 1 done and something is as grave as `--fail-on`
//! says, 2 could not be done.
#![forbid(unsafe_code)]

mod advisory;
mod args;
mod ask;
mod assess;
mod grave;
mod overview;
mod progress;
mod tls;
mod words;

use args::{Args, Command};
use caveat_actions::{Desk, Failure, Places};
use clap::{CommandFactory, Parser};
use serde_json::{Value, json};
use std::io::Write;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a command came to.
struct Answer {
    /// The one JSON document of `--json`.
    json: Value,
    /// The same in words.
    words: String,
    /// What the exit status says.
    status: Status,
}

/// What was asked for, and the same in words.
fn shown(json: Value, words: impl Fn(&Value) -> String) -> Result<Answer, Failure> {
    Ok(Answer { words: words(&json), json, status: Status::Done })
}

/// What the exit status says.
#[derive(Clone, Copy)]
enum Status {
    /// Done.
    Done = 0,
    /// Done, and something is as grave as was asked to fail on.
    Grave = 1,
    /// Something is not as it should be.
    Wrong = 2,
}

/// Grants a wish by name.
type Wish<'a> = dyn Fn(&str, Value) -> Result<Value, Failure> + 'a;

fn main() -> ExitCode {
    let wants_json = std::env::args_os().any(|arg| arg == "--json");
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) if error.use_stderr() && wants_json => {
            let said = error.render().to_string();
            let first = said.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            return refused(&Failure::bad_input(format!("{first}."), "“caveat help” shows how it is written."), true);
        }
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    match run(args.command, args.places) {
        Ok(answer) => {
            if wants_json {
                say(&format!("{:#}\n", answer.json));
            } else if !args.quiet {
                say(&visible(&answer.words));
            }
            ExitCode::from(answer.status as u8)
        }
        Err(failure) => refused(&failure, wants_json),
    }
}

fn run(command: Command, places: args::Where) -> Result<Answer, Failure> {
    match command {
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "caveat", &mut script);
            Ok(printed(script))
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Args::command())
                .render(&mut page)
                .map_err(|error| Failure::unexpected(format!("the page could not be made: {error}")))?;
            Ok(printed(page))
        }
        other => {
            let desk = Desk::open(Places { data: places.data, person: places.person, workspace: places.workspace })?;
            ask::ask(&desk, other)
        }
    }
}

fn printed(text: Vec<u8>) -> Answer {
    let words = String::from_utf8_lossy(&text).into_owned();
    Answer { json: json!({ "text": words }), words, status: Status::Done }
}

fn refused(failure: &Failure, wants_json: bool) -> ExitCode {
    if wants_json {
        say(&format!("{:#}\n", json!({ "error": failure })));
    } else {
        let words = visible(&format!("{}\n{}\n", failure.message, failure.hint));
        let _ = std::io::stderr().write_all(words.as_bytes());
    }
    ExitCode::from(2)
}

/// Names come from vendors' files: whatever would steer a terminal is shown as what it is not.
fn visible(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() && letter != '\n' && letter != '\t' { '\u{fffd}' } else { letter })
        .collect()
}

/// A reader that went away (`| head`) is no fault of ours.
fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}
