//! The gates of an assessment in words: what each asks for, and why it stands as it does.

use super::Counted;
use crate::claim::{Claim, ClaimState};
use crate::contract::standing::{Standing, gate_of};
use crate::known::{Acceptance, Known, OpenAdvisory};
use crate::policy::Severity;
use crate::questionnaire::Verdict;
use crate::rating::Rating;
use crate::rating::gates::GateState;
use crate::text;
use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;

/// A gate, in words.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Gate {
    /// The question's id, or the check's or term's name.
    pub name: String,
    /// What it asks for.
    pub asks: String,
    /// The cause it shares.
    pub cause: String,
    /// Its state, acceptances considered.
    pub state: GateState,
    /// Is it a hard gate?
    pub hard: bool,
    /// Why it stands so, in words.
    pub why: String,
}

/// Every gate, worst first.
pub(super) fn gates(
    asked: &[Counted<'_>],
    known: &Known<'_>,
    rating: &Rating,
    standing: &Standing,
    claims: &[Claim],
    today: NaiveDate,
) -> Vec<Gate> {
    let mut gates = Vec::new();
    for (cause, of) in &rating.causes {
        for member in &of.members {
            let question = asked.iter().find(|one| one.question.id == member.name);
            let (asks, why) = match question {
                Some(counted) => (counted.question.claim.clone(), answered(counted, member.state, claims)),
                None => (check_asks(&member.name).to_owned(), check_why(&member.name, known, standing)),
            };
            let accepted = |one: &&Acceptance| one.valid(today) && one.gates.contains(&member.name);
            let why = match known.acceptances.iter().filter(accepted).max_by_key(|one| one.until) {
                Some(one) if member.state == GateState::Covered => {
                    format!("accepted by {} until {}; {why}", one.owner, text::day(one.until))
                }
                _ => why,
            };
            gates.push(Gate {
                name: member.name.clone(),
                asks,
                cause: cause.clone(),
                state: member.state,
                hard: member.hard,
                why,
            });
        }
    }
    gates.sort_by(|a, b| b.state.cmp(&a.state).then_with(|| b.hard.cmp(&a.hard)).then_with(|| a.name.cmp(&b.name)));
    gates
}

fn answered(counted: &Counted<'_>, state: GateState, claims: &[Claim]) -> String {
    match (counted.answer, state) {
        (None, GateState::Overdue) => "blank, past its due date".to_owned(),
        (None, _) => "not answered".to_owned(),
        (Some(answer), _) => {
            let said = format!("they answered “{}”", counted.question.said(answer));
            if answer.verdict == Some(Verdict::Refused) {
                return format!("{said}; a reviewer refused it");
            }
            let mine = claims.iter().filter(|claim| claim.question == counted.question.id);
            match mine.min_by_key(|claim| claim.state).filter(|claim| claim.state == ClaimState::Contradicted) {
                Some(claim) => format!("{said}; seen: {}", claim.seen.trim_end_matches('.')),
                None => said,
            }
        }
    }
}

pub(crate) fn check_asks(name: &str) -> &'static str {
    match name {
        "KEV-OVERDUE" => "Known exploited faults are fixed in time",
        "MALICIOUS-PACKAGE" => "No malicious package is shipped",
        "TERM-NOTICE" => "The contract says when we are told about an incident",
        "TERM-TRAINING" => "The contract keeps our data out of training",
        "TLS-EXPIRED" => "Certificates on endpoints with our data are in date",
        "TLS-NAME" => "Certificates on endpoints with our data carry the right name",
        "TLS-UNTRUSTED" => "Certificates on endpoints with our data are trusted",
        _ => "A gate of the policy",
    }
}

fn check_why(name: &str, known: &Known<'_>, standing: &Standing) -> String {
    if let Some(line) = standing.terms.iter().find(|line| gate_of(&line.term) == Some(name)) {
        return if standing.on_file { format!("contract: {}", line.actual) } else { "no contract on file".to_owned() };
    }
    let open = known.lists.iter().filter_map(|list| list.checked.as_ref()).flat_map(|checked| &checked.open);
    let named = |advisory: &OpenAdvisory| {
        let id = advisory.ids.first().map_or("an advisory", String::as_str);
        format!("{} {}: {id}", advisory.component, advisory.version)
    };
    match name {
        "KEV-OVERDUE" => {
            let due =
                open.filter_map(|advisory| advisory.kev_due.map(|due| (due, advisory))).min_by_key(|(due, _)| *due);
            if let Some((due, advisory)) = due {
                return format!("{}, to be fixed by {}", named(advisory), text::day(due));
            }
        }
        "MALICIOUS-PACKAGE" => {
            if let Some(advisory) = open.clone().find(|advisory| advisory.severity == Severity::Malicious) {
                return named(advisory);
            }
        }
        _ => {}
    }
    let prefix = match name {
        "TLS-EXPIRED" => ["cert.expired", "cert.not_yet_valid", "chain.intermediate_expired"].as_slice(),
        "TLS-NAME" => &["cert.name_mismatch", "cert.no_san"],
        "TLS-UNTRUSTED" => &["cert.self_signed", "chain.", "cert.eku_no_serverauth", "cert.weak_sig_md5", "ocsp."],
        _ => &[],
    };
    let found = known.endpoints.iter().filter_map(|endpoint| endpoint.look.as_ref().map(|look| (endpoint, look)));
    let found = found.flat_map(|(endpoint, look)| look.findings.iter().map(move |finding| (endpoint, finding)));
    found
        .filter(|(endpoint, _)| endpoint.carries_data)
        .find(|(_, finding)| prefix.iter().any(|code| finding.code.starts_with(code)))
        .map_or_else(
            || "seen by a check".to_owned(),
            |(endpoint, finding)| format!("{}: {}", endpoint.host, finding.summary),
        )
}
