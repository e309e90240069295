//! The sample workspace: an online shop with its vendors and a year of their story, so that every
//! screen has something true to show. The story is data (`assets/sample/story.json`); it is told
//! through the ordinary wishes, with times of its own. Nothing is looked up: what was “seen” of its
//! hosts is told too. Its advisories stand beside the workspace, never in the user's library.

mod authority;
mod material;
mod telling;

use crate::desk::{Desk, library_beside, new_id};
use crate::failure::{Failure, FailureCode};
use crate::file::{FileName, FilePlace};
use crate::job::Job;
use crate::wire::Nothing;
use crate::workspace::{Workspace, lay_down};
use caveat_store::{act, open, service, tls, vendor};
use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// A sample workspace to make.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MakeSample {
    /// Where; nothing may be there yet. `sample.caveat` in the user's data when not said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub file: Option<FileName>,
    /// When its year of story ends (UTC); now when not said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub at: Option<DateTime<Utc>>,
}

/// A sample workspace that was made.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Sample {
    /// Where it is.
    pub path: String,
    /// Name of the file.
    pub file_name: String,
    /// When its story ends (UTC).
    pub ends_at: DateTime<Utc>,
    /// Vendors listed.
    pub vendors: u32,
    /// Services in use.
    pub services: u32,
    /// Looks at endpoints that are told.
    pub looks: u32,
    /// Acts in its log.
    pub acts: u32,
}

/// Makes the sample workspace. When that fails half-way, nothing is left of it.
pub fn make_sample(desk: &Desk, input: MakeSample, job: &Job) -> Result<Sample, Failure> {
    let path = match &input.file {
        Some(name) => desk.file(name, FilePlace::Save, job)?,
        None => desk.data().join("sample.caveat"),
    };
    let ends_at = input.at.unwrap_or(job.now);
    if !(2000..2200).contains(&ends_at.year()) {
        return Err(Failure::bad_input(
            format!("The sample's story cannot end in the year {}.", ends_at.year()),
            "Give a moment from 2000 to 2199.",
        ));
    }
    if !path.exists() && library_beside(&path).exists() {
        return Err(Failure::new(
            FailureCode::Exists,
            "Advisories of another sample are already there.",
            "Choose another name; an existing file is never overwritten.",
        ));
    }
    let store = desk.made(&path)?;
    let mut begun = Begun::at(&path, desk.data(), job.now);
    telling::tell(&path, &begun.folder, ends_at, job)?;
    store.settle()?;
    let sample = store.read(|db| {
        Ok::<_, Failure>(Sample {
            path: path.display().to_string(),
            file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            ends_at,
            vendors: vendor::count(db)?,
            services: service::count(db)?,
            looks: tls::count(db)?,
            acts: act::count(db)?,
        })
    })?;
    begun.told = true;
    Ok(sample)
}

/// Opens the sample workspace of this user in place of the one that is open; makes it first when
/// it is not there yet.
pub fn open_sample(desk: &Desk, _: Nothing, job: &Job) -> Result<Workspace, Failure> {
    let path = desk.data().join("sample.caveat");
    if !path.exists() {
        make_sample(desk, MakeSample::default(), job)?;
    }
    lay_down(desk, &path)
}

/// A sample begun: unless it was told to its end, all its files go again. The folder in which it is
/// told goes in any case, and with it the memory of the device that told it: who opens the sample
/// writes as somebody new.
struct Begun {
    files: Vec<PathBuf>,
    folder: PathBuf,
    told: bool,
}

impl Begun {
    fn at(path: &Path, data: &Path, now: DateTime<Utc>) -> Self {
        let library = library_beside(path);
        let files = [path, library.as_path()].into_iter().flat_map(open::files);
        let folder = data.join(format!("telling-{}", new_id(now)));
        Self { files: files.collect(), folder, told: false }
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if !self.told {
            for file in &self.files {
                let _ = std::fs::remove_file(file);
            }
        }
    }
}
