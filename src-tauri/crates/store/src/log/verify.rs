//! Is the workspace what its log says? Recomputes every hash and chain, and compares every
//! table with a rebuild that is then rolled back; changes nothing.

use crate::Store;
use crate::bytes::{Content, Hash, Op, Version, cells_from_bytes, versions_from_bytes, vhash};
use crate::error::StoreError;
use crate::log::project;
use crate::schema::TABLES;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// What verification found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Verification {
    /// Acts in the log.
    pub acts: usize,
    /// Values erased on purpose.
    pub erased: usize,
    /// Ops in the log.
    pub ops: usize,
    /// What is wrong, in words; empty when all is well.
    pub problems: Vec<String>,
}

/// The projections that are compared, besides the tables of [`TABLES`].
const LOG_PROJECTIONS: &[&str] = &["chain", "conflict", "sup", "to_fix"];

impl Store {
    /// Checks the file, the log and the tables against one another.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        let mut connection = self.connection();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut found = Verification::default();
        let sound: String = tx.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if sound != "ok" {
            found.problems.push(format!("The database file is damaged: {sound}."));
        }
        check_ops(&tx, &self.workspace.bytes(), &mut found)?;
        check_tables(&tx, &mut found)?;
        found.problems.extend(crate::blob::problems(&tx)?);
        tx.rollback()?;
        Ok(found)
    }
}

/// A digest of every projected table, by name: equal tables give equal digests.
pub fn digests(db: &Connection) -> Result<Vec<(&'static str, Hash)>, StoreError> {
    LOG_PROJECTIONS
        .iter()
        .copied()
        .chain(TABLES.iter().map(|table| table.name))
        .map(|name| Ok((name, digest(db, name)?)))
        .collect()
}

fn check_tables(tx: &Transaction<'_>, found: &mut Verification) -> Result<(), StoreError> {
    let before = digests(tx)?;
    project::rebuild(tx)?;
    for ((name, before), (_, after)) in before.iter().zip(digests(tx)?) {
        if *before != after {
            found.problems.push(format!("The table “{name}” differs from what the log says."));
        }
    }
    Ok(())
}

fn check_ops(db: &Connection, workspace: &[u8; 16], found: &mut Verification) -> Result<(), StoreError> {
    let erased: BTreeSet<(Version, u32)> = db
        .prepare("SELECT dev, seq, fld FROM erasure WHERE dev IS NOT NULL AND seq IS NOT NULL AND fld IS NOT NULL")?
        .query_map([], |row| Ok((Version { dev: row.get(0)?, seq: row.get(1)? }, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut statement = db.prepare(
        "SELECT o.dev, o.seq, o.ts, o.person, o.act, o.tbl, o.row, o.fld, o.vhash, o.base, o.schema, o.hash, v.cells
         FROM op o LEFT JOIN op_value v USING (dev, seq) ORDER BY o.dev, o.seq",
    )?;
    let mut rows = statement.query([])?;
    let mut acts = BTreeSet::new();
    let mut end: Option<(Version, Hash)> = None;
    while let Some(row) = rows.next()? {
        let version = Version { dev: row.get(0)?, seq: row.get(1)? };
        let stored: Hash = row.get(11)?;
        let (place, previous) = match end {
            Some((last, hash)) if last.dev == version.dev => (last.seq + 1, hash),
            _ => (1, [0; 32]),
        };
        end = Some((version, stored));
        found.ops += 1;
        if version.seq != place {
            found.problems.push(format!("Entries are missing before {version}."));
        }
        let base: Vec<u8> = row.get(9)?;
        let Some(base) = versions_from_bytes(&base) else {
            found.problems.push(format!("Entry {version} cannot be read."));
            continue;
        };
        let op = Op {
            version,
            ts: row.get(2)?,
            person: row.get(3)?,
            act: row.get(4)?,
            table: row.get(5)?,
            row: row.get(6)?,
            field: row.get(7)?,
            vhash: row.get(8)?,
            base,
            schema: row.get(10)?,
        };
        acts.insert(op.act);
        if op.hash(workspace, &previous) != stored {
            found.problems.push(format!("Entry {version} does not match its hash or the one before it."));
        }
        let cells: Option<Vec<u8>> = row.get(12)?;
        check_cells(&op, cells.as_deref(), &erased, found);
        if !project::counts(op.table, op.field) {
            found.problems.push(format!("Entry {version} changes a row that may not change; it is ignored."));
        }
    }
    found.acts = acts.len();
    Ok(())
}

fn check_cells(op: &Op, cells: Option<&[u8]>, erased: &BTreeSet<(Version, u32)>, found: &mut Verification) {
    let version = op.version;
    let Some(cells) = cells.and_then(cells_from_bytes) else {
        found.problems.push(format!("The values of entry {version} are missing or cannot be read."));
        return;
    };
    if vhash(&cells) != op.vhash {
        found.problems.push(format!("The values of entry {version} do not match its hash."));
    }
    for cell in cells.iter().filter(|cell| matches!(cell.content, Content::Erased(_))) {
        if erased.contains(&(version, cell.field)) {
            found.erased += 1;
        } else {
            found.problems.push(format!("A value of entry {version} is gone and no erasure names it."));
        }
    }
}

fn digest(db: &Connection, name: &str) -> Result<Hash, StoreError> {
    use rusqlite::types::ValueRef;
    let mut statement = db.prepare(&format!("SELECT * FROM {name} ORDER BY 1, 2, 3"))?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut digest = Sha256::new();
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            let (tag, bytes): (u8, std::borrow::Cow<'_, [u8]>) = match row.get_ref(column)? {
                ValueRef::Null => (0, (&[][..]).into()),
                ValueRef::Integer(number) => (1, number.to_be_bytes().to_vec().into()),
                ValueRef::Real(number) => (2, number.to_be_bytes().to_vec().into()),
                ValueRef::Text(text) => (3, text.into()),
                ValueRef::Blob(blob) => (4, blob.into()),
            };
            digest.update([tag]);
            digest.update((bytes.len() as u64).to_be_bytes());
            digest.update(&bytes);
        }
    }
    Ok(digest.finalize().into())
}
