//! All vendors with their services assessed, once, for the screens that show many: the list and
//! the overview say the same of a vendor because they read it here.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::known::{baseline, known, templates};
use crate::rating::policy;
use caveat_core::assessment::{Rated, rated};
use caveat_core::claim::{Claim, ClaimState};
use caveat_core::factors::Factors;
use caveat_core::id::VendorId;
use caveat_core::known::Known;
use caveat_core::overview::{Cell, cause_asks};
use caveat_core::policy::Degree;
use caveat_core::rating::Rating;
use caveat_core::rating::gates::GateState;
use caveat_core::rating::inherent::{Inherent, inherent};
use caveat_core::vendor::Vendor;
use caveat_store::{Connection, vendor};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::AddAssign;
use ts_rs::TS;

/// Claims by state.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, TS)]
pub struct ClaimCounts {
    /// What was seen says otherwise.
    pub contradicted: u32,
    /// Nothing was seen that says so.
    pub unverified: u32,
    /// What was seen bears them out.
    pub supported: u32,
}

/// A cause of gates that stands open in some way.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
pub struct OpenCause {
    /// Its name.
    pub cause: String,
    /// What it asks for, in words.
    pub asks: String,
    /// Its state: open, overdue or failed.
    pub state: GateState,
}

/// A vendor with its services in use, assessed.
pub(crate) struct Portrait {
    pub(crate) vendor: Vendor,
    pub(crate) services: Vec<(Known<'static>, Rated)>,
}

/// The vendors by name, each service assessed once; archived vendors only when asked for.
pub(crate) fn portraits(
    desk: &Desk,
    db: &Connection,
    archived: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Portrait>, Failure> {
    let (policy, baseline) = (policy()?, baseline()?);
    let vendors = vendor::list(db, archived)?;
    let mut services: BTreeMap<VendorId, Vec<(Known<'static>, Rated)>> =
        vendors.iter().map(|vendor| (vendor.id, Vec::new())).collect();
    for known in known(desk, db, None, now)? {
        if let Some(own) = services.get_mut(&known.service.vendor) {
            let rated = rated(policy, baseline, &known, now);
            own.push((known, rated));
        }
    }
    let portrait = |vendor: Vendor| Portrait { services: services.remove(&vendor.id).unwrap_or_default(), vendor };
    Ok(vendors.into_iter().map(portrait).collect())
}

impl Portrait {
    /// The service its tier comes from.
    pub(crate) fn riskiest(&self) -> Option<&(Known<'static>, Rated)> {
        self.services.iter().max_by(|(a, of_a), (b, of_b)| {
            order(&of_a.rating.inherent, &of_b.rating.inherent).then_with(|| b.service.name.cmp(&a.service.name))
        })
    }

    /// The service whose rating it shows.
    pub(crate) fn worst(&self) -> Option<&(Known<'static>, Rated)> {
        self.services.iter().min_by(|(a, of_a), (b, of_b)| {
            worse(&of_a.rating, &of_b.rating).then_with(|| a.service.name.cmp(&b.service.name))
        })
    }

    /// Its inherent risk: that of its riskiest service, or of nothing known.
    pub(crate) fn inherent(&self) -> Result<Inherent, Failure> {
        let riskiest = self.riskiest().map(|(_, rated)| rated.rating.inherent.clone());
        Ok(riskiest.unwrap_or(inherent(policy()?, &Factors::default())))
    }

    /// Its place in the heat map.
    pub(crate) fn cell(&self) -> Result<Cell, Failure> {
        let inherent = self.inherent()?;
        Ok(Cell {
            tier: inherent.triaged.then_some(inherent.tier),
            residual: self.worst().and_then(|(_, rated)| rated.rating.residual),
        })
    }

    /// The claims of all its services by state.
    pub(crate) fn claims(&self) -> ClaimCounts {
        let mut counts = ClaimCounts::default();
        for (_, rated) in &self.services {
            counts += ClaimCounts::of(&rated.claims);
        }
        counts
    }

    /// The causes that are open, overdue or failed at any of its services, each in its worst
    /// state; the worst first.
    pub(crate) fn open_causes(&self) -> Result<Vec<OpenCause>, Failure> {
        let mut worst: BTreeMap<&str, GateState> = BTreeMap::new();
        for (name, cause) in self.services.iter().flat_map(|(_, rated)| &rated.rating.causes) {
            let state = worst.entry(name).or_insert(cause.state);
            *state = (*state).max(cause.state);
        }
        let templates = templates()?;
        let open = worst.into_iter().filter(|(_, state)| *state >= GateState::Open);
        let mut causes: Vec<OpenCause> = open
            .map(|(cause, state)| OpenCause {
                cause: cause.to_owned(),
                asks: cause_asks(cause, templates).to_owned(),
                state,
            })
            .collect();
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.state));
        Ok(causes)
    }
}

impl ClaimCounts {
    /// Counts claims.
    pub(crate) fn of(claims: &[Claim]) -> Self {
        let count = |state: ClaimState| claims.iter().filter(|claim| claim.state == state).count() as u32;
        Self {
            contradicted: count(ClaimState::Contradicted),
            unverified: count(ClaimState::Unverified),
            supported: count(ClaimState::Supported),
        }
    }
}

impl AddAssign for ClaimCounts {
    fn add_assign(&mut self, other: Self) {
        self.contradicted += other.contradicted;
        self.unverified += other.unverified;
        self.supported += other.supported;
    }
}

/// The worse rating comes first: by residual risk, where one that is not rated stands right
/// under high, then by assurance.
pub(crate) fn worse(a: &Rating, b: &Rating) -> Ordering {
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
pub(crate) fn order(a: &Inherent, b: &Inherent) -> Ordering {
    b.triaged.cmp(&a.triaged).then_with(|| b.tier.cmp(&a.tier)).then_with(|| a.score.total_cmp(&b.score))
}
