//! Contracts: their dates, and their terms held against the baseline of the tier.

use crate::act::Acted;
use crate::desk::{Desk, new_id};
use crate::failure::Failure;
use crate::history::bases_of;
use crate::job::Job;
use crate::known::baseline;
use crate::vendor::{Edit, optional_line, optional_prose};
use crate::wire::{Bases, Nothing, or_null, present, present_day, some_day};
use caveat_core::contract::baseline::TermRule;
use caveat_core::contract::{Contract, NoticeDate, TermValue};
use caveat_core::id::{ContractId, RowId, ServiceId, VendorId, from_cause};
use caveat_core::text;
use caveat_store::bytes::Value;
use caveat_store::words::{date, id, truth};
use caveat_store::{Act, Connection, Store, contract as rows, service, vendor};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A contract to note.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddContract {
    /// With whom.
    pub vendor: VendorId,
    /// For which service; all of the vendor's when not said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub service: Option<ServiceId>,
    /// What it is called.
    pub title: String,
    /// The day it begins.
    #[serde(default, deserialize_with = "some_day")]
    #[ts(optional = nullable)]
    pub starts_on: Option<NaiveDate>,
    /// The day it ends, or renews.
    #[serde(default, deserialize_with = "some_day")]
    #[ts(optional = nullable)]
    pub ends_on: Option<NaiveDate>,
    /// Days before the end by which notice has to be given.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub notice_days: Option<u32>,
    /// Does it renew by itself? Not known when not said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub renews: Option<bool>,
}

/// A contract asked for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OneContract {
    /// Which contract.
    pub contract: ContractId,
}

/// What to change of a contract; what is not named stays, null clears a field.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ContractChanges {
    /// What it is called.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub title: Option<String>,
    /// The day it begins.
    #[serde(default, deserialize_with = "present_day", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<NaiveDate>")]
    pub starts_on: Option<Option<NaiveDate>>,
    /// The day it ends, or renews.
    #[serde(default, deserialize_with = "present_day", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<NaiveDate>")]
    pub ends_on: Option<Option<NaiveDate>>,
    /// Days before the end by which notice has to be given.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<u32>")]
    pub notice_days: Option<Option<u32>>,
    /// Does it renew by itself?
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub renews: Option<Option<bool>>,
}

/// A contract to change.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EditContract {
    /// Which contract.
    pub contract: ContractId,
    /// What to change.
    pub changes: ContractChanges,
    /// The versions the form was opened with; without them the change replaces what stands.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub bases: Option<Bases>,
}

/// What a contract says of a term.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EditTerm {
    /// The contract.
    pub contract: ContractId,
    /// Which term of the baseline.
    pub term: String,
    /// What it says.
    pub value: TermValue,
    /// Where, as the contract counts.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub clause: Option<String>,
    /// Its very words.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub quote: Option<String>,
    /// Did a person confirm the reading?
    #[serde(default)]
    pub confirmed: bool,
    /// The last day of an exception.
    #[serde(default, deserialize_with = "some_day")]
    #[ts(optional = nullable)]
    pub excepted_until: Option<NaiveDate>,
}

/// The terms that are looked for.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TermList {
    /// Name and version of the baseline.
    pub baseline: String,
    /// Every term, with what each tier asks.
    pub terms: Vec<TermRule>,
}

/// A contract with its dates.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ContractView {
    /// The contract and its terms.
    pub contract: Contract,
    /// By when notice has to be given.
    pub notice: NoticeDate,
    /// The versions each field is at; an edit sends them back.
    pub bases: Bases,
}

/// Lists the terms that are looked for, with what each tier asks.
pub fn list_terms(_: &Desk, _: Nothing, _: &Job) -> Result<TermList, Failure> {
    let baseline = baseline()?;
    Ok(TermList { baseline: baseline.id.clone(), terms: baseline.terms.clone() })
}

/// Notes a contract.
pub fn add_contract(desk: &Desk, input: AddContract, job: &Job) -> Result<ContractView, Failure> {
    let store = desk.store()?;
    sound(input.starts_on, input.ends_on, input.notice_days)?;
    let new = ContractId(new_id(job.now));
    let values = [
        (rows::VENDOR, id(input.vendor)),
        (rows::SERVICE, input.service.map_or(Value::Null, id)),
        (rows::TITLE, Value::Text(text::needed_line("A title", &input.title)?)),
        (rows::STARTS_ON, date(input.starts_on)),
        (rows::ENDS_ON, date(input.ends_on)),
        (rows::NOTICE_DAYS, input.notice_days.map_or(Value::Null, |days| Value::Integer(i64::from(days)))),
        (rows::RENEWS, input.renews.map_or(Value::Null, truth)),
    ];
    let add = |act: &mut Act<'_>| {
        vendor::vendor(act.read(), input.vendor)?;
        if let Some(service) = input.service
            && service::service(act.read(), service)?.vendor != input.vendor
        {
            return Err(Failure::bad_input("That service is another vendor's.", "Name a service of this vendor."));
        }
        Ok(act.create(&rows::CONTRACT, new.into(), &values)?)
    };
    desk.act(&store, "add_contract", None, add, job)?;
    show(&store, new, job)
}

/// Do the dates of a contract hold together?
fn sound(starts: Option<NaiveDate>, ends: Option<NaiveDate>, notice_days: Option<u32>) -> Result<(), Failure> {
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends < starts
    {
        return Err(Failure::bad_input("The contract ends before it begins.", "Enter a later end, or none."));
    }
    if notice_days.is_some_and(|days| days > 3660) {
        return Err(Failure::bad_input("A notice period is at most ten years.", "Enter it in days."));
    }
    Ok(())
}

/// Changes what a contract is called, and its dates.
pub fn edit_contract(desk: &Desk, input: EditContract, job: &Job) -> Result<ContractView, Failure> {
    let store = desk.store()?;
    let (changes, id) = (input.changes, input.contract);
    let mut edit = Edit { table: &rows::CONTRACT, row: id.into(), bases: input.bases.as_ref(), fields: Vec::new() };
    if let Some(entered) = &changes.title {
        edit.set(rows::TITLE, Value::Text(text::needed_line("A title", entered)?));
    }
    for (field, entered) in [(rows::STARTS_ON, changes.starts_on), (rows::ENDS_ON, changes.ends_on)] {
        if let Some(entered) = entered {
            edit.set(field, date(entered));
        }
    }
    if let Some(entered) = changes.notice_days {
        edit.set(rows::NOTICE_DAYS, entered.map_or(Value::Null, |days| Value::Integer(i64::from(days))));
    }
    if let Some(entered) = changes.renews {
        edit.set(rows::RENEWS, entered.map_or(Value::Null, truth));
    }
    let change = |act: &mut Act<'_>| {
        let before = contract_of(act.read(), id)?;
        sound(
            changes.starts_on.unwrap_or(before.starts_on),
            changes.ends_on.unwrap_or(before.ends_on),
            changes.notice_days.unwrap_or(before.notice_days),
        )?;
        edit.make(act)
    };
    desk.act(&store, "edit_contract", None, change, job)?;
    show(&store, id, job)
}

/// Shows a contract with its terms.
pub fn show_contract(desk: &Desk, input: OneContract, job: &Job) -> Result<ContractView, Failure> {
    show(&*desk.store()?, input.contract, job)
}

/// Notes what a contract says of a term, in place of what was noted before.
pub fn edit_term(desk: &Desk, input: EditTerm, job: &Job) -> Result<ContractView, Failure> {
    let store = desk.store()?;
    let Some(rule) = baseline()?.rule(&input.term) else {
        return Err(Failure::bad_input(
            format!("There is no term “{}”.", input.term),
            "“contract terms” lists the terms that are looked for.",
        ));
    };
    rule.check(&input.value)?;
    let value = serde_json::to_string(&input.value).map_err(Failure::unexpected)?;
    let fields = vec![
        (rows::VALUE, Value::Text(value)),
        (rows::CLAUSE, or_null(optional_line("A clause", input.clause)?)),
        (rows::QUOTE, or_null(optional_prose("A quote", input.quote)?)),
        (rows::CONFIRMED, truth(input.confirmed)),
        (rows::EXCEPTED_UNTIL, date(input.excepted_until)),
    ];
    // one row for one term of one contract, whoever writes it
    let row = RowId(from_cause(&[&store.workspace().bytes(), b"term", &input.contract.bytes(), input.term.as_bytes()]));
    let edit = |act: &mut Act<'_>| {
        rows::vendor_of(act.read(), input.contract)?;
        let mut values = fields.clone();
        values.push((rows::OF, id(input.contract)));
        values.push((rows::NAME, Value::Text(input.term.clone())));
        if act.create(&rows::TERM, row, &values)? {
            return Ok(());
        }
        Edit { table: &rows::TERM, row, bases: None, fields: fields.clone() }.make(act)
    };
    desk.act(&store, "edit_term", None, edit, job)?;
    show(&store, input.contract, job)
}

/// Puts a contract aside: its terms no longer count, its history is kept.
pub fn archive_contract(desk: &Desk, input: OneContract, job: &Job) -> Result<Acted, Failure> {
    let archive = |act: &mut Act<'_>| Ok(act.archive(&rows::CONTRACT, input.contract.into())?);
    let (_, act) = desk.act(&*desk.store()?, "archive_contract", None, archive, job)?;
    Ok(Acted { act })
}

/// Every contract of a vendor, those of services no longer in use too.
pub(crate) fn contracts_of(db: &Connection, vendor: VendorId, today: NaiveDate) -> Result<Vec<ContractView>, Failure> {
    rows::list(db, Some(vendor))?.into_iter().map(|contract| view(db, contract, today)).collect()
}

fn show(store: &Store, id: ContractId, job: &Job) -> Result<ContractView, Failure> {
    store.read(|db| view(db, contract_of(db, id)?, job.now.date_naive()))
}

fn contract_of(db: &Connection, id: ContractId) -> Result<Contract, Failure> {
    let found = rows::list(db, Some(rows::vendor_of(db, id)?))?.into_iter().find(|contract| contract.id == id);
    Ok(found.ok_or(caveat_store::StoreError::NoSuchRow)?)
}

fn view(db: &Connection, contract: Contract, today: NaiveDate) -> Result<ContractView, Failure> {
    let bases = bases_of(db, &rows::CONTRACT, contract.id.into())?;
    Ok(ContractView { notice: contract.notice(today), bases, contract })
}
