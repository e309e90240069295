//! From everything known about a service to its rating: which rows count, what stands behind
//! each, which claims hold, and what is left open. Pure: the same facts on the same day give
//! the same assessment.

mod gates;

pub use gates::Gate;
pub(crate) use gates::check_asks;

use crate::claim::{Claim, ClaimState, LIST_DAYS, LOOK_DAYS, behind, claims};
use crate::contract::baseline::Baseline;
use crate::contract::standing::{Standing, standing};
use crate::known::{Checked, Known, Look};
use crate::policy::{EvidenceKind, Policy};
use crate::questionnaire::{Answer, Asked, Check, Question, Verdict};
use crate::rating::answers::worth;
use crate::rating::breakdown::{Step, breakdown};
use crate::rating::facts::{self, Credit, Facts, GateKind, Mark, Row};
use crate::rating::inherent::{Tier, inherent};
use crate::rating::moves::{Moves, lacking, moves};
use crate::rating::{Rating, rate};
use crate::vendor::Stage;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// A service's assessment, explained.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Assessment {
    /// The raw facts, as `policy evaluate` takes them.
    #[ts(type = "unknown")]
    pub facts: Facts,
    /// What they come to.
    pub rating: Rating,
    /// From claimed to assurance, step by step.
    pub breakdown: Vec<Step>,
    /// What would bring it to the next level.
    pub moves: Option<Moves>,
    /// Claims beside what was seen, contradicted ones first.
    pub claims: Vec<Claim>,
    /// Areas, in the order of the templates.
    pub areas: Vec<AreaScore>,
    /// Every gate, worst first.
    pub gates: Vec<Gate>,
    /// The contracts against the tier's baseline.
    pub standing: Standing,
    /// What keeps it from a full rating, in words.
    pub lacking: Vec<String>,
}

/// What one area comes to.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AreaScore {
    /// Its id.
    pub area: String,
    /// What people call it.
    pub name: String,
    /// Supported, 0 to 100, higher is safer; `None` when nothing counts.
    pub score: Option<f64>,
    /// Questions asked.
    pub asked: u32,
    /// Questions answered.
    pub answered: u32,
    /// Answers that what was seen bears out.
    pub supported: u32,
    /// Answers that do not apply, accepted.
    pub not_applicable: u32,
}

/// Assesses a service as of a moment.
pub fn assess(policy: &Policy, baseline: &Baseline, known: &Known<'_>, as_of: DateTime<Utc>) -> Assessment {
    let (asked, today) = (asked(known), as_of.date_naive());
    let Weighed { facts, claims, standing } = weighed(policy, baseline, known, &asked, today);
    let rating = rate(policy, &facts);
    Assessment {
        breakdown: breakdown(&rating),
        moves: moves(policy, &facts, &rating, &standing.missing()),
        areas: areas(&asked, &facts, &rating, &claims),
        gates: gates::gates(&asked, known, &rating, &standing, &claims, today),
        lacking: lacking(&facts, &rating),
        claims,
        standing,
        rating,
        facts,
    }
}

/// A service's assessment without its explanations.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    /// The raw facts.
    pub facts: Facts,
    /// What they come to.
    pub rating: Rating,
    /// Claims beside what was seen, contradicted ones first.
    pub claims: Vec<Claim>,
}

/// Assesses a service for lists: the same arithmetic without the explanations.
pub fn rated(policy: &Policy, baseline: &Baseline, known: &Known<'_>, as_of: DateTime<Utc>) -> Rated {
    let Weighed { facts, claims, .. } = weighed(policy, baseline, known, &asked(known), as_of.date_naive());
    Rated { rating: rate(policy, &facts), facts, claims }
}

struct Weighed {
    facts: Facts,
    claims: Vec<Claim>,
    standing: Standing,
}

fn weighed(
    policy: &Policy,
    baseline: &Baseline,
    known: &Known<'_>,
    asked: &[Counted<'_>],
    today: NaiveDate,
) -> Weighed {
    let tier = inherent(policy, &known.service.factors).tier;
    let mut claims = Vec::new();
    let mut rows = Vec::new();
    for question in asked {
        let (row, own) = row(policy, baseline, known, question, tier, today);
        rows.push(row);
        claims.extend(own);
    }
    let rank = |claim: &Claim| asked.iter().position(|one| one.question.id == claim.question);
    claims.sort_by_key(|claim| (claim.state, rank(claim)));
    let standing = standing(baseline, &known.contracts, tier, &known.service.factors, today);
    let facts = Facts {
        factors: known.service.factors,
        rows,
        tls: endpoints(known),
        advisories: advisories(known, today),
        external_deduction: 0.0,
        external_gates: Vec::new(),
        contract_coverage: standing.coverage,
        contract_gates: standing.failed.clone(),
        contract_gates_open: standing.open.clone(),
        covered: covered(known, today),
        due_passed: due_passed(known, today),
        unchecked: unchecked(known, today),
    };
    Weighed { facts, claims, standing }
}

/// A question that counts once, whatever number of questionnaires ask it.
struct Counted<'k> {
    question: &'k Question,
    area_name: &'k str,
    weight: f64,
    gate: Option<GateKind>,
    answer: Option<&'k Answer>,
}

/// Each question once: newest reviewed answer, highest weight, strictest gate.
fn asked<'k>(known: &'k Known<'_>) -> Vec<Counted<'k>> {
    let mut asked: Vec<Counted<'k>> = Vec::new();
    let issued = known.questionnaires.iter().map(|issued| (issued.template, issued.answers.as_slice()));
    for (template, answers) in issued.chain(known.missing.iter().map(|template| (*template, &[][..]))) {
        for question in &template.questions {
            let answer = answers.iter().find(|answer| answer.question == question.id && answer.choice.is_some());
            let area_name =
                template.areas.iter().find(|area| area.id == question.area).map_or("", |area| area.name.as_str());
            match asked.iter_mut().find(|known| known.question.id == question.id) {
                None => {
                    asked.push(Counted { question, area_name, weight: question.weight, gate: question.gate, answer })
                }
                Some(there) => {
                    there.weight = there.weight.max(question.weight);
                    if question.gate == Some(GateKind::Hard) || there.gate.is_none() {
                        there.gate = question.gate;
                    }
                    let newness = |answer: &Answer| (answer.verdict.is_some(), answer.answered_on, answer.id);
                    if answer.map(newness) > there.answer.map(newness) {
                        there.answer = answer;
                        there.question = question;
                    }
                }
            }
        }
    }
    asked
}

fn row(
    policy: &Policy,
    baseline: &Baseline,
    known: &Known<'_>,
    counted: &Counted<'_>,
    tier: Tier,
    today: NaiveDate,
) -> (Row, Vec<Claim>) {
    let question = counted.question;
    let hours = match &question.answer {
        Asked::Hours { term, .. } => baseline.number(term, tier),
        _ => None,
    };
    let credit = counted.answer.map_or(Credit::Blank, |answer| question.credit(answer, hours, today));
    let mut row = Row {
        id: question.id.clone(),
        area: question.area.clone(),
        weight: counted.weight,
        credit,
        gate: counted.gate,
        evidence: EvidenceKind::Assertion,
        age_days: 0,
        valid_days: None,
        mark: None,
    };
    let Some(answer) = counted.answer else {
        return (row, Vec::new());
    };
    let days = |day: NaiveDate| i32::try_from((today - day).num_days()).unwrap_or(i32::MAX);
    let claims = claims(policy, known, question, answer, credit, today);
    row.age_days = days(answer.answered_on).max(0);
    row.mark = match answer.verdict {
        Some(Verdict::Refused) => Some(Mark::Refused),
        _ if claims.iter().any(|claim| claim.state == ClaimState::Contradicted) => Some(Mark::Contradicted),
        Some(Verdict::NeedsEvidence) => Some(Mark::NeedsEvidence),
        _ => None,
    };
    let mut best = worth(policy, &row, tier);
    let mut offer = |kind: EvidenceKind, age: i32, valid: Option<i32>| {
        let candidate = Row { evidence: kind, age_days: age, valid_days: valid, ..row.clone() };
        let worth = worth(policy, &candidate, tier);
        if worth > best {
            best = worth;
            row = candidate;
        }
    };
    for evidence in behind(known, question).filter(|evidence| evidence.confirmed && evidence.dated_on <= today) {
        offer(evidence.kind, days(evidence.dated_on), evidence.valid_days());
    }
    let observed = |claim: &&Claim| claim.check.is_some() && claim.check != Some(Check::ReportPeriod);
    if !claims.is_empty() && claims.iter().all(|claim| observed(&claim) && claim.state == ClaimState::Supported) {
        let oldest = claims.iter().filter_map(|claim| claim.on).min().unwrap_or(today);
        match claims[0].check {
            // a signed contract is the vendor's own document
            Some(Check::IncidentNotice) => offer(EvidenceKind::Document, 0, None),
            Some(Check::CriticalFixes) => offer(EvidenceKind::Observed, days(oldest).max(0), Some(LIST_DAYS as i32)),
            _ => offer(EvidenceKind::Observed, days(oldest).max(0), Some(LOOK_DAYS as i32)),
        }
    }
    (row, claims)
}

fn endpoints(known: &Known<'_>) -> Vec<facts::Endpoint> {
    let looked = known.endpoints.iter().filter_map(|endpoint| endpoint.look.as_ref().map(|look| (endpoint, look)));
    looked
        .map(|(endpoint, look)| facts::Endpoint {
            codes: look.findings.iter().map(|finding| finding.code.clone()).collect(),
            carries_data: endpoint.carries_data,
            https: endpoint.https,
        })
        .collect()
}

/// Open advisories, once per alias group over all lists, as the gravest of the group; what a list
/// of before named already was known since then.
fn advisories(known: &Known<'_>, today: NaiveDate) -> Vec<facts::Advisory> {
    let mut groups: Vec<(BTreeSet<&str>, facts::Advisory)> = Vec::new();
    for advisory in known.lists.iter().filter_map(|list| list.checked.as_ref()).flat_map(|checked| &checked.open) {
        let mut names: BTreeSet<&str> = advisory.ids.iter().chain(&advisory.aliases).map(String::as_str).collect();
        let kev_overdue = advisory.kev_due.is_some_and(|due| today > due);
        let mut one = facts::Advisory { severity: advisory.severity, version_known: true, kev_overdue };
        groups.retain(|(others, other)| {
            let apart = names.is_disjoint(others);
            if !apart {
                names.extend(others);
                one.severity = one.severity.graver(other.severity);
                one.kev_overdue |= other.kev_overdue;
            }
            apart
        });
        groups.push((names, one));
    }
    groups.into_iter().map(|(_, advisory)| advisory).collect()
}

fn covered(known: &Known<'_>, today: NaiveDate) -> Vec<String> {
    let valid = known.acceptances.iter().filter(|acceptance| acceptance.valid(today));
    valid.flat_map(|acceptance| acceptance.gates.iter().cloned()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Is the due date past, and the service live or at Decision?
fn due_passed(known: &Known<'_>, today: NaiveDate) -> bool {
    let due = known.questionnaires.iter().any(|issued| issued.questionnaire.due_on.is_some_and(|due| due < today));
    due && matches!(known.stage, Stage::Active | Stage::Decision)
}

/// Was an endpoint or component list never checked, or is its check overdue? A look that came to
/// nothing checked nothing, and a service without any endpoint was never checked either.
fn unchecked(known: &Known<'_>, today: NaiveDate) -> bool {
    known.endpoints.is_empty()
        || known.endpoints.iter().any(|endpoint| {
            let stands = |look: &Look| look.completed && look.trusted.is_some() && look.age_days(today) <= LOOK_DAYS;
            endpoint.missed.is_some() || !endpoint.look.as_ref().is_some_and(stands)
        })
        || known.lists.iter().any(|list| {
            let held = |checked: &Checked| (today - checked.library_on).num_days() <= LIST_DAYS;
            list.age_days(today) > LIST_DAYS || !list.checked.as_ref().is_some_and(held)
        })
}

fn areas(asked: &[Counted<'_>], facts: &Facts, rating: &Rating, claims: &[Claim]) -> Vec<AreaScore> {
    let mut states: BTreeMap<&str, ClaimState> = BTreeMap::new();
    for claim in claims {
        let state = states.entry(&claim.question).or_insert(ClaimState::Supported);
        *state = (*state).min(claim.state);
    }
    let mut areas: Vec<AreaScore> = Vec::new();
    for (counted, row) in asked.iter().zip(&facts.rows) {
        let place = areas.iter().position(|area| area.area == row.area).unwrap_or_else(|| {
            areas.push(AreaScore {
                area: row.area.clone(),
                name: counted.area_name.to_owned(),
                score: rating.answers.areas.get(&row.area).copied(),
                asked: 0,
                answered: 0,
                supported: 0,
                not_applicable: 0,
            });
            areas.len() - 1
        });
        let area = &mut areas[place];
        area.asked += 1;
        area.answered += u32::from(matches!(row.credit, Credit::Share(_)));
        area.not_applicable += u32::from(row.credit == Credit::NotApplicable);
        area.supported += u32::from(states.get(row.id.as_str()) == Some(&ClaimState::Supported));
    }
    areas
}

#[cfg(test)]
mod tests;
