//! The raw facts that a rating is made of, in the shape of the command `policy evaluate`.
//! Reads and checks them; judges nothing.

use crate::factors::Factors;
use crate::policy::{EvidenceKind, Severity};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use thiserror::Error;
use ts_rs::TS;

/// All facts about one service on one day.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// What its inherent risk is weighed from.
    #[serde(default)]
    pub factors: Factors,
    /// Every question that counts, once.
    #[serde(default)]
    pub rows: Vec<Row>,
    /// What was seen of its endpoints.
    #[serde(default)]
    pub tls: Vec<Endpoint>,
    /// Open advisories, once per alias group.
    #[serde(default)]
    pub advisories: Vec<Advisory>,
    /// Points of deduction known already, added to those of endpoints and advisories.
    #[serde(default)]
    pub external_deduction: f64,
    /// Gates known to have failed, besides those that the signals fail.
    #[serde(default)]
    pub external_gates: Vec<String>,
    /// Coverage of the required contract terms, 0 to 100.
    #[serde(default = "full")]
    pub contract_coverage: f64,
    /// Contract gates that failed.
    #[serde(default)]
    pub contract_gates: Vec<String>,
    /// Contract gates that are open.
    #[serde(default)]
    pub contract_gates_open: Vec<String>,
    /// Questions and gates that a valid acceptance names.
    #[serde(default)]
    pub covered: Vec<String>,
    /// Is the due date past, and the service live or at Decision?
    #[serde(default)]
    pub due_passed: bool,
    /// Was an endpoint or component list never checked, or is a check overdue?
    #[serde(default)]
    pub unchecked: bool,
}

/// One question and its answer.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The question's id.
    pub id: String,
    /// Its area.
    pub area: String,
    /// Its weight: 4 critical, 2 standard, 1 minor, 0 for information.
    pub weight: f64,
    /// What the answer is worth.
    pub credit: Credit,
    /// Is the question a gate?
    #[serde(default)]
    pub gate: Option<GateKind>,
    /// What stands behind the answer.
    pub evidence: EvidenceKind,
    /// Days since the evidence; negative when it is dated after the day of the rating.
    pub age_days: i32,
    /// Days it is fresh; the policy's when not said.
    #[serde(default)]
    pub valid_days: Option<i32>,
    /// What a check or a reviewer said of the answer.
    #[serde(default)]
    pub mark: Option<Mark>,
}

/// What an answer is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Credit {
    /// Not answered.
    Blank,
    /// Does not apply, and a reviewer accepted why.
    NotApplicable,
    /// From 0 (no) to 1 (yes).
    Share(f64),
}

/// How hard a gate is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GateKind {
    /// Fails on a bad answer.
    Hard,
    /// Only asks to be answered.
    Soft,
}

/// What a check or a reviewer said of an answer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub enum Mark {
    /// An observation says otherwise.
    #[serde(rename = "contradicted")]
    Contradicted,
    /// A reviewer wants evidence.
    #[serde(rename = "needs evidence")]
    NeedsEvidence,
    /// A reviewer refused it.
    #[serde(rename = "refused")]
    Refused,
}

/// What was seen of one endpoint.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Codes of its findings.
    pub codes: Vec<String>,
    /// Does it carry our data?
    #[serde(default = "yes")]
    pub carries_data: bool,
    /// Does it speak HTTP over TLS?
    #[serde(default = "yes")]
    pub https: bool,
}

/// One open advisory.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Advisory {
    /// Its severity.
    pub severity: Severity,
    /// Is the version in use known to be hit?
    #[serde(default = "yes")]
    pub version_known: bool,
    /// Is it known to be exploited, and past its date?
    #[serde(default)]
    pub kev_overdue: bool,
}

/// Why facts cannot be rated.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum FactsError {
    /// A number is out of its range.
    #[error("{what} is {found}, outside {range}")]
    Range {
        /// Which number.
        what: String,
        /// What it is.
        found: String,
        /// What it may be.
        range: &'static str,
    },
    /// Not JSON of the facts' shape.
    #[error("the facts cannot be read: {0}")]
    Shape(String),
}

impl Facts {
    /// Reads one case. Its `name` and `expect`, which only tests have, are passed over.
    ///
    /// # Errors
    /// When a key is unknown, a value of the wrong kind, or a number out of its range.
    pub fn from_json(mut case: Value) -> Result<Self, FactsError> {
        if let Some(fields) = case.as_object_mut() {
            fields.remove("name");
            fields.remove("expect");
        }
        let facts: Self = serde_json::from_value(case).map_err(|error| FactsError::Shape(error.to_string()))?;
        facts.check()?;
        Ok(facts)
    }

    fn check(&self) -> Result<(), FactsError> {
        let within = |what: &dyn fmt::Display, number: f64, most: f64, range| {
            if (0.0..=most).contains(&number) {
                Ok(())
            } else {
                Err(FactsError::Range { what: what.to_string(), found: number.to_string(), range })
            }
        };
        within(&"contract_coverage", self.contract_coverage, 100.0, "0 to 100")?;
        within(&"external_deduction", self.external_deduction, 1e9, "0 and more")?;
        for row in &self.rows {
            within(&format_args!("the weight of {}", row.id), row.weight, 4.0, "0 to 4")?;
            if let Credit::Share(share) = row.credit {
                within(&format_args!("the credit of {}", row.id), share, 1.0, "0 to 1")?;
            }
            if let Some(days) = row.valid_days {
                within(&format_args!("valid_days of {}", row.id), f64::from(days), 1e9, "0 and more")?;
            }
        }
        Ok(())
    }
}

impl Serialize for Credit {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Blank => to.serialize_none(),
            Self::NotApplicable => to.serialize_str("n/a"),
            Self::Share(share) => to.serialize_f64(*share),
        }
    }
}

impl<'de> Deserialize<'de> for Credit {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Share(f64),
            Word(String),
        }
        match Option::<Written>::deserialize(from)? {
            None => Ok(Self::Blank),
            Some(Written::Share(share)) => Ok(Self::Share(share)),
            Some(Written::Word(word)) if word == "n/a" => Ok(Self::NotApplicable),
            Some(Written::Word(word)) => {
                Err(serde::de::Error::custom(format!("a credit is a number, null or \"n/a\", not “{word}”")))
            }
        }
    }
}

fn full() -> f64 {
    100.0
}

fn yes() -> bool {
    true
}
