//! Services: what we use from a vendor, and the factors its inherent tier comes from.

use crate::act::Acted;
use crate::desk::{Desk, new_id};
use crate::failure::Failure;
use crate::history::{Conflict, bases_of, conflicts_of};
use crate::job::Job;
use crate::rating::policy;
use crate::vendor::{Edit, optional_line, optional_prose};
use crate::wire::{Bases, or_null, present};
use caveat_core::factors::{Factor, Factors, Level};
use caveat_core::id::{ServiceId, VendorId};
use caveat_core::rating::inherent::{Inherent, inherent};
use caveat_core::service::Service;
use caveat_core::text;
use caveat_store::Connection;
use caveat_store::bytes::Value;
use caveat_store::service as rows;
use caveat_store::{Act, vendor};
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
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct ServiceView {
    /// The service.
    pub service: Service,
    /// Its inherent risk, explained.
    pub inherent: Inherent,
    /// The versions each field is at; an edit sends them back.
    pub bases: Bases,
    /// Fields with more than one value.
    pub conflicts: Vec<Conflict>,
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
    store.read(|db| view(db, rows::service(db, id)?))
}

/// Shows a service and its inherent tier explained.
pub fn show_service(desk: &Desk, input: OneService, _: &Job) -> Result<ServiceView, Failure> {
    desk.store()?.read(|db| view(db, rows::service(db, input.service)?))
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
    store.read(|db| view(db, rows::service(db, id)?))
}

/// Puts a service aside: its vendor's tier no longer counts it, its history is kept.
pub fn archive_service(desk: &Desk, input: OneService, job: &Job) -> Result<Acted, Failure> {
    let archive = |act: &mut Act<'_>| Ok(act.archive(&rows::SERVICE, input.service.into())?);
    let (_, act) = desk.act(&*desk.store()?, "archive_service", None, archive, job)?;
    Ok(Acted { act })
}

pub(crate) fn view(db: &Connection, service: Service) -> Result<ServiceView, Failure> {
    let row = service.id.into();
    Ok(ServiceView {
        inherent: inherent(policy()?, &service.factors),
        bases: bases_of(db, &rows::SERVICE, row)?,
        conflicts: conflicts_of(db, &rows::SERVICE, row)?,
        service,
    })
}

fn level(level: Option<Level>) -> Value {
    level.map_or(Value::Null, |level| Value::Integer(i64::from(level.get())))
}
