//! Acts: who did what, when. Every act's first op makes its row here.

use crate::error::StoreError;
use crate::schema::{Field, Growth, Table};
use caveat_core::id::ActId;
use rusqlite::{Connection, params};

/// The table of acts.
pub static ACT: Table = Table {
    number: 1,
    name: "act",
    growth: Growth::Immutable,
    fields: &[Field::text(WISH, "wish"), Field::id(UNDO_OF, "undo_of")],
};
/// The wish that was granted.
pub const WISH: u32 = 1;
/// The act this one undoes.
pub const UNDO_OF: u32 = 2;

/// One act, as a list shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ActRow {
    /// Which act.
    pub id: ActId,
    /// Name of the person; `None` once erased.
    pub person: Option<String>,
    /// Milliseconds since 1970-01-01T00:00Z.
    pub ts: i64,
    /// The act that undid it.
    pub undone_by: Option<ActId>,
    /// The act it undoes.
    pub undo_of: Option<ActId>,
    /// The wish, as the table of wishes names it.
    pub wish: String,
}

/// The newest acts first, at most `limit`.
pub fn list(db: &Connection, limit: u32) -> Result<Vec<ActRow>, StoreError> {
    read(db, "ORDER BY a.id DESC LIMIT ?1", params![limit])
}

/// One act.
pub fn act(db: &Connection, id: ActId) -> Result<Option<ActRow>, StoreError> {
    Ok(read(db, "WHERE a.id = ?1", params![id.bytes()])?.pop())
}

/// How many acts there are.
pub fn count(db: &Connection) -> Result<u32, StoreError> {
    Ok(db.query_row("SELECT COUNT(*) FROM act", [], |row| row.get(0))?)
}

fn read(db: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<ActRow>, StoreError> {
    let sql = format!(
        "SELECT a.id, a.wish, a.undo_of, o.ts, p.name,
                (SELECT u.id FROM act u WHERE u.undo_of = a.id ORDER BY u.id LIMIT 1)
         FROM act a JOIN op o ON o.row = a.id AND o.fld = 0 LEFT JOIN person p ON p.id = o.person {which}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(values, |row| {
        Ok(ActRow {
            id: ActId::from_bytes(row.get(0)?),
            person: row.get(4)?,
            ts: row.get(3)?,
            undone_by: row.get::<_, Option<[u8; 16]>>(5)?.map(ActId::from_bytes),
            undo_of: row.get::<_, Option<[u8; 16]>>(2)?.map(ActId::from_bytes),
            wish: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
