//! Sections 10, 11 and 13 to 16: AI use, sub-processors, acceptances, evidence, gaps, sign-off.

use super::day;
use super::rating::title;
use super::verdict::move_words;
use crate::chart::signed;
use crate::flow::{Cell, Flow, cell, coloured, mono, quiet, words};
use crate::font::Style;
use crate::look::*;
use crate::wrap::span;
use caveat_core::assessment::Assessment;
use caveat_core::claim::{ClaimState, kind_words};
use caveat_core::contract::standing::{TermLine, TermState};
use caveat_core::dossier::{Dossier, ServiceDossier};

/// Draws the sections.
pub fn draw(flow: &mut Flow<'_>, dossier: &Dossier) {
    ai(flow, dossier);
    flow.section(11, "Sub-processors and concentration", 40.0);
    let asked = |service: &&ServiceDossier| {
        service
            .questionnaires
            .iter()
            .flat_map(|one| &one.rows)
            .any(|(row, answer)| row.id == "SUP-01" && answer.is_some())
    };
    flow.not_assessed(if dossier.services.iter().any(|service| asked(&service)) {
        "No sub-processors are on file. What the vendor says of them is in the answers (SUP-01)."
    } else {
        "No sub-processors are on file, and the vendor has not answered who they are (SUP-01)."
    });
    super::findings::draw(flow, dossier);
    acceptances(flow, dossier);
    evidence(flow, dossier);
    gaps(flow, dossier);
    sign_off(flow, dossier);
    super::appendix::draw(flow, dossier);
}

fn ai(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(10, "Use of AI", 60.0);
    for service in &dossier.services {
        title(flow, dossier, service, 40.0);
        let factor = service.factors.iter().find(|factor| factor.label.to_lowercase().contains("ai"));
        match factor.and_then(|factor| factor.meaning.clone()) {
            Some(meaning) => flow.paragraph(&[span(
                format!("Autonomy and effect of its decisions: {meaning}."),
                Style::Regular,
                INK,
            )]),
            None => flow.not_assessed("It is not known what its AI decides; it counts as 3 of 4."),
        }
        let terms = service.assessment.standing.terms.iter().filter(|line| line.term == "ai_train");
        for line in terms {
            let words = format!("Training on our data: required {}; the contract: {}.", line.required, line.actual);
            flow.paragraph(&[span(words, Style::Regular, INK)]);
        }
    }
    if dossier.services.is_empty() {
        flow.not_assessed("There is no service in use.");
    }
}

fn acceptances(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(13, "Acceptances", 110.0);
    accepted(flow, dossier);
    let terms = dossier.services.iter().flat_map(|service| &service.assessment.standing.terms);
    let rows: Vec<Vec<Cell>> = terms
        .filter(|line| line.state == TermState::Excepted)
        .map(|line| {
            vec![
                cell(line.name.clone()),
                quiet(format!("{}, where {} is required", line.actual, line.required)),
                cell(line.excepted_until.map_or("–".to_owned(), day)),
            ]
        })
        .collect();
    if !rows.is_empty() {
        flow.sub("Exceptions to contract terms", 60.0);
        flow.table(&[words("Term", 160.0), words("Offered", 220.0), words("Until", COLUMN - 380.0)], &rows);
    }
}

fn accepted(flow: &mut Flow<'_>, dossier: &Dossier) {
    let today = dossier.as_of.date_naive();
    let all = dossier.services.iter().flat_map(|service| &service.acceptances);
    let rows: Vec<Vec<_>> = all
        .map(|acceptance| {
            let until = if acceptance.valid(today) {
                day(acceptance.until)
            } else {
                format!("ended {}", day(acceptance.until))
            };
            vec![
                mono(acceptance.gates.join(" ")),
                cell(acceptance.owner.clone()),
                quiet(acceptance.reason.clone()),
                cell(day(acceptance.given_on)),
                cell(until),
            ]
        })
        .collect();
    if rows.is_empty() {
        flow.paragraph(&[span("Nobody has accepted an open gate of this vendor.", Style::Regular, INK)]);
        return;
    }
    let columns = [
        words("Gates", 84.0),
        words("Owner", 76.0),
        words("Reason", 154.0),
        words("Given", 70.0),
        words("Until", COLUMN - 384.0),
    ];
    flow.table(&columns, &rows);
}

fn evidence(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(14, "Evidence register", 110.0);
    let today = dossier.as_of.date_naive();
    let all = dossier.services.iter().flat_map(|service| &service.evidence);
    let rows: Vec<Vec<_>> = all
        .map(|piece| {
            let confirmed =
                if piece.confirmed { coloured("confirmed", SUPPORTED) } else { coloured("not confirmed", UNVERIFIED) };
            let issuer = piece.issuer.as_ref().map_or(String::new(), |issuer| format!(", {issuer}"));
            let scope = piece.scope.as_ref().map_or(String::new(), |scope| format!("; covers {scope}"));
            vec![
                cell(format!("{}{issuer}{scope}", piece.title)),
                quiet(kind_words(piece.kind)),
                cell(day(piece.dated_on)),
                match piece.valid_until {
                    Some(until) if until < today => coloured(format!("ended {}", day(until)), CONTRADICTED),
                    until => cell(until.map_or("–".to_owned(), day)),
                },
                confirmed,
                mono(piece.questions.join(" ")),
            ]
        })
        .collect();
    if rows.is_empty() {
        flow.not_assessed("No evidence is on file: whatever is answered is the vendor's word.");
        return;
    }
    let columns = [
        words("Evidence", 138.0),
        words("Kind", 72.0),
        words("Dated", 70.0),
        words("Valid until", 70.0),
        words("Reviewed", 64.0),
        words("Behind", COLUMN - 414.0),
    ];
    flow.table(&columns, &rows);
    flow.caption("Files are not kept in the workspace yet, so no hash of them can be printed.");
}

fn gaps(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(15, "Information gaps and requests", 60.0);
    for service in &dossier.services {
        title(flow, dossier, service, 40.0);
        let mut any = false;
        let assessment = &service.assessment;
        let unverified = assessment.claims.iter().filter(|claim| claim.state == ClaimState::Unverified);
        let requests = assessment
            .lacking
            .iter()
            .cloned()
            .chain(
                unverified
                    .map(|claim| format!("{}: {}. {}.", claim.question, claim.says, claim.seen.trim_end_matches('.'))),
            )
            .chain(terms_to_agree(assessment));
        for request in requests {
            any = true;
            flow.paragraph(&[span("–  ", Style::Regular, INK3), span(request, Style::Regular, INK)]);
        }
        if let Some(moves) = &assessment.moves {
            any = true;
            flow.caption(format!("To bring residual risk to {}:", moves.to.words().to_lowercase()));
            for change in &moves.changes {
                let points = if change.points == 0.0 { String::new() } else { format!(" ({})", signed(change.points)) };
                let words = format!("{}{points}", move_words(change));
                flow.paragraph(&[span("–  ", Style::Regular, INK3), span(words, Style::Regular, INK)]);
            }
        }
        if !any {
            flow.paragraph(&[span("Nothing is open.", Style::Regular, INK)]);
        }
    }
    if dossier.services.is_empty() {
        flow.paragraph(&[span("Nothing is open.", Style::Regular, INK)]);
    }
}

/// What the contracts should say and do not, or nobody knows whether they do.
fn terms_to_agree(assessment: &Assessment) -> Vec<String> {
    let named = |wanted: &[TermState]| {
        let terms = assessment.standing.terms.iter().filter(|line| wanted.contains(&line.state));
        let words = |line: &TermLine| match line.required.as_str() {
            "yes" => line.name.clone(),
            "no" => format!("{}: to be struck", line.name),
            required => format!("{} ({required})", line.name),
        };
        terms.map(words).collect::<Vec<_>>()
    };
    let (unknown, short) = (named(&[TermState::Unknown]), named(&[TermState::Absent, TermState::Weaker]));
    let mut requests = Vec::new();
    if !unknown.is_empty() {
        requests.push(format!("Contract, to be read and confirmed: {}.", unknown.join("; ")));
    }
    if !short.is_empty() {
        requests.push(format!("Contract, to be agreed: {}.", short.join("; ")));
    }
    requests
}

fn sign_off(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(16, "Sign-off", 190.0);
    flow.room(172.0);
    let columns = [
        words("Role", 130.0),
        words("Name, as entered", 130.0),
        words("Signature", 130.0),
        words("Date", COLUMN - 390.0),
    ];
    let row = |role: &str, name: &str| vec![cell(role), cell(name), cell(" \n "), cell(" ")];
    let rows = [
        row("Assessor", &dossier.assessor),
        row("Security lead", ""),
        row("Business owner", ""),
        row("Procurement or legal", ""),
    ];
    flow.table(&columns, &rows);
    flow.caption("Names are as entered, not authenticated. No decision is recorded in this workspace.");
}
