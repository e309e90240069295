//! Sections 10 to 17: AI use, sub-processors, findings, acceptances, evidence, gaps, sign-off,
//! and the appendix with every answer and the score worked through.

use super::rating::title;
use super::verdict::move_words;
use super::{counted, day, said, tenth};
use crate::chart::{claim_look, signed, waterfall};
use crate::flow::{Flow, cell, coloured, mono, numbers, quiet, words};
use crate::font::Style;
use crate::look::*;
use crate::wrap::span;
use caveat_core::claim::{ClaimState, kind_words};
use caveat_core::dossier::{Dossier, ServiceDossier};
use caveat_core::rating::facts::Credit;

/// Draws the sections.
pub fn draw(flow: &mut Flow<'_>, dossier: &Dossier) {
    ai(flow, dossier);
    flow.section(11, "Sub-processors and concentration", 40.0);
    flow.not_assessed("No sub-processors are on file. What the vendor says of them is in the answers (SUP-01).");
    findings(flow, dossier);
    acceptances(flow, dossier);
    evidence(flow, dossier);
    gaps(flow, dossier);
    sign_off(flow, dossier);
    appendix(flow, dossier);
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

fn findings(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(12, "Findings", 110.0);
    let mut rows = Vec::new();
    for service in &dossier.services {
        for claim in service.assessment.claims.iter().filter(|claim| claim.state == ClaimState::Contradicted) {
            rows.push(vec![
                mono(claim.question.clone()),
                cell(format!("Claimed: {}", claim.says)),
                coloured(claim.seen.clone(), CONTRADICTED),
                quiet(claim.on.map_or("–".to_owned(), day)),
            ]);
        }
        let looks = service.endpoints.iter().filter_map(|endpoint| endpoint.look.as_ref().map(|look| (endpoint, look)));
        for (endpoint, look) in looks {
            for finding in look.findings.iter().filter(|finding| finding.severity != "info") {
                rows.push(vec![
                    mono(finding.code.clone()),
                    cell(format!("{}: {}", endpoint.host, finding.summary)),
                    cell(finding.remedy.clone()),
                    quiet(day(look.at.date_naive())),
                ]);
            }
        }
    }
    if rows.is_empty() {
        flow.paragraph(&[span("No check found anything, and no claim is contradicted.", Style::Regular, INK)]);
        return;
    }
    let columns = [
        words("Code", 116.0),
        words("What is so", 146.0),
        words("Seen, or what to do", 142.0),
        words("Seen on", COLUMN - 404.0),
    ];
    flow.table(&columns, &rows);
}

fn acceptances(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(13, "Acceptances", 110.0);
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
        flow.paragraph(&[span("Nobody has accepted a risk of this vendor.", Style::Regular, INK)]);
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
                cell(piece.valid_until.map_or("–".to_owned(), day)),
                confirmed,
                mono(piece.questions.join(" ")),
            ]
        })
        .collect();
    if rows.is_empty() {
        flow.not_assessed("No evidence is on file: every answer is the vendor's word.");
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
    let mut any = false;
    for service in &dossier.services {
        title(flow, dossier, service, 40.0);
        let assessment = &service.assessment;
        let unverified = assessment.claims.iter().filter(|claim| claim.state == ClaimState::Unverified);
        let requests = assessment
            .lacking
            .iter()
            .cloned()
            .chain(unverified.map(|claim| format!("{}: {}. {}", claim.question, claim.says, claim.seen)));
        for request in requests {
            any = true;
            flow.paragraph(&[span("–  ", Style::Regular, INK3), span(request, Style::Regular, INK)]);
        }
        if let Some(moves) = &assessment.moves {
            any = true;
            flow.caption(format!("To bring residual risk to {}:", moves.to.words().to_lowercase()));
            for change in &moves.changes {
                let words = format!("{} ({})", move_words(change), signed(change.points));
                flow.paragraph(&[span("–  ", Style::Regular, INK3), span(words, Style::Regular, INK)]);
            }
        }
    }
    if !any {
        flow.paragraph(&[span("Nothing is open.", Style::Regular, INK)]);
    }
}

fn sign_off(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(16, "Sign-off", 150.0);
    flow.room(140.0);
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

fn appendix(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.page();
    flow.section(17, "Appendix", 200.0);
    for service in &dossier.services {
        title(flow, dossier, service, 200.0);
        worked_through(flow, service);
        answers(flow, service);
    }
    flow.sub("Words", 80.0);
    let glossary = [
        ("Claimed", "What the vendor's answers are worth if every one is true. Of 100, higher is safer."),
        (
            "Supported",
            "What is left when each answer counts by what stands behind it, and contradicted ones count nothing.",
        ),
        (
            "Assurance",
            "Supported, held back by the weakest area, less what checks, advisories and missing terms take away.",
        ),
        (
            "Inherent risk",
            "What the service could do to us before anything the vendor does about it. Higher is riskier.",
        ),
        ("Residual risk", "From likelihood (assurance and gates) and impact (tier). Higher is riskier."),
        ("Contradicted", "An own check, a contract or a date says otherwise."),
        ("Unverified", "Nothing was seen that says so. Counts in part, less for higher tiers."),
        ("Gate", "A question, check or term that must hold; one that fails is never averaged away."),
    ];
    let pairs: Vec<(&str, Vec<_>)> = glossary.iter().map(|(word, meaning)| (*word, quiet(*meaning))).collect();
    flow.pairs(&pairs, 92.0);
    flow.caption(format!(
        "Rated by policy {} (SHA-256 {}). The facts below every number are attached to this file as dossier.json; the \
         command “caveat policy evaluate” recomputes the rating from them.",
        dossier.policy, dossier.policy_hash
    ));
}

fn worked_through(flow: &mut Flow<'_>, service: &ServiceDossier) {
    let assessment = &service.assessment;
    flow.sub("The score worked through", 200.0);
    if assessment.rating.answers.any {
        flow.gap(18.0);
        let height = waterfall(flow, &assessment.breakdown, (LEFT, flow.y), COLUMN, 130.0);
        flow.gap(height + 6.0);
    } else {
        flow.not_assessed("No row is in the sums.");
    }
    let rating = &assessment.rating;
    let (answers, signals) = (&rating.answers, &rating.signals);
    let lines = [
        ("Claimed", tenth(answers.claimed), "of 100 · Σ weight · credit / Σ weight"),
        ("Supported", tenth(answers.supported), "each answer times what stands behind it, times its freshness"),
        (
            "Confidence",
            format!("{} ({})", tenth(answers.confidence), answers.grade),
            "how much of what was asked is known",
        ),
        ("Completeness", tenth(answers.completeness), "answered, of 100"),
        ("Weakest area", tenth(answers.cap), "the most that the weakest critical area leaves"),
        ("Checks", tenth(signals.deduction), "points of deduction from TLS and advisories"),
        ("", signed(-signals.penalty), "what they take from assurance, 25 at most"),
        ("Contract", signed(-rating.contract_penalty), "0.15 for each point of coverage missing"),
        ("Assurance", tenth(rating.assurance), "what is left, held between 0 and 100"),
    ];
    let rows: Vec<Vec<_>> =
        lines.into_iter().map(|(step, points, how)| vec![cell(step), cell(points), quiet(how)]).collect();
    flow.table(&[words("Step", 110.0), numbers("Points", 76.0), words("How", COLUMN - 186.0)], &rows);
    let residual = rating.residual.map_or("not rated".to_owned(), |residual| residual.words().to_lowercase());
    flow.caption(format!(
        "Likelihood {}, impact {}: residual risk {residual}; {}; approval {}.",
        rating.likelihood.words().to_lowercase(),
        rating.impact.words().to_lowercase(),
        said(rating.status).to_lowercase(),
        said(rating.approval).to_lowercase()
    ));
}

fn answers(flow: &mut Flow<'_>, service: &ServiceDossier) {
    let facts = &service.assessment.facts;
    for questionnaire in &service.questionnaires {
        flow.sub(&format!("Answers: {}", questionnaire.title), 100.0);
        match questionnaire.issued_on {
            Some(issued) => {
                let due = questionnaire.due_on.map_or(String::new(), |due| format!(", due {}", day(due)));
                let asked = counted(questionnaire.rows.len(), "question");
                flow.caption(format!(
                    "Issued {}{due}; {asked}; template {} {}",
                    day(issued),
                    questionnaire.template,
                    &questionnaire.template_hash[..16.min(questionnaire.template_hash.len())]
                ));
            }
            None => {
                flow.not_assessed("The tier asks for this questionnaire and it was not issued: it counts as blank.")
            }
        }
        let rows: Vec<Vec<_>> = questionnaire
            .rows
            .iter()
            .map(|(question, answer)| {
                let row = facts.rows.iter().find(|row| row.id == question.id);
                let credit = match row.map(|row| row.credit) {
                    Some(Credit::Share(share)) => format!("{share}"),
                    Some(Credit::NotApplicable) => "n/a".to_owned(),
                    _ => "blank".to_owned(),
                };
                let said_here = answer
                    .as_ref()
                    .map_or_else(|| coloured("Not answered", UNVERIFIED), |answer| cell(question.said(answer)));
                let note = answer.as_ref().and_then(|answer| answer.note.clone()).unwrap_or_default();
                let worst = service
                    .assessment
                    .claims
                    .iter()
                    .filter(|claim| claim.question == question.id)
                    .map(|claim| claim.state)
                    .min();
                let state =
                    worst.map_or_else(|| quiet("–"), |state| coloured(claim_look(state).0, claim_look(state).1));
                let mut asked = cell(question.text.clone());
                if !note.is_empty() {
                    asked.push(span(format!(" “{note}”"), Style::Regular, INK3));
                }
                vec![
                    mono(question.id.clone()),
                    asked,
                    said_here,
                    cell(format!("{}", question.weight)),
                    cell(credit),
                    state,
                ]
            })
            .collect();
        let columns = [
            words("Id", 52.0),
            words("Question", 188.0),
            words("Answer", 88.0),
            numbers("Weight", 38.0),
            numbers("Credit", 40.0),
            words("Claim", COLUMN - 406.0),
        ];
        flow.table(&columns, &rows);
    }
}
