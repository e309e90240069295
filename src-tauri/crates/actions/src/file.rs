//! Files that wishes name. The command line names them by path; the page by tokens that are
//! handed out, once each, after a dialog of the system's own: it never sees or names a path.

use crate::desk::{Desk, new_id};
use crate::failure::Failure;
use crate::job::{Door, Job};
use chrono::Utc;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use ts_rs::TS;
use uuid::Uuid;

/// A file, as a wish names it.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(untagged)]
pub enum FileName {
    /// By its path: from the command line only.
    Path(PathBuf),
    /// By a token that was handed out after a dialog.
    Token {
        /// The token.
        token: String,
    },
}

/// What a file is chosen for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FilePlace {
    /// To be read.
    Open,
    /// To be written.
    Save,
}

/// A file to choose.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChooseFile {
    /// To be read or written?
    pub place: FilePlace,
    /// What the dialog says.
    pub title: String,
    /// The name offered.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub name: Option<String>,
    /// Endings of names that fit, without the dot; any when empty.
    #[serde(default)]
    pub endings: Vec<String>,
}

/// What was chosen.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Chosen {
    /// Names the file in one wish; `None` when the dialog was closed.
    pub token: Option<String>,
    /// The file's name, to be shown.
    pub name: Option<String>,
}

/// A file to show in the system's own program.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenFile {
    /// A file that this window has written.
    pub path: String,
}

/// Asks the user for a file with the system's own dialog.
pub type Ask = dyn Fn(&ChooseFile) -> Option<PathBuf> + Send + Sync;
/// Shows a file in the system's own program.
pub type Show = dyn Fn(&Path) -> Result<(), String> + Send + Sync;

/// What the window lends the desk.
pub struct Host {
    /// Asks for a file.
    pub ask: Box<Ask>,
    /// Shows a file.
    pub show: Box<Show>,
}

/// Tokens handed out and files written, of this desk.
#[derive(Debug, Default)]
pub(crate) struct Files {
    handed: Mutex<BTreeMap<String, (FilePlace, PathBuf)>>,
    written: Mutex<Vec<PathBuf>>,
}

impl Desk {
    /// Hands out a token for a file; the one that stands for it already, if it was not used yet.
    pub(crate) fn hand(&self, place: FilePlace, path: PathBuf) -> String {
        let mut handed = self.files.handed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((token, _)) = handed.iter().find(|(_, known)| **known == (place, path.clone())) {
            return token.clone();
        }
        let token = Uuid::simple(new_id(Utc::now())).to_string();
        handed.insert(token.clone(), (place, path));
        token
    }

    /// The path of a file that a wish names; a token is good for one wish.
    pub(crate) fn file(&self, name: &FileName, place: FilePlace, job: &Job) -> Result<PathBuf, Failure> {
        let path = match (name, job.door) {
            (FileName::Path(path), Door::Cli) => path.clone(),
            (FileName::Path(_), Door::Window) => {
                return Err(Failure::bad_input(
                    "The window cannot name files by path.",
                    "Choose the file in the dialog.",
                ));
            }
            (FileName::Token { token }, _) => {
                let mut handed = self.files.handed.lock().unwrap_or_else(PoisonError::into_inner);
                let found = handed.remove(token).filter(|(meant, _)| *meant == place);
                found.map(|(_, path)| path).ok_or_else(|| {
                    Failure::bad_input("That file was chosen for something else, or before.", "Choose the file again.")
                })?
            }
        };
        if place == FilePlace::Save {
            self.files.written.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
        }
        Ok(path)
    }
}

/// Asks the user for a file with the system's own dialog.
pub fn choose_file(desk: &Desk, input: ChooseFile, _: &Job) -> Result<Chosen, Failure> {
    let host = desk.host()?;
    let Some(path) = (host.ask)(&input) else {
        return Ok(Chosen { token: None, name: None });
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(Chosen { token: Some(desk.hand(input.place, path)), name })
}

/// Shows a file that this window wrote in the system's own program.
pub fn open_file(desk: &Desk, input: OpenFile, _: &Job) -> Result<crate::wire::Nothing, Failure> {
    let path = PathBuf::from(&input.path);
    let ours = desk.files.written.lock().unwrap_or_else(PoisonError::into_inner).contains(&path);
    if !ours {
        return Err(Failure::bad_input("Only files written here can be opened.", "Open it from its folder."));
    }
    (desk.host()?.show)(&path).map_err(|_| {
        Failure::bad_input("The system has no program to show the file with.", "Open it from its folder.")
    })?;
    Ok(crate::wire::Nothing {})
}
