//! The verdict, on one page: what is so, what it rests on, what would change it.

use super::gates::HardGates;
use super::{capital, counted, day, residual_words, said, tenth, whole, worst};
use crate::chart::{RiskMatrix, meter, meter_width, signed};
use crate::flow::{Flow, SUB, baseline, single};
use crate::font::Style;
use crate::look::*;
use crate::wrap::{Span, span};
use caveat_core::assessment::{Assessment, Gate};
use caveat_core::claim::ClaimState;
use caveat_core::contract::standing::TermState;
use caveat_core::dossier::{Dossier, ServiceDossier};
use caveat_core::known::Endpoint;
use caveat_core::policy::Degree;
use caveat_core::rating::breakdown::StepKind;
use caveat_core::rating::gates::GateState;
use caveat_core::rating::moves::Move;
use caveat_core::rating::{Approval, Status};

/// Draws the verdict page.
pub fn draw(flow: &mut Flow<'_>, dossier: &Dossier) {
    flow.page();
    flow.section(2, "Verdict", 0.0);
    let Some(worst) = worst(dossier) else {
        flow.not_assessed("The vendor has no service in use, and risk arises in services.");
        return;
    };
    let assessment = &worst.assessment;
    flow.lead(&[span(sentence(dossier, worst), Style::Regular, INK2)]);
    flow.rule(INK, 1.5);
    approval(flow, assessment);
    numbers(flow, dossier, worst);
    picture(flow, dossier, assessment);
    let gates = HardGates::of(assessment);
    let lacking = not_assessed(worst);
    let under = flow.caption_height(&lacking);
    let fits = |(moves, explained): &(usize, bool)| {
        way_down_height(assessment, *moves) + gates.height(flow, *explained) + under <= flow.left()
    };
    // the page must hold every gate: moves give way first, then the reasons, which section 3 has
    let rooms = [(4, true), (3, true), (2, true), (4, false), (3, false), (2, false), (1, false)];
    let (moves, explained) = rooms.into_iter().find(fits).unwrap_or((0, false));
    way_down(flow, assessment, moves);
    gates.draw(flow, explained);
    flow.caption(lacking);
}

/// What the verdict does not rest on: sub-processors and incidents are never assessed yet.
fn not_assessed(worst: &ServiceDossier) -> String {
    let assessment = &worst.assessment;
    let unknown = assessment.standing.terms.iter().filter(|line| line.state == TermState::Unknown).count();
    let mut parts = Vec::new();
    if !worst.endpoints.iter().any(Endpoint::was_seen) {
        parts.push("connections".to_owned());
    }
    if worst.lists.iter().all(|list| list.checked.is_none()) {
        parts.push("components".to_owned());
    }
    if unknown > 0 {
        parts.push(counted(unknown, "contract term"));
    }
    parts.push("sub-processors".to_owned());
    parts.push("incidents".to_owned());
    let lacking = assessment.lacking.join(" ");
    format!("Not assessed: {}. {lacking}", parts.join(", ")).trim_end().to_owned()
}

/// One sentence that could be read out.
fn sentence(dossier: &Dossier, worst: &ServiceDossier) -> String {
    let assessment = &worst.assessment;
    let rating = &assessment.rating;
    let failed: Vec<&Gate> =
        assessment.gates.iter().filter(|gate| gate.state >= GateState::Overdue && gate.hard).collect();
    let contradicted = assessment.claims.iter().filter(|claim| claim.state == ClaimState::Contradicted).count();
    let service = if dossier.services.len() > 1 {
        format!(" for {}, its worst service", worst.service.name)
    } else {
        String::new()
    };
    let residual = match rating.residual {
        Some(residual) => format!("Residual risk is {}{service}", residual.words().to_lowercase()),
        None => format!("Not rated{service}"),
    };
    let because = match (failed.len(), contradicted) {
        (0, 0) => match rating.status {
            Status::Rated => "; no gate failed and nothing seen contradicts the vendor".to_owned(),
            Status::Provisional => "; no gate failed, and too much is still open to rely on it".to_owned(),
            Status::NotRated => "; too little is known".to_owned(),
        },
        (0, contradicted) => format!("; what was seen contradicts {}", counted(contradicted, "claim")),
        (gates, 0) => format!("; {} failed or overdue", counted(gates, "hard gate")),
        (gates, contradicted) => {
            format!(
                "; {} failed or overdue and {} contradicted",
                counted(gates, "hard gate"),
                counted(contradicted, "claim")
            )
        }
    };
    let may = match rating.approval {
        Approval::Allowed => "It may be approved.",
        Approval::Blocked => "It may not be approved as it stands.",
        Approval::Conditional => "It may be approved while its acceptances last.",
    };
    format!("{residual}{because}. {may}")
}

/// How far in the conditions stand: beside the longest word for an approval.
const CONDITIONS: f32 = 134.0;

/// Approval, and what stands in its way.
fn approval(flow: &mut Flow<'_>, assessment: &Assessment) {
    let top = flow.y + 10.0;
    let word = said(assessment.rating.approval);
    let colour = if assessment.rating.approval == Approval::Blocked { CONTRADICTED } else { INK };
    flow.put(0, "P", &[span("Approval", Style::Regular, INK3)], (LEFT, top + 8.0), SMALL);
    flow.put(0, "P", &[span(word, Style::Strong, colour)], (LEFT, top + 30.0), 20.0);
    let x = LEFT + CONDITIONS;
    let (head, reasons) = reasons(assessment);
    flow.put(0, "P", &[span(head, Style::Regular, INK3)], (x, top + 8.0), SMALL);
    let mut y = top + 14.0;
    if reasons.is_empty() {
        y += flow.block(
            &[span("Nothing stands in the way.", Style::Regular, INK)],
            (x, y),
            COLUMN - CONDITIONS,
            TEXT,
            LEADING,
        );
    }
    for (place, reason) in reasons.iter().enumerate() {
        let spans = [span(format!("{}. ", place + 1), Style::Regular, INK3), span(reason, Style::Regular, INK)];
        y += flow.block(&spans, (x, y), COLUMN - CONDITIONS, TEXT, LEADING) + 1.5;
    }
    flow.y = (top + 40.0).max(y + 8.0);
    flow.rule(CONTROL, 0.75);
}

fn reasons(assessment: &Assessment) -> (&'static str, Vec<String>) {
    match assessment.rating.approval {
        Approval::Allowed => ("Conditions", Vec::new()),
        Approval::Conditional => {
            ("Conditions: these risks are accepted", grouped_gates(assessment, &[GateState::Covered]))
        }
        Approval::Blocked => {
            let mut reasons = grouped_gates(assessment, &[GateState::Failed, GateState::Overdue, GateState::Open]);
            if reasons.is_empty() {
                reasons.extend(assessment.lacking.clone());
            }
            ("What stands in its way", reasons)
        }
    }
}

/// Gates by name, a sentence for each of those states, hard ones first. What each asks and why it
/// stands so is listed below, where no gate is left out.
fn grouped_gates(assessment: &Assessment, states: &[GateState]) -> Vec<String> {
    let mut sentences = Vec::new();
    for hard in [true, false] {
        for state in states {
            let gates = assessment.gates.iter().filter(|gate| gate.hard == hard && gate.state == *state);
            let names: Vec<&str> = gates.map(|gate| gate.name.as_str()).collect();
            if !names.is_empty() {
                let kind = if hard { "hard gate" } else { "soft gate" };
                let state = said(*state).to_lowercase();
                let many = if names.len() == 1 { capital(kind) } else { counted(names.len(), kind) };
                sentences.push(format!("{many} {state}: {}.", names.join(", ")));
            }
        }
    }
    sentences
}

/// Two rows of four numbers, each with its direction.
fn numbers(flow: &mut Flow<'_>, dossier: &Dossier, worst: &ServiceDossier) {
    let rating = &worst.assessment.rating;
    let answers = &rating.answers;
    let quarter = COLUMN / 4.0;
    let top = flow.y;
    let inherent = if rating.inherent.triaged { whole(rating.inherent.score) } else { "–".to_owned() };
    let strong = |text: String, size: f32| (vec![span(text, Style::Strong, INK)], size);
    let first: [(&str, (Vec<Span>, f32)); 4] = [
        ("Inherent risk, higher is riskier", strong(inherent, 19.0)),
        ("Claimed, higher is safer", (vec![span(whole(answers.claimed), Style::Regular, INK2)], 19.0)),
        ("Supported, higher is safer", strong(whole(answers.supported), 19.0)),
        ("Assurance, higher is safer", strong(whole(rating.assurance), 19.0)),
    ];
    for (place, (label, (value, size))) in first.iter().enumerate() {
        let x = LEFT + place as f32 * quarter + if place > 0 { 12.0 } else { 0.0 };
        flow.put(0, "P", &[span(*label, Style::Regular, INK3)], (x, top + 16.0), SMALL);
        let width = flow.put(0, "P", value, (x, top + 39.0), *size);
        if place == 0 {
            tier(flow, rating.inherent.triaged, u8::from(rating.inherent.tier), (x + width + 7.0, top + 39.0));
        }
    }
    let middle = top + 49.0;
    let residual = residual_words(rating.residual);
    let colour = if rating.residual >= Some(Degree::High) { METER[4] } else { INK };
    flow.put(0, "P", &[span("Residual risk", Style::Regular, INK3)], (LEFT, middle + 16.0), SMALL);
    let level = rating.residual;
    flow.canvas
        .figure(0, format!("Residual risk: {residual}"), |canvas| meter(canvas, level, LEFT, middle + 37.0, 12.0));
    flow.put(0, "P", &[span(residual, Style::Strong, colour)], (LEFT + meter_width(12.0) + 6.0, middle + 37.0), 14.0);
    let x = |place: usize| LEFT + place as f32 * quarter + 12.0;
    flow.put(0, "P", &[span("Confidence, A is best", Style::Regular, INK3)], (x(1), middle + 16.0), SMALL);
    let width = flow.put(0, "P", &[span(answers.grade.to_string(), Style::Strong, INK)], (x(1), middle + 37.0), 14.0);
    let of = format!("{} of 100", whole(answers.confidence));
    flow.put(0, "P", &[span(of, Style::Regular, INK2)], (x(1) + width + 5.0, middle + 37.0), TEXT);
    let status = said(rating.status);
    flow.put(0, "P", &[span("Rating", Style::Regular, INK3)], (x(2), middle + 16.0), SMALL);
    flow.put(0, "P", &[span(status, Style::Strong, INK)], (x(2), middle + 37.0), 14.0);
    let late = worst.reassess_on < dossier.as_of.date_naive();
    let colour = if late { CONTRADICTED } else { INK };
    let by = if late { "Reassess by, overdue" } else { "Reassess by" };
    flow.put(0, "P", &[span(by, Style::Regular, if late { CONTRADICTED } else { INK3 })], (x(3), middle + 16.0), SMALL);
    flow.put(0, "P", &[span(day(worst.reassess_on), Style::Strong, colour)], (x(3), middle + 37.0), 14.0);
    let foot = middle + 47.0;
    flow.canvas.artifact(|canvas| {
        canvas.stroke(CONTROL, 0.75, &[(LEFT, middle), (LEFT + COLUMN, middle)]);
        for place in 1..4 {
            let x = LEFT + place as f32 * quarter;
            canvas.stroke(LINE, 0.75, &[(x, top), (x, foot)]);
        }
    });
    flow.y = foot;
    flow.rule(CONTROL, 0.75);
    if dossier.services.len() > 1 {
        flow.gap(4.0);
        flow.caption(format!(
            "The worst of {}: {}. The others are in section 4.",
            counted(dossier.services.len(), "service"),
            worst.service.name
        ));
        flow.gap(4.0);
    } else {
        flow.gap(10.0);
    }
}

fn tier(flow: &mut Flow<'_>, triaged: bool, tier: u8, at: (f32, f32)) {
    let (words, ink, fill) = match (triaged, tier) {
        (false, _) => ("Not triaged".to_owned(), UNVERIFIED, None),
        (true, 1) => ("Tier 1".to_owned(), WHITE, Some(INK)),
        (true, 2) => ("Tier 2".to_owned(), WHITE, Some(INK3)),
        (true, tier) => (format!("Tier {tier}"), INK2, None),
    };
    let line = single(flow.canvas.fonts, &[span(words, Style::Medium, ink)], SMALL);
    let (x, y) = at;
    let element = flow.canvas.element(0, "P");
    flow.canvas.marked(element, |canvas| {
        match fill {
            Some(fill) => canvas.fill(fill, x, y - 12.5, line.width + 10.0, 13.0),
            None => canvas.frame(INK3, (x, y - 12.5), (line.width + 10.0, 13.0), 0.75, tier == 4 || !triaged),
        }
        canvas.line_of_text(&line, x + 5.0, y - 3.2, SMALL);
    });
}

/// The five by five beside the steps from claimed to assurance.
fn picture(flow: &mut Flow<'_>, dossier: &Dossier, assessment: &Assessment) {
    let rating = &assessment.rating;
    let top = flow.y;
    let table = |likelihood: Degree, impact: Degree| {
        dossier.residual_table.get(&likelihood).map_or(Degree::VeryHigh, |row| row[impact as usize])
    };
    let now = rating.residual.map(|_| (rating.likelihood, rating.impact));
    let matrix = RiskMatrix { table: &table, now };
    let head = |text: &str| [span(text.to_owned(), Style::Strong, INK)];
    flow.put(0, "P", &head("Residual risk: likelihood by impact"), (LEFT, baseline(top, 10.5, 16.0)), 10.5);
    let height = matrix.draw(flow, (LEFT, top + 20.0), 296.0);
    let x = LEFT + 318.0;
    let width = COLUMN - 318.0;
    flow.put(0, "P", &head("From claimed to assurance"), (x, baseline(top, 10.5, 16.0)), 10.5);
    let mut y = top + 20.0;
    for step in &assessment.breakdown {
        let total = step.step.total();
        let style = if total { Style::Strong } else { Style::Regular };
        let points = if total { tenth(step.points) } else { signed(step.points) };
        let against = matches!(step.step, StepKind::Contradicted | StepKind::Signals) && step.points < 0.0;
        let colour = match (total, against) {
            (true, _) => INK,
            (_, true) => CONTRADICTED,
            _ => INK2,
        };
        let base = baseline(y, TEXT, 15.0);
        flow.put(0, "P", &[span(step.label.clone(), style, INK)], (x, base), TEXT);
        let line = single(flow.canvas.fonts, &[span(points.clone(), style, colour)], TEXT);
        flow.put(0, "P", &[span(points, style, colour)], (x + width - line.width, base), TEXT);
        y += 15.4;
        flow.canvas.artifact(|canvas| canvas.stroke(LINE, 0.5, &[(x, y), (x + width, y)]));
    }
    let cell = table(rating.likelihood, rating.impact);
    let caption = match rating.residual.filter(|residual| *residual != cell) {
        Some(residual) => format!(
            "Rows: likelihood. Columns: impact by tier. NIST SP 800-30 r1, table I-2; the tier raises {} to {}.",
            cell.words(),
            residual.words()
        ),
        None => "Rows: likelihood. Columns: impact by tier. NIST SP 800-30 r1, table I-2.".to_owned(),
    };
    let under = top + 20.0 + height + 4.0;
    let deep = flow.block(&[span(caption, Style::Regular, INK3)], (LEFT, under), 296.0, SMALL, SMALL_LEADING);
    flow.y = (under + deep).max(y) + 4.0;
}

/// What would bring it one level down, at most so many changes of it.
fn way_down(flow: &mut Flow<'_>, assessment: &Assessment, most: usize) {
    let Some(moves) = assessment.moves.as_ref().filter(|_| most > 0) else {
        return;
    };
    flow.sub(&format!("What would bring it to {}", moves.to.words()), 30.0);
    for change in moves.changes.iter().take(most) {
        let (y, base) = (flow.y, baseline(flow.y, TEXT, 16.0));
        flow.put(0, "P", &[span(move_words(change), Style::Regular, INK)], (LEFT, base), TEXT);
        let points = if change.points == 0.0 { String::new() } else { signed(change.points) };
        let line = single(flow.canvas.fonts, &[span(points.clone(), Style::Strong, INK)], TEXT);
        flow.put(0, "P", &[span(points, Style::Strong, INK)], (LEFT + COLUMN - line.width, base), TEXT);
        flow.y = y + MOVE;
        flow.rule(LINE, 0.5);
    }
    if moves.changes.len() > most {
        flow.gap(3.0);
        let more = moves.changes.len() - most;
        flow.caption(format!("and {more} more, in section 15; together assurance {}", tenth(moves.assurance)));
    }
}

/// The height of one change.
const MOVE: f32 = 17.0;

fn way_down_height(assessment: &Assessment, most: usize) -> f32 {
    let changes = assessment.moves.as_ref().map_or(0, |moves| moves.changes.len());
    if changes.min(most) == 0 {
        return 0.0;
    }
    let more = if changes > most { 3.0 + SMALL_LEADING + 4.0 } else { 0.0 };
    SUB + changes.min(most) as f32 * MOVE + more
}

/// A change, and the gate it closes.
pub fn move_words(change: &Move) -> String {
    match &change.closes {
        Some(cause) => format!("{}; closes the gate “{cause}”", change.words),
        None => change.words.clone(),
    }
}
