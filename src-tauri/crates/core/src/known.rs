//! Everything known about one service, as it is handed to the assessment: what was answered,
//! what stands behind it, what was seen, what was agreed. Holds facts; judges nothing.

use crate::contract::Contract;
use crate::evidence::Evidence;
use crate::id::{AcceptanceId, ComponentListId, EndpointId, ServiceId};
use crate::policy::Severity;
use crate::questionnaire::{Answer, Questionnaire, Template};
use crate::service::Service;
use crate::vendor::Stage;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything known about one service.
#[derive(Clone, Debug)]
pub struct Known<'t> {
    /// The service.
    pub service: Service,
    /// Where its vendor stands on the road from request to exit.
    pub stage: Stage,
    /// Its questionnaires and their answers.
    pub questionnaires: Vec<Issued<'t>>,
    /// Templates that its tier asks for and that were not issued: they count as blank.
    pub missing: Vec<&'t Template>,
    /// What stands behind the answers.
    pub evidence: Vec<Evidence>,
    /// Its endpoints, with the newest look at each.
    pub endpoints: Vec<Endpoint>,
    /// Its component lists, with what is known of their components.
    pub lists: Vec<ComponentList>,
    /// The contracts that cover it.
    pub contracts: Vec<Contract>,
    /// Risks taken knowingly.
    pub acceptances: Vec<Acceptance>,
}

impl Known<'_> {
    /// The day of the newest answer; `None` = nobody answered anything yet.
    pub fn last_answered_on(&self) -> Option<NaiveDate> {
        let answers = self.questionnaires.iter().flat_map(|issued| &issued.answers);
        answers.filter(|answer| answer.choice.is_some()).map(|answer| answer.answered_on).max()
    }
}

/// An issued questionnaire, its template and its answers.
#[derive(Clone, Debug)]
pub struct Issued<'t> {
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// The template it froze.
    pub template: &'t Template,
    /// The answers given so far.
    pub answers: Vec<Answer>,
}

/// An endpoint of a service, and the newest look that said anything of it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Endpoint {
    /// Which row this is.
    pub id: EndpointId,
    /// Of which service.
    pub service: ServiceId,
    /// Name or address, as it is checked.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Does it carry our data?
    pub carries_data: bool,
    /// Does it speak HTTP over TLS?
    pub https: bool,
    /// The newest look that said how it connects, else the newest of all; `None` = never looked at.
    pub look: Option<Look>,
    /// A later look that came to nothing; what was seen before it still stands.
    pub missed: Option<Missed>,
}

impl Endpoint {
    /// Did a look bring a certificate to judge? One that nobody answered saw nothing.
    pub fn was_seen(&self) -> bool {
        self.look.as_ref().is_some_and(|look| look.completed)
    }
}

/// A look that came to nothing: nobody answered, or not to the end.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct Missed {
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// What happened, in words.
    pub words: String,
}

/// What a look at an endpoint came to, judged as of the assessment.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Look {
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// What happened, in a word: `completed`, `refused`, `timeout` …
    pub outcome: String,
    /// Did a handshake bring a certificate?
    pub completed: bool,
    /// Protocol versions that a handshake was completed with, newest first.
    pub versions: Vec<String>,
    /// Every protocol version, newest first, and what came of it.
    pub protocols: Vec<Protocol>,
    /// The cipher suite of the first handshake.
    pub suite: Option<String>,
    /// The key exchange of the first handshake.
    pub group: Option<String>,
    /// Is the chain trusted? `None` = no chain was seen, or it has ended since.
    pub trusted: Option<bool>,
    /// Does the certificate carry the name? `None` = no certificate was seen.
    pub hostname_ok: Option<bool>,
    /// The served chain, the endpoint's own certificate first.
    pub chain: Vec<ChainLink>,
    /// How long the endpoint's own certificate is valid in all; `None` = none could be read.
    pub life: Option<Life>,
    /// What it means.
    pub findings: Vec<Finding>,
}

impl Look {
    /// Whole days since it was taken, between UTC dates; negative = after `today`.
    pub fn age_days(&self, today: NaiveDate) -> i64 {
        (today - self.at.date_naive()).num_days()
    }
}

/// One protocol version, and what came of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct Protocol {
    /// Which, `TLS 1.3`.
    pub version: String,
    /// Was it accepted? `None` = not looked at.
    pub accepted: Option<bool>,
}

/// How long a certificate is valid in all, beside the most that the rules of its day allow.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct Life {
    /// Whole days, begun ones counted.
    pub days: u32,
    /// The most days for a public certificate that begins then; `None` = no rule binds it.
    pub most: Option<u32>,
}

/// What a certificate is in its chain.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// An authority between root and endpoint.
    Intermediate,
    /// The endpoint's own.
    Leaf,
    /// One that signed itself.
    Root,
}

/// One certificate of a chain, in words for people.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct ChainLink {
    /// What it is in its chain.
    pub kind: LinkKind,
    /// How many names and addresses it stands for.
    pub names: u32,
    /// Whom it names.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// First moment it is valid.
    pub not_before: Option<DateTime<Utc>>,
    /// Last moment it is valid.
    pub not_after: Option<DateTime<Utc>>,
    /// Kind and size of its key.
    pub key: String,
    /// How it was signed.
    pub signature: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// What a check found.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Finding {
    /// Its code, `cert.expired`.
    pub code: String,
    /// How grave it is, in a word.
    pub severity: String,
    /// What is so, in a sentence.
    pub summary: String,
    /// What to do about it.
    pub remedy: String,
}

/// A component list as received, and what is known of its components.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct ComponentList {
    /// Which row this is.
    pub id: ComponentListId,
    /// Of which service.
    pub service: ServiceId,
    /// Name of the file.
    pub file_name: String,
    /// Its format, in words.
    pub format: String,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// How many components it names.
    pub total: u32,
    /// What the advisory library says; `None` = there is no library.
    pub checked: Option<Checked>,
}

impl ComponentList {
    /// Whole days since it was received; negative = after `today`.
    pub fn age_days(&self, today: NaiveDate) -> i64 {
        (today - self.received_on).num_days()
    }
}

/// What the advisory library says of a component list.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Checked {
    /// The day the library's newest data is of.
    pub library_on: NaiveDate,
    /// Open advisories, gravest first.
    pub open: Vec<OpenAdvisory>,
    /// Notices that are no vulnerabilities: unmaintained, unsound; gravest first.
    pub notices: Vec<OpenAdvisory>,
    /// Components without an advisory.
    pub clean: u32,
    /// Components that could not be decided, and why.
    pub undecidable: Vec<Undecided>,
}

/// An advisory that hits a component.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct OpenAdvisory {
    /// Its ids.
    pub ids: Vec<String>,
    /// Its other names.
    pub aliases: Vec<String>,
    /// The component hit.
    pub component: String,
    /// Its version.
    pub version: String,
    /// How grave it is.
    pub severity: Severity,
    /// CVSS score, where there is one.
    pub score: Option<f64>,
    /// What it is about.
    pub summary: String,
    /// The day it was published.
    pub published_on: Option<NaiveDate>,
    /// Versions it is fixed in.
    pub fixed: Vec<String>,
    /// Known to be exploited: the day by which it has to be fixed.
    pub kev_due: Option<NaiveDate>,
}

/// A component that could not be decided.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Undecided {
    /// The component.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Is it a part of the project itself, which no advisory speaks of?
    pub own: bool,
}

/// A risk taken knowingly by a named person until a date.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Acceptance {
    /// Which row this is.
    pub id: AcceptanceId,
    /// For which service.
    pub service: ServiceId,
    /// The questions and gates it names.
    pub gates: Vec<String>,
    /// Who takes the risk.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// The day it was given.
    pub given_on: NaiveDate,
    /// The last day it lasts, inclusive.
    pub until: NaiveDate,
}

impl Acceptance {
    /// Does it last on that day? It has an owner and a reason, and ends within 180 days.
    pub fn valid(&self, today: NaiveDate) -> bool {
        let length = (self.until - self.given_on).num_days();
        (0..=180).contains(&length)
            && self.given_on <= today
            && today <= self.until
            && !self.owner.trim().is_empty()
            && !self.reason.trim().is_empty()
    }
}
