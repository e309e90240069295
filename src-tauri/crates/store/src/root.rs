//! Roots that are trusted besides Mozilla's, as rows.

use crate::error::StoreError;
use crate::schema::{ARCHIVED, Field, Growth, Table};
use caveat_core::id::RootId;
use rusqlite::Connection;

/// The table of roots.
pub static ROOT: Table = Table {
    number: 17,
    name: "root",
    growth: Growth::Mutable,
    fields: &[ARCHIVED, Field::text(NAME, "name"), Field::text(PEM, "pem")],
};
/// What it is called here.
pub const NAME: u32 = 2;
/// Its certificates, in PEM.
pub const PEM: u32 = 3;

/// A root, as its row has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RootRow {
    /// Which row this is.
    pub id: RootId,
    /// What it is called here.
    pub name: String,
    /// Its certificates, in PEM.
    pub pem: String,
}

/// The roots in use, by name.
pub fn list(db: &Connection) -> Result<Vec<RootRow>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT id, name, pem FROM root WHERE archived IS NOT 1 ORDER BY name, id")?;
    let rows = statement.query_map([], |row| {
        Ok(RootRow {
            id: RootId::from_bytes(row.get(0)?),
            name: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
            pem: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
