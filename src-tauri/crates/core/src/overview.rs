//! Where all vendors stand together: the heat map of tier against residual risk, and how near a
//! date is. Counts what is handed to it; deliberately rates nothing itself.

pub mod dates;

use crate::assessment::check_asks;
use crate::policy::{Degree, Policy};
use crate::questionnaire::Template;
use crate::rating::inherent::Tier;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// Days ahead that dates are listed for.
pub const HORIZON_DAYS: i64 = 90;
/// Days ahead within which a date is near.
pub const NEAR_DAYS: i64 = 10;

/// The questions that AI vendors are compared by: is our data kept out of training, and is it
/// said whose models stand behind the service?
pub const AI_QUESTIONS: [&str; 2] = ["PRV-06", "SUP-01"];

/// A place in the heat map.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Inherent tier; `None` = not triaged.
    pub tier: Option<Tier>,
    /// Residual risk; `None` = not rated.
    pub residual: Option<Degree>,
}

/// Vendors by inherent tier and residual risk. Rows and columns add up to all of them.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
pub struct HeatMap {
    /// A row for each tier, the riskiest first; last, if there are any, those not triaged.
    pub rows: Vec<HeatRow>,
    /// Sums of the columns: very low to very high, then not rated.
    pub columns: Vec<u32>,
    /// All vendors in it.
    pub vendors: u32,
}

/// The vendors of one tier.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
pub struct HeatRow {
    /// The tier; `None` = not triaged.
    pub tier: Option<Tier>,
    /// The impact the policy gives it.
    pub impact: Degree,
    /// From very low to very high, then not rated.
    pub cells: Vec<HeatCell>,
    /// Their sum.
    pub vendors: u32,
}

/// How many vendors stand in one place.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, TS)]
pub struct HeatCell {
    /// Residual risk; `None` = not rated.
    pub residual: Option<Degree>,
    /// Vendors that stand there.
    pub vendors: u32,
    /// Can any stand there under the policy?
    pub occurs: bool,
}

/// How near a date is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Nearness {
    /// Past.
    Late,
    /// Within ten days.
    Near,
    /// Within the horizon.
    Ahead,
}

impl HeatMap {
    /// Counts where vendors stand.
    pub fn of(policy: &Policy, vendors: impl IntoIterator<Item = Cell>) -> Self {
        let mut counts: BTreeMap<Cell, u32> = BTreeMap::new();
        for cell in vendors {
            *counts.entry(cell).or_default() += 1;
        }
        let residuals = || Degree::ALL.into_iter().map(Some).chain([None]);
        let row = |tier: Option<Tier>| {
            let occurring = occurring(policy, tier);
            let cells: Vec<HeatCell> = residuals()
                .map(|residual| {
                    let vendors = counts.get(&Cell { tier, residual }).copied().unwrap_or_default();
                    let can = residual.is_none_or(|residual| occurring.contains(&residual));
                    HeatCell { residual, vendors, occurs: can || vendors > 0 }
                })
                .collect();
            let impact = policy.residual.impact[tier.unwrap_or(Tier::T1) as usize];
            HeatRow { tier, impact, vendors: cells.iter().map(|cell| cell.vendors).sum(), cells }
        };
        let mut rows: Vec<HeatRow> = Tier::ALL.into_iter().map(|tier| row(Some(tier))).collect();
        rows.push(row(None));
        rows.retain(|row| row.tier.is_some() || row.vendors > 0);
        let columns = residuals().enumerate().map(|(place, _)| rows.iter().map(|row| row.cells[place].vendors).sum());
        Self { columns: columns.collect(), vendors: rows.iter().map(|row| row.vendors).sum(), rows }
    }
}

/// The residual risks that a vendor can show whose riskiest service is of that tier: those that
/// the policy's table and floor leave to the tier, and those above its least that a service of
/// a less risky tier can have. One that is not triaged is not rated, so that it shows another
/// only where another service is high or above.
pub fn occurring(policy: &Policy, tier: Option<Tier>) -> BTreeSet<Degree> {
    let scale = &policy.residual;
    let of = |tier: Tier| {
        let (impact, floor) = (scale.impact[tier as usize] as usize, scale.floors[tier as usize]);
        scale.table.values().map(move |row| row[impact].max(floor))
    };
    let least = tier.map_or(Some(Degree::High), |tier| of(tier).min());
    let not_riskier = Tier::ALL.into_iter().filter(|other| tier.is_none_or(|tier| *other >= tier));
    not_riskier.flat_map(of).filter(|residual| Some(*residual) >= least).collect()
}

/// How near a day is; `None` beyond the horizon.
pub fn nearness(on: NaiveDate, today: NaiveDate) -> Option<Nearness> {
    match (on - today).num_days() {
        days if days < 0 => Some(Nearness::Late),
        days if days <= NEAR_DAYS => Some(Nearness::Near),
        days if days <= HORIZON_DAYS => Some(Nearness::Ahead),
        _ => None,
    }
}

/// What a cause of gates asks for, in words.
pub fn cause_asks<'t>(cause: &str, templates: &'t [Template]) -> &'t str {
    match cause {
        "notice" => "We are told about incidents in time",
        "training" => "Our data is kept out of training",
        "transport" => "Our data is encrypted on its way",
        name => templates
            .iter()
            .find_map(|template| template.question(name))
            .map_or_else(|| check_asks(name), |question| question.claim.as_str()),
    }
}

#[cfg(test)]
mod tests;
