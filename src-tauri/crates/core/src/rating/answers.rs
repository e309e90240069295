//! What the answers come to: claimed, supported, confidence, completeness, and the weakest
//! area. Claimed keeps the vendor's word; supported counts what stands behind it.

use super::facts::{Credit, Facts, Mark, Row};
use super::inherent::Tier;
use super::reaches;
use crate::policy::{AnswersPolicy, EvidenceKind, Policy};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// What the answers come to; 0 to 100, higher is safer, not rounded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct Answers {
    /// What the vendor says.
    pub claimed: f64,
    /// Points taken off for answers that a check contradicts or a reviewer refused.
    pub marked_off: f64,
    /// Points taken off because only weak evidence stands behind an answer.
    pub unproven: f64,
    /// Points taken off because the evidence is old.
    pub faded: f64,
    /// What is left: claimed less the three above.
    pub supported: f64,
    /// How much of what was asked is known.
    pub confidence: f64,
    /// The confidence's grade, A to D.
    pub grade: char,
    /// How much was answered.
    pub completeness: f64,
    /// Supported of each area that has a row in the sums.
    pub areas: BTreeMap<String, f64>,
    /// The most that the weakest area leaves.
    pub cap: f64,
    /// The lesser of supported and cap.
    pub capped: f64,
    /// Does any row count?
    pub any: bool,
}

/// The credit that counts: none for a blank, a contradicted or a refused answer.
pub fn effective(row: &Row) -> Option<f64> {
    match (row.credit, row.mark) {
        (Credit::Share(_), Some(Mark::Contradicted | Mark::Refused)) => Some(0.0),
        (Credit::Share(share), _) => Some(share),
        (Credit::Blank | Credit::NotApplicable, _) => None,
    }
}

/// Adds up the answers of a service of that tier.
pub fn answers(policy: &Policy, facts: &Facts, tier: Tier) -> Answers {
    let rule = &policy.answers;
    let mut sum = Sums::default();
    let mut areas: BTreeMap<&str, Area> = BTreeMap::new();
    for row in &facts.rows {
        let area = areas.entry(&row.area).or_default();
        area.asked += row.weight;
        area.heaviest = area.heaviest.max(row.weight);
        if row.credit == Credit::NotApplicable {
            continue;
        }
        let part = Part::of(rule, row, tier);
        sum.add(row.weight, &part);
        area.sum.add(row.weight, &part);
    }
    if sum.weight <= 0.0 {
        return Answers { grade: 'D', cap: 100.0, ..Answers::default() };
    }
    let held_back = &policy.weakest_area;
    let lowest = areas
        .values()
        .filter(|area| {
            area.heaviest >= held_back.question_weight
                && reaches(area.asked, held_back.area_weight)
                && area.sum.weight > 0.0
        })
        .map(|area| area.sum.of(area.sum.supported))
        .fold(f64::INFINITY, f64::min);
    let cap = (lowest + held_back.above_lowest).min(100.0);
    let (supported, confidence) = (sum.of(sum.supported), sum.of(sum.confident));
    Answers {
        claimed: sum.of(sum.claimed),
        marked_off: sum.of(sum.claimed - sum.effective),
        unproven: sum.of(sum.effective - sum.proven),
        faded: sum.of(sum.proven - sum.supported),
        supported,
        confidence,
        grade: grade(rule, confidence, facts.unchecked),
        completeness: sum.of(sum.answered),
        areas: areas
            .into_iter()
            .filter(|(_, area)| area.sum.weight > 0.0)
            .map(|(name, area)| (name.to_owned(), area.sum.of(area.sum.supported)))
            .collect(),
        cap,
        capped: supported.min(cap),
        any: true,
    }
}

/// What the evidence of an answered row is worth at a tier, 0 to 1: base times freshness.
pub fn worth(policy: &Policy, row: &Row, tier: Tier) -> f64 {
    base(&policy.answers, row, tier) * freshness(&policy.answers, row)
}

/// How fresh evidence of that age is: 1 until its days have passed, then falling in a line.
fn freshness(rule: &AnswersPolicy, row: &Row) -> f64 {
    let over = row.age_days - row.valid_days.unwrap_or(rule.valid_days);
    let gone = f64::from(over) / f64::from(rule.fades_over_days);
    1.0 - (1.0 - rule.fades_to) * gone.clamp(0.0, 1.0)
}

/// What the evidence of a row is worth before it ages, never below the tier's bare word.
fn base(rule: &AnswersPolicy, row: &Row, tier: Tier) -> f64 {
    let bare = rule.bare_word[tier as usize];
    let doubted = row.mark == Some(Mark::NeedsEvidence) || row.age_days < 0;
    match row.evidence {
        EvidenceKind::Assertion => bare,
        _ if doubted => bare,
        kind => rule.bases.get(&kind).copied().unwrap_or(bare).max(bare),
    }
}

fn grade(rule: &AnswersPolicy, confidence: f64, unchecked: bool) -> char {
    let place = rule.grades_from.iter().position(|from| reaches(confidence, *from)).unwrap_or(3);
    ['A', 'B', 'C', 'D'][(place + usize::from(unchecked)).min(3)]
}

/// What one row adds for each point of its weight.
struct Part {
    answered: f64,
    claimed: f64,
    effective: f64,
    proven: f64,
    supported: f64,
    confident: f64,
}

impl Part {
    fn of(rule: &AnswersPolicy, row: &Row, tier: Tier) -> Self {
        let (Credit::Share(claimed), Some(effective)) = (row.credit, effective(row)) else {
            return Self { answered: 0.0, claimed: 0.0, effective: 0.0, proven: 0.0, supported: 0.0, confident: 0.0 };
        };
        let (base, fresh) = (base(rule, row, tier), freshness(rule, row));
        // a "no" needs no proof
        let confident = if effective == 0.0 { 1.0 } else { base * fresh };
        let proven = effective * base;
        Self { answered: 1.0, claimed, effective, proven, supported: proven * fresh, confident }
    }
}

#[derive(Default)]
struct Area {
    asked: f64,
    heaviest: f64,
    sum: Sums,
}

#[derive(Default)]
struct Sums {
    weight: f64,
    answered: f64,
    claimed: f64,
    effective: f64,
    proven: f64,
    supported: f64,
    confident: f64,
}

impl Sums {
    fn add(&mut self, weight: f64, part: &Part) {
        self.weight += weight;
        self.answered += weight * part.answered;
        self.claimed += weight * part.claimed;
        self.effective += weight * part.effective;
        self.proven += weight * part.proven;
        self.supported += weight * part.supported;
        self.confident += weight * part.confident;
    }

    /// A sum as points of 100.
    fn of(&self, sum: f64) -> f64 {
        if self.weight > 0.0 { 100.0 * sum / self.weight } else { 0.0 }
    }
}
