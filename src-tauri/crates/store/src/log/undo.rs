//! Undoing an act: a new act that gives back what stood before, but only where nobody has
//! written since; everything else is listed, never overwritten.

use crate::bytes::{Value, Version, versions_from_bytes};
use crate::error::StoreError;
use crate::log::project::{heads, versions};
use crate::log::{Act, Base};
use crate::schema::{ARCHIVED, Growth, Table, table};
use caveat_core::id::{ActId, RowId};
use rusqlite::{Connection, OptionalExtension, params};

/// What undoing an act came to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Undone {
    /// Fields given back and rows put aside.
    pub restored: usize,
    /// What was left as it is.
    pub left: Vec<Left>,
}

/// Something an undo left alone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Left {
    /// Name of the field; `None` for the whole row.
    pub field: Option<&'static str>,
    /// Why.
    pub reason: LeftReason,
    /// Which row.
    pub row: RowId,
}

/// Why an undo left something alone.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LeftReason {
    /// Somebody has written there since.
    ChangedSince,
    /// Rows of this kind are withdrawn by a new row, never undone.
    Lasting,
}

/// The newest act of this device that is not an undo, has not been undone, and changed
/// something that can be.
pub fn last_act(db: &Connection) -> Result<Option<ActId>, StoreError> {
    let mutable: Vec<String> = crate::schema::TABLES
        .iter()
        .filter(|table| table.growth == Growth::Mutable && table.number != crate::person::PERSON.number)
        .map(|table| table.number.to_string())
        .collect();
    let sql = format!(
        "SELECT o.act FROM op o JOIN act a ON a.id = o.act
         WHERE o.dev = (SELECT dev FROM device) AND a.undo_of IS NULL AND NOT EXISTS (SELECT 1 FROM act u WHERE u.undo_of = a.id)
           AND o.tbl IN ({}) ORDER BY o.seq DESC LIMIT 1",
        mutable.join(", ")
    );
    Ok(db.prepare_cached(&sql)?.query_row([], |row| Ok(ActId::from_bytes(row.get(0)?))).optional()?)
}

impl Act<'_> {
    /// Undoes `act` as far as nobody has written since.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRow`] when there is no such act.
    pub fn undo(&mut self, act: ActId) -> Result<Undone, StoreError> {
        let touched = touched(self.tx, act)?;
        if touched.is_empty() {
            return Err(StoreError::NoSuchRow);
        }
        let mut undone = Undone::default();
        for (number, row, field) in touched {
            let Some(table) = table(number) else { continue };
            if table.number == crate::act::ACT.number || table.number == crate::person::PERSON.number {
                continue;
            }
            if table.growth == Growth::Immutable {
                undone.left.push(Left { field: None, reason: LeftReason::Lasting, row });
            } else if field == 0 {
                self.undo_creation(table, row, act, &mut undone)?;
            } else {
                self.undo_field(table, row, field, act, &mut undone)?;
            }
        }
        Ok(undone)
    }

    fn undo_creation(
        &mut self,
        table: &'static Table,
        row: RowId,
        act: ActId,
        undone: &mut Undone,
    ) -> Result<(), StoreError> {
        let others: i64 = self.tx.query_row(
            "SELECT COUNT(*) FROM op o WHERE o.row = ?1 AND o.act <> ?2
               AND NOT EXISTS (SELECT 1 FROM act a WHERE a.id = o.act AND a.undo_of IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM act u WHERE u.undo_of = o.act)",
            params![row.bytes(), act.bytes()],
            |found| found.get(0),
        )?;
        if others > 0 {
            undone.left.push(Left { field: None, reason: LeftReason::ChangedSince, row });
        } else if self.set(table, row, ARCHIVED.number, Value::Integer(1), Base::Current)? {
            undone.restored += 1;
        }
        Ok(())
    }

    fn undo_field(
        &mut self,
        table: &'static Table,
        row: RowId,
        field: u32,
        act: ActId,
        undone: &mut Undone,
    ) -> Result<(), StoreError> {
        let heads = heads(self.tx, table, row, field)?;
        let ours = match heads.as_slice() {
            [only] => belongs(self.tx, only.version, act)?,
            _ => None,
        };
        let Some(mut base) = ours else {
            let field = table.field(field).map(|field| field.name);
            undone.left.push(Left { field, reason: LeftReason::ChangedSince, row });
            return Ok(());
        };
        // an act may have written the cell more than once: go back to before its first
        let before = loop {
            let seen = versions(self.tx, table, row, field, &base)?;
            let Some(greatest) = seen.into_iter().max_by_key(|head| (head.ts, head.version)) else {
                return Ok(());
            };
            match belongs(self.tx, greatest.version, act)? {
                Some(earlier) if !earlier.is_empty() => base = earlier,
                _ => break greatest.value,
            }
        };
        if self.set(table, row, field, before, Base::Current)? {
            undone.restored += 1;
        }
        Ok(())
    }
}

/// The (table, row, field)s an act wrote, each once; creations last, so that a row made and
/// changed in one act is put aside after its fields are given back.
fn touched(db: &Connection, act: ActId) -> Result<Vec<(u32, RowId, u32)>, StoreError> {
    let touched = db
        .prepare_cached("SELECT DISTINCT tbl, row, fld FROM op WHERE act = ?1 ORDER BY fld = 0, seq DESC")?
        .query_map([act.bytes()], |op| Ok((op.get(0)?, RowId::from_bytes(op.get(1)?), op.get(2)?)))?
        .collect::<Result<_, _>>()?;
    Ok(touched)
}

/// The base of a version if that act wrote it.
fn belongs(db: &Connection, version: Version, act: ActId) -> Result<Option<Vec<Version>>, StoreError> {
    let base: Option<Vec<u8>> = db
        .prepare_cached("SELECT base FROM op WHERE dev = ?1 AND seq = ?2 AND act = ?3")?
        .query_row(params![version.dev, version.seq, act.bytes()], |op| op.get(0))
        .optional()?;
    Ok(base.map(|base| versions_from_bytes(&base).unwrap_or_default()))
}
