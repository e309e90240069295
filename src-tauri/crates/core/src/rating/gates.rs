//! Gates, counted by cause: a question and the check or term that proves it are one cause, in
//! the worse of their states. An acceptance covers only what it names.

use super::answers::effective;
use super::facts::{Credit, Facts, GateKind, Row};
use super::signals::Signals;
use crate::policy::Policy;
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// State of a gate or cause, the best first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GateState {
    /// Nothing is wrong.
    Met,
    /// Something is, and a valid acceptance names it.
    Covered,
    /// Not answered or not known yet.
    Open,
    /// The same, past its due date.
    Overdue,
    /// Answered badly, or a check or term failed.
    Failed,
}

/// One question, check or term of a cause.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
pub struct Member {
    /// Its id or name.
    pub name: String,
    /// Its state, acceptances considered.
    pub state: GateState,
    /// Is it a hard gate?
    pub hard: bool,
}

/// One cause and its state.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
pub struct Cause {
    /// The worst state of its members, acceptances considered.
    pub state: GateState,
    /// Does a hard member keep it open?
    pub hard: bool,
    /// What it is made of, in the order of the facts.
    pub members: Vec<Member>,
}

/// All causes that have a gate, by name.
pub fn causes(policy: &Policy, facts: &Facts, signals: &Signals) -> BTreeMap<String, Cause> {
    let unanswered = if facts.due_passed { GateState::Overdue } else { GateState::Open };
    let mut causes: BTreeMap<String, Cause> = BTreeMap::new();
    let mut note = |name: &str, state: GateState, hard: bool| {
        let state = match state {
            GateState::Failed | GateState::Overdue | GateState::Open if facts.covered.iter().any(|one| one == name) => {
                GateState::Covered
            }
            other => other,
        };
        let cause = policy.causes.iter().find(|cause| cause.members.iter().any(|member| member == name));
        let shared = cause.map_or(name, |cause| cause.cause.as_str());
        let met = || Cause { state: GateState::Met, hard: false, members: Vec::new() };
        let kept = causes.entry(shared.to_owned()).or_insert_with(met);
        kept.state = kept.state.max(state);
        kept.hard |= hard && state >= GateState::Open;
        kept.members.push(Member { name: name.to_owned(), state, hard });
    };
    for row in &facts.rows {
        if let Some(gate) = row.gate {
            note(&row.id, state(policy, row, gate, unanswered), gate == GateKind::Hard);
        }
    }
    for failed in signals.failed.iter().chain(&facts.contract_gates) {
        note(failed, GateState::Failed, true);
    }
    for open in &facts.contract_gates_open {
        note(open, unanswered, true);
    }
    causes
}

fn state(policy: &Policy, row: &Row, gate: GateKind, unanswered: GateState) -> GateState {
    match (row.credit, gate) {
        (Credit::NotApplicable, _) | (Credit::Share(_), GateKind::Soft) => GateState::Met,
        (Credit::Blank, GateKind::Soft) => GateState::Open,
        (Credit::Blank, GateKind::Hard) => unanswered,
        (Credit::Share(_), GateKind::Hard) => {
            let credit = effective(row).unwrap_or_default();
            if super::reaches(credit, policy.answers.gate_credit) { GateState::Met } else { GateState::Failed }
        }
    }
}
