//! What each field has held, who wrote it and when: the log read for one row.

use crate::bytes::{Cell, Content, Value, Version, cells_from_bytes};
use crate::error::StoreError;
use crate::schema::{Table, table};
use caveat_core::id::{ActId, PersonId, RowId};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// All versions of one field of one row, oldest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldHistory {
    /// Name of the field.
    pub field: &'static str,
    /// Its versions, oldest first.
    pub versions: Vec<Written>,
}

/// One version of one field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Written {
    /// In which act.
    pub act: ActId,
    /// Has nobody replaced it?
    pub current: bool,
    /// Was the value erased since?
    pub erased: bool,
    /// By whom.
    pub person: PersonId,
    /// Milliseconds since 1970-01-01T00:00Z.
    pub ts: i64,
    /// The value.
    pub value: Value,
    /// Which op.
    pub version: Version,
}

/// The table a row belongs to.
pub fn table_of(db: &Connection, row: RowId) -> Result<&'static Table, StoreError> {
    let number: Option<u32> = db
        .prepare_cached("SELECT tbl FROM op WHERE row = ?1 AND fld = 0 LIMIT 1")?
        .query_row([row.bytes()], |found| found.get(0))
        .optional()?;
    number.and_then(table).ok_or(StoreError::NoSuchRow)
}

/// The history of every field of one row that ever held anything, in the table's order.
pub fn history(db: &Connection, row: RowId) -> Result<Vec<FieldHistory>, StoreError> {
    let table = table_of(db, row)?;
    let mut fields = Vec::new();
    for field in table.fields {
        let versions = field_history(db, table, row, field.number)?;
        if versions.iter().any(|written| written.value != Value::Null || written.erased) {
            fields.push(FieldHistory { field: field.name, versions });
        }
    }
    Ok(fields)
}

fn field_history(db: &Connection, table: &Table, row: RowId, field: u32) -> Result<Vec<Written>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT o.ts, o.dev, o.seq, o.person, o.act, v.cells,
                NOT EXISTS (SELECT 1 FROM sup s WHERE s.dev = o.dev AND s.seq = o.seq AND s.fld = ?2)
         FROM op o JOIN op_value v USING (dev, seq)
         WHERE o.row = ?1 AND o.fld IN (0, ?2) AND o.tbl = ?3 ORDER BY o.ts, o.dev, o.seq",
    )?;
    let mut found = statement.query(params![row.bytes(), field, table.number])?;
    let mut versions = Vec::new();
    while let Some(op) = found.next()? {
        let cells: Vec<u8> = op.get(5)?;
        let cells = cells_from_bytes(&cells)
            .ok_or_else(|| StoreError::Damaged("an entry of the log cannot be read".to_owned()))?;
        let cell = cells.iter().find(|cell| cell.field == field);
        versions.push(Written {
            act: ActId::from_bytes(op.get(4)?),
            current: op.get(6)?,
            erased: cell.is_some_and(|cell| matches!(cell.content, Content::Erased(_))),
            person: PersonId::from_bytes(op.get(3)?),
            ts: op.get(0)?,
            value: cell.map_or(Value::Null, Cell::value),
            version: Version { dev: op.get(1)?, seq: op.get(2)? },
        });
    }
    Ok(versions)
}

/// How many fields of each row hold more than one value nobody has chosen between.
pub fn disputed(db: &Connection) -> Result<BTreeMap<RowId, u32>, StoreError> {
    let mut statement = db.prepare_cached("SELECT row, COUNT(*) FROM conflict GROUP BY row")?;
    let rows = statement.query_map([], |row| Ok((RowId::from_bytes(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The numbers of those fields of one row.
pub fn disputed_fields(db: &Connection, row: RowId) -> Result<Vec<u32>, StoreError> {
    let mut statement = db.prepare_cached("SELECT fld FROM conflict WHERE row = ?1 ORDER BY fld")?;
    Ok(statement.query_map([row.bytes()], |found| found.get(0))?.collect::<Result<_, _>>()?)
}
