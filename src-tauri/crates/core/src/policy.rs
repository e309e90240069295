//! The rating policy as data: every number the rating uses stands in one versioned file, so
//! that an organisation can replace it and a printed rating can name what it was made with.
//! Reads and checks the file; the arithmetic is `rating`'s.

use crate::factors::{Factor, Level};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
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
}

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// When it is not JSON of that shape, a factor is missing or out of order, the weights do
    /// not add up to 100, or the tiers do not descend.
    pub fn from_json(bytes: &[u8]) -> Result<Self, PolicyError> {
        let file: File = serde_json::from_slice(bytes)?;
        let inherent = file.inherent;
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
        let hash = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { id: file.id, hash, inherent })
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
        ] {
            assert!(SHIPPED.contains(from), "{from}");
            assert!(Policy::from_json(SHIPPED.replacen(from, to, 1).as_bytes()).is_err(), "{to}");
        }
    }
}
