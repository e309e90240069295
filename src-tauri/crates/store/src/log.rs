//! The one door through which the workspace changes: an act is one transaction that appends
//! ops to this device's chain and brings the tables up to date. Reading the log back is in
//! `log/`: projection, history, undo, erasure, verification.

pub mod erasure;
pub mod history;
pub mod project;
pub mod undo;
pub mod verify;

use crate::bytes::{Cell, Content, Hash, Op, Value, Version, cells_to_bytes, versions_to_bytes, vhash};
use crate::error::StoreError;
use crate::log::project::{fits, heads};
use crate::schema::{ARCHIVED, Growth, SCHEMA, Table};
use crate::{Store, local};
use caveat_core::id::{ActId, PersonId, RowId};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

/// Who acts, and what for.
#[derive(Clone, Copy, Debug)]
pub struct Author<'a> {
    /// The act's id, made by the caller.
    pub act: ActId,
    /// The person's name, for the row made at the person's first act.
    pub name: &'a str,
    /// The person.
    pub person: PersonId,
    /// The act that this one undoes.
    pub undo_of: Option<ActId>,
    /// The wish being granted, as the table of wishes names it.
    pub wish: &'a str,
}

/// Which versions of a cell the author had before him.
#[derive(Clone, Copy, Debug)]
pub enum Base<'a> {
    /// Whatever stands now.
    Current,
    /// Those a form was opened with: a change made meanwhile is kept beside this one.
    Seen(&'a [Version]),
}

/// An act under way. Dropped without being finished, it leaves no trace.
pub struct Act<'t> {
    tx: &'t Transaction<'t>,
    author: Author<'t>,
    workspace: [u8; 16],
    dev: i64,
    seq: i64,
    previous: Hash,
    started: bool,
    now: i64,
}

impl Store {
    /// Makes one act: everything `change` does, or nothing. Returns what `change` returned
    /// and whether anything was written; an act that changes nothing leaves no op behind.
    /// `now` is in milliseconds since 1970-01-01T00:00Z.
    pub fn act<T, E: From<StoreError>>(
        &self,
        author: Author<'_>,
        now: i64,
        change: impl FnOnce(&mut Act<'_>) -> Result<T, E>,
    ) -> Result<(T, bool), E> {
        let mut connection = self.connection();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let dev = local::writing_as(&tx, &self.device_file)?;
        let (seq, previous) = chain_end(&tx, dev)?;
        let mut act =
            Act { tx: &tx, author, workspace: self.workspace.bytes(), dev, seq, previous, started: false, now };
        let result = change(&mut act)?;
        let (started, seq) = (act.started, act.seq);
        if started {
            tx.commit().map_err(StoreError::from)?;
            local::remember(&self.device_file, dev, seq);
        }
        Ok((result, started))
    }
}

impl Act<'_> {
    /// Makes a row with those fields; fields not named are null. A row that exists already is
    /// left as it is, and `false` comes back.
    pub fn create(&mut self, table: &'static Table, row: RowId, values: &[(u32, Value)]) -> Result<bool, StoreError> {
        let known: Option<i64> = self
            .tx
            .prepare_cached("SELECT 1 FROM op WHERE row = ?1 AND fld = 0 LIMIT 1")?
            .query_row([row.bytes()], |found| found.get(0))
            .optional()?;
        if known.is_some() {
            return Ok(false);
        }
        let mut cells = Vec::with_capacity(values.len());
        for (number, value) in values.iter().filter(|(_, value)| *value != Value::Null) {
            cells.push(self.cell(table, *number, value.clone())?);
        }
        cells.sort_by_key(|cell| cell.field);
        self.start()?;
        self.append(table, row, 0, &cells, &[], self.now)?;
        project::create(self.tx, table, row, &cells)?;
        Ok(true)
    }

    /// Sets one field. Nothing is written, and `false` comes back, when the value is already
    /// the one the author saw.
    ///
    /// # Errors
    /// [`StoreError::NoSuchRow`], [`StoreError::NoSuchVersion`], [`StoreError::Misfit`].
    pub fn set(
        &mut self,
        table: &'static Table,
        row: RowId,
        field: u32,
        value: Value,
        base: Base<'_>,
    ) -> Result<bool, StoreError> {
        let cell = self.cell(table, field, value)?;
        if table.growth == Growth::Immutable {
            return Err(StoreError::Misfit { table: table.name, field: "(any)" });
        }
        let heads = heads(self.tx, table, row, field)?;
        if heads.is_empty() {
            return Err(StoreError::NoSuchRow);
        }
        let (mut seen, before) = match base {
            Base::Current => {
                let undisputed = heads.iter().all(|head| head.value == heads[0].value);
                if undisputed && heads[0].value == cell.value() {
                    return Ok(false);
                }
                let before = heads.iter().map(|head| head.ts).max();
                (heads.iter().map(|head| head.version).collect::<Vec<_>>(), before)
            }
            Base::Seen(versions) => {
                let seen = project::versions(self.tx, table, row, field, versions)?;
                if seen.is_empty() || seen.len() != versions.len() {
                    return Err(StoreError::NoSuchVersion);
                }
                if seen.len() == 1 && seen[0].value == cell.value() {
                    return Ok(false);
                }
                (versions.to_vec(), seen.iter().map(|version| version.ts).max())
            }
        };
        seen.sort();
        let ts = before.map_or(self.now, |before| self.now.max(before + 1));
        self.start()?;
        self.append(table, row, field, &[cell], &seen, ts)?;
        project::supersede(self.tx, field, &seen)?;
        project::cell(self.tx, table, row, field)?;
        Ok(true)
    }

    /// Puts a row aside: outside lists, counts and search, its history kept.
    pub fn archive(&mut self, table: &'static Table, row: RowId) -> Result<bool, StoreError> {
        self.set(table, row, ARCHIVED.number, Value::Integer(1), Base::Current)
    }

    /// Takes a row back out of the archive.
    pub fn restore(&mut self, table: &'static Table, row: RowId) -> Result<bool, StoreError> {
        self.set(table, row, ARCHIVED.number, Value::Null, Base::Current)
    }

    /// What the act sees: the tables as they stand in this transaction.
    pub fn read(&self) -> &rusqlite::Connection {
        self.tx
    }

    /// The transaction, for the other files of this room that write inside an act.
    pub(crate) fn transaction(&self) -> &Transaction<'_> {
        self.tx
    }

    /// Writes the act's own row, before its first op, and the person's at the first act.
    fn start(&mut self) -> Result<(), StoreError> {
        if self.started {
            return Ok(());
        }
        self.started = true;
        let (author, act) = (self.author, RowId::from(self.author.act));
        let undone = author.undo_of.map_or(Value::Null, |undone| Value::Bytes(undone.bytes().to_vec()));
        self.create(&crate::act::ACT, act, &[(crate::act::WISH, text(author.wish)), (crate::act::UNDO_OF, undone)])?;
        self.create(&crate::person::PERSON, author.person.into(), &[(crate::person::NAME, text(author.name))])?;
        Ok(())
    }

    fn cell(&self, table: &'static Table, number: u32, value: Value) -> Result<Cell, StoreError> {
        let field = table.field(number).ok_or(StoreError::Misfit { table: table.name, field: "(unknown)" })?;
        if !fits(field.holds, &value) {
            return Err(StoreError::Misfit { table: table.name, field: field.name });
        }
        let content = if field.personal {
            let mut salt = [0; 16];
            getrandom::fill(&mut salt).map_err(|error| StoreError::Io(std::io::Error::other(error)))?;
            Content::Salted(salt, value)
        } else {
            Content::Plain(value)
        };
        Ok(Cell { field: number, content })
    }

    fn append(
        &mut self,
        table: &'static Table,
        row: RowId,
        field: u32,
        cells: &[Cell],
        base: &[Version],
        ts: i64,
    ) -> Result<(), StoreError> {
        let op = Op {
            version: Version { dev: self.dev, seq: self.seq + 1 },
            ts,
            person: self.author.person.bytes(),
            act: self.author.act.bytes(),
            table: table.number,
            row: row.bytes(),
            field,
            vhash: vhash(cells),
            base: base.to_vec(),
            schema: SCHEMA,
        };
        let hash = op.hash(&self.workspace, &self.previous);
        self.tx
            .prepare_cached(
                "INSERT INTO op (dev, seq, ts, person, act, tbl, row, fld, vhash, base, schema, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                op.version.dev,
                op.version.seq,
                op.ts,
                op.person,
                op.act,
                op.table,
                op.row,
                op.field,
                op.vhash,
                versions_to_bytes(&op.base),
                op.schema,
                hash
            ])?;
        self.tx.prepare_cached("INSERT INTO op_value (dev, seq, cells) VALUES (?1, ?2, ?3)")?.execute(params![
            op.version.dev,
            op.version.seq,
            cells_to_bytes(cells)
        ])?;
        project::chain(self.tx, op.version, &hash)?;
        self.seq = op.version.seq;
        self.previous = hash;
        Ok(())
    }
}

/// A text value.
pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn chain_end(tx: &Transaction<'_>, dev: i64) -> Result<(i64, Hash), StoreError> {
    let end = tx
        .prepare_cached("SELECT seq, hash FROM chain WHERE dev = ?1")?
        .query_row([dev], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(end.unwrap_or((0, [0; 32])))
}
