//! Vendors: adding, showing, editing and putting aside. Listing them is in `list`.

pub mod list;

use crate::act::Acted;
use crate::contract::{ContractView, contracts_of};
use crate::desk::{Desk, new_id};
use crate::failure::{Failure, FailureCode};
use crate::history::{Conflict, bases_of, conflicts_of};
use crate::job::Job;
use crate::known::known;
use crate::portfolio::{order, worse};
use crate::service::{ServiceView, view as service_view};
use crate::wire::{Bases, or_null, present, seen};
use caveat_core::id::{RowId, VendorId};
use caveat_core::rating::inherent::Inherent;
use caveat_core::text;
use caveat_core::vendor::{Stage, Vendor, VendorKind, country, name, website};
use caveat_store::Connection;
use caveat_store::bytes::Value;
use caveat_store::vendor as rows;
use caveat_store::{Act, Base};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A vendor to add.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddVendor {
    /// The name it is known by here.
    pub name: String,
    /// What kind of company it is.
    pub kind: VendorKind,
    /// The name in its contracts.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub legal_name: Option<String>,
    /// Its public address.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub website: Option<String>,
    /// Country of its seat, two letters.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub country: Option<String>,
    /// Who answers for it here.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub owner: Option<String>,
    /// Free words.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<String>,
}

/// A vendor asked for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OneVendor {
    /// Which vendor.
    pub vendor: VendorId,
}

/// Words that name one vendor.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FindVendor {
    /// Its id, or its name as people write it: case, punctuation and company form do not matter.
    pub name: String,
}

/// A vendor with everything its page shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct VendorView {
    /// When it was so.
    pub as_of: DateTime<Utc>,
    /// The vendor.
    pub vendor: Vendor,
    /// Its riskiest service, which its tier comes from.
    pub riskiest: Option<Riskiest>,
    /// Its services, worst rating first.
    pub services: Vec<ServiceView>,
    /// Its contracts, in the order they begin; those of services no longer in use too.
    pub contracts: Vec<ContractView>,
    /// The versions each field is at; an edit sends them back.
    pub bases: Bases,
    /// Fields with more than one value.
    pub conflicts: Vec<Conflict>,
}

/// The service a vendor's tier comes from.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct Riskiest {
    /// Its name.
    pub service: String,
    /// Its inherent risk, explained.
    pub inherent: Inherent,
}

/// Changes to a vendor; what is not named stays, null clears.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorChanges {
    /// The name it is known by here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// What kind of company it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub kind: Option<VendorKind>,
    /// Where it stands on the road from request to exit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stage: Option<Stage>,
    /// The name in its contracts.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub legal_name: Option<Option<String>>,
    /// Its public address.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub website: Option<Option<String>>,
    /// Country of its seat, two letters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub country: Option<Option<String>>,
    /// Who answers for it here.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub owner: Option<Option<String>>,
    /// Free words.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub note: Option<Option<String>>,
}

/// A vendor to change.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EditVendor {
    /// Which vendor.
    pub vendor: VendorId,
    /// What to change.
    pub changes: VendorChanges,
    /// The versions the form was opened with; without them the change replaces what stands.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub bases: Option<Bases>,
}

/// Adds a vendor. A name that an archived vendor has brings that one back instead, with the
/// details given; one that a listed vendor has is refused.
pub fn add_vendor(desk: &Desk, input: AddVendor, job: &Job) -> Result<VendorView, Failure> {
    let store = desk.store_or_new()?;
    let known = name(&input.name)?;
    let values = [
        (rows::NAME, Value::Text(known.clone())),
        (rows::KIND, rows::kind(input.kind)),
        (rows::STAGE, rows::stage(Stage::Request)),
        (rows::LEGAL_NAME, or_null(optional_line("A legal name", input.legal_name)?)),
        (rows::WEBSITE, or_null(website(&input.website.unwrap_or_default())?)),
        (rows::COUNTRY, or_null(country(&input.country.unwrap_or_default())?)),
        (rows::OWNER, or_null(optional_line("An owner", input.owner)?)),
        (rows::NOTE, or_null(optional_prose("A note", input.note)?)),
    ];
    let add = |act: &mut Act<'_>| -> Result<VendorId, Failure> {
        match same_name(act.read(), &known, None)? {
            Some(there) if there.archived => {
                act.restore(&rows::VENDOR, there.id.into())?;
                for (field, value) in values.iter().filter(|(_, value)| *value != Value::Null) {
                    act.set(&rows::VENDOR, there.id.into(), *field, value.clone(), Base::Current)?;
                }
                Ok(there.id)
            }
            Some(there) => Err(already_there(&there)),
            None => {
                let id = VendorId(new_id(job.now));
                act.create(&rows::VENDOR, id.into(), &values)?;
                Ok(id)
            }
        }
    };
    let (id, _) = desk.act(&store, "add_vendor", None, add, job)?;
    store.read(|db| view(desk, db, id, job.now))
}

/// Finds the one vendor that an id or a name means.
pub fn find_vendor(desk: &Desk, input: FindVendor, _: &Job) -> Result<Vendor, Failure> {
    desk.store()?.read(|db| {
        if let Ok(id) = input.name.trim().parse::<VendorId>() {
            return Ok(rows::vendor(db, id)?);
        }
        if let Some(same) = same_name(db, &input.name, None)? {
            return Ok(same);
        }
        let sought = text::comparable_name(&input.name);
        let near: Vec<String> = rows::list(db, false)?
            .into_iter()
            .filter(|vendor| !sought.is_empty() && text::comparable_name(&vendor.name).contains(&sought))
            .map(|vendor| format!("“{}”", vendor.name))
            .take(5)
            .collect();
        let hint = match near.as_slice() {
            [] => "“vendor list” shows which there are.".to_owned(),
            near => format!("Did you mean {}?", near.join(", ")),
        };
        Err(Failure::new(FailureCode::NotFound, format!("There is no vendor called “{}”.", input.name), hint))
    })
}

/// Shows a vendor with its services and the tier explained.
pub fn show_vendor(desk: &Desk, input: OneVendor, job: &Job) -> Result<VendorView, Failure> {
    desk.store()?.read(|db| view(desk, db, input.vendor, job.now))
}

/// Changes a vendor's fields. A change made meanwhile by somebody else is kept beside it.
pub fn edit_vendor(desk: &Desk, input: EditVendor, job: &Job) -> Result<VendorView, Failure> {
    let store = desk.store()?;
    let (changes, id) = (input.changes, input.vendor);
    let mut edit = Edit { table: &rows::VENDOR, row: id.into(), bases: input.bases.as_ref(), fields: Vec::new() };
    if let Some(entered) = &changes.name {
        edit.set(rows::NAME, Value::Text(name(entered)?));
    }
    if let Some(kind) = changes.kind {
        edit.set(rows::KIND, rows::kind(kind));
    }
    if let Some(stage) = changes.stage {
        edit.set(rows::STAGE, rows::stage(stage));
    }
    if let Some(entered) = changes.legal_name {
        edit.set(rows::LEGAL_NAME, or_null(optional_line("A legal name", entered)?));
    }
    if let Some(entered) = changes.website {
        edit.set(rows::WEBSITE, or_null(website(&entered.unwrap_or_default())?));
    }
    if let Some(entered) = changes.country {
        edit.set(rows::COUNTRY, or_null(country(&entered.unwrap_or_default())?));
    }
    if let Some(entered) = changes.owner {
        edit.set(rows::OWNER, or_null(optional_line("An owner", entered)?));
    }
    if let Some(entered) = changes.note {
        edit.set(rows::NOTE, or_null(optional_prose("A note", entered)?));
    }
    let change = |act: &mut Act<'_>| {
        rows::vendor(act.read(), id)?;
        if let Some(entered) = &changes.name
            && let Some(there) = same_name(act.read(), entered, Some(id))?
        {
            return Err(already_there(&there));
        }
        edit.make(act)
    };
    desk.act(&store, "edit_vendor", None, change, job)?;
    store.read(|db| view(desk, db, id, job.now))
}

/// Puts a vendor aside: outside lists, counts and search, its history kept.
pub fn archive_vendor(desk: &Desk, input: OneVendor, job: &Job) -> Result<Acted, Failure> {
    let archive = |act: &mut Act<'_>| Ok(act.archive(&rows::VENDOR, input.vendor.into())?);
    let (_, act) = desk.act(&*desk.store()?, "archive_vendor", None, archive, job)?;
    Ok(Acted { act })
}

/// Takes a vendor back out of the archive.
pub fn restore_vendor(desk: &Desk, input: OneVendor, job: &Job) -> Result<Acted, Failure> {
    let restore = |act: &mut Act<'_>| {
        let vendor = rows::vendor(act.read(), input.vendor)?;
        match same_name(act.read(), &vendor.name, Some(vendor.id))? {
            Some(there) if !there.archived => Err(already_there(&there)),
            _ => Ok(act.restore(&rows::VENDOR, input.vendor.into())?),
        }
    };
    let (_, act) = desk.act(&*desk.store()?, "restore_vendor", None, restore, job)?;
    Ok(Acted { act })
}

/// Fields of one row to change together, each with the base its form was opened with.
pub(crate) struct Edit<'a> {
    pub(crate) table: &'static caveat_store::schema::Table,
    pub(crate) row: RowId,
    pub(crate) bases: Option<&'a Bases>,
    pub(crate) fields: Vec<(u32, Value)>,
}

impl Edit<'_> {
    pub(crate) fn set(&mut self, field: u32, value: Value) {
        self.fields.push((field, value));
    }

    pub(crate) fn make(&self, act: &mut Act<'_>) -> Result<(), Failure> {
        for (field, value) in &self.fields {
            let name = self.table.field(*field).map_or("", |field| field.name);
            let seen = seen(self.bases, name)?;
            let base = seen.as_deref().map_or(Base::Current, Base::Seen);
            act.set(self.table, self.row, *field, value.clone(), base)?;
        }
        Ok(())
    }
}

/// An optional line: blank counts as nothing.
pub(crate) fn optional_line(what: &'static str, entered: Option<String>) -> Result<Option<String>, Failure> {
    Ok(text::line(what, &entered.unwrap_or_default())?)
}

/// An optional text of several lines: blank counts as nothing.
pub(crate) fn optional_prose(what: &'static str, entered: Option<String>) -> Result<Option<String>, Failure> {
    Ok(text::prose(what, &entered.unwrap_or_default())?)
}

fn view(desk: &Desk, db: &Connection, id: VendorId, now: DateTime<Utc>) -> Result<VendorView, Failure> {
    let vendor = rows::vendor(db, id)?;
    let mut services = known(desk, db, Some(id), now)?
        .into_iter()
        .map(|known| service_view(db, known, now))
        .collect::<Result<Vec<_>, _>>()?;
    services.sort_by(|a, b| {
        let worse = worse(&a.assessment.rating, &b.assessment.rating);
        worse.then_with(|| a.service.name.cmp(&b.service.name))
    });
    let riskiest = services
        .iter()
        .max_by(|a, b| order(&a.inherent, &b.inherent).then_with(|| b.service.name.cmp(&a.service.name)))
        .map(|view| Riskiest { service: view.service.name.clone(), inherent: view.inherent.clone() });
    Ok(VendorView {
        as_of: now,
        riskiest,
        services,
        contracts: contracts_of(db, id, now.date_naive())?,
        bases: bases_of(db, &rows::VENDOR, id.into())?,
        conflicts: conflicts_of(db, &rows::VENDOR, id.into())?,
        vendor,
    })
}

/// A vendor of the same name, a listed one rather than an archived one.
fn same_name(db: &Connection, name: &str, but: Option<VendorId>) -> Result<Option<Vendor>, Failure> {
    let name = text::comparable_name(name);
    let mut same: Vec<Vendor> = rows::list(db, true)?
        .into_iter()
        .filter(|vendor| Some(vendor.id) != but && text::comparable_name(&vendor.name) == name)
        .collect();
    same.sort_by_key(|vendor| vendor.archived);
    Ok(same.into_iter().next())
}

fn already_there(vendor: &Vendor) -> Failure {
    Failure::new(
        FailureCode::Exists,
        format!("“{}” is in the inventory already.", vendor.name),
        "Add the service to that vendor, or choose a name that tells the two apart.",
    )
}
