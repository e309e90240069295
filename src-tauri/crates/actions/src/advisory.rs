//! Advisories and component lists: filling the library, what it holds, reading a list, and
//! what a list's components are affected by. The judgement is core's; `library` has the
//! import's road from files to the store, `matching` the one from a list to its rows.

pub mod library;
pub mod lists;
pub mod matching;

use crate::desk::Desk;
use crate::failure::Failure;
use crate::file::{FileName, FilePlace};
use crate::job::Job;
use crate::wire::Nothing;
use caveat_core::advisory::rows::MatchRow;
use caveat_core::component::{Component, ComponentList, Undecidable};
use caveat_exchange::components;
use caveat_store::Library;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// Told how far a long piece of work has come and of how much (0: nobody knows); fails once the
/// work is broken off.
pub type Progress<'a> = &'a dyn Fn(u32, u32) -> Result<(), Failure>;

/// The largest component list that is read.
const LARGEST: u64 = 1 << 30;

/// Advisory data to import.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportAdvisories {
    /// Dumps, folders of dumps and records, single records, the KEV catalogue, EPSS files.
    pub paths: Vec<FileName>,
}

/// What an import came to.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct ImportedAdvisories {
    /// Records read.
    pub read: u32,
    /// Records that were not there before.
    pub added: u32,
    /// Records that were there in an older or another state.
    pub updated: u32,
    /// Records that were there as they are, or newer.
    pub unchanged: u32,
    /// Entries of the KEV catalogue.
    pub exploited: u32,
    /// Likelihoods of exploitation (EPSS).
    pub likelihoods: u32,
    /// Entries that could not be read.
    pub broken: u32,
    /// The first of those.
    pub broken_entries: Vec<BrokenEntry>,
    /// What the library holds now.
    pub library: LibraryStatus,
}

/// An entry that could not be read.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct BrokenEntry {
    /// Its name.
    pub name: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What the library holds.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct LibraryStatus {
    /// Whole days since the newest record was changed, or since the import if that was before.
    pub age_days: u32,
    /// Older than seven days: results may miss what is new.
    pub stale: bool,
    /// When something was last imported.
    #[ts(type = "string | null")]
    pub imported_at: Option<DateTime<Utc>>,
    /// What that was.
    pub source: String,
    /// When the newest record was changed.
    #[ts(type = "string | null")]
    pub newest: Option<DateTime<Utc>>,
    /// Records, withdrawn ones among them.
    pub records: u32,
    /// Withdrawn ones.
    pub withdrawn: u32,
    /// Records by ecosystem.
    pub ecosystems: BTreeMap<String, u32>,
    /// Entries of the KEV catalogue.
    pub exploited: u32,
    /// Likelihoods of exploitation (EPSS).
    pub likelihoods: u32,
}

/// A component list to read: a file, or its content.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum ReadComponents {
    /// The text itself.
    Content(String),
    /// Where the file is.
    Path(PathBuf),
}

/// A component list, read.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct ComponentsRead {
    /// What kind of file it is.
    pub format: String,
    /// The version of that format.
    pub spec: Option<String>,
    /// How many components it has.
    pub total: u32,
    /// Those that can be looked up.
    pub components: Vec<Component>,
    /// The others, with the reason.
    pub undecidable: Vec<Undecidable>,
}

/// Component lists to match.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MatchFiles {
    /// The files.
    pub paths: Vec<PathBuf>,
}

/// What the components of some lists are affected by. Every component is in one of matches or
/// malicious, in undecidable, or counted in clean.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
pub struct Matched {
    /// The age of the advisory data, in whole days.
    pub library_age_days: u32,
    /// Components looked at.
    pub total: u32,
    /// One row a component and alias group; rows with `informational` are notices.
    pub matches: Vec<MatchRow>,
    /// Components that nothing in the library affects.
    pub clean: u32,
    /// Components about which nothing can be said, with the reason.
    pub undecidable: Vec<Undecidable>,
    /// Rows that do not count: withdrawn advisories.
    pub suppressed: Vec<MatchRow>,
    /// Rows of packages made to do harm.
    pub malicious: Vec<MatchRow>,
}

/// Imports advisory data in one step: dumps, folders, records, KEV, EPSS.
pub fn import_advisories(desk: &Desk, input: ImportAdvisories, job: &Job) -> Result<ImportedAdvisories, Failure> {
    if input.paths.is_empty() {
        return Err(Failure::bad_input(
            "Nothing was named to import.",
            "Name an OSV dump (all.zip), a folder or a file.",
        ));
    }
    if desk.brought_library().is_some() {
        return Err(Failure::bad_input(
            "The sample has advisories of its own; nothing can be added to them.",
            "Open your own workspace to import advisories.",
        ));
    }
    let paths: Vec<PathBuf> =
        input.paths.iter().map(|name| desk.file(name, FilePlace::Open, job)).collect::<Result<_, _>>()?;
    let progress = |done, total| job.step("Reading advisories", done, total);
    library::import(&Library::open_or_new(&desk.library())?, &paths, &progress, job.now)
}

/// Says what the advisory library holds and how old it is.
pub fn show_library(desk: &Desk, _: Nothing, job: &Job) -> Result<LibraryStatus, Failure> {
    library::status(&Library::open(&desk.library())?, job.now)
}

/// Reads a component list without saving anything.
pub fn read_components(_: &Desk, input: ReadComponents, _: &Job) -> Result<ComponentsRead, Failure> {
    let list = match input {
        ReadComponents::Content(text) => {
            components::read(text.as_bytes()).map_err(|error| Failure::of_list("This text", &error))?
        }
        ReadComponents::Path(path) => list_at(&path)?,
    };
    Ok(ComponentsRead {
        total: list.total() as u32,
        format: list.format,
        spec: list.spec,
        components: list.components,
        undecidable: list.undecidable,
    })
}

/// Matches component lists against the advisory library without saving anything.
pub fn match_files(desk: &Desk, input: MatchFiles, job: &Job) -> Result<Matched, Failure> {
    let library = Library::open(&desk.library())?;
    let mut all = Matched { library_age_days: library::age_days(&library, job.now)?, ..Matched::default() };
    let progress = |done, total| job.step("Matching components", done, total);
    for path in &input.paths {
        let list = list_at(path)?;
        let mut found = matching::match_list(&library, &list, &progress, job.now)?;
        let file = path.display().to_string();
        for row in found.matches.iter_mut().chain(&mut found.suppressed).chain(&mut found.malicious) {
            row.file.clone_from(&file);
        }
        for one in &mut found.undecidable {
            one.file = Some(file.clone());
        }
        // the library's newest record makes no dump that a list needs younger
        all.library_age_days = all.library_age_days.max(found.library_age_days);
        all.total += found.total;
        all.clean += found.clean;
        all.matches.append(&mut found.matches);
        all.undecidable.append(&mut found.undecidable);
        all.suppressed.append(&mut found.suppressed);
        all.malicious.append(&mut found.malicious);
    }
    Ok(all)
}

/// The component list in a file.
pub(crate) fn list_at(path: &Path) -> Result<ComponentList, Failure> {
    use std::io::Read;
    let read = || -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        std::fs::File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error| Failure::unreadable(path, &error))?;
    components::read(&bytes).map_err(|error| Failure::of_list(&path.display().to_string(), &error))
}
