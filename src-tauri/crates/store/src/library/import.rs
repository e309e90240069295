//! An import into the advisory library: takes one thing after the other, inside one transaction.

use super::{Imported, fault, parsed};
use crate::error::StoreError;
use caveat_core::advisory::Advisory;
use caveat_core::advisory::rows::Exploited;
use caveat_core::ecosystem::normalised;
use rusqlite::{CachedStatement, OptionalExtension, Transaction, params};
use std::borrow::Cow;
use std::collections::BTreeSet;

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
    /// The moment of the import: a record dated later says nothing about the data's age.
    until: i64,
    /// When the newest record read was changed.
    newest: i64,
    /// The ecosystems that a record read names alone.
    dumps: BTreeSet<String>,
}

impl<'a> Import<'a> {
    /// Takes a record in: as new, instead of an older state of it, or not at all.
    pub fn record(&mut self, record: &Prepared) -> Result<(), StoreError> {
        if record.modified <= self.until {
            self.newest = self.newest.max(record.modified);
        }
        if let [(ecosystem, _), others @ ..] = record.packages.as_slice()
            && !self.dumps.contains(ecosystem)
            && others.iter().all(|(other, _)| other == ecosystem)
        {
            self.dumps.insert(ecosystem.clone());
        }
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

    pub(super) fn new(tx: &'a Transaction<'a>, fresh: bool, until: i64) -> Self {
        Self { tx, counts: Imported::default(), fresh, until, newest: i64::MIN, dumps: BTreeSet::new() }
    }

    /// The ecosystems whose own dumps were read, and the moment they are of.
    pub(super) fn dumps(&self) -> impl Iterator<Item = (&str, i64)> {
        self.dumps.iter().map(|ecosystem| (ecosystem.as_str(), self.newest))
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
