//! What each field has held, and fields that hold more than one value.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::job::Job;
use crate::wire::{Bases, moment, shown};
use caveat_core::id::{ActId, RowId};
use caveat_store::Connection;
use caveat_store::log::history::history;
use caveat_store::log::project::heads;
use caveat_store::schema::Table;
use caveat_store::{StoreError, act, log, person};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A row whose history is asked for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowHistory {
    /// Which row: a vendor's, a service's … id.
    pub row: RowId,
}

/// The history of a row.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct History {
    /// Each field that ever held anything.
    pub fields: Vec<FieldHistory>,
}

/// All versions of one field.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct FieldHistory {
    /// Name of the field.
    pub field: String,
    /// Its versions, oldest first.
    pub versions: Vec<Written>,
}

/// One version of one field.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct Written {
    /// In which act.
    pub act: ActId,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// Has nobody replaced it?
    pub current: bool,
    /// Was the value erased since?
    pub erased: bool,
    /// By whom; `None` once the name is erased.
    pub person: Option<String>,
    /// The value in words; `None` = nothing.
    pub value: Option<String>,
    /// The wish it was written for.
    pub wish: String,
}

/// A field that holds more than one value nobody has chosen between.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct Conflict {
    /// Name of the field.
    pub field: String,
    /// The values, the one shown first.
    pub values: Vec<Rival>,
}

/// One of the values of a field in conflict.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct Rival {
    /// When it was written (UTC).
    pub at: DateTime<Utc>,
    /// The value in words; `None` = nothing.
    pub value: Option<String>,
    /// Which version it is.
    pub version: String,
}

/// Shows what each field of a row has held, who wrote it, and when.
pub fn show_history(desk: &Desk, input: ShowHistory, _: &Job) -> Result<History, Failure> {
    desk.store()?.read(|db| {
        let mut fields = Vec::new();
        for field in history(db, input.row)? {
            let mut versions = Vec::new();
            for written in field.versions {
                versions.push(Written {
                    act: written.act,
                    at: moment(written.ts),
                    current: written.current,
                    erased: written.erased,
                    person: person::person(db, written.person)?.and_then(|person| person.name),
                    value: shown(&written.value),
                    wish: act::act(db, written.act)?.map(|act| act.wish).unwrap_or_default(),
                });
            }
            fields.push(FieldHistory { field: field.field.to_owned(), versions });
        }
        Ok(History { fields })
    })
}

/// The versions each field of a row is at.
pub(crate) fn bases_of(db: &Connection, table: &Table, row: RowId) -> Result<Bases, StoreError> {
    let mut bases = Bases::new();
    for field in table.fields {
        let versions = heads(db, table, row, field.number)?;
        bases.insert(field.name.to_owned(), versions.iter().map(|head| head.version.to_string()).collect());
    }
    Ok(bases)
}

/// The fields of a row that hold more than one value.
pub(crate) fn conflicts_of(db: &Connection, table: &Table, row: RowId) -> Result<Vec<Conflict>, StoreError> {
    let mut conflicts = Vec::new();
    for number in log::history::disputed_fields(db, row)? {
        let Some(field) = table.field(number) else {
            continue;
        };
        let values = heads(db, table, row, number)?.into_iter().map(|head| Rival {
            at: moment(head.ts),
            value: shown(&head.value),
            version: head.version.to_string(),
        });
        conflicts.push(Conflict { field: field.name.to_owned(), values: values.collect() });
    }
    Ok(conflicts)
}
