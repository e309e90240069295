//! The rating policy as data: every number the rating uses stands in one versioned file, so
//! that an organisation can replace it and a printed rating can name what it was made with.
//! Reads and checks the file; the arithmetic is `rating`'s.

use crate::factors::{Factor, Level};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use thiserror::Error;
use ts_rs::TS;

/// A policy, checked.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its name and version: `caveat/1`.
    pub id: String,
    /// SHA-256 over the file's bytes, hexadecimal; printed with every rating.
    pub hash: String,
    /// How inherent risk is weighed.
    pub inherent: InherentPolicy,
    /// What an answer and its evidence are worth.
    pub answers: AnswersPolicy,
    /// How far the weakest area holds the rest back.
    pub weakest_area: AreaPolicy,
    /// What signals from outside take away.
    pub signals: SignalsPolicy,
    /// What missing contract terms take away.
    pub contract: ContractPolicy,
    /// Gates that share one cause.
    pub causes: Vec<CausePolicy>,
    /// From assurance and tier to residual risk.
    pub residual: ResidualPolicy,
    /// What each tier asks for, and how often it is looked at.
    pub review: ReviewPolicy,
}

/// What each tier asks for, and how often it is looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewPolicy {
    /// Ids of the questionnaire templates that tiers 1 to 4 ask for.
    pub questionnaires: [Vec<String>; 4],
    /// Months between reviews at tiers 1 to 4.
    pub months: [u32; 4],
    /// Months between reviews at any tier when residual risk is high or very high.
    pub months_when_high: u32,
}

/// What an answer and its evidence are worth.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswersPolicy {
    /// Days an answer or its evidence is fresh when nothing else is said.
    pub valid_days: i32,
    /// Days over which freshness falls once that has passed.
    pub fades_over_days: i32,
    /// What freshness falls to.
    pub fades_to: f64,
    /// What a bare word is worth at tiers 1 to 4; no evidence is worth less.
    pub bare_word: [f64; 4],
    /// What confirmed evidence of a kind is worth.
    pub bases: BTreeMap<EvidenceKind, f64>,
    /// The credit below which a hard gate has failed.
    pub gate_credit: f64,
    /// Lowest confidence of grades A, B and C.
    pub grades_from: [f64; 3],
    /// Lowest completeness of a rating that is not provisional, at tiers 1 to 4.
    pub complete_from: [f64; 4],
}

/// What stands behind an answer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// The vendor's word alone.
    Assertion,
    /// A document of the vendor's.
    Document,
    /// A report by somebody independent.
    Independent,
    /// Our own observation.
    Observed,
    /// A public page of the vendor's.
    Public,
}

/// How far the weakest area holds the rest back.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaPolicy {
    /// An area counts when it asks a question of at least this weight …
    pub question_weight: f64,
    /// … and has at least this weight in all, both as asked.
    pub area_weight: f64,
    /// Supported is at most the lowest such area and so much more.
    pub above_lowest: f64,
}

/// What signals from outside take away.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignalsPolicy {
    /// Points of assurance for one point of deduction.
    pub share: f64,
    /// Points of assurance that signals take away at most.
    pub most: f64,
    /// Points by TLS finding; within a group the largest counts.
    pub tls: Vec<TlsPoints>,
    /// TLS findings that fail a gate on an endpoint that carries our data.
    pub tls_gates: Vec<TlsGate>,
    /// Points for those findings on any other endpoint.
    pub untrusted_elsewhere: f64,
    /// Points by severity of an open advisory.
    pub advisories: BTreeMap<Severity, f64>,
    /// What an advisory counts when the version in use is not known.
    pub version_unknown: f64,
    /// Points that advisories take away at most.
    pub advisories_most: f64,
}

/// Points for a group of TLS findings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsPoints {
    /// The group; within it the largest counts once.
    pub group: String,
    /// Its points.
    pub points: f64,
    /// Does it count on https endpoints only?
    #[serde(default)]
    pub https_only: bool,
    /// The finding codes.
    pub codes: Vec<String>,
}

/// TLS findings that fail one gate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsGate {
    /// Name of the gate.
    pub gate: String,
    /// The finding codes.
    pub codes: Vec<String>,
}

/// Severity of an advisory.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// CVSS 9.0 and above.
    Critical,
    /// CVSS 7.0 to 8.9.
    High,
    /// CVSS 0.1 to 3.9.
    Low,
    /// A package made to do harm.
    Malicious,
    /// CVSS 4.0 to 6.9.
    Medium,
    /// No score published.
    Unscored,
}

impl Severity {
    /// Where it stands among the others, the gravest first. What has no score may be grave, so it
    /// stands before what is known to be low.
    pub fn rank(self) -> u8 {
        match self {
            Self::Malicious => 0,
            Self::Critical => 1,
            Self::High => 2,
            Self::Medium => 3,
            Self::Unscored => 4,
            Self::Low => 5,
        }
    }

    /// The graver of the two.
    pub fn graver(self, other: Self) -> Self {
        if other.rank() < self.rank() { other } else { self }
    }
}

/// What missing contract terms take away.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractPolicy {
    /// Points of assurance for one point of coverage missing.
    pub share: f64,
}

/// Gates that share one cause.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CausePolicy {
    /// Name of the cause.
    pub cause: String,
    /// The questions, checks and terms that share it.
    pub members: Vec<String>,
}

/// From assurance and tier to residual risk.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResidualPolicy {
    /// Lowest assurance of likelihood very low, low, moderate and high.
    pub likelihood_from: [f64; 4],
    /// Impact at tiers 1 to 4.
    pub impact: [Degree; 4],
    /// Residual risk is never below this at tiers 1 to 4.
    pub floors: [Degree; 4],
    /// Residual risk by likelihood, then by impact from very low to very high (NIST SP
    /// 800-30 r1, table I-2).
    pub table: BTreeMap<Degree, [Degree; 5]>,
}

/// A degree of likelihood, impact or risk; counts up to risky.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Degree {
    /// Very low.
    VeryLow,
    /// Low.
    Low,
    /// Moderate.
    Moderate,
    /// High.
    High,
    /// Very high.
    VeryHigh,
}

impl Degree {
    /// All five, lowest first.
    pub const ALL: [Self; 5] = [Self::VeryLow, Self::Low, Self::Moderate, Self::High, Self::VeryHigh];

    /// The degree in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::VeryLow => "Very low",
            Self::Low => "Low",
            Self::Moderate => "Moderate",
            Self::High => "High",
            Self::VeryHigh => "Very high",
        }
    }
}

/// How inherent risk is weighed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InherentPolicy {
    /// The level an unknown factor counts as.
    pub unknown_counts_as: Level,
    /// With fewer known factors than this, a service is not triaged.
    pub least_known: usize,
    /// Lowest scores of tiers 1, 2 and 3; what is lower is tier 4.
    pub tiers_from: [f64; 3],
    /// The seven factors, in the policy's order.
    pub factors: Vec<FactorPolicy>,
}

/// What the policy says of one factor.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FactorPolicy {
    /// Which factor.
    pub factor: Factor,
    /// Points of 100 at level 4.
    pub weight: f64,
    /// Does a known level 4 lift the tier?
    pub lifts: bool,
    /// Its name in words.
    pub label: String,
    /// What levels 0 to 4 mean.
    pub levels: [String; 5],
}

/// Why a file is no policy.
#[derive(Debug, Error)]
pub enum PolicyError {
    /// Not JSON of the policy's shape.
    #[error("the policy cannot be read: {0}")]
    Shape(#[from] serde_json::Error),
    /// Read, but not sound.
    #[error("the policy does not hold together: {0}")]
    Unsound(&'static str),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    #[serde(rename = "version")]
    _version: u32,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "licence")]
    _licence: String,
    inherent: InherentPolicy,
    answers: AnswersPolicy,
    weakest_area: AreaPolicy,
    signals: SignalsPolicy,
    contract: ContractPolicy,
    causes: Vec<CausePolicy>,
    residual: ResidualPolicy,
    review: ReviewPolicy,
}

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// When it is not JSON of that shape, a factor is missing or out of order, the weights do
    /// not add up to 100, or the tiers do not descend.
    pub fn from_json(bytes: &[u8]) -> Result<Self, PolicyError> {
        let file: File = serde_json::from_slice(bytes)?;
        let File { inherent, answers, weakest_area, signals, contract, causes, residual, review, .. } = file;
        if !inherent.factors.iter().map(|entry| entry.factor).eq(Factor::ALL) {
            return Err(PolicyError::Unsound("the seven factors must stand once each, in order"));
        }
        let weights: f64 = inherent.factors.iter().map(|entry| entry.weight).sum();
        if (weights - 100.0).abs() > 1e-9 || inherent.factors.iter().any(|entry| entry.weight < 0.0) {
            return Err(PolicyError::Unsound("the factors' weights must add up to 100"));
        }
        if !inherent.tiers_from.is_sorted_by(|a, b| a > b) {
            return Err(PolicyError::Unsound("the tiers' limits must descend"));
        }
        let falls = |limits: &[f64]| limits.is_sorted_by(|a, b| a > b);
        if !falls(&answers.grades_from) || !falls(&residual.likelihood_from) {
            return Err(PolicyError::Unsound("the limits of grades and likelihoods must descend"));
        }
        if answers.fades_over_days <= 0 || !(0.0..=1.0).contains(&answers.fades_to) {
            return Err(PolicyError::Unsound("freshness must fall over some days, to between 0 and 1"));
        }
        if residual.table.len() != Degree::ALL.len() {
            return Err(PolicyError::Unsound("the residual table needs a row for each likelihood"));
        }
        if signals.advisories.len() != 6 {
            return Err(PolicyError::Unsound("each severity needs its points"));
        }
        let hash = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { id: file.id, hash, inherent, answers, weakest_area, signals, contract, causes, residual, review })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../../../assets/policies/caveat-1.json");

    #[test]
    fn the_shipped_policy_holds_together() {
        let policy = Policy::from_json(SHIPPED.as_bytes()).expect("the shipped policy");
        assert_eq!(policy.id, "caveat/1");
        assert_eq!(policy.hash.len(), 64);
    }

    #[test]
    fn an_unsound_policy_is_refused() {
        for (from, to) in [
            ("\"weight\": 25", "\"weight\": 26"),
            ("\"tiers_from\": [70, 50, 25]", "\"tiers_from\": [50, 70, 25]"),
            ("\"factor\": \"access\"", "\"factor\": \"data_sensitivity\""),
            ("\"unknown_counts_as\": 3", "\"unknown_counts_as\": 5"),
            ("\"least_known\"", "\"least_know\""),
            ("\"grades_from\": [85, 70, 50]", "\"grades_from\": [85, 50, 70]"),
            ("\"fades_over_days\": 365", "\"fades_over_days\": 0"),
            ("\"malicious\": 20, ", ""),
        ] {
            assert!(SHIPPED.contains(from), "{from}");
            assert!(Policy::from_json(SHIPPED.replacen(from, to, 1).as_bytes()).is_err(), "{to}");
        }
    }
}
