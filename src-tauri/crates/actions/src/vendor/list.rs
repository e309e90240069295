//! The list of vendors: the tier of each one's riskiest service and the rating of its worst.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::job::Job;
use crate::known::{baseline, known};
use crate::rating::policy;
use caveat_core::assessment::rated;
use caveat_core::claim::{Claim, ClaimState};
use caveat_core::id::{RowId, VendorId};
use caveat_core::policy::Degree;
use caveat_core::rating::gates::GateState;
use caveat_core::rating::inherent::{Inherent, Tier, inherent};
use caveat_core::rating::{Approval, Rating, Status};
use caveat_core::service::Service;
use caveat_core::vendor::{Stage, Vendor, VendorKind};
use caveat_store::log;
use caveat_store::vendor as rows;
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
    /// Causes that failed or are overdue.
    pub gates_failed: u32,
    /// Its claims by state.
    pub claims: ClaimCounts,
}

/// Claims by state.
#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct ClaimCounts {
    /// What was seen says otherwise.
    pub contradicted: u32,
    /// Nothing was seen that says so.
    pub unverified: u32,
    /// What was seen bears them out.
    pub supported: u32,
}

/// Lists the vendors with the tier of their riskiest service and the rating of their worst.
pub fn list_vendors(desk: &Desk, input: ListVendors, job: &Job) -> Result<VendorList, Failure> {
    desk.store()?.read(|db| {
        let (policy, baseline) = (policy()?, baseline()?);
        let mut services: BTreeMap<VendorId, Vec<Rated>> = BTreeMap::new();
        for known in known(desk, db, None, job.now)? {
            let (rating, claims) = rated(policy, baseline, &known, job.now);
            let claims = ClaimCounts::of(&claims);
            services.entry(known.service.vendor).or_default().push(Rated { service: known.service, rating, claims });
        }
        let disputed = log::history::disputed(db)?;
        let unweighed = inherent(policy, &caveat_core::factors::Factors::default());
        let row = |vendor: Vendor| {
            let own = services.get(&vendor.id).map_or(&[][..], Vec::as_slice);
            let riskiest = own.iter().max_by(|a, b| {
                order(&a.rating.inherent, &b.rating.inherent).then_with(|| b.service.name.cmp(&a.service.name))
            });
            let worst =
                own.iter().min_by(|a, b| worse(&a.rating, &b.rating).then_with(|| a.service.name.cmp(&b.service.name)));
            let conflicts = own.iter().map(|rated| RowId::from(rated.service.id)).chain([vendor.id.into()]);
            let conflicts = conflicts.filter_map(|row| disputed.get(&row)).sum();
            let risk = riskiest.map_or(&unweighed, |rated| &rated.rating.inherent);
            VendorRow {
                services: own.len() as u32,
                tier: risk.tier,
                triaged: risk.triaged,
                score: risk.score,
                unknown_factors: risk.unknown_factors.len() as u32,
                riskiest: riskiest.map(|rated| rated.service.name.clone()),
                worst: worst.map(WorstRating::of),
                conflicts,
                id: vendor.id,
                name: vendor.name,
                kind: vendor.kind,
                stage: vendor.stage,
                owner: vendor.owner,
                archived: vendor.archived,
            }
        };
        Ok(VendorList { vendors: rows::list(db, input.archived)?.into_iter().map(row).collect() })
    })
}

struct Rated {
    service: Service,
    rating: Rating,
    claims: ClaimCounts,
}

impl ClaimCounts {
    fn of(claims: &[Claim]) -> Self {
        let count = |state: ClaimState| claims.iter().filter(|claim| claim.state == state).count() as u32;
        Self {
            contradicted: count(ClaimState::Contradicted),
            unverified: count(ClaimState::Unverified),
            supported: count(ClaimState::Supported),
        }
    }
}

impl WorstRating {
    fn of(rated: &Rated) -> Self {
        let rating = &rated.rating;
        let failed = rating.causes.values().filter(|cause| cause.state >= GateState::Overdue).count();
        Self {
            service: rated.service.name.clone(),
            claimed: rating.answers.claimed,
            supported: rating.answers.supported,
            assurance: rating.assurance,
            likelihood: rating.likelihood,
            residual: rating.residual,
            status: rating.status,
            approval: rating.approval,
            gates_failed: failed as u32,
            claims: rated.claims,
        }
    }
}

/// The worse rating comes first: by residual risk, where one that is not rated stands right
/// under high, then by assurance.
pub(crate) fn worse(a: &Rating, b: &Rating) -> std::cmp::Ordering {
    let rank = |rating: &Rating| match rating.residual {
        Some(Degree::VeryHigh) => 0,
        Some(Degree::High) => 1,
        None => 2,
        Some(Degree::Moderate) => 3,
        Some(Degree::Low) => 4,
        Some(Degree::VeryLow) => 5,
    };
    rank(a).cmp(&rank(b)).then_with(|| a.assurance.total_cmp(&b.assurance))
}

/// Riskier counts as greater: not triaged before everything, then tier, then score.
pub(crate) fn order(a: &Inherent, b: &Inherent) -> std::cmp::Ordering {
    b.triaged.cmp(&a.triaged).then_with(|| b.tier.cmp(&a.tier)).then_with(|| a.score.total_cmp(&b.score))
}
