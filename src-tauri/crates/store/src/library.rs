//! The advisory library: its own SQLite file in the user's data, apart from every workspace.
//! Whatever is in it can be imported again, so a file that cannot be used is moved aside when
//! the next import makes a new one, and nothing in it is logged. An import is one transaction:
//! until it ends, and when it is broken off, readers see what was there before.

mod import;

pub use import::{Import, Prepared};

use crate::error::StoreError;
use caveat_core::advisory::Advisory;
use caveat_core::advisory::rows::Exploited;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, params};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// "CVL1": says in the file's header that it is ours.
const APPLICATION_ID: i64 = 0x4356_4c31;

/// The one layout this program knows; another is made anew rather than brought up.
const LAYOUT: i64 = 2;

const TABLES: &str = "
CREATE TABLE record (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, modified INTEGER NOT NULL, withdrawn INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX record_modified ON record (modified, withdrawn);
CREATE TABLE package (ecosystem TEXT NOT NULL, name TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (ecosystem, name, record)) STRICT, WITHOUT ROWID;
CREATE TABLE alias (name TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (name, record)) STRICT, WITHOUT ROWID;
CREATE TABLE exploited (cve TEXT PRIMARY KEY, added TEXT NOT NULL, due TEXT, ransomware INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE likelihood (cve TEXT PRIMARY KEY, epss REAL NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE import (no INTEGER PRIMARY KEY, at INTEGER NOT NULL, source TEXT NOT NULL) STRICT;
CREATE TABLE ecosystem (name TEXT PRIMARY KEY, records INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE dump (ecosystem TEXT PRIMARY KEY, newest INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

/// An open advisory library.
#[derive(Debug)]
pub struct Library {
    connection: Mutex<Connection>,
}

/// What an import came to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Imported {
    /// Records that were not there before.
    pub added: u32,
    /// Records that were there in an older or another state.
    pub updated: u32,
    /// Records that were there as they are, or newer.
    pub unchanged: u32,
    /// Entries of the KEV catalogue read.
    pub exploited: u32,
    /// Likelihoods (EPSS) read.
    pub likelihoods: u32,
}

/// What is in a library.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Holding {
    /// When something was last imported.
    pub imported_at: Option<DateTime<Utc>>,
    /// What that was, as the importer named it.
    pub source: String,
    /// Records, withdrawn ones among them.
    pub records: u32,
    /// Withdrawn ones.
    pub withdrawn: u32,
    /// Records by ecosystem; one record may speak of several.
    pub ecosystems: BTreeMap<String, u32>,
    /// When the newest record was changed.
    pub newest: Option<DateTime<Utc>>,
    /// Entries of the KEV catalogue.
    pub exploited: u32,
    /// Likelihoods (EPSS).
    pub likelihoods: u32,
}

impl Library {
    /// Opens a library.
    ///
    /// # Errors
    /// [`StoreError::NoLibrary`] when there is none, or one that nothing was ever imported into;
    /// [`StoreError::LibraryUnusable`] when the file is something else or of another layout.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let library = Self::opened(path)?;
        let imported = "SELECT EXISTS (SELECT 1 FROM import)";
        if library.connection().query_row(imported, [], |row| row.get(0)).map_err(fault)? {
            return Ok(library);
        }
        Err(StoreError::NoLibrary)
    }

    fn opened(path: &Path) -> Result<Self, StoreError> {
        if !path.is_file() {
            return Err(StoreError::NoLibrary);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        let asked = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(fault);
        if asked("application_id")? != APPLICATION_ID || asked("user_version")? != LAYOUT {
            return Err(StoreError::LibraryUnusable);
        }
        Self::settled(connection)
    }

    /// Opens a library for an import: makes the file when there is none, and moves one that
    /// cannot be used aside.
    ///
    /// # Errors
    /// Those of reading and writing a file.
    pub fn open_or_new(path: &Path) -> Result<Self, StoreError> {
        Self::opened_or_made(path).map_err(own)
    }

    fn opened_or_made(path: &Path) -> Result<Self, StoreError> {
        match Self::opened(path) {
            Err(StoreError::NoLibrary) => {}
            Err(StoreError::LibraryUnusable) => {
                for ending in ["", "-wal", "-shm"] {
                    let with = |more: &str| {
                        let mut name = path.as_os_str().to_owned();
                        name.push(more);
                        name
                    };
                    let from = with(ending);
                    if Path::new(&from).exists() {
                        std::fs::rename(from, with(&format!(".unusable{ending}")))?;
                    }
                }
            }
            other => return other,
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        // Made beside and moved into place: nobody ever opens half a library.
        let beside = path.with_extension(format!("{}.new", std::process::id()));
        let _ = std::fs::remove_file(&beside);
        let made = Connection::open(&beside).map_err(fault)?;
        made.execute_batch(&format!(
            "PRAGMA application_id = {APPLICATION_ID}; BEGIN; {TABLES} PRAGMA user_version = {LAYOUT}; COMMIT;"
        ))
        .map_err(fault)?;
        made.close().map_err(|(_, error)| fault(error))?;
        std::fs::rename(&beside, path)?;
        Self::opened(path)
    }

    fn settled(connection: Connection) -> Result<Self, StoreError> {
        let set = || -> rusqlite::Result<()> {
            // Two imports at once: the second waits a moment, then is told.
            connection.busy_timeout(Duration::from_secs(5))?;
            // Matching goes on while an import writes.
            connection.pragma_update(None, "journal_mode", "WAL")?;
            // The file can be made again; losing the last import to a power cut is no loss.
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            // An import of a million records must stay within 200 MB.
            connection.pragma_update(None, "cache_size", -65_536)?;
            // A file from elsewhere must not run functions through its schema.
            connection.pragma_update(None, "trusted_schema", "OFF")
        };
        set().map_err(fault)?;
        connection.set_prepared_statement_cache_capacity(32);
        Ok(Self { connection: Mutex::new(connection) })
    }

    /// Imports: `feed` hands over one thing after the other. When it fails, nothing was
    /// imported.
    ///
    /// # Errors
    /// What `feed` fails with, and the store's own.
    pub fn import<E: From<StoreError>>(
        &self,
        source: &str,
        feed: impl FnOnce(&mut Import<'_>) -> Result<(), E>,
        now: DateTime<Utc>,
    ) -> Result<Imported, E> {
        let mut connection = self.connection();
        let begin = |connection| Transaction::new(connection, rusqlite::TransactionBehavior::Immediate);
        let tx = begin(&mut *connection).map_err(|error| E::from(fault(error)))?;
        let until = now.timestamp_millis();
        let mut import = Import::new(&tx, is_empty(&tx).map_err(fault)?, until);
        feed(&mut import)?;
        let (counts, dumps) = (import.counts(), import.dumps());
        let finish = || -> rusqlite::Result<()> {
            if counts.added + counts.updated > 0 {
                tx.execute("DELETE FROM ecosystem", [])?;
                tx.execute(
                    "INSERT INTO ecosystem (name, records) SELECT ecosystem, count(DISTINCT record) FROM package GROUP BY ecosystem",
                    [],
                )?;
            }
            for (ecosystem, newest) in dumps {
                tx.execute(
                    "INSERT INTO dump (ecosystem, newest) VALUES (?1, ?2)
                     ON CONFLICT (ecosystem) DO UPDATE SET newest = max(newest, excluded.newest)",
                    params![ecosystem, newest],
                )?;
            }
            tx.execute("INSERT INTO import (at, source) VALUES (?1, ?2)", params![until, source])?;
            Ok(())
        };
        finish().map_err(|error| E::from(fault(error)))?;
        tx.commit().map_err(|error| E::from(fault(error)))?;
        // What the transaction left in the log beside the file goes back to its place.
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        Ok(counts)
    }

    /// The records that name a package; `name` is the normalised one.
    pub fn records_for(&self, ecosystem: &str, name: &str) -> Result<Vec<Advisory>, StoreError> {
        let connection = self.connection();
        let read = || -> rusqlite::Result<Vec<Vec<u8>>> {
            let mut statement = connection.prepare_cached(
                "SELECT body FROM package JOIN record ON no = record WHERE ecosystem = ?1 AND name = ?2 ORDER BY id",
            )?;
            statement.query_map([ecosystem, name], |row| row.get(0))?.collect()
        };
        read().map_err(fault)?.iter().map(|body| parsed(body)).collect()
    }

    /// One record by its id.
    pub fn record(&self, id: &str) -> Result<Option<Advisory>, StoreError> {
        let connection = self.connection();
        let body: Option<Vec<u8>> = connection
            .prepare_cached("SELECT body FROM record WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([id], |row| row.get(0)).optional())
            .map_err(fault)?;
        body.map(|body| parsed(&body)).transpose()
    }

    /// Every name of what `id` names: its aliases, theirs, and those who call it so.
    pub fn names_of(&self, id: &str) -> Result<BTreeSet<String>, StoreError> {
        let connection = self.connection();
        // what a record calls itself stands in it; who calls a name so stands in the index
        let mut callers = connection
            .prepare_cached("SELECT id, body FROM alias JOIN record ON no = record WHERE name = ?1")
            .map_err(fault)?;
        let mut own = connection.prepare_cached("SELECT id, body FROM record WHERE id = ?1").map_err(fault)?;
        let mut names = BTreeSet::from([id.to_owned()]);
        let mut open = vec![id.to_owned()];
        while let Some(name) = open.pop() {
            for statement in [&mut callers, &mut own] {
                let found = statement.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?))).map_err(fault)?;
                for row in found {
                    let (id, body): (String, Vec<u8>) = row.map_err(fault)?;
                    for other in parsed(&body)?.aliases.into_iter().chain([id]) {
                        if names.insert(other.clone()) {
                            open.push(other);
                        }
                    }
                }
            }
        }
        Ok(names)
    }

    /// What the KEV catalogue says about a CVE.
    pub fn exploited(&self, cve: &str) -> Result<Option<Exploited>, StoreError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached("SELECT cve, added, due, ransomware FROM exploited WHERE cve = ?1")
            .map_err(fault)?;
        let read = statement.query_row([cve], |row| {
            Ok(Exploited { cve: row.get(0)?, added: row.get(1)?, due: row.get(2)?, ransomware: row.get(3)? })
        });
        read.optional().map_err(fault)
    }

    /// The likelihood (EPSS) that a CVE is exploited.
    pub fn likelihood(&self, cve: &str) -> Result<Option<f64>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT epss FROM likelihood WHERE cve = ?1").map_err(fault)?;
        statement.query_row([cve], |row| row.get(0)).optional().map_err(fault)
    }

    /// What is in the library.
    pub fn status(&self) -> Result<Holding, StoreError> {
        let connection = self.connection();
        let read = || -> rusqlite::Result<Holding> {
            let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u32>(0));
            let last: Option<(i64, String)> = connection
                .query_row("SELECT at, source FROM import ORDER BY no DESC LIMIT 1", [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            let newest: Option<i64> = connection.query_row("SELECT max(modified) FROM record", [], |row| row.get(0))?;
            Ok(Holding {
                imported_at: last.as_ref().and_then(|(at, _)| DateTime::from_timestamp_millis(*at)),
                source: last.map(|(_, source)| source).unwrap_or_default(),
                records: count("SELECT count(*) FROM record")?,
                withdrawn: count("SELECT count(*) FROM record WHERE withdrawn")?,
                ecosystems: connection
                    .prepare("SELECT name, records FROM ecosystem")?
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect::<rusqlite::Result<_>>()?,
                newest: newest.and_then(DateTime::from_timestamp_millis),
                exploited: count("SELECT count(*) FROM exploited")?,
                likelihoods: count("SELECT count(*) FROM likelihood")?,
            })
        };
        read().map_err(fault)
    }

    /// The ecosystems whose own dumps were imported, and the moment each is of: that of the newest
    /// record that came with it. A dump of one ecosystem also names packages of others, always
    /// beside its own; those others it says nothing of, so an ecosystem counts once a record was
    /// read that names no other.
    pub fn dumps(&self) -> Result<BTreeMap<String, DateTime<Utc>>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT ecosystem, newest FROM dump").map_err(fault)?;
        let dumps = statement
            .query_map([], |row| {
                let newest = DateTime::from_timestamp_millis(row.get(1)?).unwrap_or(DateTime::UNIX_EPOCH);
                Ok((row.get(0)?, newest))
            })
            .map_err(fault)?;
        dumps.collect::<rusqlite::Result<_>>().map_err(fault)
    }

    /// The moment the data are of: that of the newest record. One that is dated after the last
    /// import says nothing about the others' age.
    pub fn data_of(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let connection = self.connection();
        let newest = "SELECT max(modified) FROM record WHERE modified <= (SELECT max(at) FROM import)";
        let moment: Option<i64> = connection.query_row(newest, [], |row| row.get(0)).map_err(fault)?;
        Ok(moment.and_then(DateTime::from_timestamp_millis))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_empty(tx: &Transaction<'_>) -> rusqlite::Result<bool> {
    tx.query_row("SELECT NOT EXISTS (SELECT 1 FROM record)", [], |row| row.get(0))
}

fn parsed(body: &[u8]) -> Result<Advisory, StoreError> {
    serde_json::from_slice(body).map_err(|_| StoreError::LibraryUnusable)
}

fn fault(error: rusqlite::Error) -> StoreError {
    own(error.into())
}

/// The library's own words for what went wrong: its remedies are not a workspace's.
fn own(error: StoreError) -> StoreError {
    match error {
        StoreError::Busy => StoreError::LibraryBusy,
        StoreError::Io(error) => StoreError::LibraryIo(error),
        StoreError::ReadOnly => StoreError::LibraryIo(std::io::ErrorKind::PermissionDenied.into()),
        StoreError::Damaged(_) | StoreError::NotAWorkspace => StoreError::LibraryUnusable,
        other => other,
    }
}
