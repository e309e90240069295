//! Advisory data on disk: a dump (`all.zip`, one record a file), a folder of dumps and records,
//! one record, the KEV catalogue, an EPSS file. Streams: one entry is in memory at a time. A
//! broken entry is named and passed over; a file that cannot be opened ends the reading.

mod archive;

use crate::osv;
use caveat_core::advisory::Advisory;
use caveat_core::advisory::rows::Exploited;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;
use thiserror::Error;

/// The most bytes one entry may unpack to; the largest records published are below 10 MiB.
const LARGEST: u64 = 32 << 20;

/// The most bytes a JSON file given by name may have.
const LARGEST_FILE: u64 = 256 << 20;

/// Why a file of advisory data could not be read.
#[derive(Debug, Error)]
pub enum DumpError {
    /// The archive is broken.
    #[error("the archive cannot be read: {0}")]
    Archive(String),
    /// The system refused.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// It is nothing of what is known.
    #[error("it is neither an OSV record or dump, nor a KEV catalogue, nor an EPSS file")]
    Unknown,
}

/// One thing found.
#[derive(Debug)]
pub enum Entry {
    /// Something that should have been a record and is none.
    Broken {
        /// Which file, or which entry of an archive.
        name: String,
        /// What is wrong with it.
        how: String,
    },
    /// A line of the catalogue of known exploited vulnerabilities.
    Exploited(Exploited),
    /// The likelihood that a CVE is exploited.
    Likelihood {
        /// Which CVE.
        cve: String,
        /// 0 to 1.
        epss: f64,
    },
    /// An advisory.
    Record(Box<Advisory>),
}

/// What is made of an entry on the thread that read it.
pub type Prepare<'p, T> = dyn Fn(Entry) -> T + Sync + 'p;

/// Takes what was made, one after the other in the order of the files, until it breaks off.
pub type Take<'t, T> = dyn FnMut(T) -> ControlFlow<()> + 't;

/// Reads everything at `path`, handing over one entry after the other until there is no more
/// or `take` breaks off. A large archive is read by several threads.
///
/// # Errors
/// When a file cannot be read at all.
pub fn read<T: Send>(
    path: &Path,
    prepare: &Prepare<'_, T>,
    take: &mut Take<'_, T>,
) -> Result<ControlFlow<()>, DumpError> {
    if path.is_dir() {
        return folder(path, prepare, take);
    }
    let mut file = File::open(path)?;
    let mut head = [0; 512];
    let length = file.read(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let head = &head[..length];
    if head.starts_with(b"PK") {
        return archive::read(path, prepare, take);
    }
    let text = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)).into_owned();
    if text.starts_with("#model_version") || text.starts_with("cve,epss") {
        return likelihoods(file, &path.display().to_string(), &mut |entry| take(prepare(entry)));
    }
    if !text.trim_start().starts_with('{') {
        return Err(DumpError::Unknown);
    }
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE).read_to_end(&mut bytes)?;
    match osv::read(&bytes) {
        Ok(record) => Ok(take(prepare(Entry::Record(Box::new(record))))),
        Err(error) => match serde_json::from_slice::<Catalogue>(&bytes) {
            Ok(catalogue) => catalogue.told(&mut |entry| take(prepare(entry))),
            Err(_) if text.contains("\"id\"") => {
                Ok(take(prepare(Entry::Broken { name: path.display().to_string(), how: said(&error) })))
            }
            Err(_) => Err(DumpError::Unknown),
        },
    }
}

fn folder<T: Send>(
    path: &Path,
    prepare: &Prepare<'_, T>,
    take: &mut Take<'_, T>,
) -> Result<ControlFlow<()>, DumpError> {
    let mut names: Vec<_> = std::fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
    names.sort_by_key(std::fs::DirEntry::file_name);
    for entry in names {
        let (inner, kind) = (entry.path(), entry.file_type()?);
        let ending = inner.extension().map(|ending| ending.to_ascii_lowercase());
        let ending = ending.as_ref().and_then(|ending| ending.to_str()).unwrap_or_default();
        let name = inner.display().to_string();
        let gone_on = if kind.is_dir() {
            folder(&inner, prepare, take)?
        } else if ending == "zip" {
            archive::read(&inner, prepare, take)?
        } else if ending == "json" {
            take(prepare(record(File::open(&inner)?, name, &mut Vec::new())))
        } else {
            continue; // such as the list of ids beside a dump
        };
        if gone_on.is_break() {
            return Ok(gone_on);
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Reads one record; `bytes` is room for it, used again and again.
fn record(from: impl Read, name: String, bytes: &mut Vec<u8>) -> Entry {
    bytes.clear();
    let how = match from.take(LARGEST + 1).read_to_end(bytes) {
        Ok(length) if length as u64 > LARGEST => format!("it is larger than {} MiB", LARGEST >> 20),
        Ok(_) => match osv::read(bytes) {
            Ok(record) => return Entry::Record(Box::new(record)),
            Err(error) => said(&error),
        },
        Err(error) => error.to_string(),
    };
    Entry::Broken { name, how }
}

/// The reader's words, names without their backticks.
fn said(error: &serde_json::Error) -> String {
    error.to_string().replace('`', "")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Catalogue {
    #[serde(rename = "catalogVersion")]
    _version: String,
    vulnerabilities: Vec<Listed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    #[serde(rename = "cveID")]
    cve: String,
    date_added: String,
    due_date: Option<String>,
    known_ransomware_campaign_use: Option<String>,
}

impl Catalogue {
    fn told(self, take: &mut Take<'_, Entry>) -> Result<ControlFlow<()>, DumpError> {
        for one in self.vulnerabilities {
            let gone_on = take(Entry::Exploited(Exploited {
                cve: one.cve,
                added: one.date_added,
                due: one.due_date,
                ransomware: one.known_ransomware_campaign_use.as_deref() == Some("Known"),
            }));
            if gone_on.is_break() {
                return Ok(gone_on);
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn likelihoods(file: File, name: &str, take: &mut Take<'_, Entry>) -> Result<ControlFlow<()>, DumpError> {
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line?;
        if line.starts_with('#') || line.starts_with("cve,") || line.trim().is_empty() {
            continue;
        }
        let mut cells = line.split(',');
        let read = cells.next().zip(cells.next().and_then(|cell| cell.trim().parse::<f64>().ok()));
        let entry = match read.filter(|(cve, epss)| cve.starts_with("CVE-") && (0.0..=1.0).contains(epss)) {
            Some((cve, epss)) => Entry::Likelihood { cve: cve.to_owned(), epss },
            None => Entry::Broken {
                name: format!("{name}, line {}", number + 1),
                how: "not a CVE and a number from 0 to 1".to_owned(),
            },
        };
        if take(entry).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}
