//! Sections 3 to 7: summary, scope, inherent risk, areas, and claims against evidence.

use super::{counted, day, residual_words, said, tenth, whole};
use crate::chart::{claim_look, claim_sign, score_bar};
use crate::flow::{Flow, baseline, cell, coloured, mono, numbers, quiet, single, words};
use crate::font::Style;
use crate::look::*;
use crate::wrap::{span, wrap};
use caveat_core::claim::{Claim, ClaimState};
use caveat_core::dossier::{Dossier, ServiceDossier};
use caveat_core::rating::gates::GateState;

/// Draws the sections.
pub fn draw(flow: &mut Flow<'_>, dossier: &Dossier) {
    summary(flow, dossier);
    scope(flow, dossier);
    inherent(flow, dossier);
    areas(flow, dossier);
    claims(flow, dossier);
}

fn summary(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.page();
    flow.section(3, "Summary", 100.0);
    if dossier.services.is_empty() {
        flow.not_assessed("There is no service in use.");
    }
    for service in &dossier.services {
        title(flow, dossier, service, 60.0);
        let assessment = &service.assessment;
        let contradicted: Vec<&Claim> =
            assessment.claims.iter().filter(|claim| claim.state == ClaimState::Contradicted).collect();
        for claim in contradicted.iter().take(5) {
            let says = span(format!("{}: ", claim.says), Style::Medium, INK);
            flow.paragraph(&[says, span(claim.seen.clone(), Style::Regular, CONTRADICTED)]);
        }
        if !assessment.claims.iter().any(|claim| claim.state != ClaimState::Unverified) {
            flow.not_assessed("Nothing was seen yet that bears on what the vendor says.");
        } else if contradicted.is_empty() {
            flow.paragraph(&[span("Nothing that was seen contradicts the vendor.", Style::Regular, INK)]);
        }
        let gates: Vec<Vec<_>> = assessment
            .gates
            .iter()
            .map(|gate| {
                // an answered soft gate is fine whatever was answered: that is not the same as met
                let (state, colour) = match gate.state {
                    GateState::Met if !gate.hard => ("Answered".to_owned(), INK2),
                    state => (said(state), gate_colour(state)),
                };
                let kind = if gate.hard { "hard" } else { "soft" };
                vec![
                    mono(gate.name.clone()),
                    cell(gate.asks.clone()),
                    quiet(kind),
                    coloured(state, colour),
                    quiet(gate.why.clone()),
                ]
            })
            .collect();
        if gates.is_empty() {
            flow.not_assessed("No question was asked, so no gate could be judged.");
        } else {
            let columns = [
                words("Gate", 84.0),
                words("Asks for", 166.0),
                words("Kind", 38.0),
                words("State", 62.0),
                words("Why", COLUMN - 350.0),
            ];
            flow.table(&columns, &gates);
        }
    }
}

fn gate_colour(state: GateState) -> Colour {
    match state {
        GateState::Failed | GateState::Overdue => CONTRADICTED,
        GateState::Open => UNVERIFIED,
        GateState::Covered => WARN,
        GateState::Met => SUPPORTED,
    }
}

fn scope(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(4, "Scope and context", 90.0);
    let vendor = &dossier.vendor;
    let unknown = || "not known".to_owned();
    flow.pairs(
        &[
            ("Legal name", cell(vendor.legal_name.clone().unwrap_or_else(unknown))),
            ("Website", cell(vendor.website.clone().unwrap_or_else(unknown))),
            ("Country of seat", cell(vendor.country.clone().unwrap_or_else(unknown))),
            ("Stage", cell(said(vendor.stage))),
            ("Owner here", cell(vendor.owner.clone().unwrap_or_else(unknown))),
        ],
        92.0,
    );
    let rows: Vec<Vec<_>> = dossier
        .services
        .iter()
        .map(|service| {
            let rating = &service.assessment.rating;
            let tier = if rating.inherent.triaged {
                format!("Tier {}", u8::from(rating.inherent.tier))
            } else {
                "Not triaged".to_owned()
            };
            vec![
                cell(service.service.name.clone()),
                quiet(service.service.purpose.clone().unwrap_or_else(unknown)),
                cell(tier),
                cell(residual_words(rating.residual)),
                cell(if rating.answers.any { whole(rating.assurance) } else { "–".to_owned() }),
            ]
        })
        .collect();
    if rows.is_empty() {
        flow.not_assessed("There is no service in use.");
        return;
    }
    let columns = [
        words("Service", 120.0),
        words("Used for", 150.0),
        words("Inherent", 70.0),
        words("Residual risk", 70.0),
        numbers("Assurance", COLUMN - 410.0),
    ];
    flow.caption("Inherent and residual risk: higher is riskier. Assurance, of 100: higher is safer.");
    flow.table(&columns, &rows);
}

fn inherent(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(5, "Inherent risk", 230.0);
    flow.lead(&[span("What the service could do to us before anything the vendor does about it. Higher is riskier; an unknown factor counts as 3 of 4.", Style::Regular, INK2)]);
    for service in &dossier.services {
        title(flow, dossier, service, 120.0);
        let rows: Vec<Vec<_>> = service
            .factors
            .iter()
            .map(|factor| {
                let meaning = match &factor.meaning {
                    Some(meaning) => cell(meaning.clone()),
                    None => coloured(format!("not known, counts as {} of 4 until known", factor.counted), UNVERIFIED),
                };
                vec![
                    cell(factor.label.clone()),
                    meaning,
                    cell(factor.level.map_or("–".to_owned(), |level| format!("{level} of 4"))),
                    cell(format!("{}", factor.weight)),
                    cell(format!("+{}", (factor.points * 100.0).round() / 100.0)),
                ]
            })
            .collect();
        let columns = [
            words("Factor", 128.0),
            words("What is so", 196.0),
            numbers("Level", 48.0),
            numbers("Weight", 48.0),
            numbers("Points", COLUMN - 420.0),
        ];
        flow.table(&columns, &rows);
        let inherent = &service.assessment.rating.inherent;
        let score = (inherent.score * 100.0).round() / 100.0;
        flow.caption(format!("{score} of 100, higher is riskier: {}.", inherent.rules.join("; ")));
    }
}

fn areas(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.section(6, "Areas", 190.0);
    flow.lead(&[span(
        "Each area once every answer is counted by what stands behind it, of 100; higher is safer.",
        Style::Regular,
        INK2,
    )]);
    for service in &dossier.services {
        title(flow, dossier, service, 90.0);
        if service.assessment.areas.is_empty() {
            flow.not_assessed("No questionnaire asks this service anything.");
        }
        for area in &service.assessment.areas {
            flow.room(22.0);
            let (y, base) = (flow.y, baseline(flow.y, TEXT, 18.0));
            flow.put(0, "P", &[span(area.name.clone(), Style::Regular, INK)], (LEFT, base), TEXT);
            let score = area.score;
            let shown = score.map_or("–".to_owned(), tenth);
            flow.canvas.artifact(|canvas| score_bar(canvas, score, (LEFT + 196.0, y + 5.0), (104.0, 8.0)));
            let style = if score.is_some() { Style::Strong } else { Style::Medium };
            let colour = if score.is_some() { INK } else { UNVERIFIED };
            let shown = [span(shown, style, colour)];
            let width = single(flow.canvas.fonts, &shown, TEXT).width;
            flow.put(0, "P", &shown, (LEFT + 336.0 - width, base), TEXT);
            let of = format!("{} of {} answered, {} borne out", area.answered, area.asked, area.supported);
            let of = if area.not_applicable > 0 { format!("{of}, {} n/a", area.not_applicable) } else { of };
            flow.put(0, "P", &[span(of, Style::Regular, INK3)], (LEFT + 346.0, base), SMALL);
            flow.y = y + 19.0;
        }
        let answers = &service.assessment.rating.answers;
        if answers.any && answers.cap < 100.0 {
            flow.gap(4.0);
            let cap = tenth(answers.cap);
            flow.caption(format!("The weakest critical area holds the whole to at most {cap} of 100."));
        }
    }
}

fn claims(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.page();
    flow.section(7, "Claims against evidence", 120.0);
    for service in &dossier.services {
        let claims = &service.assessment.claims;
        title(flow, dossier, service, 120.0);
        if claims.is_empty() {
            flow.not_assessed("The vendor has claimed nothing yet.");
            continue;
        }
        let count = |state: ClaimState| claims.iter().filter(|claim| claim.state == state).count();
        let counts = [ClaimState::Contradicted, ClaimState::Unverified, ClaimState::Supported]
            .map(|state| (state, count(state)));
        let mut lead = vec![span(format!("{}: ", counted(claims.len(), "claim")), Style::Regular, INK2)];
        for (place, (state, count)) in counts.iter().enumerate() {
            let (word, colour) = claim_look(*state);
            let colour = if *count > 0 { colour } else { INK2 };
            lead.push(span(format!("{count} {}", word.to_lowercase()), Style::Strong, colour));
            lead.push(span(if place < 2 { ", " } else { ". " }, Style::Regular, INK2));
        }
        lead.push(span(
            "Contradicted claims earn nothing; unverified ones count in part. Nothing unknown counts as good.",
            Style::Regular,
            INK2,
        ));
        flow.lead(&lead);
        proportions(flow, counts, claims.len());
        seam(flow, claims);
    }
}

fn proportions(flow: &mut Flow<'_>, counts: [(ClaimState, usize); 3], total: usize) {
    let y = flow.y + 4.0;
    let alt = counts
        .iter()
        .map(|(state, count)| format!("{count} {}", claim_look(*state).0.to_lowercase()))
        .collect::<Vec<_>>();
    flow.canvas.figure(0, format!("{} of {total} claims.", alt.join(", ")), |canvas| {
        let mut x = LEFT;
        for (state, count) in counts {
            let width = COLUMN * count as f32 / total as f32;
            match (count, state) {
                (0, _) => {}
                (_, ClaimState::Unverified) => {
                    canvas.frame(UNVERIFIED, (x + 0.4, y + 0.4), (width - 0.8, 11.2), 0.8, true)
                }
                (_, state) => canvas.fill(claim_look(state).1, x, y, width, 12.0),
            }
            x += width;
        }
    });
    flow.gap(28.0);
}

/// They say, the line with its sign, what was seen.
fn seam(flow: &mut Flow<'_>, claims: &[Claim]) {
    let (says_x, says_w) = (LEFT + 48.2, 158.0);
    let line_x = LEFT + 222.0;
    let (seen_x, seen_w) = (LEFT + 240.0, 150.0);
    let (source_x, source_w) = (LEFT + 400.0, COLUMN - 400.0);
    let head = |flow: &mut Flow<'_>| {
        let base = baseline(flow.y, SMALL, SMALL_LEADING);
        for (text, x) in [("Claim", LEFT), ("They say", says_x), ("What was seen", seen_x), ("Source, date", source_x)]
        {
            flow.put(0, "P", &[span(text, Style::Medium, INK3)], (x, base), SMALL);
        }
        flow.gap(17.0);
        flow.rule(CONTROL, 0.75);
    };
    head(flow);
    for claim in claims {
        let (word, colour) = claim_look(claim.state);
        let fonts = flow.canvas.fonts;
        let height_of = |text: &str, size: f32, width: f32, leading: f32| {
            wrap(fonts, &[span(text, Style::Regular, INK)], size, width).len() as f32 * leading
        };
        let said = format!("{} ({})", claim.says, claim.answer);
        let source = claim.on.map_or_else(|| claim.source.clone(), |on| format!("{}\n{}", claim.source, day(on)));
        let height = [
            height_of(&said, TEXT, says_w, LEADING),
            height_of(&claim.seen, TEXT, seen_w, LEADING) + LEADING,
            height_of(&source, SMALL, source_w, SMALL_LEADING),
        ]
        .into_iter()
        .fold(0.0, f32::max)
            + 10.0;
        if flow.left() < height {
            flow.rule(CONTROL, 0.75);
            flow.page();
            head(flow);
        }
        let y = flow.y + 5.0;
        flow.put(
            0,
            "P",
            &[span(claim.question.clone(), Style::Mono, INK)],
            (LEFT, baseline(y, TEXT, LEADING)),
            TEXT * 0.9,
        );
        let answer = span(format!(" ({})", claim.answer), Style::Regular, INK3);
        flow.block(&[span(claim.says.clone(), Style::Regular, INK), answer], (says_x, y), says_w, TEXT, LEADING);
        flow.put(0, "P", &[span(word, Style::Strong, colour)], (seen_x, baseline(y, SMALL, LEADING)), SMALL);
        let ink = match claim.state {
            ClaimState::Contradicted => CONTRADICTED,
            ClaimState::Unverified => INK2,
            ClaimState::Supported => INK,
        };
        flow.block(&[span(claim.seen.clone(), Style::Regular, ink)], (seen_x, y + LEADING), seen_w, TEXT, LEADING);
        flow.block(&[span(source, Style::Regular, INK2)], (source_x, y + 1.0), source_w, SMALL, SMALL_LEADING);
        let (top, foot, sign) = (flow.y, flow.y + height, y + 7.0);
        let state = claim.state;
        flow.canvas.artifact(|canvas| {
            for (from, to) in [(top, sign - 7.0), (sign + 7.0, foot)] {
                if state == ClaimState::Unverified {
                    canvas.dashes(CONTROL, 0.9, (line_x, from), (line_x, to));
                } else {
                    canvas.stroke(colour, 0.9, &[(line_x, from), (line_x, to)]);
                }
            }
            claim_sign(canvas, state, (line_x, sign), 5.2);
        });
        flow.y += height;
        flow.rule(LINE, 0.5);
    }
    flow.rule(CONTROL, 0.75);
    flow.gap(8.0);
    flow.caption("Method of each check: section 8. Contracts: section 9. Evidence: section 14.");
}

/// The service's name, where there are several.
pub fn title(flow: &mut Flow<'_>, dossier: &Dossier, service: &ServiceDossier, keep: f32) {
    if dossier.services.len() > 1 {
        flow.sub(&service.service.name, keep);
    }
}
