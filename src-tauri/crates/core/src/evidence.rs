//! Evidence: what stands behind answers, as it was noted. Until a reviewer confirmed kind,
//! scope and period it is worth no more than a bare word.

use crate::id::{EvidenceId, ServiceId};
use crate::policy::{EvidenceKind, Policy};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One piece of evidence.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Evidence {
    /// Which row this is.
    pub id: EvidenceId,
    /// For which service.
    pub service: ServiceId,
    /// What kind it is.
    pub kind: EvidenceKind,
    /// What it is called.
    pub title: String,
    /// Who issued it.
    pub issuer: Option<String>,
    /// What it covers.
    pub scope: Option<String>,
    /// The day it is dated, or its period ended.
    pub dated_on: NaiveDate,
    /// The last day it is valid, inclusive.
    pub valid_until: Option<NaiveDate>,
    /// Where it can be found: an address or a file's name.
    pub place: Option<String>,
    /// Did a reviewer confirm kind, scope and period?
    pub confirmed: bool,
    /// Ids of the questions it stands behind.
    pub questions: Vec<String>,
}

impl Evidence {
    /// Days it is fresh, from its date on; `None` when nothing was said.
    pub fn valid_days(&self) -> Option<i32> {
        self.valid_until.and_then(|until| i32::try_from((until - self.dated_on).num_days().max(0)).ok())
    }

    /// The last day it is fresh: the policy's number of days from its date on when nothing was
    /// said.
    pub fn ends_on(&self, policy: &Policy) -> NaiveDate {
        let usual = Days::new(u64::try_from(policy.answers.valid_days).unwrap_or_default());
        self.valid_until.or_else(|| self.dated_on.checked_add_days(usual)).unwrap_or(self.dated_on)
    }
}
