//! Section 9: contracts, their dates, and their terms against the baseline of the tier.

use super::rating::title;
use super::{counted, day, said, tenth};
use crate::chart::term_look;
use crate::flow::{Cell, Flow, cell, coloured, quiet, words};
use crate::font::Style;
use crate::look::*;
use crate::wrap::span;
use caveat_core::contract::standing::{TermLine, TermState};
use caveat_core::contract::{Contract, NoticeDate, NoticeState};
use caveat_core::dossier::{Dossier, ServiceDossier};
use chrono::NaiveDate;

/// Draws the section.
pub fn draw(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(9, "Contract and incident terms", 120.0);
    for service in &dossier.services {
        title(flow, dossier, service, 90.0);
        contracts(flow, service, dossier.as_of.date_naive());
        standing(flow, service);
    }
    if dossier.services.is_empty() {
        flow.not_assessed("There is no service in use.");
    }
}

fn contracts(flow: &mut Flow<'_>, service: &ServiceDossier, today: NaiveDate) {
    if service.contracts.is_empty() {
        flow.not_assessed("No contract is on file; nothing that is required counts as promised.");
        return;
    }
    let none = || "–".to_owned();
    let rows: Vec<Vec<_>> = service
        .contracts
        .iter()
        .map(|contract| {
            vec![
                cell(contract.title.clone()),
                cell(contract.starts_on.map_or_else(none, day)),
                cell(contract.ends_on.map_or_else(none, day)),
                cell(contract.notice_days.map_or_else(none, |days| counted(days as usize, "day"))),
                notice(contract, today),
                quiet(contract.at_its_end()),
            ]
        })
        .collect();
    let columns = [
        words("Contract", 100.0),
        words("From", 74.0),
        words("Until", 74.0),
        words("Notice", 52.0),
        words("Give notice by", 88.0),
        words("Then", COLUMN - 388.0),
    ];
    flow.table(&columns, &rows);
}

fn notice(contract: &Contract, today: NaiveDate) -> Cell {
    let NoticeDate { state, words, .. } = contract.notice(today);
    match state {
        NoticeState::By => cell(words),
        NoticeState::NotNeeded => quiet(words),
        NoticeState::Passed => coloured(words, CONTRADICTED),
        NoticeState::Renewed | NoticeState::Unknown => coloured(words, UNVERIFIED),
    }
}

fn standing(flow: &mut Flow<'_>, service: &ServiceDossier) {
    let standing = &service.assessment.standing;
    if standing.terms.is_empty() {
        flow.caption("The baseline asks for no term at this tier.");
        return;
    }
    flow.caption(format!(
        "{} of 100 of what tier {} asks for is promised and confirmed; higher is safer.",
        tenth(standing.coverage),
        u8::from(service.assessment.rating.inherent.tier)
    ));
    let read = |line: &&TermLine| line.contract.is_some();
    let of_incidents = |line: &&TermLine| line.group == "incident";
    let incident: Vec<&TermLine> = standing.terms.iter().filter(read).filter(of_incidents).collect();
    let others: Vec<&TermLine> = standing.terms.iter().filter(read).filter(|line| !of_incidents(line)).collect();
    if !incident.is_empty() {
        flow.sub("Incident terms", 80.0);
        table(flow, &incident);
    }
    if !others.is_empty() {
        flow.sub("Other terms", 80.0);
        table(flow, &others);
    }
    let unread: Vec<&TermLine> = standing.terms.iter().filter(|line| !read(line)).collect();
    if !unread.is_empty() {
        flow.sub(&format!("Required and not known: {}", counted(unread.len(), "term")), 60.0);
        let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
        for line in unread {
            let words = format!("{} ({})", line.name, line.required);
            match groups.iter_mut().find(|(group, _)| *group == line.group) {
                Some((_, lines)) => lines.push(words),
                None => groups.push((&line.group, vec![words])),
            }
        }
        let rows: Vec<Vec<_>> =
            groups.into_iter().map(|(group, lines)| vec![cell(said(group)), quiet(lines.join("; "))]).collect();
        flow.table(&[words("Group", 92.0), words("Term (what the tier asks)", COLUMN - 92.0)], &rows);
    }
    let quoted: Vec<&TermLine> = standing.terms.iter().filter(|line| line.quote.is_some()).collect();
    if !quoted.is_empty() {
        flow.sub("What the contracts say", 60.0);
        for line in quoted {
            let place = line.clause.clone().or_else(|| line.contract.clone()).unwrap_or_default();
            let head = span(format!("{}, {place}: ", line.name), Style::Medium, INK);
            let quote = line.quote.clone().unwrap_or_default();
            flow.paragraph(&[head, span(format!("“{quote}”"), Style::Regular, INK2)]);
        }
    }
}

fn table(flow: &mut Flow<'_>, lines: &[&TermLine]) {
    let rows: Vec<Vec<_>> = lines
        .iter()
        .map(|line| {
            let (word, colour) = term_look(line.state);
            let gap = match line.excepted_until {
                Some(until) if line.state == TermState::Excepted => format!("until {}", day(until)),
                _ => line.gap.clone(),
            };
            let actual = match &line.clause {
                Some(clause) => format!("{} ({clause})", line.actual),
                None => line.actual.clone(),
            };
            vec![
                cell(line.name.clone()),
                quiet(line.required.clone()),
                cell(actual),
                coloured(word, colour),
                quiet(gap),
            ]
        })
        .collect();
    let columns = [
        words("Term", 122.0),
        words("Required", 88.0),
        words("Offered", 126.0),
        words("State", 62.0),
        words("Gap", COLUMN - 398.0),
    ];
    flow.table(&columns, &rows);
}
