//! Charts and signs, drawn with lines and filled shapes; text stays text. Each has words in its
//! place, and a shape or word beside its colour.

use crate::canvas::Canvas;
use crate::flow::{Flow, single};
use crate::font::Style;
use crate::look::*;
use crate::wrap::span;
use caveat_core::claim::ClaimState;
use caveat_core::contract::standing::TermState;
use caveat_core::policy::Degree;
use caveat_core::rating::breakdown::{Step, StepKind};

/// The words and colour of a claim's state.
pub fn claim_look(state: ClaimState) -> (&'static str, Colour) {
    match state {
        ClaimState::Contradicted => ("Contradicted", CONTRADICTED),
        ClaimState::Supported => ("Supported", SUPPORTED),
        ClaimState::Unverified => ("Unverified", UNVERIFIED),
    }
}

/// The words and colour of a term's state.
pub fn term_look(state: TermState) -> (&'static str, Colour) {
    match state {
        TermState::Absent => ("Absent", CONTRADICTED),
        TermState::Excepted => ("Excepted", WARN),
        TermState::Met => ("Met", SUPPORTED),
        TermState::Unknown => ("Unknown", UNVERIFIED),
        TermState::Weaker => ("Weaker", WARN),
    }
}

/// The sign of a claim's state: a tick in a disc, a diamond with ≠, or a dashed ring.
pub fn claim_sign(canvas: &mut Canvas<'_>, state: ClaimState, centre: (f32, f32), radius: f32) {
    let (x, y) = centre;
    match state {
        ClaimState::Supported => {
            canvas.disc(SUPPORTED, centre, radius);
            let r = radius * 0.45;
            canvas.stroke(
                WHITE,
                radius * 0.26,
                &[(x - r, y + r * 0.1), (x - r * 0.25, y + r * 0.8), (x + r, y - r * 0.7)],
            );
        }
        ClaimState::Contradicted => {
            let r = radius * 1.2;
            canvas.shape(CONTRADICTED, &[(x, y - r), (x + r, y), (x, y + r), (x - r, y)]);
            let w = radius * 0.45;
            canvas.stroke(WHITE, radius * 0.2, &[(x - w, y - w * 0.4), (x + w, y - w * 0.4)]);
            canvas.stroke(WHITE, radius * 0.2, &[(x - w, y + w * 0.4), (x + w, y + w * 0.4)]);
            canvas.stroke(WHITE, radius * 0.2, &[(x - w * 0.6, y + w), (x + w * 0.6, y - w)]);
        }
        ClaimState::Unverified => canvas.ring(UNVERIFIED, centre, radius * 0.95, 1.0, true),
    }
}

/// The five rising bars of a risk level; all empty when not rated. `y` is the foot.
pub fn meter(canvas: &mut Canvas<'_>, level: Option<Degree>, x: f32, y: f32, height: f32) {
    let filled = level.map_or(0, |level| level as usize + 1);
    let bar = height * 0.24;
    for place in 0..5 {
        let tall = height * (0.3 + 0.175 * place as f32);
        let at = x + place as f32 * bar * 1.45;
        if place < filled {
            canvas.fill(METER[filled - 1], at, y - tall, bar, tall);
        } else {
            canvas.frame(CONTROL, (at, y - tall), (bar, tall), 0.5, false);
        }
    }
}

/// How wide a meter of that height is.
pub fn meter_width(height: f32) -> f32 {
    height * 0.24 * (1.45 * 4.0 + 1.0)
}

/// The gap bar: supported solid, claimed beyond it hatched, assurance an upright tick.
pub fn gap_bar(canvas: &mut Canvas<'_>, at: (f32, f32), size: (f32, f32), numbers: [f64; 3]) {
    let ((x, y), (width, height)) = (at, size);
    let [claimed, supported, assurance] = numbers.map(|number| number.clamp(0.0, 100.0) as f32 / 100.0 * width);
    canvas.fill(Colour(0xF0, 0xF2, 0xF4), x, y, width, height);
    canvas.fill(ACCENT, x, y, supported.min(width), height);
    if claimed > supported {
        canvas.hatch(ACCENT, x + supported, y, claimed - supported, height);
        canvas.frame(ACCENT, (x + supported, y), (claimed - supported, height), 0.5, false);
    }
    canvas.frame(CONTROL, (x, y), (width, height), 0.5, false);
    canvas.fill(WHITE, x + assurance - 1.6, y - 2.0, 3.2, height + 4.0);
    canvas.fill(INK, x + assurance - 0.8, y - 3.0, 1.6, height + 6.0);
}

/// Likelihood by impact, with where the service stands now (NIST SP 800-30 r1, table I-2).
pub struct RiskMatrix<'t> {
    /// Residual risk by likelihood, then impact.
    pub table: &'t dyn Fn(Degree, Degree) -> Degree,
    /// Likelihood and impact now; `None` while not rated.
    pub now: Option<(Degree, Degree)>,
}

impl RiskMatrix<'_> {
    /// Draws the matrix and returns how high it is.
    pub fn draw(&self, flow: &mut Flow<'_>, at: (f32, f32), width: f32) -> f32 {
        let (x, y) = at;
        let label = 52.0;
        let (across, down) = ((width - label) / 5.0, 25.0);
        let alt = match self.now {
            Some((likelihood, impact)) => format!(
                "Five by five: likelihood {} and impact {} give residual risk {}.",
                likelihood.words().to_lowercase(),
                impact.words().to_lowercase(),
                (self.table)(likelihood, impact).words().to_lowercase()
            ),
            None => "Five by five; the service is not rated yet.".to_owned(),
        };
        let fonts = flow.canvas.fonts;
        let now = self.now;
        let table = self.table;
        flow.canvas.figure(0, alt, |canvas| {
            for (row, likelihood) in Degree::ALL.iter().rev().enumerate() {
                let top = y + row as f32 * down;
                let words = single(fonts, &[span(likelihood.words(), Style::Regular, INK2)], TINY);
                canvas.line_of_text(&words, x + label - 6.0 - words.width, top + down / 2.0 + 2.6, TINY);
                for (column, impact) in Degree::ALL.iter().enumerate() {
                    let risk = table(*likelihood, *impact);
                    let left = x + label + column as f32 * across;
                    canvas.fill(RISK[risk as usize], left + 0.75, top + 0.75, across - 1.5, down - 1.5);
                    let ink = RISK_INK[risk as usize];
                    let here = now == Some((*likelihood, *impact));
                    let words = single(fonts, &[span(risk.words(), Style::Regular, ink)], TINY);
                    if here {
                        canvas.frame(INK, (left + 0.75, top + 0.75), (across - 1.5, down - 1.5), 1.5, false);
                        canvas.disc(ink, (left + 7.5, top + down / 2.0), 3.2);
                        let now = single(fonts, &[span("now", Style::Strong, ink)], TINY - 0.5);
                        canvas.line_of_text(&now, left + 13.0, top + 10.6, TINY - 0.5);
                        canvas.line_of_text(&words, left + 13.0, top + 19.2, TINY - 0.5);
                    } else {
                        canvas.line_of_text(&words, left + (across - words.width) / 2.0, top + down / 2.0 + 2.6, TINY);
                    }
                }
            }
            let tiers = ["Very low", "Low, T4", "Moderate, T3", "High, T2", "Very high, T1"];
            for (column, words) in tiers.iter().enumerate() {
                let words = single(fonts, &[span(*words, Style::Regular, INK2)], TINY);
                let left = x + label + column as f32 * across + (across - words.width) / 2.0;
                canvas.line_of_text(&words, left, y + 5.0 * down + 11.0, TINY);
            }
        });
        5.0 * down + 18.0
    }
}

/// From claimed to assurance as a waterfall; returns how high it is.
pub fn waterfall(flow: &mut Flow<'_>, steps: &[Step], at: (f32, f32), width: f32, height: f32) -> f32 {
    let (x, y) = at;
    let axis = 24.0;
    let bar = (width - axis) / steps.len().max(1) as f32;
    let scale = |points: f64| y + height - (points.clamp(0.0, 100.0) as f32) / 100.0 * height;
    let parts: Vec<String> = steps.iter().map(|step| format!("{} {}", step.label, shown(step))).collect();
    let fonts = flow.canvas.fonts;
    flow.canvas.figure(
        0,
        format!("From claimed to assurance, of 100, higher is safer: {}.", parts.join(", ")),
        |canvas| {
            for line in [0.0, 25.0, 50.0, 75.0, 100.0] {
                let colour = if line == 0.0 { CONTROL } else { LINE };
                canvas.stroke(colour, 0.5, &[(x + axis, scale(line)), (x + width, scale(line))]);
                let words = single(fonts, &[span(format!("{line}"), Style::Regular, INK3)], TINY);
                canvas.line_of_text(&words, x + axis - 5.0 - words.width, scale(line) + 2.6, TINY);
            }
            let mut level = 0.0;
            for (place, step) in steps.iter().enumerate() {
                let left = x + axis + place as f32 * bar + bar * 0.14;
                let wide = bar * 0.72;
                let (from, to) = if step.step.total() { (0.0, step.points) } else { (level, level + step.points) };
                let (top, foot) = (scale(from.max(to)), scale(from.min(to)));
                match step.step {
                    StepKind::Claimed => {
                        canvas.hatch(ACCENT, left, top, wide, foot - top);
                        canvas.frame(ACCENT, (left, top), (wide, foot - top), 0.75, false);
                    }
                    StepKind::Supported | StepKind::Assurance => canvas.fill(ACCENT, left, top, wide, foot - top),
                    StepKind::Contradicted | StepKind::Signals => {
                        canvas.fill(CONTRADICTED, left, top, wide, (foot - top).max(0.6))
                    }
                    _ => canvas.fill(NEUTRAL, left, top, wide, (foot - top).max(0.6)),
                }
                level = to;
                if place + 1 < steps.len() {
                    canvas.stroke(NEUTRAL, 0.5, &[(left + wide, scale(level)), (left + bar * 1.14, scale(level))]);
                }
                let style = if step.step.total() { Style::Strong } else { Style::Regular };
                let words = single(fonts, &[span(shown(step), style, INK)], TINY);
                canvas.line_of_text(&words, left + (wide - words.width) / 2.0, top - 3.5, TINY);
                let mut below = y + height + 11.0;
                for part in halves(&step.label) {
                    let words = single(fonts, &[span(part, style, INK2)], TINY - 0.5);
                    canvas.line_of_text(&words, left + (wide - words.width) / 2.0, below, TINY - 0.5);
                    below += 9.0;
                }
            }
        },
    );
    height + 26.0
}

fn shown(step: &Step) -> String {
    if step.step.total() { format!("{:.1}", step.points) } else { signed(step.points) }
}

/// A move with its sign; a true minus.
pub fn signed(points: f64) -> String {
    match points {
        points if points < 0.0 => format!("−{:.1}", -points),
        points if points > 0.0 => format!("+{points:.1}"),
        _ => "0.0".to_owned(),
    }
}

/// A label on at most two lines.
fn halves(label: &str) -> Vec<String> {
    match label.split_once(' ') {
        Some((first, rest)) if label.len() > 10 => vec![first.to_owned(), rest.to_owned()],
        _ => vec![label.to_owned()],
    }
}

/// A horizontal bar of a score, 0 to 100; empty and dashed when there is none.
pub fn score_bar(canvas: &mut Canvas<'_>, score: Option<f64>, at: (f32, f32), size: (f32, f32)) {
    let ((x, y), (width, height)) = (at, size);
    match score {
        Some(score) => {
            canvas.fill(Colour(0xF0, 0xF2, 0xF4), x, y, width, height);
            canvas.fill(ACCENT, x, y, width * (score.clamp(0.0, 100.0) as f32) / 100.0, height);
        }
        None => canvas.frame(UNVERIFIED, at, size, 0.75, true),
    }
}
