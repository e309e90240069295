//! Rating: the policy in force, and what it makes of facts.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::job::Job;
use crate::wire::Nothing;
use caveat_core::factors::Factors;
use caveat_core::policy::{FactorPolicy, Policy};
use caveat_core::rating::evaluate::evaluate;
use caveat_core::rating::inherent::{Inherent, inherent};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::LazyLock;
use ts_rs::TS;

/// Factors to weigh.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WeighFactors {
    /// What is known of each; what is not named is not known.
    pub factors: Factors,
}

/// The seven factors and the policy they are weighed by.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct FactorList {
    /// Name and version of the policy.
    pub policy: String,
    /// SHA-256 of the policy's file, hexadecimal.
    pub policy_hash: String,
    /// Each factor with its weight and the words of its levels.
    pub factors: Vec<FactorPolicy>,
}

/// Raw facts to rate.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EvaluatePolicy {
    /// One case, or a list of them.
    #[ts(type = "unknown")]
    pub facts: Value,
}

/// What raw facts come to: one result for one case, a list for a list, in order.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(transparent)]
#[ts(type = "unknown")]
pub struct Evaluated(pub Value);

/// Rates raw facts by the policy, without saving anything.
pub fn evaluate_policy(_: &Desk, input: EvaluatePolicy, _: &Job) -> Result<Evaluated, Failure> {
    Ok(Evaluated(evaluate(policy()?, input.facts)?))
}

/// Lists the seven factors with the words of each level.
pub fn list_factors(_: &Desk, _: Nothing, _: &Job) -> Result<FactorList, Failure> {
    let policy = policy()?;
    Ok(FactorList {
        policy: policy.id.clone(),
        policy_hash: policy.hash.clone(),
        factors: policy.inherent.factors.clone(),
    })
}

/// Weighs seven factors into an inherent tier, without saving anything.
pub fn weigh_factors(_: &Desk, input: WeighFactors, _: &Job) -> Result<Inherent, Failure> {
    Ok(inherent(policy()?, &input.factors))
}

/// The policy in force.
pub(crate) fn policy() -> Result<&'static Policy, Failure> {
    static SHIPPED: LazyLock<Result<Policy, String>> = LazyLock::new(|| {
        Policy::from_json(include_bytes!("../../../../assets/policies/caveat-1.json"))
            .map_err(|error| error.to_string())
    });
    SHIPPED.as_ref().map_err(Failure::unexpected)
}
