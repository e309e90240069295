//! Acts: what was done, and undoing it.

use crate::desk::Desk;
use crate::failure::{Failure, FailureCode};
use crate::job::Job;
use crate::wire::moment;
use caveat_core::id::{ActId, RowId};
use caveat_store::Act;
use caveat_store::act as rows;
use caveat_store::log::undo::{LeftReason, last_act};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An act that was made.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
pub struct Acted {
    /// The act; `None` when nothing had to be changed.
    pub act: Option<ActId>,
}

/// How many acts to list.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ListActs {
    /// At most so many, the newest.
    pub limit: u32,
}

/// Acts, newest first.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct ActList {
    /// One line an act.
    pub acts: Vec<ActLine>,
}

/// One act in a list.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct ActLine {
    /// Which act.
    pub id: ActId,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// By whom; `None` once the name is erased.
    pub person: Option<String>,
    /// The act it undoes.
    pub undo_of: Option<ActId>,
    /// The act that undid it.
    pub undone_by: Option<ActId>,
    /// The wish that was granted.
    pub wish: String,
}

/// An act to undo.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UndoAct {
    /// Which act; `None` = the last one of this device.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub act: Option<ActId>,
}

/// What an undo came to.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct Undone {
    /// The act that did the undoing; `None` when nothing could be given back.
    pub act: Option<ActId>,
    /// The act that was undone.
    pub undone: ActId,
    /// The wish that was undone.
    pub wish: String,
    /// Fields given back and rows put aside.
    pub restored: u32,
    /// What was left as it is, because somebody has written there since.
    pub left: Vec<Left>,
}

/// Something an undo left alone.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct Left {
    /// Which field; `None` for a whole row.
    pub field: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// Which row.
    pub row: RowId,
}

impl From<rows::ActRow> for ActLine {
    fn from(row: rows::ActRow) -> Self {
        Self {
            id: row.id,
            at: moment(row.ts),
            person: row.person,
            undo_of: row.undo_of,
            undone_by: row.undone_by,
            wish: row.wish,
        }
    }
}

/// Lists the newest acts.
pub fn list_acts(desk: &Desk, input: ListActs, _: &Job) -> Result<ActList, Failure> {
    desk.store()?.read(|db| {
        let acts = rows::list(db, input.limit.min(10_000))?;
        Ok(ActList { acts: acts.into_iter().map(ActLine::from).collect() })
    })
}

/// Undoes an act where nobody has written since; what was left alone is listed.
pub fn undo_act(desk: &Desk, input: UndoAct, job: &Job) -> Result<Undone, Failure> {
    let store = desk.store()?;
    let found = store.read(|db| {
        let id = match input.act {
            Some(act) => Some(act),
            None => last_act(db)?,
        };
        id.map(|id| rows::act(db, id)).transpose().map(Option::flatten)
    })?;
    let Some(undone) = found else {
        return Err(Failure::new(
            FailureCode::NotFound,
            "There is nothing to undo.",
            "“history acts” shows what was done.",
        ));
    };
    if undone.undone_by.is_some() {
        return Err(Failure::new(
            FailureCode::Exists,
            "That act has been undone already.",
            "Undo the undoing to have it back.",
        ));
    }
    let undo = |act: &mut Act<'_>| Ok(act.undo(undone.id)?);
    let (outcome, act) = desk.act(&store, "undo_act", Some(undone.id), undo, job)?;
    let left = outcome.left.into_iter().map(|left| Left {
        field: left.field.map(str::to_owned),
        reason: match left.reason {
            LeftReason::ChangedSince => "changed since".to_owned(),
            LeftReason::Lasting => "cannot be undone; withdraw it by a new entry".to_owned(),
        },
        row: left.row,
    });
    Ok(Undone { act, undone: undone.id, wish: undone.wish, restored: outcome.restored as u32, left: left.collect() })
}
