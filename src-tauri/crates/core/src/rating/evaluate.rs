//! A rating as the command `policy evaluate` prints it: one case in, one result out; a list
//! in, a list out, in order. Numbers carry one decimal.

use super::facts::{Facts, FactsError};
use super::gates::GateState;
use super::{Approval, Rating, Status, printed, rate};
use crate::policy::Policy;
use serde_json::{Map, Value, json};

/// Rates one case or a list of cases.
///
/// # Errors
/// Names the first case that cannot be read, and what is wrong with it.
pub fn evaluate(policy: &Policy, input: Value) -> Result<Value, FactsError> {
    match input {
        Value::Array(cases) => {
            let one = |(place, case): (usize, Value)| {
                Facts::from_json(case)
                    .map(|facts| result(&rate(policy, &facts)))
                    .map_err(|error| FactsError::Shape(format!("case {}: {error}", place + 1)))
            };
            cases.into_iter().enumerate().map(one).collect()
        }
        case => Facts::from_json(case).map(|facts| result(&rate(policy, &facts))),
    }
}

fn result(rating: &Rating) -> Value {
    let Rating { inherent, answers, signals, .. } = rating;
    let causes = |state: GateState| -> Vec<&str> {
        rating.causes.iter().filter(|(_, cause)| cause.state == state).map(|(name, _)| name.as_str()).collect()
    };
    let areas: Map<String, Value> =
        answers.areas.iter().map(|(area, score)| (area.clone(), json!(printed(*score)))).collect();
    json!({
        "inherent_score": printed(inherent.score),
        "tier": inherent.tier,
        "triaged": inherent.triaged,
        "unknown_factors": inherent.unknown_factors,
        "questionnaire": {
            "claimed": printed(answers.claimed),
            "supported": printed(answers.supported),
            "completeness": printed(answers.completeness),
            "confidence": printed(answers.confidence),
            "confidence_grade": answers.grade,
            "areas": areas,
            "weakest_area_cap": printed(answers.cap),
            "q": printed(answers.capped),
        },
        "external_deduction": printed(signals.deduction),
        "penalty_external": printed(signals.penalty),
        "penalty_contract": printed(rating.contract_penalty),
        "assurance": printed(rating.assurance),
        "gates": {
            "failed": causes(GateState::Failed),
            "overdue": causes(GateState::Overdue),
            "open": causes(GateState::Open),
            "covered": causes(GateState::Covered),
        },
        "likelihood": rating.likelihood.words(),
        "impact": rating.impact.words(),
        "residual": rating.residual.map(|degree| degree.words()),
        "status": match rating.status {
            Status::NotRated => "not rated",
            Status::Provisional => "provisional",
            Status::Rated => "rated",
        },
        "approval": match rating.approval {
            Approval::Allowed => "allowed",
            Approval::Blocked => "blocked",
            Approval::Conditional => "conditional",
        },
    })
}
