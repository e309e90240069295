//! The dates that something has to happen by: notice, ends, answers due, looks to take again.
//! A date that is past is late and stays listed until what it asks for has happened.

use super::{Nearness, nearness};
use crate::assessment::Rated;
use crate::contract::{Contract, NoticeState};
use crate::evidence::Evidence;
use crate::id::VendorId;
use crate::known::{Acceptance, Known};
use crate::policy::Policy;
use crate::rating::gates::GateState;
use crate::rating::{Rating, reassess_on};
use crate::vendor::Vendor;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use ts_rs::TS;

/// A date that something has to happen by.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
pub struct DateLine {
    /// The day.
    pub on: NaiveDate,
    /// What kind of date it is.
    pub kind: DateKind,
    /// How near it is.
    pub nearness: Nearness,
    /// Of which vendor.
    pub vendor: VendorId,
    /// The vendor's name.
    pub name: String,
    /// What it is about.
    pub what: String,
}

/// Kinds of dates.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// The last day of an acceptance.
    AcceptanceEnds,
    /// The last day of an endpoint's certificate.
    CertificateExpires,
    /// A contract's end.
    ContractEnds,
    /// The last day that evidence is fresh.
    EvidenceEnds,
    /// The last day to give notice of a contract.
    NoticeBy,
    /// The day the answers to a questionnaire are due.
    QuestionnaireDue,
    /// The day a service has to be looked at again.
    ReassessBy,
}

/// The dates of one vendor: its services in use, and its contracts in use that cover all of it
/// or one of those. Past ones, and those within the horizon.
pub fn dates(
    policy: &Policy,
    vendor: &Vendor,
    services: &[(Known<'_>, Rated)],
    contracts: &[Contract],
    as_of: DateTime<Utc>,
) -> Vec<DateLine> {
    let today = as_of.date_naive();
    let mut lines = Vec::new();
    let mut note = |kind: DateKind, on: NaiveDate, what: String| {
        if let Some(nearness) = nearness(on, today) {
            lines.push(DateLine { on, kind, nearness, vendor: vendor.id, name: vendor.name.clone(), what });
        }
    };
    let in_use = |contract: &&Contract| {
        contract.service.is_none_or(|only| services.iter().any(|(known, _)| known.service.id == only))
    };
    for contract in contracts.iter().filter(in_use) {
        let Some(ends_on) = contract.ends_on else { continue };
        note(DateKind::ContractEnds, ends_on, contract.title.clone());
        // a notice date missed matters only where the contract renews by itself, until it has
        let notice = contract.notice(today);
        let wanted = matches!(notice.state, NoticeState::By | NoticeState::Passed);
        if let Some(on) = notice.on.filter(|on| wanted && *on < ends_on) {
            note(DateKind::NoticeBy, on, format!("{}, {}", contract.title, contract.at_its_end()));
        }
    }
    for (known, rated) in services {
        for evidence in &known.evidence {
            if !replaced(policy, evidence, &known.evidence) {
                note(DateKind::EvidenceEnds, evidence.ends_on(policy), evidence.title.clone());
            }
        }
        for endpoint in &known.endpoints {
            let leaf = endpoint.look.as_ref().and_then(|look| look.chain.first());
            if let Some(until) = leaf.and_then(|leaf| leaf.not_after) {
                note(DateKind::CertificateExpires, until.date_naive(), endpoint.host.clone());
            }
        }
        for issued in &known.questionnaires {
            let asked = issued.template.questions.len();
            let answered = issued.answers.iter().filter(|answer| answer.choice.is_some()).count();
            if let Some(due_on) = issued.questionnaire.due_on.filter(|_| answered < asked) {
                let what = format!("{}, {answered} of {asked} answered", issued.template.title);
                note(DateKind::QuestionnaireDue, due_on, what);
            }
        }
        for acceptance in known.acceptances.iter().filter(|one| matters(one, &rated.rating, today)) {
            note(DateKind::AcceptanceEnds, acceptance.until, acceptance.gates.join(", "));
        }
        if let Some(on) = due(policy, known, &rated.rating) {
            note(DateKind::ReassessBy, on, known.service.name.clone());
        }
    }
    lines
}

/// The day a service has to be looked at again. One that is not triaged, or that nobody answered
/// for, is not due: it is not rated.
pub fn due(policy: &Policy, known: &Known<'_>, rating: &Rating) -> Option<NaiveDate> {
    let looked_on = known.last_answered_on().filter(|_| rating.inherent.triaged)?;
    Some(reassess_on(policy, rating, looked_on))
}

/// Does every question it stands behind have evidence that lasts longer?
fn replaced(policy: &Policy, evidence: &Evidence, all: &[Evidence]) -> bool {
    let later = |question: &String| {
        let longer = |other: &&Evidence| other.ends_on(policy) > evidence.ends_on(policy);
        all.iter().filter(longer).any(|other| other.questions.contains(question))
    };
    !evidence.questions.is_empty() && evidence.questions.iter().all(later)
}

/// One that has ended matters while a gate it named stands open or failed again.
fn matters(acceptance: &Acceptance, rating: &Rating, today: NaiveDate) -> bool {
    let mut members = rating.causes.values().flat_map(|cause| &cause.members);
    acceptance.until >= today
        || members.any(|member| member.state >= GateState::Open && acceptance.gates.contains(&member.name))
}
