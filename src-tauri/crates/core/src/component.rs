//! Components as a list names them: a vendor's bill of materials, a lock file. Holds what the
//! input says, word for word, beside the identity it is matched by; deliberately holds no
//! judgement about it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A component that can be looked up: it has an ecosystem, a name in it, and a version.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct Component {
    /// Its name, exactly as in the input.
    pub name: String,
    /// Its version, exactly as in the input.
    pub version: String,
    /// The OSV name of its ecosystem: `crates.io`, `npm`, `PyPI` …
    pub ecosystem: String,
    /// Its package URL, exactly as in the input.
    pub purl: Option<String>,
    /// The name advisories know it by, normalised: `@angular/core`, `org.slf4j:slf4j-api`.
    pub package: String,
    /// The version it is matched by, where the package URL says another than the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub purl_version: Option<String>,
}

impl Component {
    /// The version it is matched by: the package URL's, else the list's.
    pub fn matched_version(&self) -> &str {
        self.purl_version.as_deref().unwrap_or(&self.version)
    }
}

/// A component about which nothing can be said, and why.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct Undecidable {
    /// The file it was listed in, where several were looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub file: Option<String>,
    /// Its name, exactly as in the input; empty when it has none.
    pub name: String,
    /// Its version, exactly as in the input.
    pub version: Option<String>,
    /// The OSV name of its ecosystem, where one is known.
    pub ecosystem: Option<String>,
    /// Its package URL, exactly as in the input.
    pub purl: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// Why.
    pub why: Reason,
}

/// Why nothing can be said about a component.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The library holds nothing about its ecosystem.
    NoAdvisories,
    /// Advisories name its package, and there is no comparator for its ecosystem's versions.
    NoComparator,
    /// Nothing says which ecosystem it is from.
    NoEcosystem,
    /// It has no name.
    NoName,
    /// It has no version.
    NoVersion,
    /// It comes from a repository or another registry, not from the public one.
    OtherSource,
    /// It is a part of the project itself.
    OwnPackage,
    /// Its package URL cannot be read.
    UnreadablePurl,
    /// A version an advisory names cannot be read.
    UnreadableRange,
    /// Its version cannot be read.
    UnreadableVersion,
}

impl Reason {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoAdvisories => "the advisory library holds nothing about this ecosystem",
            Self::NoComparator => "advisories name it, but versions of this ecosystem cannot be compared yet",
            Self::NoEcosystem => "nothing says which ecosystem it is from",
            Self::NoName => "it has no name",
            Self::NoVersion => "it has no version",
            Self::OtherSource => "it comes from a repository or registry that advisories do not speak of",
            Self::OwnPackage => "it is a part of the project itself, not a published package",
            Self::UnreadablePurl => "its package URL cannot be read",
            Self::UnreadableRange => "an advisory names a version that cannot be read",
            Self::UnreadableVersion => "its version cannot be read",
        }
    }
}

impl Undecidable {
    /// A component of the input that cannot be looked up.
    pub fn new(name: &str, version: Option<&str>, ecosystem: Option<&str>, purl: Option<&str>, why: Reason) -> Self {
        Self {
            file: None,
            name: name.to_owned(),
            version: version.map(str::to_owned),
            ecosystem: ecosystem.map(str::to_owned),
            purl: purl.map(str::to_owned),
            reason: why.words().to_owned(),
            why,
        }
    }

    /// A component that could be looked up, but not decided.
    pub fn of(component: &Component, why: Reason) -> Self {
        let Component { name, version, ecosystem, purl, .. } = component;
        Self::new(name, Some(version), Some(ecosystem), purl.as_deref(), why)
    }
}

/// A list of components: each of its input stands in exactly one of the two.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct ComponentList {
    /// What kind of file it was: `CycloneDX-JSON`, `Cargo.lock`.
    pub format: String,
    /// The version of that format, as the file says it.
    pub spec: Option<String>,
    /// Those that can be looked up.
    pub components: Vec<Component>,
    /// The others, with the reason.
    pub undecidable: Vec<Undecidable>,
}

impl ComponentList {
    /// How many components the input has.
    pub fn total(&self) -> usize {
        self.components.len() + self.undecidable.len()
    }
}
