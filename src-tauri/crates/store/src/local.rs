//! What stays on this device: which device writes to a workspace, and as which person. The
//! device's id stands in the workspace and, with the place its chain had reached, in a file
//! of the user's data folder; only both together show that a workspace is an older copy.

use crate::Store;
use crate::error::StoreError;
use crate::json;
use caveat_core::id::{PersonId, WorkspaceId};
use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The file of the user's data folder about one workspace.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Remembered {
    /// Each device id used here (hexadecimal), and the last place of its chain.
    devices: BTreeMap<String, i64>,
    /// As whom this user acts.
    person: Option<PersonId>,
}

impl Store {
    /// As whom the user of this device acts in this workspace, if that was ever said.
    pub fn me(&self) -> Option<PersonId> {
        json::read::<Remembered>(&self.device_file).person
    }

    /// Remembers as whom the user of this device acts.
    pub fn act_as(&self, person: PersonId) -> Result<(), StoreError> {
        let mut remembered: Remembered = json::read(&self.device_file);
        remembered.person = Some(person);
        Ok(json::write(&self.device_file, &remembered)?)
    }
}

/// The device this act is written as. A device unknown here, or one whose chain in this file
/// ends before the place remembered (a restored backup, a copied file), must not write on: it
/// would give two ops one name.
pub(crate) fn writing_as(tx: &Transaction<'_>, file: &Path) -> Result<i64, StoreError> {
    let remembered: Remembered = json::read(file);
    let inside: Option<i64> = tx.query_row("SELECT dev FROM device", [], |row| row.get(0)).optional()?;
    if let Some(dev) = inside {
        let reached: Option<i64> =
            tx.query_row("SELECT seq FROM chain WHERE dev = ?1", [dev], |row| row.get(0)).optional()?;
        let known = remembered.devices.get(&name(dev));
        if known.is_some_and(|known| *known <= reached.unwrap_or(0)) {
            return Ok(dev);
        }
    }
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|error| StoreError::Io(std::io::Error::other(error)))?;
    let dev = i64::from_be_bytes(random) & i64::MAX;
    tx.execute(
        "INSERT INTO device (only, dev) VALUES (1, ?1) ON CONFLICT (only) DO UPDATE SET dev = excluded.dev",
        [dev],
    )?;
    Ok(dev)
}

/// Remembers how far a device's chain has come. Failing to is harmless: the file is then
/// behind, and is brought up by the next act.
pub(crate) fn remember(file: &Path, dev: i64, seq: i64) {
    let mut remembered: Remembered = json::read(file);
    let reached = remembered.devices.entry(name(dev)).or_default();
    *reached = seq.max(*reached);
    let _ = json::write(file, &remembered);
}

/// Gives a new workspace its name.
pub(crate) fn name_workspace(db: &Connection, workspace: WorkspaceId, log_format: i64) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO workspace (id, log_format, min_reader) VALUES (?1, ?2, ?2)",
        rusqlite::params![workspace.bytes(), log_format],
    )?;
    Ok(())
}

fn name(dev: i64) -> String {
    format!("{dev:016x}")
}
