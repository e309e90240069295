//! A dossier: everything a report says about one vendor as of a moment. It stands alone: the
//! rating recomputes from its facts, and the same dossier gives the same report.

use crate::assessment::Assessment;
use crate::contract::Contract;
use crate::evidence::Evidence;
use crate::known::{Acceptance, ComponentList, Endpoint};
use crate::policy::Degree;
use crate::questionnaire::{Answer, Question};
use crate::service::Service;
use crate::vendor::Vendor;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything a report says about one vendor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dossier {
    /// As of when (UTC).
    pub as_of: DateTime<Utc>,
    /// Who made it, as entered.
    pub assessor: String,
    /// Name and version of the policy.
    pub policy: String,
    /// SHA-256 of the policy's file, hexadecimal.
    pub policy_hash: String,
    /// Residual risk by likelihood, then by impact from very low to very high.
    pub residual_table: BTreeMap<Degree, [Degree; 5]>,
    /// Version of the program.
    pub program: String,
    /// Whom it may be shown to.
    pub classification: String,
    /// Roots that were trusted besides Mozilla's.
    pub roots: Vec<GivenRoot>,
    /// The vendor.
    pub vendor: Vendor,
    /// Its services, the worst first; the vendor shows the first.
    pub services: Vec<ServiceDossier>,
}

/// A root that somebody here trusts besides Mozilla's: what is called trusted may rest on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GivenRoot {
    /// What it is called here.
    pub name: String,
    /// SHA-256 of each of its certificates, hexadecimal.
    pub sha256: Vec<String>,
}

/// Everything a report says about one service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceDossier {
    /// The service.
    pub service: Service,
    /// Its assessment.
    pub assessment: Assessment,
    /// Words of its factors' levels, in the policy's order.
    pub factors: Vec<FactorLine>,
    /// Its questionnaires, question by question.
    pub questionnaires: Vec<QuestionnaireDossier>,
    /// What stands behind the answers.
    pub evidence: Vec<Evidence>,
    /// Its endpoints.
    pub endpoints: Vec<Endpoint>,
    /// Its component lists.
    pub lists: Vec<ComponentList>,
    /// The contracts that cover it.
    pub contracts: Vec<Contract>,
    /// Risks taken knowingly.
    pub acceptances: Vec<Acceptance>,
    /// When it has to be looked at again.
    pub reassess_on: NaiveDate,
}

/// One factor, in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactorLine {
    /// Its name.
    pub label: String,
    /// What its level means; `None` = not known.
    pub meaning: Option<String>,
    /// Its level; `None` = not known.
    pub level: Option<u8>,
    /// The level it counts as.
    pub counted: u8,
    /// Points of 100 at level 4.
    pub weight: f64,
    /// Points it adds.
    pub points: f64,
}

/// A questionnaire with its answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionnaireDossier {
    /// What people call the template.
    pub title: String,
    /// The template's id.
    pub template: String,
    /// The template's hash.
    pub template_hash: String,
    /// The day it was issued; `None` = asked for by the tier and not issued.
    pub issued_on: Option<NaiveDate>,
    /// The day answers are due.
    pub due_on: Option<NaiveDate>,
    /// Every question, in order, with its answer.
    pub rows: Vec<(Question, Option<Answer>)>,
}
