//! Services: what we use from a vendor, and the factors its inherent tier comes from.

use crate::act::Acted;
use crate::desk::{Desk, new_id};
use crate::failure::Failure;
use crate::history::{Conflict, bases_of, conflicts_of};
use crate::job::Job;
use crate::known::{assessed, known_of};
use crate::rating::policy;
use crate::vendor::{Edit, optional_line, optional_prose};
use crate::wire::{Bases, or_null, present};
use caveat_core::assessment::Assessment;
use caveat_core::contract::Contract;
use caveat_core::evidence::Evidence;
use caveat_core::factors::{Factor, Factors, Level};
use caveat_core::id::{QuestionnaireId, ServiceId, VendorId};
use caveat_core::known::{Acceptance, ComponentList, Endpoint, Issued, Known};
use caveat_core::rating;
use caveat_core::rating::Rating;
use caveat_core::rating::inherent::Inherent;
use caveat_core::service::Service;
use caveat_core::text;
use caveat_store::Connection;
use caveat_store::bytes::Value;
use caveat_store::service as rows;
use caveat_store::{Act, vendor};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A service to add to a vendor.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddService {
    /// Whose service it is.
    pub vendor: VendorId,
    /// What it is called here.
    pub name: String,
    /// What it is used for.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub purpose: Option<String>,
    /// Who needs it.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub business_owner: Option<String>,
    /// What its inherent risk is weighed from; what is not named is not known.
    #[serde(default)]
    pub factors: Factors,
}

/// A service asked for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OneService {
    /// Which service.
    pub service: ServiceId,
}

/// A service with everything its page shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ServiceView {
    /// The service.
    pub service: Service,
    /// Its inherent risk, explained.
    pub inherent: Inherent,
    /// Its rating, explained.
    pub assessment: Assessment,
    /// Its questionnaires, oldest first.
    pub questionnaires: Vec<QuestionnaireLine>,
    /// Templates its tier asks for that were not issued.
    pub missing: Vec<String>,
    /// When it has to be looked at again, counted from its newest answer.
    pub reassess_on: NaiveDate,
    /// What stands behind the answers.
    pub evidence: Vec<Evidence>,
    /// Its endpoints, with the newest look at each.
    pub endpoints: Vec<Endpoint>,
    /// Its component lists, held against the advisory library.
    pub lists: Vec<ComponentList>,
    /// The contracts that cover it.
    pub contracts: Vec<Contract>,
    /// Risks taken knowingly.
    pub acceptances: Vec<Acceptance>,
    /// The versions each field is at; an edit sends them back.
    pub bases: Bases,
    /// Fields with more than one value.
    pub conflicts: Vec<Conflict>,
}

/// A questionnaire in a list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct QuestionnaireLine {
    /// Which questionnaire.
    pub id: QuestionnaireId,
    /// What people call the template.
    pub title: String,
    /// Questions asked.
    pub asked: u32,
    /// Questions answered.
    pub answered: u32,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The day answers are due.
    pub due_on: Option<NaiveDate>,
}

/// Changes to factors; what is not named stays, null makes a factor unknown.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FactorChanges {
    /// How sensitive the data are.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<Level>")]
    pub data_sensitivity: Option<Option<Level>>,
    /// What it can reach.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<Level>")]
    pub access: Option<Option<Level>>,
    /// What stops when it stops.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<Level>")]
    pub criticality: Option<Option<Level>>,
    /// What its AI decides.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<Level>")]
    pub ai_autonomy: Option<Option<Level>>,
    /// How many people's data it holds.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<Level>")]
    pub data_volume: Option<Option<Level>>,
    /// How hard it is to replace.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<Level>")]
    pub substitutability: Option<Option<Level>>,
    /// Which rules bind it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<Level>")]
    pub regulatory: Option<Option<Level>>,
}

/// Changes to a service; what is not named stays, null clears.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ServiceChanges {
    /// What it is called here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// What it is used for.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub purpose: Option<Option<String>>,
    /// Who needs it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub business_owner: Option<Option<String>>,
    /// What its inherent risk is weighed from.
    #[serde(default)]
    #[ts(optional, as = "Option<FactorChanges>")]
    pub factors: FactorChanges,
}

/// A service to change.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EditService {
    /// Which service.
    pub service: ServiceId,
    /// What to change.
    pub changes: ServiceChanges,
    /// The versions the form was opened with; without them the change replaces what stands.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub bases: Option<Bases>,
}

/// Adds a service to a vendor.
pub fn add_service(desk: &Desk, input: AddService, job: &Job) -> Result<ServiceView, Failure> {
    let store = desk.store()?;
    let id = ServiceId(new_id(job.now));
    let mut values = vec![
        (rows::VENDOR, Value::Bytes(input.vendor.bytes().to_vec())),
        (rows::NAME, Value::Text(text::needed_line("A name", &input.name)?)),
        (rows::PURPOSE, or_null(optional_prose("A purpose", input.purpose)?)),
        (rows::BUSINESS_OWNER, or_null(optional_line("A business owner", input.business_owner)?)),
    ];
    values.extend(Factor::ALL.map(|factor| (rows::field_of(factor), level(input.factors.level(factor)))));
    let add = |act: &mut Act<'_>| {
        let vendor = vendor::vendor(act.read(), input.vendor)?;
        if vendor.archived {
            return Err(Failure::bad_input(
                format!("“{}” is archived.", vendor.name),
                "Take it back out of the archive, then add the service.",
            ));
        }
        Ok(act.create(&rows::SERVICE, id.into(), &values)?)
    };
    desk.act(&store, "add_service", None, add, job)?;
    store.read(|db| view(db, known_of(desk, db, rows::service(db, id)?, job.now)?, job.now))
}

/// Shows a service and its inherent tier explained.
pub fn show_service(desk: &Desk, input: OneService, job: &Job) -> Result<ServiceView, Failure> {
    desk.store()?.read(|db| view(db, known_of(desk, db, rows::service(db, input.service)?, job.now)?, job.now))
}

/// Changes a service's fields or factors. A change made meanwhile is kept beside it.
pub fn edit_service(desk: &Desk, input: EditService, job: &Job) -> Result<ServiceView, Failure> {
    let store = desk.store()?;
    let (changes, id) = (input.changes, input.service);
    let mut edit = Edit { table: &rows::SERVICE, row: id.into(), bases: input.bases.as_ref(), fields: Vec::new() };
    if let Some(entered) = &changes.name {
        edit.set(rows::NAME, Value::Text(text::needed_line("A name", entered)?));
    }
    if let Some(entered) = changes.purpose {
        edit.set(rows::PURPOSE, or_null(optional_prose("A purpose", entered)?));
    }
    if let Some(entered) = changes.business_owner {
        edit.set(rows::BUSINESS_OWNER, or_null(optional_line("A business owner", entered)?));
    }
    let factors = changes.factors;
    for (factor, change) in [
        (Factor::DataSensitivity, factors.data_sensitivity),
        (Factor::Access, factors.access),
        (Factor::Criticality, factors.criticality),
        (Factor::AiAutonomy, factors.ai_autonomy),
        (Factor::DataVolume, factors.data_volume),
        (Factor::Substitutability, factors.substitutability),
        (Factor::Regulatory, factors.regulatory),
    ] {
        if let Some(entered) = change {
            edit.set(rows::field_of(factor), level(entered));
        }
    }
    let change = |act: &mut Act<'_>| {
        rows::service(act.read(), id)?;
        edit.make(act)
    };
    desk.act(&store, "edit_service", None, change, job)?;
    store.read(|db| view(db, known_of(desk, db, rows::service(db, id)?, job.now)?, job.now))
}

/// Puts a service aside: its vendor's tier no longer counts it, its history is kept.
pub fn archive_service(desk: &Desk, input: OneService, job: &Job) -> Result<Acted, Failure> {
    let archive = |act: &mut Act<'_>| Ok(act.archive(&rows::SERVICE, input.service.into())?);
    let (_, act) = desk.act(&*desk.store()?, "archive_service", None, archive, job)?;
    Ok(Acted { act })
}

/// A service with everything its page shows.
pub(crate) fn view(db: &Connection, known: Known<'_>, now: DateTime<Utc>) -> Result<ServiceView, Failure> {
    let row = known.service.id.into();
    let assessment = assessed(&known, now)?;
    let line = |issued: &Issued<'_>| QuestionnaireLine {
        id: issued.questionnaire.id,
        title: issued.template.title.clone(),
        asked: issued.template.questions.len() as u32,
        answered: issued.answers.iter().filter(|answer| answer.choice.is_some()).count() as u32,
        issued_on: issued.questionnaire.issued_on,
        due_on: issued.questionnaire.due_on,
    };
    Ok(ServiceView {
        inherent: assessment.rating.inherent.clone(),
        questionnaires: known.questionnaires.iter().map(line).collect(),
        missing: known.missing.iter().map(|template| template.id.clone()).collect(),
        reassess_on: reassess_on(&known, &assessment.rating, now)?,
        assessment,
        evidence: known.evidence,
        endpoints: known.endpoints,
        lists: known.lists,
        contracts: known.contracts,
        acceptances: known.acceptances,
        bases: bases_of(db, &rows::SERVICE, row)?,
        conflicts: conflicts_of(db, &rows::SERVICE, row)?,
        service: known.service,
    })
}

/// When a service has to be looked at again, counted from its newest answer. One that nobody
/// answered for has to be looked at today.
pub(crate) fn reassess_on(known: &Known<'_>, rated: &Rating, now: DateTime<Utc>) -> Result<NaiveDate, Failure> {
    let policy = policy()?;
    let counted = known.last_answered_on().map(|looked_on| rating::reassess_on(policy, rated, looked_on));
    Ok(counted.unwrap_or(now.date_naive()))
}

fn level(level: Option<Level>) -> Value {
    level.map_or(Value::Null, |level| Value::Integer(i64::from(level.get())))
}
