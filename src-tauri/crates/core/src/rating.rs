//! How a vendor is rated. Assurance counts up to safe; inherent and residual risk count up to
//! risky. Everything is a pure function of a policy and facts, and says how it came about.

pub mod answers;
pub mod breakdown;
pub mod evaluate;
pub mod facts;
pub mod gates;
pub mod inherent;
pub mod moves;
pub mod signals;

use crate::policy::{Degree, Policy};
use answers::Answers;
use chrono::{Months, NaiveDate};
use facts::Facts;
use gates::{Cause, GateState};
use inherent::{Inherent, inherent};
use serde::Serialize;
use signals::Signals;
use std::collections::BTreeMap;
use ts_rs::TS;

/// A service's rating; numbers are not rounded.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Rating {
    /// Its inherent risk.
    pub inherent: Inherent,
    /// What the answers come to.
    pub answers: Answers,
    /// What the signals come to.
    pub signals: Signals,
    /// Points that missing contract terms take away.
    pub contract_penalty: f64,
    /// Assurance: 0 to 100, higher is safer.
    pub assurance: f64,
    /// Every cause that has a gate, and its state.
    pub causes: BTreeMap<String, Cause>,
    /// How likely harm is, once gates are considered.
    pub likelihood: Degree,
    /// How much harm it would do.
    pub impact: Degree,
    /// What is left; `None` while not rated.
    pub residual: Option<Degree>,
    /// How far the rating can be relied on.
    pub status: Status,
    /// May the service be approved?
    pub approval: Approval,
}

/// How far a rating can be relied on.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Not triaged, or nothing asked.
    NotRated,
    /// Something is open, or too little was answered.
    Provisional,
    /// As the policy asks.
    Rated,
}

/// May a service be approved?
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Yes.
    Allowed,
    /// No: a gate, or too little known.
    Blocked,
    /// Yes, while its acceptances last.
    Conditional,
}

/// Rates a service by a policy.
pub fn rate(policy: &Policy, facts: &Facts) -> Rating {
    let inherent = inherent(policy, &facts.factors);
    let tier = inherent.tier as usize;
    let answers = answers::answers(policy, facts, inherent.tier);
    let signals = signals::signals(policy, facts);
    let contract_penalty = policy.contract.share * (100.0 - facts.contract_coverage);
    let assurance = (answers.capped - signals.penalty - contract_penalty).clamp(0.0, 100.0);

    let causes = gates::causes(policy, facts, &signals);
    let count = |state: GateState| causes.values().filter(|cause| cause.state == state).count();
    let (failed, open, covered) =
        (count(GateState::Failed) + count(GateState::Overdue), count(GateState::Open), count(GateState::Covered));

    let scale = &policy.residual;
    let place = scale.likelihood_from.iter().position(|from| reaches(assurance, *from)).unwrap_or(4);
    let least = match failed {
        0 if open + covered > 0 => Degree::Moderate,
        0 => Degree::VeryLow,
        1 => Degree::High,
        _ => Degree::VeryHigh,
    };
    let likelihood = Degree::ALL[place].max(least);
    let impact = scale.impact[tier];
    let rated = inherent.triaged && answers.any;
    let residual =
        scale.table.get(&likelihood).map(|row| row[impact as usize].max(scale.floors[tier])).filter(|_| rated);

    let complete = reaches(answers.completeness, policy.answers.complete_from[tier]);
    let status = match (rated, open, complete) {
        (false, _, _) => Status::NotRated,
        (true, 0, true) => Status::Rated,
        _ => Status::Provisional,
    };
    let hard_open = causes.values().any(|cause| cause.state == GateState::Open && cause.hard);
    let approval = if !rated || failed > 0 || hard_open || !complete {
        Approval::Blocked
    } else if covered > 0 {
        Approval::Conditional
    } else {
        Approval::Allowed
    };
    Rating {
        inherent,
        answers,
        signals,
        contract_penalty,
        assurance,
        causes,
        likelihood,
        impact,
        residual,
        status,
        approval,
    }
}

/// When a service has to be looked at again: the tier's months after the day it was last looked
/// at, fewer when residual risk is high.
pub fn reassess_on(policy: &Policy, rating: &Rating, looked_on: NaiveDate) -> NaiveDate {
    let review = &policy.review;
    let high = rating.residual.is_some_and(|residual| residual >= Degree::High);
    let months = review.months[rating.inherent.tier as usize];
    let months = if high { months.min(review.months_when_high) } else { months };
    looked_on.checked_add_months(Months::new(months)).unwrap_or(looked_on)
}

/// A number as it is printed: rounded to one decimal, half away from zero, after adding 1e-9
/// to its magnitude so that 1.05 (as floating point holds it) prints 1.1.
pub fn printed(number: f64) -> f64 {
    let printed = ((number.abs() + 1e-9) * 10.0).round() / 10.0;
    if number < 0.0 && printed > 0.0 { -printed } else { printed }
}

/// Does a number reach a limit, floating-point noise aside?
pub fn reaches(number: f64, limit: f64) -> bool {
    number + 1e-9 >= limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_half_away_from_zero() {
        for (number, print) in [(0.35 * 3.0, 1.1), (-0.35 * 3.0, -1.1), (0.04, 0.0), (-0.04, 0.0), (86.25, 86.3)] {
            assert_eq!(printed(number), print, "{number}");
            assert!(printed(number) != 0.0 || printed(number).is_sign_positive());
        }
        assert!(reaches(0.1 + 0.2 - 1e-12, 0.3));
        assert!(!reaches(69.99, 70.0));
    }
}
