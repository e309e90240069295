//! The road of advisory data from files to the library: other threads read and unpack, this one
//! writes, and only so much is between them. What the library holds, in the words of the wire.

use super::{BrokenEntry, ImportedAdvisories, LibraryStatus, Progress};
use crate::failure::Failure;
use caveat_core::advisory::rows::Exploited;
use caveat_core::claim::STALE_DAYS;
use caveat_exchange::dump::{self, Entry};
use caveat_store::Library;
use caveat_store::library::Prepared;
use chrono::{DateTime, Utc};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Entries that pass from thread to thread at once, and how many such parcels may wait.
const PARCEL: usize = 64;
const WAITING: usize = 16;

/// Broken entries that are named; the others are counted.
const NAMED: usize = 20;

/// Imports everything at `paths` in one transaction.
///
/// # Errors
/// When a file cannot be read, holds nothing, or the work is broken off: nothing is imported.
pub fn import(
    library: &Library,
    paths: &[PathBuf],
    progress: Progress<'_>,
    now: DateTime<Utc>,
) -> Result<ImportedAdvisories, Failure> {
    let source = paths
        .iter()
        .map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(", ");
    let (mut read, mut broken, mut broken_entries) = (0_u32, 0_u32, Vec::new());
    let counts = std::thread::scope(|scope| {
        let (give, take) = sync_channel(WAITING);
        let reading = scope.spawn(move || read_all(paths, &give));
        let feed = |import: &mut caveat_store::library::Import<'_>| -> Result<(), Failure> {
            let take: Receiver<Vec<Given>> = take;
            for parcel in &take {
                for entry in parcel {
                    match entry {
                        Given::Broken { name, how } => {
                            broken += 1;
                            if broken_entries.len() < NAMED {
                                broken_entries.push(BrokenEntry { name, reason: how });
                            }
                        }
                        Given::Exploited(entry) => import.exploited(&entry)?,
                        Given::Likelihood { cve, epss } => import.likelihood(&cve, epss)?,
                        Given::Record(record) => {
                            read += 1;
                            import.record(&record)?;
                        }
                    }
                }
                progress(read, 0)?;
            }
            reading.join().map_err(|_| Failure::unexpected("reading the advisories stopped half-way"))??;
            if read + import.counts().exploited + import.counts().likelihoods == 0 {
                let first = broken_entries.first().map(|one| format!(": {}, {}", one.name, one.reason));
                return Err(Failure::bad_input(
                    format!("No advisory could be read{}.", first.unwrap_or_default()),
                    "Give an OSV dump (all.zip), a folder of them, or one record as JSON. Nothing was imported.",
                ));
            }
            Ok(())
        };
        library.import(&source, feed, now)
    })?;
    Ok(ImportedAdvisories {
        read,
        added: counts.added,
        updated: counts.updated,
        unchanged: counts.unchanged,
        exploited: counts.exploited,
        likelihoods: counts.likelihoods,
        broken,
        broken_entries,
        library: status(library, now)?,
    })
}

/// What a library holds.
pub fn status(library: &Library, now: DateTime<Utc>) -> Result<LibraryStatus, Failure> {
    let holding = library.status()?;
    let age_days = age_days(library, now)?;
    Ok(LibraryStatus {
        age_days,
        stale: i64::from(age_days) > STALE_DAYS,
        imported_at: holding.imported_at,
        source: holding.source,
        newest: holding.newest,
        records: holding.records,
        withdrawn: holding.withdrawn,
        ecosystems: holding.ecosystems,
        exploited: holding.exploited,
        likelihoods: holding.likelihoods,
    })
}

/// How old the data are, in whole days: since the newest record was changed, because importing
/// an old dump today does not make it young.
pub fn age_days(library: &Library, now: DateTime<Utc>) -> Result<u32, Failure> {
    let of = library.data_of()?.unwrap_or(now);
    Ok(u32::try_from((now - of).num_days()).unwrap_or(0))
}

/// An entry, ready to be written.
enum Given {
    Broken { name: String, how: String },
    Exploited(Exploited),
    Likelihood { cve: String, epss: f64 },
    Record(Prepared),
}

fn prepared(entry: Entry) -> Given {
    match entry {
        Entry::Broken { name, how } => Given::Broken { name, how },
        Entry::Exploited(entry) => Given::Exploited(entry),
        Entry::Likelihood { cve, epss } => Given::Likelihood { cve, epss },
        Entry::Record(record) => match Prepared::of(&record) {
            Ok(prepared) => Given::Record(prepared),
            Err(error) => Given::Broken { name: record.id, how: error.to_string() },
        },
    }
}

fn read_all(paths: &[PathBuf], give: &SyncSender<Vec<Given>>) -> Result<(), Failure> {
    let mut parcel = Vec::with_capacity(PARCEL);
    for path in paths {
        // nobody takes any more when the import was broken off
        let mut take = |entry: Given| {
            parcel.push(entry);
            let full = parcel.len() == PARCEL;
            if full && give.send(std::mem::replace(&mut parcel, Vec::with_capacity(PARCEL))).is_err() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        };
        if dump::read(path, &prepared, &mut take).map_err(|error| Failure::of_dump(path, &error))?.is_break() {
            return Ok(());
        }
    }
    let _ = give.send(parcel);
    Ok(())
}
