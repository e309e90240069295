//! The one place that turns errors into what a person is told: what happened, and what to do.
//! A code exists only because a door acts on it.

mod input;

use caveat_core::contract::baseline::TermError;
use caveat_core::questionnaire::AnswerError;
use caveat_core::rating::facts::FactsError;
use caveat_core::text::TextError;
use caveat_core::vendor::VendorError;
use caveat_exchange::{DumpError, ListError};
use caveat_probe::ProbeError;
use caveat_store::StoreError;
use serde::{Deserialize, Serialize};
use std::path::Path;
use ts_rs::TS;

/// Why a wish was not granted.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct Failure {
    /// What the doors act on.
    pub code: FailureCode,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// The kinds of failure that the doors treat differently.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// Something entered cannot be taken: the form shows it beside the field.
    BadInput,
    /// Another program is writing: worth trying again.
    Busy,
    /// The person broke it off: nothing to say.
    Cancelled,
    /// The file is broken: offer a backup.
    Damaged,
    /// No room on the disk: nothing was changed.
    DiskFull,
    /// A thing of that name is there already.
    Exists,
    /// Made by a newer Caveat.
    NewerWorkspace,
    /// There are no advisories yet: offer an import.
    NoLibrary,
    /// There is no workspace file.
    NoWorkspace,
    /// The file is something else.
    NotAWorkspace,
    /// The row asked for is not there.
    NotFound,
    /// The host is at an address of a private network: offer to dial it all the same.
    PrivateAddress,
    /// The file may only be read.
    ReadOnly,
    /// The form was opened on other data: load again.
    Stale,
    /// A fault of the program.
    Unexpected,
}

impl Failure {
    /// A failure in the words given.
    pub fn new(code: FailureCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }

    /// Something entered cannot be taken.
    pub fn bad_input(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(FailureCode::BadInput, message, hint)
    }

    /// Somebody broke it off before it was done.
    pub fn cancelled() -> Self {
        Self::new(FailureCode::Cancelled, "It was broken off.", "Nothing was changed.")
    }

    /// A file of advisory data that could not be read.
    pub fn of_dump(path: &Path, error: &DumpError) -> Self {
        let name = path.display();
        match error {
            DumpError::Archive(how) => Self::bad_input(
                format!("An archive is broken: {how}."),
                "Download it again. Nothing was imported; what was there before still is.",
            ),
            DumpError::Io(error) => Self::unreadable(path, error),
            DumpError::Unknown => Self::bad_input(
                format!("{name} is neither an OSV record or dump, nor a KEV catalogue, nor an EPSS file."),
                "Give an OSV dump (all.zip), a folder of them, or one record as JSON.",
            ),
        }
    }

    /// A file that is no component list.
    pub fn of_list(name: &str, error: &ListError) -> Self {
        let hint = match error {
            ListError::Broken { .. } => "Have it made again by the tool it comes from; nothing was read.",
            ListError::Empty | ListError::NotText | ListError::Unknown => {
                "Give a CycloneDX document in JSON, or a Cargo.lock. Files are known by what is in them, not by name."
            }
            ListError::UnknownVersion { .. } => "Have it made in an older version of that format, or update Caveat.",
        };
        Self::bad_input(format!("{name} is no component list: {error}."), hint)
    }

    /// A file that the system does not let us read.
    pub fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let (how, hint) = match error.kind() {
            ErrorKind::InvalidData => ("it is not text in UTF-8".to_owned(), "Check that it is the file you mean."),
            ErrorKind::IsADirectory => ("it is a folder".to_owned(), "Name a file in it."),
            ErrorKind::NotFound => ("there is no such file".to_owned(), "Check the path."),
            ErrorKind::PermissionDenied => ("permission denied".to_owned(), "Check that you may read it."),
            _ => (plain(error), "Check the path, and that you may read it."),
        };
        Self::bad_input(format!("{} cannot be read: {how}.", path.display()), hint)
    }

    /// A fault of the program; `what` is for the report, not a secret.
    pub fn unexpected(what: impl std::fmt::Display) -> Self {
        Self::new(
            FailureCode::Unexpected,
            format!("Caveat made a mistake: {what}."),
            "Nothing was changed. Try again; if it stays, report it with this message.",
        )
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.message, self.hint)
    }
}

impl std::error::Error for Failure {}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        use FailureCode as Code;
        let (code, message, hint) = match &error {
            StoreError::Busy => (
                Code::Busy,
                "Another program is writing to this workspace.".to_owned(),
                "Wait until it has finished, then try again.",
            ),
            StoreError::Damaged(how) => (
                Code::Damaged,
                format!("The workspace is damaged: {how}."),
                "Keep the file as it is and open a backup.",
            ),
            StoreError::Exists => (
                Code::Exists,
                "A file of that name is already there.".to_owned(),
                "Choose another name; an existing file is never overwritten.",
            ),
            StoreError::Full => {
                (Code::DiskFull, "The disk is full; nothing was saved.".to_owned(), "Free some space, then save again.")
            }
            StoreError::Io(error) => (
                Code::ReadOnly,
                format!("The workspace file could not be read or written: {}.", plain(error)),
                "Check that the folder is there and that you may write to it.",
            ),
            StoreError::LibraryBusy => (
                Code::Busy,
                "Another program is importing advisories.".to_owned(),
                "Wait until it has finished, then try again.",
            ),
            StoreError::LibraryIo(error) => (
                Code::ReadOnly,
                format!("The advisory library could not be read or written: {}.", plain(error)),
                "Check that you may write to the folder of your data; “--data DIR” names another.",
            ),
            StoreError::LibraryUnusable => (
                Code::NoLibrary,
                "The advisory library cannot be used.".to_owned(),
                "Import the advisories again: “caveat advisories import PATH”. Nothing else depends on that file.",
            ),
            StoreError::Misfit { .. } | StoreError::Sql(_) => return Self::unexpected(error),
            StoreError::Missing => (
                Code::NoWorkspace,
                "There is no workspace file of that name.".to_owned(),
                "Check the path, or make one with “caveat workspace create FILE”.",
            ),
            StoreError::Newer { found, known } => (
                Code::NewerWorkspace,
                format!("The workspace was made by a newer Caveat (format {found}; this one reads up to {known})."),
                "Update Caveat. The file was left untouched.",
            ),
            StoreError::NoLibrary => (
                Code::NoLibrary,
                "There is no advisory data yet.".to_owned(),
                "Import some: “caveat advisories import PATH”, where PATH is an OSV dump such as all.zip.",
            ),
            StoreError::NoSuchRow => (
                Code::NotFound,
                "There is no such entry in this workspace.".to_owned(),
                "Check the id; “vendor list” shows what there is.",
            ),
            StoreError::NoSuchVersion => (
                Code::Stale,
                "The form was opened on other data than this.".to_owned(),
                "Open it again and repeat the change.",
            ),
            StoreError::NotAWorkspace => (
                Code::NotAWorkspace,
                "The file is not a Caveat workspace, or it is encrypted.".to_owned(),
                "Choose a file that Caveat made; this one was left untouched.",
            ),
            StoreError::ReadOnly => (
                Code::ReadOnly,
                "The workspace file, or its folder, is write-protected.".to_owned(),
                "Change its permissions, or copy it to where you may write.",
            ),
        };
        Self::new(code, message, hint)
    }
}

impl From<VendorError> for Failure {
    fn from(error: VendorError) -> Self {
        let hint = match &error {
            VendorError::Country(_) => "Needed: two letters, such as DE or US, or nothing.",
            VendorError::Text(text) => return text.clone().into(),
            VendorError::Website(_) => "Needed: an address such as https://vendor.example, or nothing.",
        };
        Self::bad_input(format!("{error}."), hint)
    }
}

impl From<TextError> for Failure {
    fn from(error: TextError) -> Self {
        let hint = match &error {
            TextError::Blank { .. } => "Enter at least one character.",
            TextError::Control { .. } => "Type the text anew; something invisible was pasted with it.",
            TextError::Long { .. } => "Shorten it; a note holds more.",
        };
        Self::bad_input(format!("{error}."), hint)
    }
}

impl From<FactsError> for Failure {
    fn from(error: FactsError) -> Self {
        Self::bad_input(format!("{error}."), "Correct that case; keys and ranges are those of the policy's facts.")
    }
}

impl From<ProbeError> for Failure {
    fn from(error: ProbeError) -> Self {
        let (code, hint) = match &error {
            ProbeError::Private(_) => (
                FailureCode::PrivateAddress,
                "Nothing was sent. Private addresses are dialled only where that is allowed (--allow-private).",
            ),
            ProbeError::Unresolved(_) => {
                (FailureCode::BadInput, "Check the spelling, and that this machine is online.")
            }
        };
        Self::new(code, format!("{error}."), hint)
    }
}

impl From<AnswerError> for Failure {
    fn from(error: AnswerError) -> Self {
        let hint = match &error {
            AnswerError::Choice { choices, .. } => format!("Needed: one of {}.", choices.join(", ")),
            AnswerError::DateMissing(_) => "Enter the date as year-month-day.".to_owned(),
            AnswerError::Number(_) => "Enter a whole number of hours.".to_owned(),
            AnswerError::Unknown(_) => "“questionnaire show” lists its questions.".to_owned(),
        };
        Self::bad_input(format!("{error}."), hint)
    }
}

impl From<TermError> for Failure {
    fn from(error: TermError) -> Self {
        match error {
            TermError::Shape(_) | TermError::Unsound(_) => Self::unexpected(error),
            TermError::Unknown(_) | TermError::Value { .. } => {
                Self::bad_input(format!("{error}."), "“contract terms” lists the terms and what each takes.")
            }
        }
    }
}

/// The reason of an operating-system error without its number.
fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::NotFound => "the folder is not there".to_owned(),
        std::io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => {
            let said = error.to_string();
            said.split(" (os error").next().unwrap_or(&said).to_owned()
        }
    }
}
