//! Inherent risk: what a service could do to us before anything the vendor does about it.
//! Counts up to risky. An unknown factor never makes a service look harmless.

use super::reaches;
use crate::factors::{Factor, Factors, Level};
use crate::policy::Policy;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An inherent tier; 1 is the riskiest.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(try_from = "u8", into = "u8")]
#[ts(type = "1 | 2 | 3 | 4")]
pub enum Tier {
    /// Very high impact.
    T1,
    /// High impact.
    T2,
    /// Moderate impact.
    T3,
    /// Low impact.
    T4,
}

impl Tier {
    /// All four, the riskiest first.
    pub const ALL: [Self; 4] = [Self::T1, Self::T2, Self::T3, Self::T4];
}

impl From<Tier> for u8 {
    fn from(tier: Tier) -> Self {
        tier as Self + 1
    }
}

impl TryFrom<u8> for Tier {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        match number {
            1 => Ok(Self::T1),
            2 => Ok(Self::T2),
            3 => Ok(Self::T3),
            4 => Ok(Self::T4),
            other => Err(format!("a tier is 1 to 4, not {other}")),
        }
    }
}

/// A service's inherent risk, and how it came about.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Inherent {
    /// 0 to 100, higher is riskier; not rounded.
    pub score: f64,
    /// The tier; 1 while not triaged.
    pub tier: Tier,
    /// Are enough factors known for the tier to mean anything?
    pub triaged: bool,
    /// Factors not known, in the policy's order.
    pub unknown_factors: Vec<Factor>,
    /// What each factor adds, in the policy's order; the points add up to the score.
    pub parts: Vec<InherentPart>,
    /// The rules that decided the tier, in words, in the order they fired.
    pub rules: Vec<String>,
}

/// What one factor adds to the score.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct InherentPart {
    /// Which factor.
    pub factor: Factor,
    /// Its level; `None` = not known.
    pub level: Option<Level>,
    /// The level it counts as.
    pub counted: Level,
    /// Points of 100 at level 4.
    pub weight: f64,
    /// Points it adds.
    pub points: f64,
}

/// Weighs seven factors into a score and a tier: score = Σ(weight · level / 4).
pub fn inherent(policy: &Policy, factors: &Factors) -> Inherent {
    let rule = &policy.inherent;
    let parts: Vec<InherentPart> = rule
        .factors
        .iter()
        .map(|entry| {
            let level = factors.level(entry.factor);
            let counted = level.unwrap_or(rule.unknown_counts_as);
            let points = entry.weight * f64::from(counted.get()) / 4.0;
            InherentPart { factor: entry.factor, level, counted, weight: entry.weight, points }
        })
        .collect();
    let unknown_factors: Vec<Factor> =
        parts.iter().filter(|part| part.level.is_none()).map(|part| part.factor).collect();
    let score: f64 = parts.iter().map(|part| part.points).sum();
    let known = parts.len() - unknown_factors.len();
    let triaged = known >= rule.least_known;
    let grave = rule
        .factors
        .iter()
        .filter(|entry| entry.lifts && factors.level(entry.factor).is_some_and(|level| level.get() == 4))
        .count();

    let (tier, rules) = if triaged {
        tier(rule.tiers_from, score, grave, unknown_factors.len())
    } else {
        let rule = format!(
            "{known} of {} factors known, {} needed: not triaged, counts as tier 1",
            parts.len(),
            rule.least_known
        );
        (Tier::T1, vec![rule])
    };
    Inherent { score, tier, triaged, unknown_factors, parts, rules }
}

fn tier(tiers_from: [f64; 3], score: f64, grave: usize, unknown: usize) -> (Tier, Vec<String>) {
    let shown = (score * 100.0).round() / 100.0;
    let [first, second, third] = tiers_from;
    let (mut tier, from) = match score {
        score if reaches(score, first) => (Tier::T1, format!("at least {first}")),
        score if reaches(score, second) => (Tier::T2, format!("at least {second}")),
        score if reaches(score, third) => (Tier::T3, format!("at least {third}")),
        _ => (Tier::T4, format!("below {third}")),
    };
    let mut rules = vec![format!("score {shown} is {from}: tier {}", u8::from(tier))];
    let lifted = match grave {
        0 => Tier::T4,
        1 => Tier::T2,
        _ => Tier::T1,
    };
    if lifted < tier {
        tier = lifted;
        let what = if grave == 1 { "one factor that lifts is" } else { "several factors that lift are" };
        rules.push(format!("{what} known to be at level 4: tier {}", u8::from(tier)));
    }
    if unknown > 0 && tier == Tier::T4 {
        tier = Tier::T3;
        rules.push(format!("{unknown} not known: never tier 4, so tier 3"));
    }
    (tier, rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn policy() -> Policy {
        Policy::from_json(include_bytes!("../../../../../assets/policies/caveat-1.json")).expect("the shipped policy")
    }

    fn factors(levels: [Option<u8>; 7]) -> Factors {
        let [data_sensitivity, access, criticality, ai_autonomy, data_volume, substitutability, regulatory] =
            levels.map(|level| level.map(|level| Level::new(level).expect("a level")));
        Factors { data_sensitivity, access, criticality, ai_autonomy, data_volume, substitutability, regulatory }
    }

    fn all(level: u8) -> [Option<u8>; 7] {
        [Some(level); 7]
    }

    #[test]
    fn the_tier_follows_score_lifts_and_unknowns() {
        let mut one_grave = all(0);
        one_grave[3] = Some(4);
        let mut two_grave = one_grave;
        two_grave[0] = Some(4);
        let mut volume_grave = all(0);
        volume_grave[4] = Some(4);
        let mut one_unknown = all(0);
        one_unknown[6] = None;
        let mut known_three = [None; 7];
        known_three[..3].fill(Some(0));
        let mut known_two = [None; 7];
        known_two[..2].fill(Some(4));
        for (levels, tier, triaged) in [
            (all(4), Tier::T1, true),
            (all(3), Tier::T1, true),
            (all(2), Tier::T2, true),
            (all(1), Tier::T3, true),
            (all(0), Tier::T4, true),
            (one_grave, Tier::T2, true),
            (two_grave, Tier::T1, true),
            (volume_grave, Tier::T4, true),
            (one_unknown, Tier::T3, true),
            (known_three, Tier::T3, true),
            (known_two, Tier::T1, false),
            ([None; 7], Tier::T1, false),
        ] {
            let risk = inherent(&policy(), &factors(levels));
            assert_eq!((risk.tier, risk.triaged), (tier, triaged), "{levels:?}: {:?}", risk.rules);
            assert!(!risk.rules.is_empty());
        }
    }

    fn any_levels() -> impl Strategy<Value = [Option<u8>; 7]> {
        proptest::array::uniform7(proptest::option::of(0u8..=4))
    }

    proptest! {
        #[test]
        fn parts_add_up_and_stay_in_range(levels in any_levels()) {
            let risk = inherent(&policy(), &factors(levels));
            let sum: f64 = risk.parts.iter().map(|part| part.points).sum();
            prop_assert!((sum - risk.score).abs() < 1e-9);
            prop_assert!((0.0..=100.0).contains(&risk.score));
        }

        #[test]
        fn a_known_factor_one_level_higher_is_never_less_risky(levels in any_levels(), which in 0usize..7) {
            let Some(level) = levels[which].filter(|level| *level < 4) else { return Ok(()) };
            let mut higher = levels;
            higher[which] = Some(level + 1);
            let (before, after) = (inherent(&policy(), &factors(levels)), inherent(&policy(), &factors(higher)));
            prop_assert!(after.score >= before.score && after.tier <= before.tier);
        }

        #[test]
        fn not_knowing_is_never_tier_four(levels in any_levels()) {
            let risk = inherent(&policy(), &factors(levels));
            prop_assert!(risk.unknown_factors.is_empty() || risk.tier < Tier::T4);
        }
    }
}
