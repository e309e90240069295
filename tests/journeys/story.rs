//! A desk in a folder of its own, and a short way to ask.

use caveat_actions::{Desk, Door, Failure, FailureCode, Job, Places, perform};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::cell::Cell;
use std::path::PathBuf;

/// A desk in a folder of its own; each wish is one minute later than the one before.
pub struct Story {
    pub desk: Desk,
    pub folder: tempfile::TempDir,
    minute: Cell<i64>,
}

impl Story {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::open(places(&folder, "Ada Rahimi")).expect("a desk");
        Self { desk, folder, minute: Cell::new(0) }
    }

    /// The same workspace from another desk: the command line beside the window.
    pub fn another(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::open(places(&self.folder, "Ben Okafor")).expect("a desk");
        Self { desk, folder, minute: Cell::new(500) }
    }

    pub fn ask(&self, wish: &str, input: Value) -> Value {
        self.try_ask(wish, input).unwrap_or_else(|failure| panic!("{wish}: {failure}"))
    }

    pub fn refusal(&self, wish: &str, input: Value) -> Failure {
        let failure = self.try_ask(wish, input).expect_err("a refusal");
        assert!(failure.message.ends_with(['.', '?']) && failure.hint.ends_with(['.', '?']), "{failure:?}");
        // words for people: nothing of the database, the system or this program's types
        for foreign in ["SQL", "os error", "`", "f64", "UUID", "Some(", "rusqlite"] {
            assert!(!format!("{failure}").contains(foreign), "{foreign}: {failure:?}");
        }
        assert_ne!(failure.code, FailureCode::Unexpected, "{failure:?}");
        failure
    }

    /// A refusal of that kind that says those words and leaves every byte of the workspace as it
    /// was.
    pub fn refused(&self, wish: &str, input: Value, code: FailureCode, says: &str) -> Failure {
        let before = self.bytes();
        let failure = self.refusal(wish, input);
        assert_eq!(failure.code, code, "{wish}: {failure:?}");
        assert!(failure.message.contains(says) || failure.hint.contains(says), "{wish}: {says}: {failure:?}");
        assert!(self.bytes() == before, "{wish} left its trace: {failure:?}");
        failure
    }

    fn bytes(&self) -> Vec<Option<Vec<u8>>> {
        let of = |ending: &str| std::fs::read(self.folder.path().join(format!("story.caveat{ending}"))).ok();
        vec![of(""), of("-wal")]
    }

    /// Writes a file into the story's folder.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    /// Lets days pass.
    pub fn later(&self, days: i64) {
        self.minute.set(self.minute.get() + days * 24 * 60);
    }

    /// What time it is.
    pub fn now(&self) -> DateTime<Utc> {
        moment() + TimeDelta::minutes(self.minute.get())
    }

    pub fn try_ask(&self, wish: &str, input: Value) -> Result<Value, Failure> {
        self.minute.set(self.minute.get() + 1);
        perform(&self.desk, wish, input, &Job::at(Door::Cli, self.now()))
    }

    /// Asks as of another moment: what happened before the story begins.
    pub fn ask_at(&self, now: &str, wish: &str, input: Value) -> Value {
        let now = now.parse().expect("a moment");
        perform(&self.desk, wish, input, &Job::at(Door::Cli, now)).unwrap_or_else(|failure| panic!("{wish}: {failure}"))
    }

    /// The log verifies, and every table equals its rebuild.
    pub fn verified(&self) {
        let seen = self.ask("verify_workspace", serde_json::json!({}));
        assert_eq!(seen["ok"], true, "{seen:#}");
    }
}

/// When the stories begin.
pub fn moment() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().expect("a moment")
}

fn places(folder: &tempfile::TempDir, person: &str) -> Places {
    Places {
        data: Some(folder.path().to_owned()),
        person: Some(person.to_owned()),
        workspace: Some(folder.path().join("story.caveat")),
    }
}
