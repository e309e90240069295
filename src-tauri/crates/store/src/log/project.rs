//! From ops to tables. What a screen reads is a pure function of the set of ops: a version is
//! replaced when some op names it in its base; heads are the versions left; the head with the
//! greatest (time, device, place) is shown, and more than one differing head is a conflict.
//! The same rule serves one changed cell and a rebuild of everything.

use crate::Store;
use crate::bytes::{Cell, Hash, Value, Version, cells_from_bytes, versions_from_bytes, versions_to_bytes};
use crate::error::StoreError;
use crate::schema::{self, Growth, Holds, TABLES, Table};
use caveat_core::id::RowId;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, Transaction, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet};

/// One version of one cell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Head {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub ts: i64,
    /// Which op wrote it.
    pub version: Version,
    /// The value it wrote.
    pub value: Value,
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Null => ValueRef::Null,
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl Store {
    /// Empties every projected table and makes it again from the log alone.
    pub fn rebuild(&self) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        rebuild(&tx)?;
        Ok(tx.commit()?)
    }
}

/// Does the value fit what the field holds? Null always does.
pub fn fits(holds: Holds, value: &Value) -> bool {
    match (holds, value) {
        (_, Value::Null) | (Holds::Integer, Value::Integer(_)) | (Holds::Text, Value::Text(_)) => true,
        (Holds::Id, Value::Bytes(bytes)) => bytes.len() == 16,
        _ => false,
    }
}

/// The versions of a cell that nobody has replaced, the shown one first.
pub fn heads(db: &Connection, table: &Table, row: RowId, field: u32) -> Result<Vec<Head>, StoreError> {
    db.prepare_cached(
        "SELECT o.ts, o.dev, o.seq, v.cells FROM op o JOIN op_value v USING (dev, seq)
         WHERE o.row = ?1 AND o.fld IN (0, ?2) AND o.tbl = ?3
           AND NOT EXISTS (SELECT 1 FROM sup s WHERE s.dev = o.dev AND s.seq = o.seq AND s.fld = ?2)
         ORDER BY o.ts DESC, o.dev DESC, o.seq DESC",
    )?
    .query_map(params![row.bytes(), field, table.number], |found| head(found, field))?
    .map(|head| head.map_err(StoreError::from)?.ok_or_else(unreadable))
    .collect()
}

/// Those of `versions` that are versions of that cell.
pub fn versions(
    db: &Connection,
    table: &Table,
    row: RowId,
    field: u32,
    versions: &[Version],
) -> Result<Vec<Head>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT o.ts, o.dev, o.seq, v.cells FROM op o JOIN op_value v USING (dev, seq)
         WHERE o.dev = ?4 AND o.seq = ?5 AND o.row = ?1 AND o.fld IN (0, ?2) AND o.tbl = ?3",
    )?;
    let mut found = Vec::new();
    for version in versions.iter().collect::<BTreeSet<_>>() {
        let one = statement
            .query_row(params![row.bytes(), field, table.number, version.dev, version.seq], |found| head(found, field))
            .optional()?;
        if let Some(one) = one {
            found.push(one.ok_or_else(unreadable)?);
        }
    }
    Ok(found)
}

/// Notes that a device's chain now ends here.
pub(super) fn chain(db: &Connection, end: Version, hash: &Hash) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO chain (dev, seq, hash) VALUES (?1, ?2, ?3)
         ON CONFLICT (dev) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
    )?
    .execute(params![end.dev, end.seq, hash])?;
    Ok(())
}

/// Notes that those versions of a field have been replaced.
pub(super) fn supersede(db: &Connection, field: u32, base: &[Version]) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached("INSERT OR IGNORE INTO sup (dev, seq, fld) VALUES (?1, ?2, ?3)")?;
    for version in base {
        statement.execute(params![version.dev, version.seq, field])?;
    }
    Ok(())
}

/// Shows a row that was just made and that no other op has touched.
pub(super) fn create(db: &Connection, table: &Table, row: RowId, cells: &[Cell]) -> Result<(), StoreError> {
    let fields: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
    let places: String = (0..fields.len()).map(|place| format!(", ?{}", place + 2)).collect();
    let sql = format!("INSERT INTO {} (id, {}) VALUES (?1{places})", table.name, fields.join(", "));
    let mut statement = db.prepare_cached(&sql)?;
    statement.raw_bind_parameter(1, row.bytes())?;
    for (place, field) in table.fields.iter().enumerate() {
        let value = cells.iter().find(|cell| cell.field == field.number).map_or(Value::Null, Cell::value);
        statement.raw_bind_parameter(place + 2, value)?;
    }
    statement.raw_execute()?;
    Ok(())
}

/// Shows one cell as the log has it.
pub(super) fn cell(db: &Connection, table: &Table, row: RowId, field: u32) -> Result<(), StoreError> {
    show(db, table, row, field, &heads(db, table, row, field)?)
}

/// Empties every projection and makes it again, inside a transaction of the caller's.
pub(super) fn rebuild(tx: &Transaction<'_>) -> Result<(), StoreError> {
    for projection in ["sup", "chain", "conflict", "to_fix"].into_iter().chain(TABLES.iter().map(|table| table.name)) {
        tx.execute(&format!("DELETE FROM {projection}"), [])?;
    }
    let mut ops = tx.prepare("SELECT dev, seq, fld, base, hash, tbl FROM op ORDER BY dev, seq")?;
    let mut rows = ops.query([])?;
    let mut end: Option<(Version, Hash)> = None;
    while let Some(op) = rows.next()? {
        let version = Version { dev: op.get(0)?, seq: op.get(1)? };
        let (field, base): (u32, Vec<u8>) = (op.get(2)?, op.get(3)?);
        let base = versions_from_bytes(&base).ok_or_else(unreadable)?;
        if counts(op.get(5)?, field) {
            supersede(tx, field, &base)?;
        }
        if let Some((last, hash)) = end.filter(|(last, _)| last.dev != version.dev) {
            chain(tx, last, &hash)?;
        }
        end = Some((version, op.get(4)?));
    }
    if let Some((last, hash)) = end {
        chain(tx, last, &hash)?;
    }
    drop(rows);

    let mut replaced: BTreeSet<(Version, u32)> = BTreeSet::new();
    let mut rows = tx.prepare("SELECT dev, seq, fld FROM sup")?;
    let mut found = rows.query([])?;
    while let Some(row) = found.next()? {
        replaced.insert((Version { dev: row.get(0)?, seq: row.get(1)? }, row.get(2)?));
    }
    drop(found);

    let mut ops =
        tx.prepare("SELECT o.row, o.tbl, o.fld, o.ts, o.dev, o.seq, v.cells FROM op o JOIN op_value v USING (dev, seq) ORDER BY o.row, o.tbl")?;
    let mut rows = ops.query([])?;
    let mut gathered = Gathered::default();
    while let Some(op) = rows.next()? {
        let key = (op.get(0)?, op.get(1)?);
        if gathered.key != Some(key) {
            gathered.show(tx)?;
            gathered = Gathered { key: Some(key), ..Gathered::default() };
        }
        let cells: Vec<u8> = op.get(6)?;
        let version = Version { dev: op.get(4)?, seq: op.get(5)? };
        let cells = cells_from_bytes(&cells).ok_or_else(unreadable)?;
        if counts(key.1, op.get(2)?) {
            gathered.take(op.get(2)?, op.get(3)?, version, cells, &replaced);
        }
    }
    gathered.show(tx)
}

/// Does an op change anything? A row that may not change is what its creation says.
pub(super) fn counts(table: u32, field: u32) -> bool {
    field == 0 || !schema::table(table).is_some_and(|table| table.growth == Growth::Immutable)
}

/// All heads of one row, while a rebuild reads its ops.
#[derive(Default)]
struct Gathered {
    key: Option<([u8; 16], u32)>,
    created: bool,
    heads: BTreeMap<u32, Vec<Head>>,
}

impl Gathered {
    fn take(&mut self, field: u32, ts: i64, version: Version, cells: Vec<Cell>, replaced: &BTreeSet<(Version, u32)>) {
        let table = self.key.and_then(|(_, number)| schema::table(number));
        let fields: Vec<u32> = if field == 0 {
            self.created = true;
            table.map_or_else(Vec::new, |table| table.fields.iter().map(|field| field.number).collect())
        } else {
            vec![field]
        };
        for field in fields {
            if !replaced.contains(&(version, field)) {
                let value = cells.iter().find(|cell| cell.field == field).map_or(Value::Null, Cell::value);
                self.heads.entry(field).or_default().push(Head { ts, version, value });
            }
        }
    }

    fn show(self: &mut Gathered, tx: &Transaction<'_>) -> Result<(), StoreError> {
        let Some((row, table)) = self.key.and_then(|(row, number)| Some((row, schema::table(number)?))) else {
            return Ok(()); // nothing gathered, or a newer program's table: kept in the log
        };
        if !self.created {
            return Ok(()); // its creation has not arrived
        }
        let row = RowId::from_bytes(row);
        create(tx, table, row, &[])?;
        for (field, heads) in &mut self.heads {
            heads.sort_by_key(|head| std::cmp::Reverse((head.ts, head.version)));
            show(tx, table, row, *field, heads)?;
        }
        Ok(())
    }
}

fn show(db: &Connection, table: &Table, row: RowId, field: u32, heads: &[Head]) -> Result<(), StoreError> {
    let (Some(field), Some(shown)) = (table.field(field), heads.first()) else {
        return Ok(());
    };
    let fit = fits(field.holds, &shown.value);
    let value = if fit { &shown.value } else { &Value::Null };
    db.prepare_cached(&format!("UPDATE {} SET {} = ?2 WHERE id = ?1", table.name, field.name))?
        .execute(params![row.bytes(), value])?;
    let at = params![row.bytes(), field.number, table.number];
    if fit {
        db.prepare_cached("DELETE FROM to_fix WHERE row = ?1 AND fld = ?2 AND tbl = ?3")?.execute(at)?;
    } else {
        db.prepare_cached("INSERT OR IGNORE INTO to_fix (row, fld, tbl) VALUES (?1, ?2, ?3)")?.execute(at)?;
    }
    if heads.iter().all(|head| head.value == shown.value) {
        db.prepare_cached("DELETE FROM conflict WHERE row = ?1 AND fld = ?2 AND tbl = ?3")?.execute(at)?;
    } else {
        let versions: Vec<Version> = heads.iter().map(|head| head.version).collect();
        db.prepare_cached(
            "INSERT INTO conflict (row, fld, tbl, heads) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (row, fld) DO UPDATE SET heads = excluded.heads",
        )?
        .execute(params![row.bytes(), field.number, table.number, versions_to_bytes(&versions)])?;
    }
    Ok(())
}

/// One version out of a row of (ts, dev, seq, cells); `None` when the cells cannot be read.
fn head(found: &Row<'_>, field: u32) -> rusqlite::Result<Option<Head>> {
    let cells: Vec<u8> = found.get(3)?;
    let version = Version { dev: found.get(1)?, seq: found.get(2)? };
    let ts = found.get(0)?;
    Ok(cells_from_bytes(&cells).map(|cells| {
        let value = cells.iter().find(|cell| cell.field == field).map_or(Value::Null, Cell::value);
        Head { ts, version, value }
    }))
}

fn unreadable() -> StoreError {
    StoreError::Damaged("an entry of the log cannot be read".to_owned())
}
