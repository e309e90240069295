//! An advisory as OSV publishes it, reduced to what is matched and shown. Reading the foreign
//! file is `exchange`'s; whether a version is affected stands in `matching`, what a component's
//! hits come to in `rows`.

pub mod matching;
pub mod rows;
pub mod severity;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// One record of an advisory database.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Advisory {
    /// Its id: `RUSTSEC-2024-0001`, `GHSA-…`, `MAL-…`.
    pub id: String,
    /// Other names of the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// When it was last changed.
    pub modified: DateTime<Utc>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
    /// When it was taken back: it is kept, and matches nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<DateTime<Utc>>,
    /// What it is about, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// Its severity, where an affected entry says no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severity: Vec<Scored>,
    /// What it affects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affected: Vec<Affected>,
}

impl Advisory {
    /// Is it about a package made to do harm?
    pub fn is_malicious(&self) -> bool {
        self.id.starts_with("MAL-")
    }
}

/// A severity as published.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Scored {
    /// By which system: `CVSS_V3`.
    pub system: String,
    /// The vector, or whatever that system uses.
    pub score: String,
}

/// One package that an advisory affects.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Affected {
    /// The OSV name of the ecosystem; empty when the entry names no package.
    pub ecosystem: String,
    /// The package's name, as published.
    pub name: String,
    /// What an informational entry is about: `unmaintained`, `unsound`, `notice`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informational: Option<String>,
    /// Its own severity; where there is one, the record's does not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severity: Vec<Scored>,
    /// Ranges of versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Range>,
    /// Versions one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<CompactString>,
}

/// A range of versions, as events along their order.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Range {
    /// By which order.
    pub kind: RangeKind,
    /// The events, in any order.
    pub events: Vec<Event>,
}

/// By which order a range runs.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RangeKind {
    /// The ecosystem's own.
    Ecosystem,
    /// Commits of a repository.
    Git,
    /// One this program does not know.
    Other,
    /// Semantic versions.
    Semver,
}

/// Where a range begins or ends.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Not affected from here on.
    Fixed(String),
    /// Affected from here on; `0` is before every version.
    Introduced(String),
    /// Affected up to and with this one.
    LastAffected(String),
    /// Only versions below one of the limits count; `*` is above every version.
    Limit(String),
}
