//! What a component's hits come to: one row for each group of advisories that are names of the
//! same thing. Which advisories hit is `matching`'s; fetching them and their other names is
//! `actions`'.

use super::matching::Subject;
use super::severity::{class, highest};
use super::{Advisory, Affected};
use crate::component::Component;
use crate::policy::Severity;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// One component and one group of advisories that affect it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct MatchRow {
    /// The file it was listed in; empty when the list is no file.
    pub file: String,
    /// The component's name, exactly as in the input.
    pub name: String,
    /// Its version, exactly as in the input.
    pub version: String,
    /// The OSV name of its ecosystem.
    pub ecosystem: String,
    /// Its package URL, exactly as in the input.
    pub purl: Option<String>,
    /// The records of the library whose own entry matched.
    pub ids: Vec<String>,
    /// Their other names.
    pub aliases: Vec<String>,
    /// The class of the highest score.
    pub severity: Severity,
    /// The highest CVSS score among the records that matched.
    pub score: Option<f64>,
    /// Is it known to be exploited?
    pub kev: Option<Exploited>,
    /// The likelihood of exploitation within 30 days, 0 to 1 (EPSS).
    pub epss: Option<f64>,
    /// Versions in which it was fixed, as published.
    pub fixed: Vec<String>,
    /// What it is about, in a sentence.
    pub summary: String,
    /// When the oldest of the records was published.
    #[ts(type = "string | null")]
    pub published: Option<DateTime<Utc>>,
    /// What kind of notice it is, when it is no vulnerability: `unmaintained`, `unsound`,
    /// `notice`.
    pub informational: Option<String>,
    /// Why a suppressed row is suppressed.
    pub reason: Option<String>,
    /// Other records that may affect this component, where that could not be decided.
    pub undecided: Vec<String>,
}

/// An entry of the catalogue of known exploited vulnerabilities (KEV).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct Exploited {
    /// The CVE it is listed as.
    pub cve: String,
    /// The day it was listed.
    pub added: String,
    /// The day by which agencies of the United States had to act.
    pub due: Option<String>,
    /// Is it known from ransomware?
    pub ransomware: bool,
}

/// One advisory that hit, with the entries that did, and every name it is known by.
#[derive(Clone, Debug)]
pub struct Hit<'a> {
    /// The record.
    pub record: &'a Advisory,
    /// Which of its affected entries.
    pub entries: Vec<usize>,
    /// Every id of its alias group, its own among them.
    pub names: BTreeSet<String>,
}

/// The rows of one component; hits that share a name are one row. Rows come in the order of
/// their first hit.
pub fn rows(component: &Component, subject: &Subject<'_>, hits: &[Hit<'_>]) -> Vec<MatchRow> {
    let mut groups: Vec<Vec<&Hit<'_>>> = Vec::new();
    for hit in hits {
        let (joined, apart): (Vec<_>, Vec<_>) = std::mem::take(&mut groups)
            .into_iter()
            .partition(|group| group.iter().any(|other| !other.names.is_disjoint(&hit.names)));
        groups = apart;
        let mut group = joined.concat();
        group.push(hit);
        groups.push(group);
    }
    groups.iter().map(|group| row(component, subject, group)).collect()
}

fn row(component: &Component, subject: &Subject<'_>, group: &[&Hit<'_>]) -> MatchRow {
    let ids: BTreeSet<&String> = group.iter().map(|hit| &hit.record.id).collect();
    let names: BTreeSet<&String> = group.iter().flat_map(|hit| &hit.names).collect();
    let entries: Vec<(&Advisory, &Affected)> = group
        .iter()
        .flat_map(|hit| hit.entries.iter().filter_map(|index| Some((hit.record, hit.record.affected.get(*index)?))))
        .collect();
    let score = entries.iter().filter_map(|(record, entry)| highest(record, entry)).reduce(f64::max);
    let mut fixed: Vec<String> = Vec::new();
    for (_, entry) in &entries {
        for version in subject.fixes(entry) {
            if !fixed.iter().any(|known| known == version) {
                fixed.push(version.to_owned());
            }
        }
    }
    subject.sort(&mut fixed);
    let malicious = group.iter().any(|hit| hit.record.is_malicious());
    let notice = entries.iter().all(|(_, entry)| entry.informational.is_some());
    let informational = entries.first().filter(|_| notice).and_then(|(_, entry)| entry.informational.clone());
    MatchRow {
        file: String::new(),
        name: component.name.clone(),
        version: component.version.clone(),
        ecosystem: component.ecosystem.clone(),
        purl: component.purl.clone(),
        aliases: names.iter().filter(|name| !ids.contains(*name)).map(|name| (*name).clone()).collect(),
        ids: ids.into_iter().cloned().collect(),
        severity: if malicious { Severity::Malicious } else { class(score) },
        score,
        kev: None,
        epss: None,
        fixed,
        summary: group
            .iter()
            .map(|hit| hit.record.summary.as_str())
            .find(|text| !text.is_empty())
            .unwrap_or_default()
            .to_owned(),
        published: group.iter().filter_map(|hit| hit.record.published).min(),
        informational,
        reason: None,
        undecided: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, fixed: &str) -> Advisory {
        let json = format!(
            r#"{{"id":"{id}","modified":"2026-01-01T00:00:00Z","affected":[{{"ecosystem":"npm","name":"x",
            "ranges":[{{"kind":"semver","events":[{{"introduced":"0"}},{{"fixed":"{fixed}"}}]}}]}}]}}"#
        );
        serde_json::from_str(&json).expect("a record")
    }

    #[test]
    fn hits_that_share_a_name_are_one_row_however_they_come() {
        let component = Component {
            name: "x".to_owned(),
            version: "1.0.0".to_owned(),
            ecosystem: "npm".to_owned(),
            purl: None,
            package: "x".to_owned(),
            purl_version: None,
        };
        let subject = Subject::new("npm", "x", "1.0.0");
        let records = [record("A", "2.0.0"), record("B", "2.0.0"), record("C", "3.0.0"), record("D", "4.0.0")];
        // C joins A and B, which alone share nothing
        let names = [vec!["A", "CVE-1"], vec!["B", "CVE-2"], vec!["C", "CVE-1", "CVE-2"], vec!["D"]];
        let mut hits: Vec<Hit<'_>> = records
            .iter()
            .zip(&names)
            .map(|(record, names)| Hit {
                record,
                entries: vec![0],
                names: names.iter().map(|name| (*name).to_owned()).collect(),
            })
            .collect();
        for _ in 0..hits.len() {
            hits.rotate_left(1);
            let mut rows = rows(&component, &subject, &hits);
            rows.sort_by(|a, b| a.ids.cmp(&b.ids));
            assert_eq!(rows.len(), 2);
            assert_eq!(
                (rows[0].ids.join(" "), rows[0].aliases.join(" ")),
                ("A B C".to_owned(), "CVE-1 CVE-2".to_owned())
            );
            assert_eq!(rows[1].fixed, ["4.0.0"]);
        }
    }
}
