//! Section 8: endpoints and their certificates; components and their advisories; how and when
//! each was checked.

use super::rating::title;
use super::{counted, day, grouped, moment, said};
use crate::flow::{Flow, OF_A_TABLE, cell, coloured, mono, quiet, words};
use crate::font::Style;
use crate::look::*;
use crate::wrap::span;
use caveat_core::claim::STALE_DAYS;
use caveat_core::dossier::{Dossier, GivenRoot};
use caveat_core::known::{ComponentList, Endpoint, Finding, OpenAdvisory};
use caveat_core::policy::Severity;
use caveat_core::text::figure;

/// Draws the section.
pub fn draw(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(8, "Technical checks", 100.0);
    for service in &dossier.services {
        title(flow, dossier, service, 80.0);
        flow.sub("Connections (TLS)", 60.0);
        if service.endpoints.is_empty() {
            flow.not_assessed("No endpoint is listed for this service.");
        } else {
            endpoints(flow, &service.endpoints);
        }
        flow.sub("Components and advisories", 60.0);
        if service.lists.is_empty() {
            flow.not_assessed("No component list is on file.");
        }
        for list in &service.lists {
            components(flow, list, dossier);
        }
    }
    if dossier.services.is_empty() {
        flow.not_assessed("There is no service in use.");
    }
    flow.caption(format!(
        "Method: a visit of at most four ordinary handshakes and one request for headers, without credentials. The \
         chain is judged offline against the Mozilla root set as of this report's date{}; protocol versions before \
         TLS 1.2 are not tried. Components are held against imported OSV records by their exact version.",
        roots(dossier)
    ));
}

/// The roots that were trusted besides Mozilla's, in words that continue a sentence.
fn roots(dossier: &Dossier) -> String {
    let named = |root: &GivenRoot| {
        let hashes: Vec<String> = root.sha256.iter().map(|hash| grouped(hash, 4)).collect();
        format!("“{}” (SHA-256 {})", root.name, hashes.join(", "))
    };
    match dossier.roots.as_slice() {
        [] => String::new(),
        given => format!(" and roots that were given: {}", given.iter().map(named).collect::<Vec<_>>().join("; ")),
    }
}

fn endpoints(flow: &mut Flow<'_>, endpoints: &[Endpoint]) {
    let rows: Vec<Vec<_>> = endpoints
        .iter()
        .map(|endpoint| {
            let host = place(endpoint);
            let data = if endpoint.carries_data { "yes" } else { "no" };
            let Some(look) = &endpoint.look else {
                let never = coloured("Never checked", UNVERIFIED);
                return vec![mono(host), quiet(data), never, quiet("–"), quiet("–"), quiet("–")];
            };
            let verdict = |good: Option<bool>| match good {
                Some(true) => coloured("yes", SUPPORTED),
                Some(false) => coloured("no", CONTRADICTED),
                None => coloured("not seen", UNVERIFIED),
            };
            let versions = if look.completed {
                cell(look.versions.iter().map(|one| one.replace(' ', "\u{a0}")).collect::<Vec<_>>().join(", "))
            } else {
                coloured(said(&look.outcome), CONTRADICTED)
            };
            let until = look.chain.first().and_then(|leaf| leaf.not_after);
            vec![
                mono(host),
                quiet(data),
                versions,
                verdict(look.trusted.map(|trusted| trusted && look.hostname_ok != Some(false))),
                cell(until.map_or("–".to_owned(), |until| day(until.date_naive()))),
                quiet(match &endpoint.missed {
                    Some(missed) => format!("{}; tried {}: {}", moment(look.at), moment(missed.at), missed.words),
                    None => moment(look.at),
                }),
            ]
        })
        .collect();
    let columns = [
        words("Endpoint", 152.0),
        words("Our data", 44.0),
        words("Speaks", 74.0),
        words("Trust, name", 58.0),
        words("Valid until", 72.0),
        words("Checked", COLUMN - 400.0),
    ];
    flow.table(&columns, &rows);
    for endpoint in endpoints {
        let Some(look) = &endpoint.look else { continue };
        if !look.findings.is_empty() {
            let rows: Vec<Vec<_>> = gravest_first(&look.findings)
                .into_iter()
                .map(|finding| {
                    let grave = matches!(finding.severity.as_str(), "high" | "critical");
                    let severity = if grave {
                        coloured(said(&finding.severity), CONTRADICTED)
                    } else {
                        cell(said(&finding.severity))
                    };
                    vec![
                        severity,
                        cell(finding.summary.clone()),
                        quiet(finding.remedy.clone()),
                        mono(finding.code.clone()),
                    ]
                })
                .collect();
            flow.room(OF_A_TABLE);
            flow.caption(format!("Found at {}", place(endpoint)));
            let columns = [
                words("Severity", 50.0),
                words("What is so", 156.0),
                words("What to do", 140.0),
                words("Code", COLUMN - 346.0),
            ];
            flow.table(&columns, &rows);
        }
        if !look.chain.is_empty() {
            flow.room(OF_A_TABLE);
            flow.caption(format!("Chain served by {}", place(endpoint)));
            let rows: Vec<Vec<_>> = look
                .chain
                .iter()
                .map(|link| {
                    let valid = match (link.not_before, link.not_after) {
                        (Some(from), Some(to)) => format!("{} to {}", day(from.date_naive()), day(to.date_naive())),
                        _ => "cannot be read".to_owned(),
                    };
                    vec![
                        cell(link.subject.clone()),
                        quiet(link.key.clone()),
                        quiet(valid),
                        mono(grouped(&link.sha256, 4)),
                    ]
                })
                .collect();
            let columns = [
                words("Certificate", 152.0),
                words("Key", 68.0),
                words("Valid", 136.0),
                words("SHA-256", COLUMN - 356.0),
            ];
            flow.table(&columns, &rows);
        }
    }
}

/// A host, and its port where that is not the usual one.
fn place(endpoint: &Endpoint) -> String {
    if endpoint.port == 443 { endpoint.host.clone() } else { format!("{} port {}", endpoint.host, endpoint.port) }
}

fn gravest_first(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    let order = ["critical", "high", "medium", "low"];
    sorted.sort_by_key(|finding| order.iter().position(|word| finding.severity == *word).unwrap_or(order.len()));
    sorted
}

fn components(flow: &mut Flow<'_>, list: &ComponentList, dossier: &Dossier) {
    let about = format!(
        "{} ({}), {}, received {}",
        list.file_name,
        list.format,
        counted(list.total as usize, "component"),
        day(list.received_on)
    );
    flow.paragraph(&[span(about, Style::Medium, INK)]);
    let Some(checked) = &list.checked else {
        flow.not_assessed("There is no advisory data to hold it against.");
        return;
    };
    if checked.open.is_empty() {
        flow.paragraph(&[span("No advisory in the data hits a component of this list.", Style::Regular, INK)]);
    } else {
        advisories(flow, &checked.open, dossier);
    }
    if !checked.notices.is_empty() {
        flow.room(OF_A_TABLE);
        flow.caption("Notices that are no vulnerabilities:");
        advisories(flow, &checked.notices, dossier);
    }
    if !checked.undecidable.is_empty() {
        flow.room(OF_A_TABLE);
        flow.caption(format!("{} could not be decided:", counted(checked.undecidable.len(), "component")));
        let rows: Vec<Vec<_>> =
            checked.undecidable.iter().map(|one| vec![cell(one.name.clone()), quiet(one.reason.clone())]).collect();
        flow.table(&[words("Component", 180.0), words("Why", COLUMN - 180.0)], &rows);
    }
    let age = (dossier.as_of.date_naive() - checked.library_on).num_days();
    let stale = if age > STALE_DAYS { format!(", {} days old: update it", figure(age as f64)) } else { String::new() };
    flow.caption(format!(
        "{} without an advisory. Advisory data of {}{stale}.",
        checked.clean,
        day(checked.library_on)
    ));
}

fn advisories(flow: &mut Flow<'_>, open: &[OpenAdvisory], dossier: &Dossier) {
    let today = dossier.as_of.date_naive();
    let rows: Vec<Vec<_>> = open
        .iter()
        .map(|advisory| {
            let grave = matches!(advisory.severity, Severity::Critical | Severity::High | Severity::Malicious);
            let severity =
                if grave { coloured(said(advisory.severity), CONTRADICTED) } else { cell(said(advisory.severity)) };
            let age = advisory.published_on.map_or("–".to_owned(), |published| {
                format!("{} days", figure((today - published).num_days() as f64))
            });
            let fixed = if advisory.fixed.is_empty() { "no fix known".to_owned() } else { advisory.fixed.join(", ") };
            vec![
                severity,
                vec![
                    span(format!("{} {}\n", advisory.component, advisory.version), Style::Regular, INK),
                    span(advisory.ids.join(" "), Style::Mono, INK2),
                ],
                quiet(advisory.summary.clone()),
                cell(fixed),
                cell(age),
            ]
        })
        .collect();
    let columns = [
        words("Severity", 54.0),
        words("Component, advisory", 124.0),
        words("About", 184.0),
        words("Fixed in", 54.0),
        words("Known for", COLUMN - 416.0),
    ];
    flow.table(&columns, &rows);
}
