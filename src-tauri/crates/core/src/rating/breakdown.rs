//! How claimed became assurance, step by step, printed so that the parts add up to the shown
//! numbers.

use super::Rating;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One step of the way from claimed to assurance.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Step {
    /// Which step.
    pub step: StepKind,
    /// Points it moved, or where a total stands; one decimal, and the parts add up to the totals.
    pub points: f64,
    /// What it is, in words.
    pub label: String,
}

/// The steps, in their order.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Total: what the vendor says.
    Claimed,
    /// Answers a check contradicts or a reviewer refused.
    Contradicted,
    /// Answers with only weak evidence.
    WordOnly,
    /// Evidence that is old.
    OutOfDate,
    /// Total: what stands behind it.
    Supported,
    /// The weakest area holds the rest back.
    WeakestArea,
    /// TLS and advisories.
    Signals,
    /// Missing contract terms.
    Contract,
    /// Assurance is never below 0.
    Floor,
    /// Total: what is left.
    Assurance,
}

impl StepKind {
    /// Is it a total rather than a move?
    pub fn total(self) -> bool {
        matches!(self, Self::Claimed | Self::Supported | Self::Assurance)
    }
}

/// The steps from claimed to assurance.
pub fn breakdown(rating: &Rating) -> Vec<Step> {
    let answers = &rating.answers;
    let signals = -rating.signals.penalty;
    let contract = -rating.contract_penalty;
    let below_zero = (answers.capped + signals + contract).min(0.0);
    let (claimed, supported, assurance) =
        (tenths(answers.claimed), tenths(answers.supported), tenths(rating.assurance));
    let first = apportioned(supported - claimed, &[-answers.marked_off, -answers.unproven, -answers.faded]);
    let second =
        apportioned(assurance - supported, &[answers.capped - answers.supported, signals, contract, -below_zero]);
    let step = |step: StepKind, tenths: i64, label: &str| Step {
        step,
        points: if tenths == 0 { 0.0 } else { tenths as f64 / 10.0 },
        label: label.to_owned(),
    };
    let mut steps = vec![
        step(StepKind::Claimed, claimed, "Claimed"),
        step(StepKind::Contradicted, first[0], "Contradicted"),
        step(StepKind::WordOnly, first[1], "Weak evidence"),
        step(StepKind::OutOfDate, first[2], "Out of date"),
        step(StepKind::Supported, supported, "Supported"),
        step(StepKind::WeakestArea, second[0], "Weakest area"),
        step(StepKind::Signals, second[1], "TLS, advisories"),
        step(StepKind::Contract, second[2], "Contract gaps"),
    ];
    if second[3] != 0 {
        steps.push(step(StepKind::Floor, second[3], "Never below 0"));
    }
    steps.push(step(StepKind::Assurance, assurance, "Assurance"));
    steps
}

fn tenths(number: f64) -> i64 {
    (super::printed(number) * 10.0).round() as i64
}

/// Tenths for each part so that they add up to `total`: each is rounded, and what is left over
/// goes to the parts that lost most by rounding. A part that is nothing stays nothing, unless
/// all are.
fn apportioned(total: i64, parts: &[f64]) -> Vec<i64> {
    let mut tenths: Vec<i64> = parts.iter().map(|part| (part * 10.0).round() as i64).collect();
    let mut left = total - tenths.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let lost = |place: usize, tenths: &[i64]| parts[place] * 10.0 - tenths[place] as f64;
    while left != 0 {
        let sign = left.signum();
        let ranked = |place: &usize| (parts[*place].abs() > 1e-9, lost(*place, &tenths) * sign as f64);
        order.sort_by(|a, b| ranked(b).partial_cmp(&ranked(a)).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(b)));
        tenths[order[0]] += sign;
        left -= sign;
    }
    tenths
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_left_over_goes_to_the_part_that_lost_most() {
        assert_eq!(apportioned(-5, &[-0.24, -0.24, 0.0]), [-3, -2, 0]);
        assert_eq!(apportioned(0, &[0.0, 0.0]), [0, 0]);
        assert_eq!(apportioned(-1, &[0.04, -0.06]), [0, -1]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_none_is_off_by_more_than_a_tenth(parts in proptest::collection::vec(-40.0f64..0.0, 1..5)) {
            let sum: f64 = parts.iter().sum();
            let total = tenths(sum);
            let shown = apportioned(total, &parts);
            prop_assert_eq!(shown.iter().sum::<i64>(), total);
            for (part, shown) in parts.iter().zip(shown) {
                prop_assert!((part * 10.0 - shown as f64).abs() <= 1.0 + 1e-6);
            }
        }
    }
}
