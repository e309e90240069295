//! Gathers everything known about services from the workspace, so that it can be assessed.
//! The templates and the baseline are those we ship.

use crate::advisory::lists;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::rating::policy;
use crate::tls::endpoints;
use caveat_core::assessment::{Assessment, assess};
use caveat_core::contract::Contract;
use caveat_core::contract::baseline::Baseline;
use caveat_core::evidence::Evidence;
use caveat_core::id::{QuestionnaireId, ServiceId, VendorId};
use caveat_core::known::{Acceptance, ComponentList, Endpoint, Issued, Known};
use caveat_core::questionnaire::{Answer, Questionnaire, Template};
use caveat_core::rating::inherent::inherent;
use caveat_core::service::Service;
use caveat_core::vendor::Stage;
use caveat_store::{Connection, acceptance, contract, evidence, questionnaire, service, vendor};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The templates we ship.
pub(crate) fn templates() -> Result<&'static [Template], Failure> {
    static SHIPPED: LazyLock<Result<Vec<Template>, String>> = LazyLock::new(|| {
        let files: [&[u8]; 1] = [include_bytes!("../../../../assets/questionnaires/short-form.json")];
        files.iter().map(|file| Template::from_json(file).map_err(|error| error.to_string())).collect()
    });
    SHIPPED.as_deref().map_err(Failure::unexpected)
}

/// The template of a questionnaire: by its hash, so that it stays what was sent.
pub(crate) fn template_of(questionnaire: &Questionnaire) -> Result<Option<&'static Template>, Failure> {
    Ok(templates()?.iter().find(|template| template.hash == questionnaire.template_hash))
}

/// The terms that are looked for in contracts, and what each tier asks.
pub(crate) fn baseline() -> Result<&'static Baseline, Failure> {
    static SHIPPED: LazyLock<Result<Baseline, String>> = LazyLock::new(|| {
        Baseline::from_json(include_bytes!("../../../../assets/terms/contract-terms-1.json"))
            .map_err(|error| error.to_string())
    });
    SHIPPED.as_ref().map_err(Failure::unexpected)
}

/// Everything known about the services in use of one vendor, or of all.
pub(crate) fn known(
    desk: &Desk,
    db: &Connection,
    vendor: Option<VendorId>,
    now: DateTime<Utc>,
) -> Result<Vec<Known<'static>>, Failure> {
    let services = match vendor {
        Some(vendor) => service::of_vendor(db, vendor)?,
        None => service::list(db)?,
    };
    let stages: BTreeMap<VendorId, Stage> = match vendor {
        Some(id) => BTreeMap::from([(id, vendor::vendor(db, id)?.stage)]),
        None => vendor::list(db, true)?.into_iter().map(|vendor| (vendor.id, vendor.stage)).collect(),
    };
    let mut records = Records::read(desk, db, vendor, now)?;
    let stage = |service: &Service| stages.get(&service.vendor).copied().unwrap_or(Stage::Request);
    services.into_iter().map(|service| records.gather(stage(&service), service)).collect()
}

/// Everything known about one service, in use or archived.
pub(crate) fn known_of(
    desk: &Desk,
    db: &Connection,
    service: Service,
    now: DateTime<Utc>,
) -> Result<Known<'static>, Failure> {
    let stage = vendor::vendor(db, service.vendor)?.stage;
    Records::read(desk, db, Some(service.vendor), now)?.gather(stage, service)
}

/// Assesses a service by the policy and baseline in force.
pub(crate) fn assessed(known: &Known<'_>, now: DateTime<Utc>) -> Result<Assessment, Failure> {
    Ok(assess(policy()?, baseline()?, known, now))
}

/// Rows by what they belong to.
struct Records {
    acceptances: BTreeMap<ServiceId, Vec<Acceptance>>,
    answers: BTreeMap<QuestionnaireId, Vec<Answer>>,
    contracts: BTreeMap<VendorId, Vec<Contract>>,
    endpoints: BTreeMap<ServiceId, Vec<Endpoint>>,
    evidence: BTreeMap<ServiceId, Vec<Evidence>>,
    lists: BTreeMap<ServiceId, Vec<ComponentList>>,
    questionnaires: BTreeMap<ServiceId, Vec<Questionnaire>>,
}

impl Records {
    fn read(desk: &Desk, db: &Connection, vendor: Option<VendorId>, now: DateTime<Utc>) -> Result<Self, Failure> {
        Ok(Self {
            acceptances: by(acceptance::list(db, vendor)?, |row| row.service),
            answers: by(questionnaire::answers(db, vendor)?, |row| row.questionnaire),
            contracts: by(contract::list(db, vendor)?, |row| row.vendor),
            endpoints: by(endpoints::endpoints(db, vendor, now)?, |row| row.service),
            evidence: by(evidence::list(db, vendor)?, |row| row.service),
            lists: by(lists::checked(desk, db, vendor, now)?, |list| list.service),
            questionnaires: by(questionnaire::list(db, vendor)?, |row| row.service),
        })
    }

    /// Takes what belongs to a service out of the records.
    fn gather(&mut self, stage: Stage, service: Service) -> Result<Known<'static>, Failure> {
        let mut questionnaires = Vec::new();
        for questionnaire in self.questionnaires.remove(&service.id).unwrap_or_default() {
            // one whose template a newer program issued cannot be counted, and is missed below
            if let Some(template) = template_of(&questionnaire)? {
                let answers = self.answers.remove(&questionnaire.id).unwrap_or_default();
                questionnaires.push(Issued { questionnaire, template, answers });
            }
        }
        let tier = inherent(policy()?, &service.factors).tier;
        let needed = &policy()?.review.questionnaires[tier as usize];
        let issued = |id: &String| questionnaires.iter().any(|issued| issued.template.id == *id);
        let missing = templates()?.iter().filter(|template| needed.contains(&template.id) && !issued(&template.id));
        let missing = missing.collect();
        let covers = |contract: &&Contract| contract.service.is_none_or(|only| only == service.id);
        Ok(Known {
            stage,
            questionnaires,
            missing,
            evidence: self.evidence.remove(&service.id).unwrap_or_default(),
            endpoints: self.endpoints.remove(&service.id).unwrap_or_default(),
            lists: self.lists.remove(&service.id).unwrap_or_default(),
            contracts: self.contracts.get(&service.vendor).into_iter().flatten().filter(covers).cloned().collect(),
            acceptances: self.acceptances.remove(&service.id).unwrap_or_default(),
            service,
        })
    }
}

/// Rows by what they belong to.
pub(crate) fn by<Key: Ord, Row>(rows: Vec<Row>, key: impl Fn(&Row) -> Key) -> BTreeMap<Key, Vec<Row>> {
    let mut grouped: BTreeMap<Key, Vec<Row>> = BTreeMap::new();
    for row in rows {
        grouped.entry(key(&row)).or_default().push(row);
    }
    grouped
}
