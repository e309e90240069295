//! One OSV record: tolerant of what is unknown or null, strict about what decides a match (id,
//! dates, events). Keeps what is matched and shown; the long text is left behind.

use caveat_core::advisory::{Advisory, Affected, Event, Range, RangeKind, Scored};
use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// The longest sentence that is made of a record's long text.
const LONGEST: usize = 160;

/// Reads one record.
///
/// # Errors
/// When it is not JSON, or lacks what every record must have.
pub fn read(bytes: &[u8]) -> Result<Advisory, serde_json::Error> {
    let record: Record = serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))?;
    let wrong = |what: &str| Err(serde::de::Error::custom(what));
    if record.id.trim().is_empty() || record.id.len() > 200 {
        return wrong("the id is empty or too long");
    }
    let summary = match record.summary {
        Some(summary) if !summary.trim().is_empty() => one_line(&summary, usize::MAX),
        _ => record.details.map_or_else(String::new, |details| details.0),
    };
    Ok(Advisory {
        id: record.id,
        aliases: record.aliases.0,
        modified: record.modified,
        published: record.published.and_then(|text| text.parse().ok()),
        withdrawn: record.withdrawn,
        summary,
        severity: record.severity.0.into_iter().map(Scored::from).collect(),
        affected: record.affected.0.into_iter().map(Affected::from).collect(),
    })
}

fn one_line(text: &str, longest: usize) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    let mut out: String = line.chars().filter(|c| !c.is_control() && *c != '`').take(longest).collect();
    if longest != usize::MAX && out.chars().count() == longest {
        // not in the middle of a word
        if let Some(end) = out.rfind(' ') {
            out.truncate(end);
        }
        out.push('…');
    }
    out
}

#[derive(Deserialize)]
struct Record {
    id: String,
    #[serde(default)]
    aliases: List<String>,
    modified: DateTime<Utc>,
    published: Option<String>,
    withdrawn: Option<DateTime<Utc>>,
    summary: Option<String>,
    details: Option<FirstLine>,
    #[serde(default)]
    severity: List<OsvSeverity>,
    #[serde(default)]
    affected: List<OsvAffected>,
}

#[derive(Deserialize)]
struct OsvSeverity {
    #[serde(rename = "type")]
    kind: String,
    score: String,
}

impl From<OsvSeverity> for Scored {
    fn from(from: OsvSeverity) -> Self {
        Self { system: from.kind, score: from.score }
    }
}

#[derive(Deserialize)]
struct OsvAffected {
    package: Option<OsvPackage>,
    #[serde(default)]
    severity: List<OsvSeverity>,
    #[serde(default)]
    ranges: List<OsvRange>,
    #[serde(default)]
    versions: List<CompactString>,
    #[serde(default)]
    database_specific: Informational,
}

#[derive(Default, Deserialize)]
struct OsvPackage {
    #[serde(default)]
    ecosystem: String,
    #[serde(default)]
    name: String,
}

impl From<OsvAffected> for Affected {
    fn from(from: OsvAffected) -> Self {
        let package = from.package.unwrap_or_default();
        Self {
            ecosystem: package.ecosystem,
            name: package.name,
            informational: from.database_specific.0,
            severity: from.severity.0.into_iter().map(Scored::from).collect(),
            ranges: from.ranges.0.into_iter().map(Range::from).collect(),
            versions: from.versions.0,
        }
    }
}

#[derive(Deserialize)]
struct OsvRange {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    events: List<OsvEvent>,
}

#[derive(Deserialize)]
struct OsvEvent {
    introduced: Option<String>,
    fixed: Option<String>,
    last_affected: Option<String>,
    limit: Option<String>,
}

impl From<OsvRange> for Range {
    fn from(from: OsvRange) -> Self {
        let kind = match from.kind.as_str() {
            "ECOSYSTEM" => RangeKind::Ecosystem,
            // commits decide nothing here: their events need not be kept
            "GIT" => return Self { kind: RangeKind::Git, events: Vec::new() },
            "SEMVER" => RangeKind::Semver,
            _ => RangeKind::Other,
        };
        let mut events = Vec::with_capacity(from.events.0.len());
        // older records put several in one object
        for event in from.events.0 {
            events.extend(event.introduced.map(Event::Introduced));
            events.extend(event.fixed.map(Event::Fixed));
            events.extend(event.last_affected.map(Event::LastAffected));
            events.extend(event.limit.map(Event::Limit));
        }
        Self { kind, events }
    }
}

/// The first line of a long text, which is not kept as a whole even for the moment of reading.
struct FirstLine(String);

impl<'de> Deserialize<'de> for FirstLine {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reading;
        impl Visitor<'_> for Reading {
            type Value = FirstLine;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(FirstLine(one_line(text, LONGEST)))
            }
        }
        from.deserialize_str(Reading)
    }
}

/// A list, or null, which some databases write for an empty one.
struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(Option::deserialize(from)?.unwrap_or_default()))
    }
}

/// RustSec's `informational` out of a member that may hold anything.
#[derive(Default)]
struct Informational(Option<String>);

impl<'de> Deserialize<'de> for Informational {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reading;
        impl<'de> Visitor<'de> for Reading {
            type Value = Informational;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or null")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Informational(None))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut found = None;
                while let Some(key) = map.next_key::<String>()? {
                    if key == "informational" {
                        found = map.next_value::<Option<String>>()?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(Informational(found))
            }
        }
        from.deserialize_any(Reading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_with_nulls_unknowns_and_old_spellings() {
        let record = read(
            br###"{"id":"GHSA-1","modified":"0001-01-01T00:00:00Z","published":"yesterday","aliases":null,"related":["X"],
            "details":"## Impact\n\nIt breaks.\nAnd more.","database_specific":{"a":[{}]},
            "affected":[{"package":{"ecosystem":"npm","name":"x","purl":"y"},"versions":null,"ecosystem_specific":1,
              "database_specific":{"informational":"unsound","deep":{"er":[1]}},
              "ranges":[{"type":"GIT","repo":"r","events":[{"introduced":"0"}]},
                        {"type":"SEMVER","events":[{"introduced":"0","fixed":"1.0.0"}],"database_specific":null}]},
             {"ranges":[]}]}"###,
        )
        .expect("a record");
        assert_eq!((record.summary.as_str(), record.published), ("It breaks.", None));
        let entry = &record.affected[0];
        assert_eq!(entry.informational.as_deref(), Some("unsound"));
        assert_eq!(entry.ranges[0], Range { kind: RangeKind::Git, events: vec![] });
        assert_eq!(entry.ranges[1].events.len(), 2);
        assert_eq!(record.affected[1].ecosystem, "");
    }

    #[test]
    fn what_is_no_record_is_refused() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"id":"A"}"#,
            r#"{"id":" ","modified":"2026-01-01T00:00:00Z"}"#,
            r#"{"id":"A","modified":"2026-01-01T00:00:00Z","withdrawn":"soon"}"#,
            r#"{"id":"A","modified":"2026-01-01T00:00:00Z","affected":[{"ranges":[{"type":"SEMVER","events":[{"fixed":1}]}]}]}"#,
        ] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
        assert!(read(format!("{{\"id\":{}", "[".repeat(100_000)).as_bytes()).is_err());
    }
}
