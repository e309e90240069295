//! The cover: who, what, the gap bar, and document control.

use super::{day, grouped, moment, said, whole, worst};
use crate::canvas::Heading;
use crate::chart::gap_bar;
use crate::flow::{Flow, cell, mono};
use crate::font::Style;
use crate::look::*;
use crate::wrap::span;
use caveat_core::dossier::Dossier;

/// Draws the cover.
pub fn draw(flow: &mut Flow<'_>, dossier: &Dossier, record: &str) {
    flow.page();
    let x = LEFT;
    flow.canvas.figure(0, "Caveat", |canvas| {
        canvas.fill(INK, x, 60.0, 6.0, 16.0);
        canvas.frame(INK, (x + 8.0, 66.0), (6.0, 9.2), 1.6, false);
    });
    flow.put(0, "P", &[span("Caveat", Style::Strong, INK)], (x + 21.0, 73.5), 11.0);
    flow.y = 190.0;
    let kind = format!("Vendor assessment, {}", dossier.as_of.format("%B %Y"));
    let paragraph = flow.canvas.element(0, "P");
    flow.lines(paragraph, &[span(kind, Style::Regular, INK3)], LEFT, COLUMN, 12.0, 18.0);
    flow.gap(4.0);
    let title = flow.canvas.element(0, "Title");
    flow.lines(title, &[span(dossier.vendor.name.clone(), Style::Strong, INK)], LEFT, COLUMN, 34.0, 41.0);
    flow.gap(6.0);
    let services: Vec<&str> = dossier.services.iter().map(|service| service.service.name.as_str()).collect();
    let what = match services.as_slice() {
        [] => format!("{}, no service in use", said(dossier.vendor.kind)),
        names => format!("{}: {}", said(dossier.vendor.kind), names.join(", ")),
    };
    let paragraph = flow.canvas.element(0, "P");
    flow.lines(paragraph, &[span(what, Style::Regular, INK2)], LEFT, 420.0, 10.5, 15.6);

    flow.gap(46.0);
    match worst(dossier) {
        Some(worst) if worst.assessment.rating.answers.any => {
            let answers = &worst.assessment.rating.answers;
            let numbers = [answers.claimed, answers.supported, worst.assessment.rating.assurance];
            let [claimed, supported, assurance] = numbers.map(whole);
            let fonts = flow.canvas.fonts;
            let y = flow.y;
            let words = format!("Assurance {assurance}");
            let width = fonts.width(Style::Strong, &words, TEXT);
            let tick = LEFT + COLUMN * (numbers[2].clamp(0.0, 100.0) as f32) / 100.0;
            let at = (tick - width / 2.0).clamp(LEFT, LEFT + COLUMN - width);
            flow.put(0, "P", &[span(words, Style::Strong, INK)], (at, y), TEXT);
            let alt =
                format!("Claimed {claimed}, supported {supported}, assurance {assurance} of 100, higher is safer.");
            flow.canvas.figure(0, alt, |canvas| gap_bar(canvas, (LEFT, y + 9.0), (COLUMN, 16.0), numbers));
            let below = y + 40.0;
            flow.put(0, "P", &[span(format!("Supported {supported}"), Style::Medium, ACCENT)], (LEFT, below), TEXT);
            let words = format!("Claimed {claimed} of 100, higher is safer");
            let width = fonts.width(Style::Regular, &words, TEXT);
            flow.put(0, "P", &[span(words, Style::Regular, INK2)], (LEFT + COLUMN - width, below), TEXT);
            flow.y = below + 12.0;
            let how = "Solid: what stands up to evidence. Hatched: claimed and not supported. The upright line: \
                       assurance, what is left after open checks, advisories and missing contract terms.";
            let paragraph = flow.canvas.element(0, "P");
            flow.lines(paragraph, &[span(how, Style::Regular, INK3)], LEFT, 420.0, SMALL, SMALL_LEADING);
        }
        _ => flow.not_assessed("No question has been asked yet; nothing can be said about this vendor."),
    }

    flow.y = HEIGHT - 250.0;
    flow.canvas.headings.push(Heading { level: 1, title: "1 Document control".to_owned(), page: 0, top: flow.y });
    flow.rule(CONTROL, 0.75);
    flow.gap(8.0);
    let reassess = dossier.services.iter().map(|service| service.reassess_on).min();
    flow.pairs(
        &[
            ("Vendor", cell(dossier.vendor.legal_name.clone().unwrap_or_else(|| dossier.vendor.name.clone()))),
            ("Classification", cell(dossier.classification.clone())),
            ("Assessor", cell(format!("{}, as entered, not authenticated", dossier.assessor))),
            ("As of", cell(moment(dossier.as_of))),
            ("Reassess by", cell(reassess.map_or("not rated".to_owned(), day))),
            ("Policy", cell(dossier.policy.clone())),
            ("Policy hash", mono(grouped(&dossier.policy_hash, 16))),
            ("Record hash", mono(grouped(record, 16))),
            ("Made with", cell(format!("Caveat {}", dossier.program))),
        ],
        92.0,
    );
}
