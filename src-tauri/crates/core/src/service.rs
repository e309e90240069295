//! A service: one thing we use from a vendor. Risk arises here, so the seven factors stand
//! here; how they are weighed is `rating`'s.

use crate::factors::Factors;
use crate::id::{ServiceId, VendorId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One thing we use from a vendor.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Service {
    /// Which row this is.
    pub id: ServiceId,
    /// Whose service it is.
    pub vendor: VendorId,
    /// What it is called here.
    pub name: String,
    /// What it is used for.
    pub purpose: Option<String>,
    /// Who needs it, and decides when it ends.
    pub business_owner: Option<String>,
    /// What its inherent risk is weighed from.
    pub factors: Factors,
    /// Put aside: outside lists, counts and search, history kept.
    pub archived: bool,
}
