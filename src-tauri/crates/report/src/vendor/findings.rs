//! Section 12: everything that was found, in one ledger.

use super::{capital, day, said};
use crate::flow::{Cell, Flow, cell, coloured, mono, quiet, words};
use crate::font::Style;
use crate::look::*;
use crate::wrap::span;
use caveat_core::claim::{Claim, ClaimState};
use caveat_core::contract::standing::TermState;
use caveat_core::dossier::{Dossier, ServiceDossier};
use caveat_core::known::Endpoint;
use caveat_core::policy::Severity;
use caveat_core::rating::gates::GateState;

/// Draws the section.
pub fn draw(flow: &mut Flow<'_>, dossier: &Dossier) {
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
        gates_found(service, &mut rows);
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
    for service in &dossier.services {
        advisories_found(service, &mut rows);
        terms_found(service, &mut rows);
    }
    if rows.is_empty() {
        let checked = |service: &ServiceDossier| {
            service.endpoints.iter().any(Endpoint::was_seen)
                || service.lists.iter().any(|list| list.checked.is_some())
                || !service.assessment.claims.is_empty()
        };
        if dossier.services.iter().any(checked) {
            flow.paragraph(&[span(
                "What was checked found nothing, and no claim is contradicted.",
                Style::Regular,
                INK,
            )]);
        } else {
            flow.not_assessed("Nothing was checked, and the vendor has claimed nothing.");
        }
        return;
    }
    let columns = [
        words("Code", 124.0),
        words("What is so", 142.0),
        words("Seen, or what to do", 138.0),
        words("Seen on", COLUMN - 404.0),
    ];
    flow.table(&columns, &rows);
}

/// Failed hard gates that no contradicted claim names already.
fn gates_found(service: &ServiceDossier, rows: &mut Vec<Vec<Cell>>) {
    let assessment = &service.assessment;
    let contradicts = |claim: &Claim, name: &str| claim.question == name && claim.state == ClaimState::Contradicted;
    let claimed = |name: &str| assessment.claims.iter().any(|claim| contradicts(claim, name));
    for gate in assessment.gates.iter().filter(|gate| gate.hard && gate.state >= GateState::Overdue) {
        if !claimed(&gate.name) {
            rows.push(vec![
                mono(gate.name.clone()),
                cell(format!("Gate {}: {}", said(gate.state).to_lowercase(), gate.asks)),
                coloured(gate.why.clone(), CONTRADICTED),
                quiet("–"),
            ]);
        }
    }
}

/// Open advisories, but for those of low severity.
fn advisories_found(service: &ServiceDossier, rows: &mut Vec<Vec<Cell>>) {
    for list in &service.lists {
        let open = list.checked.iter().flat_map(|checked| &checked.open);
        for advisory in open.filter(|advisory| advisory.severity != Severity::Low) {
            let fixed = match advisory.fixed.as_slice() {
                [] => "No fix is known.".to_owned(),
                fixed => format!("Update to {}.", fixed.join(" or ")),
            };
            rows.push(vec![
                mono(advisory.ids.first().cloned().unwrap_or_default()),
                cell(format!(
                    "{} {}, {}",
                    advisory.component,
                    advisory.version,
                    said(advisory.severity).to_lowercase()
                )),
                cell(fixed),
                quiet(day(list.received_on)),
            ]);
        }
    }
}

/// Terms that are required and not promised at all.
fn terms_found(service: &ServiceDossier, rows: &mut Vec<Vec<Cell>>) {
    let terms = &service.assessment.standing.terms;
    for line in terms.iter().filter(|line| line.state == TermState::Absent) {
        let place = line.clause.clone().or_else(|| line.contract.clone()).unwrap_or_default();
        rows.push(vec![
            quiet("Contract"),
            cell(format!("{} ({}): not promised", line.name, said(&line.group))),
            cell(capital(&line.gap)),
            quiet(place),
        ]);
    }
}
