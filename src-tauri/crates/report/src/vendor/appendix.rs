//! Section 17, the appendix: the score worked through, every answer, and what the words mean.

use super::rating::title;
use super::{counted, day, said, tenth};
use crate::chart::{claim_look, signed, waterfall};
use crate::flow::{Flow, cell, coloured, mono, numbers, quiet, words};
use crate::font::Style;
use crate::look::*;
use crate::wrap::span;
use caveat_core::dossier::{Dossier, ServiceDossier};
use caveat_core::rating::breakdown::StepKind;
use caveat_core::rating::facts::Credit;

/// Draws the section.
pub fn draw(flow: &mut Flow<'_>, dossier: &Dossier) {
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
    let confidence = format!("grade {}: how much of what was asked is known", answers.grade);
    // as in the chart above, whose parts add up as printed
    let moved =
        |kind: StepKind| assessment.breakdown.iter().find(|step| step.step == kind).map_or(0.0, |step| step.points);
    let lines = [
        ("Claimed", tenth(answers.claimed), "of 100 · Σ weight · credit / Σ weight"),
        ("Supported", tenth(answers.supported), "each answer times what stands behind it, times its freshness"),
        ("Confidence", tenth(answers.confidence), confidence.as_str()),
        ("Completeness", tenth(answers.completeness), "answered, of 100"),
        ("Weakest area", tenth(answers.cap), "the most that the weakest critical area leaves"),
        ("Checks", tenth(signals.deduction), "points of deduction from TLS and advisories"),
        ("", signed(moved(StepKind::Signals)), "what they take from assurance, 25 at most"),
        ("Contract", signed(moved(StepKind::Contract)), "0.15 for each point of coverage missing"),
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
