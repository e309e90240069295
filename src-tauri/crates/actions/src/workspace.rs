//! The workspace as a file: making one, what is in it, and whether it is what its log says.

use crate::act::ActLine;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::file::{FileName, FilePlace};
use crate::job::{Door, Job};
use crate::wire::{Nothing, moment};
use caveat_core::id::WorkspaceId;
use caveat_store::{Store, act, recent, service, tls, vendor};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::Path;
use ts_rs::TS;

/// A workspace file to make.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CreateWorkspace {
    /// Where; nothing may be there yet.
    pub file: FileName,
}

/// A workspace file to open.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenWorkspace {
    /// The file.
    pub file: FileName,
}

/// The workspace files that were open lately.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct RecentList {
    /// Newest first.
    pub files: Vec<RecentFile>,
}

/// A workspace file that was open lately.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct RecentFile {
    /// Its name.
    pub name: String,
    /// The folder it is in, to tell files of one name apart.
    pub folder: String,
    /// Is it the one that lies on the desk now?
    pub current: bool,
    /// Names it in one wish; `None` = it is not there any more.
    pub token: Option<String>,
}

/// A workspace, as the frame of the window shows it.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct Workspace {
    /// Which workspace; copies of a file share it.
    pub id: WorkspaceId,
    /// Name of the file.
    pub file_name: String,
    /// Where the file is.
    pub path: String,
    /// Vendors listed.
    pub vendors: u32,
    /// Services in use.
    pub services: u32,
    /// Acts in the log.
    pub acts: u32,
    /// When a check last sent anything to a vendor's host (UTC); `None` = never.
    #[ts(type = "string | null")]
    pub last_sent: Option<DateTime<Utc>>,
    /// The newest act.
    pub last_act: Option<ActLine>,
}

/// What verification found.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct Verification {
    /// Is everything as the log says?
    pub ok: bool,
    /// What is wrong, in words.
    pub problems: Vec<String>,
    /// Acts in the log.
    pub acts: u32,
    /// Ops in the log.
    pub ops: u32,
    /// Values erased on purpose.
    pub erased: u32,
}

/// Makes a new, empty workspace file. The window goes on with it; the command line says with
/// each command which file it means.
pub fn create_workspace(desk: &Desk, input: CreateWorkspace, job: &Job) -> Result<Workspace, Failure> {
    let path = desk.file(&input.file, FilePlace::Save, job)?;
    let made = desk.made(&path)?;
    match job.door {
        Door::Cli => describe(&made),
        Door::Window => describe(&desk.take(made)),
    }
}

/// Opens a workspace file in place of the one that is open; when it cannot be opened, that one
/// stays.
pub fn open_workspace(desk: &Desk, input: OpenWorkspace, job: &Job) -> Result<Workspace, Failure> {
    let path = desk.file(&input.file, FilePlace::Open, job)?;
    describe(&desk.take(desk.found(&path)?))
}

/// Lists the workspace files that were open lately.
pub fn list_recent(desk: &Desk, _: Nothing, _: &Job) -> Result<RecentList, Failure> {
    let current = std::path::absolute(desk.workspace()).unwrap_or_default();
    let files = recent::list(&desk.recent()).into_iter().map(|path| RecentFile {
        name: named(&path),
        folder: path.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
        current: path == current,
        token: path.is_file().then(|| desk.hand(FilePlace::Open, path)),
    });
    Ok(RecentList { files: files.collect() })
}

/// Says which workspace is open and how much is in it.
pub fn show_workspace(desk: &Desk, _: Nothing, _: &Job) -> Result<Workspace, Failure> {
    describe(&*desk.store()?)
}

/// Checks the file, every hash of the log, and every table against a rebuild; changes nothing.
pub fn verify_workspace(desk: &Desk, _: Nothing, _: &Job) -> Result<Verification, Failure> {
    let found = desk.store()?.verify()?;
    Ok(Verification {
        ok: found.problems.is_empty(),
        problems: found.problems,
        acts: found.acts as u32,
        ops: found.ops as u32,
        erased: found.erased as u32,
    })
}

/// Makes every table again from the log alone, then verifies.
pub fn rebuild_workspace(desk: &Desk, input: Nothing, job: &Job) -> Result<Verification, Failure> {
    desk.store()?.rebuild()?;
    verify_workspace(desk, input, job)
}

fn named(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn describe(store: &Store) -> Result<Workspace, Failure> {
    store.read(|db| {
        Ok(Workspace {
            id: store.workspace(),
            file_name: named(store.path()),
            path: store.path().display().to_string(),
            vendors: vendor::count(db)?,
            services: service::count(db)?,
            acts: act::count(db)?,
            last_sent: tls::last_sent(db)?.map(moment),
            last_act: act::list(db, 1)?.pop().map(ActLine::from),
        })
    })
}
