//! The hard gates on the verdict page: how many are met, and by name those that are not. None may
//! be left out, so they are drawn with their reasons where there is room, and else two in a row.

use super::said;
use crate::chart::claim_sign;
use crate::flow::{Flow, SUB, baseline};
use crate::font::Style;
use crate::look::*;
use crate::wrap::{Span, span, wrap};
use caveat_core::assessment::{Assessment, Gate};
use caveat_core::claim::ClaimState;
use caveat_core::rating::gates::GateState;

/// The hard gates of a service.
pub struct HardGates<'g> {
    head: String,
    /// Those that are not met.
    named: Vec<&'g Gate>,
}

/// Where the reasons are when they are not here.
const ELSEWHERE: &str = "Why each stands so is in section 3.";

impl<'g> HardGates<'g> {
    /// The hard gates of an assessment.
    pub fn of(assessment: &'g Assessment) -> Self {
        let hard = || assessment.gates.iter().filter(|gate| gate.hard);
        let count = |states: &[GateState]| hard().filter(|gate| states.contains(&gate.state)).count();
        let (met, failed) = (count(&[GateState::Met]), count(&[GateState::Failed]));
        let blank = count(&[GateState::Open, GateState::Overdue]);
        let covered = count(&[GateState::Covered]);
        let borne_out = |gate: &&Gate| {
            let mut of = assessment.claims.iter().filter(|claim| claim.question == gate.name).peekable();
            of.peek().is_none() || of.any(|claim| claim.state == ClaimState::Supported)
        };
        let on_their_word = hard().filter(|gate| gate.state == GateState::Met).filter(|gate| !borne_out(gate)).count();
        let word = if on_their_word > 0 { format!(" ({on_their_word} on their word alone)") } else { String::new() };
        let accepted = if covered > 0 { format!(", {covered} accepted") } else { String::new() };
        Self {
            head: format!("Hard gates: {met} met{word}, {failed} failed, {blank} not assessed{accepted}"),
            named: hard().filter(|gate| gate.state != GateState::Met).collect(),
        }
    }

    /// How high they are, with their reasons or without.
    pub fn height(&self, flow: &Flow<'_>, explained: bool) -> f32 {
        let rows: f32 = self.rows(explained).iter().map(|row| height(row, flow)).sum();
        let under = if explained { 5.0 } else { 9.0 + flow.caption_height(ELSEWHERE) };
        SUB + rows + under
    }

    /// Draws them.
    pub fn draw(&self, flow: &mut Flow<'_>, explained: bool) {
        flow.sub(&self.head, 24.0);
        for row in self.rows(explained) {
            for (place, one) in row.iter().enumerate() {
                one.draw(flow, LEFT + place as f32 * (COLUMN + BETWEEN) / 2.0);
            }
            flow.y += height(&row, flow);
            flow.rule(LINE, 0.5);
        }
        flow.gap(5.0);
        if !explained && !self.named.is_empty() {
            flow.caption(ELSEWHERE);
        }
    }

    fn rows(&self, explained: bool) -> Vec<Vec<Row<'g>>> {
        let in_a_row = if explained { 1 } else { 2 };
        self.named.chunks(in_a_row).map(|row| row.iter().map(|gate| Row::of(gate, explained)).collect()).collect()
    }
}

fn height(row: &[Row<'_>], flow: &Flow<'_>) -> f32 {
    row.iter().map(|one| one.height(flow)).fold(0.0, f32::max)
}

/// Space between two gates in a row.
const BETWEEN: f32 = 12.0;

/// The widths of a gate's name with its sign, of what it asks for, and of why it stands so.
const NAME: f32 = 92.0;
const ASKS: f32 = 208.0;
const WHY: f32 = 166.0;

/// A gate that is not met.
struct Row<'g> {
    gate: &'g Gate,
    asks: [Span; 1],
    /// Why it stands so, where there is room for it.
    why: Option<[Span; 1]>,
    asks_width: f32,
}

impl<'g> Row<'g> {
    fn of(gate: &'g Gate, explained: bool) -> Self {
        let why = || format!("{}: {}", said(gate.state).to_lowercase(), gate.why);
        Self {
            gate,
            asks: [span(gate.asks.clone(), Style::Regular, INK)],
            why: explained.then(|| [span(why(), Style::Medium, colour(gate))]),
            asks_width: if explained { ASKS } else { (COLUMN - BETWEEN) / 2.0 - NAME },
        }
    }

    fn height(&self, flow: &Flow<'_>) -> f32 {
        let lines = |spans: &[Span], width: f32| wrap(flow.canvas.fonts, spans, TEXT, width).len().max(1);
        let asks = lines(&self.asks, self.asks_width);
        asks.max(self.why.as_ref().map_or(0, |why| lines(why, WHY))) as f32 * LEADING + 4.0
    }

    fn draw(&self, flow: &mut Flow<'_>, x: f32) {
        let top = flow.y + 1.5;
        let failed = self.gate.state == GateState::Failed;
        let sign = if failed { ClaimState::Contradicted } else { ClaimState::Unverified };
        flow.canvas.artifact(|canvas| claim_sign(canvas, sign, (x + 5.0, top + LEADING / 2.0), 4.6));
        let name =
            [span(self.gate.name.clone(), Style::Mono, if self.why.is_some() { INK } else { colour(self.gate) })];
        flow.put(0, "P", &name, (x + 18.0, baseline(top, TEXT, LEADING)), TEXT * 0.9);
        flow.block(&self.asks, (x + NAME, top), self.asks_width, TEXT, LEADING);
        if let Some(why) = &self.why {
            flow.block(why, (LEFT + COLUMN - WHY, top), WHY, TEXT, LEADING);
        }
    }
}

fn colour(gate: &Gate) -> Colour {
    if gate.state == GateState::Failed { CONTRADICTED } else { UNVERIFIED }
}
