//! The list of vendors: the tier of each one's riskiest service and the rating of its worst.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::job::Job;
use crate::portfolio::{ClaimCounts, OpenCause, Portrait, portraits};
use caveat_core::assessment::Rated;
use caveat_core::id::{RowId, VendorId};
use caveat_core::known::Known;
use caveat_core::policy::Degree;
use caveat_core::rating::inherent::Tier;
use caveat_core::rating::{Approval, Status};
use caveat_core::vendor::{Stage, VendorKind};
use caveat_store::log;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Which vendors to list.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ListVendors {
    /// Archived ones too?
    #[serde(default)]
    pub archived: bool,
}

/// The vendors, by name.
#[derive(Clone, Debug, Serialize, TS)]
pub struct VendorList {
    /// One row a vendor.
    pub vendors: Vec<VendorRow>,
}

/// One vendor in a list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct VendorRow {
    /// Which vendor.
    pub id: VendorId,
    /// The name it is known by here.
    pub name: String,
    /// What kind of company it is.
    pub kind: VendorKind,
    /// Where it stands on the road from request to exit.
    pub stage: Stage,
    /// Who answers for it here.
    pub owner: Option<String>,
    /// Services in use.
    pub services: u32,
    /// Inherent tier of its riskiest service; tier 1 while not triaged.
    pub tier: Tier,
    /// Are enough factors known for the tier to mean anything?
    pub triaged: bool,
    /// Inherent score of its riskiest service, 0 to 100, higher is riskier.
    pub score: f64,
    /// Unknown factors of its riskiest service.
    pub unknown_factors: u32,
    /// Name of its riskiest service.
    pub riskiest: Option<String>,
    /// The rating of its worst service; `None` without services.
    pub worst: Option<WorstRating>,
    /// The claims of all its services by state.
    pub claims: ClaimCounts,
    /// Causes of gates that failed, are overdue or open at any of its services, failed ones first.
    pub gates: Vec<OpenCause>,
    /// Put aside?
    pub archived: bool,
    /// Fields that hold more than one value nobody has chosen between.
    pub conflicts: u32,
}

/// The rating a vendor shows: that of its worst service.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WorstRating {
    /// Name of the service.
    pub service: String,
    /// What the vendor says, 0 to 100, higher is safer.
    pub claimed: f64,
    /// What stands behind it.
    pub supported: f64,
    /// What is left of it, higher is safer.
    pub assurance: f64,
    /// How likely harm is.
    pub likelihood: Degree,
    /// What is left of the risk; `None` while not rated.
    pub residual: Option<Degree>,
    /// How far the rating can be relied on.
    pub status: Status,
    /// May it be approved?
    pub approval: Approval,
}

/// Lists the vendors with the tier of their riskiest service and the rating of their worst.
pub fn list_vendors(desk: &Desk, input: ListVendors, job: &Job) -> Result<VendorList, Failure> {
    desk.store()?.read(|db| {
        let disputed = log::history::disputed(db)?;
        let portraits = portraits(desk, db, input.archived, job.now)?;
        let vendors = portraits.into_iter().map(|portrait| row(portrait, &disputed)).collect::<Result<_, _>>()?;
        Ok(VendorList { vendors })
    })
}

fn row(portrait: Portrait, disputed: &BTreeMap<RowId, u32>) -> Result<VendorRow, Failure> {
    let risk = portrait.inherent()?;
    let services = portrait.services.iter().map(|(known, _)| RowId::from(known.service.id));
    let conflicts = services.chain([portrait.vendor.id.into()]).filter_map(|row| disputed.get(&row)).sum();
    Ok(VendorRow {
        services: portrait.services.len() as u32,
        tier: risk.tier,
        triaged: risk.triaged,
        score: risk.score,
        unknown_factors: risk.unknown_factors.len() as u32,
        riskiest: portrait.riskiest().map(|(known, _)| known.service.name.clone()),
        worst: portrait.worst().map(WorstRating::of),
        claims: portrait.claims(),
        gates: portrait.open_causes()?,
        conflicts,
        id: portrait.vendor.id,
        name: portrait.vendor.name,
        kind: portrait.vendor.kind,
        stage: portrait.vendor.stage,
        owner: portrait.vendor.owner,
        archived: portrait.vendor.archived,
    })
}

impl WorstRating {
    fn of((known, rated): &(Known<'_>, Rated)) -> Self {
        let rating = &rated.rating;
        Self {
            service: known.service.name.clone(),
            claimed: rating.answers.claimed,
            supported: rating.answers.supported,
            assurance: rating.assurance,
            likelihood: rating.likelihood,
            residual: rating.residual,
            status: rating.status,
            approval: rating.approval,
        }
    }
}
