//! The advisory library: its own SQLite file in the user's data, apart from every workspace.
//! Whatever is in it can be imported again, so a file that cannot be used is moved aside when
//! the next import makes a new one, and nothing in it is logged. An import is one transaction:
//! until it ends, and when it is broken off, readers see what was there before.

use crate::error::StoreError;
use caveat_core::advisory::Advisory;
use caveat_core::advisory::rows::Exploited;
use caveat_core::ecosystem::normalised;
use chrono::{DateTime, Utc};
use rusqlite::{CachedStatement, Connection, OpenFlags, OptionalExtension, Transaction, params};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// "CVL1": says in the file's header that it is ours.
const APPLICATION_ID: i64 = 0x4356_4c31;

/// The one layout this program knows; another is made anew rather than brought up.
const LAYOUT: i64 = 1;

const TABLES: &str = "
CREATE TABLE record (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, modified INTEGER NOT NULL, withdrawn INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX record_modified ON record (modified, withdrawn);
CREATE TABLE package (ecosystem TEXT NOT NULL, name TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (ecosystem, name, record)) STRICT, WITHOUT ROWID;
CREATE TABLE alias (name TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (name, record)) STRICT, WITHOUT ROWID;
CREATE TABLE exploited (cve TEXT PRIMARY KEY, added TEXT NOT NULL, due TEXT, ransomware INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE likelihood (cve TEXT PRIMARY KEY, epss REAL NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE import (no INTEGER PRIMARY KEY, at INTEGER NOT NULL, source TEXT NOT NULL) STRICT;
CREATE TABLE ecosystem (name TEXT PRIMARY KEY, records INTEGER NOT NULL) STRICT, WITHOUT ROWID;
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
        let mut import = Import { tx: &tx, counts: Imported::default(), fresh: is_empty(&tx).map_err(fault)? };
        feed(&mut import)?;
        let counts = import.counts;
        let finish = || -> rusqlite::Result<()> {
            if counts.added + counts.updated > 0 {
                tx.execute("DELETE FROM ecosystem", [])?;
                tx.execute(
                    "INSERT INTO ecosystem (name, records) SELECT ecosystem, count(DISTINCT record) FROM package GROUP BY ecosystem",
                    [],
                )?;
            }
            tx.execute("INSERT INTO import (at, source) VALUES (?1, ?2)", params![now.timestamp_millis(), source])?;
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

    /// The ecosystems of which the library holds anything.
    pub fn ecosystems(&self) -> Result<BTreeSet<String>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT name FROM ecosystem").map_err(fault)?;
        let names = statement.query_map([], |row| row.get(0)).map_err(fault)?;
        names.collect::<rusqlite::Result<_>>().map_err(fault)
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

/// A record as the library keeps it, made on the thread that read it.
#[derive(Debug)]
pub struct Prepared {
    id: String,
    modified: i64,
    withdrawn: bool,
    /// Ecosystem and normalised name.
    packages: Vec<(String, String)>,
    aliases: Vec<String>,
    body: Vec<u8>,
}

impl Prepared {
    /// Works out what the library keeps of a record.
    ///
    /// # Errors
    /// None in practice: a record is always JSON.
    pub fn of(record: &Advisory) -> Result<Self, StoreError> {
        Ok(Self {
            id: record.id.clone(),
            modified: record.modified.timestamp_millis(),
            withdrawn: record.withdrawn.is_some(),
            packages: packages(record).into_iter().map(|(kind, name)| (kind.to_owned(), name.into_owned())).collect(),
            aliases: record.aliases.clone(),
            body: serde_json::to_vec(record).map_err(|error| StoreError::Io(error.into()))?,
        })
    }
}

/// An import under way.
#[derive(Debug)]
pub struct Import<'a> {
    tx: &'a Transaction<'a>,
    counts: Imported,
    /// Was the library empty? Then a record can only be new, or twice in the same data.
    fresh: bool,
}

impl Import<'_> {
    /// Takes a record in: as new, instead of an older state of it, or not at all.
    pub fn record(&mut self, record: &Prepared) -> Result<(), StoreError> {
        if self.fresh && self.insert(record).map_err(fault)? {
            return Ok(());
        }
        let held = || {
            self.cached("SELECT no, modified, body FROM record WHERE id = ?1")?
                .query_row([&record.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .optional()
        };
        let held: Option<(i64, i64, Vec<u8>)> = held().map_err(fault)?;
        let Prepared { modified, body, .. } = record;
        match held {
            // Some databases give every record the same date: the same date is not the same record.
            Some((_, held, old)) if *modified < held || *modified == held && old == *body => self.counts.unchanged += 1,
            Some((no, _, old)) => {
                let old = parsed(&old)?;
                let replace = || -> rusqlite::Result<()> {
                    for (ecosystem, name) in packages(&old) {
                        self.cached("DELETE FROM package WHERE ecosystem = ?1 AND name = ?2 AND record = ?3")?
                            .execute(params![ecosystem, name, no])?;
                    }
                    for name in &old.aliases {
                        self.cached("DELETE FROM alias WHERE name = ?1 AND record = ?2")?.execute(params![name, no])?;
                    }
                    self.cached("UPDATE record SET modified = ?2, withdrawn = ?3, body = ?4 WHERE no = ?1")?
                        .execute(params![no, modified, record.withdrawn, body])?;
                    self.index(no, record)
                };
                replace().map_err(fault)?;
                self.counts.updated += 1;
            }
            None => drop(self.insert(record).map_err(fault)?),
        }
        Ok(())
    }

    /// Takes in an entry of the KEV catalogue.
    pub fn exploited(&mut self, entry: &Exploited) -> Result<(), StoreError> {
        let put = || {
            if self.counts.exploited == 0 {
                // the catalogue comes whole: what left it must not stay
                self.tx.execute("DELETE FROM exploited", [])?;
            }
            self.cached("INSERT INTO exploited (cve, added, due, ransomware) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (cve) DO UPDATE SET added = excluded.added, due = excluded.due, ransomware = excluded.ransomware")?
                .execute(params![entry.cve, entry.added, entry.due, entry.ransomware])
        };
        put().map_err(fault)?;
        self.counts.exploited += 1;
        Ok(())
    }

    /// Takes in the likelihood (EPSS) of a CVE.
    pub fn likelihood(&mut self, cve: &str, epss: f64) -> Result<(), StoreError> {
        let put = || {
            if self.counts.likelihoods == 0 {
                self.tx.execute("DELETE FROM likelihood", [])?;
            }
            self.cached("INSERT INTO likelihood (cve, epss) VALUES (?1, ?2) ON CONFLICT (cve) DO UPDATE SET epss = excluded.epss")?
                .execute(params![cve, epss])
        };
        put().map_err(fault)?;
        self.counts.likelihoods += 1;
        Ok(())
    }

    /// What the import came to so far.
    pub fn counts(&self) -> Imported {
        self.counts
    }

    /// Takes a record in as new; false when there is one of its id.
    fn insert(&mut self, record: &Prepared) -> rusqlite::Result<bool> {
        let inserted = self
            .cached("INSERT INTO record (id, modified, withdrawn, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING")?
            .execute(params![record.id, record.modified, record.withdrawn, record.body])?;
        if inserted == 1 {
            self.index(self.tx.last_insert_rowid(), record)?;
            self.counts.added += 1;
        }
        Ok(inserted == 1)
    }

    fn index(&self, no: i64, record: &Prepared) -> rusqlite::Result<()> {
        let mut package =
            self.cached("INSERT INTO package (ecosystem, name, record) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
        for (ecosystem, name) in &record.packages {
            package.execute(params![ecosystem, name, no])?;
        }
        let mut alias = self.cached("INSERT INTO alias (name, record) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for name in &record.aliases {
            alias.execute(params![name, no])?;
        }
        Ok(())
    }

    fn cached(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        self.tx.prepare_cached(sql)
    }
}

/// The packages a record names, each once where they stand together.
fn packages(record: &Advisory) -> Vec<(&str, Cow<'_, str>)> {
    let named = record.affected.iter().filter(|entry| !entry.ecosystem.is_empty());
    let mut packages: Vec<_> =
        named.map(|entry| (entry.ecosystem.as_str(), normalised(&entry.ecosystem, &entry.name))).collect();
    packages.dedup();
    packages
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
