//! Vendors, as rows.

use crate::bytes::Value;
use crate::error::StoreError;
use crate::schema::{ARCHIVED, Field, Growth, Table};
use crate::words::{meaning, word};
use caveat_core::id::VendorId;
use caveat_core::vendor::{Stage, Vendor, VendorKind};
use rusqlite::{Connection, Row, params};

/// The table of vendors.
pub static VENDOR: Table = Table {
    number: 4,
    name: "vendor",
    growth: Growth::Mutable,
    fields: &[
        ARCHIVED,
        Field::text(NAME, "name"),
        Field::text(KIND, "kind"),
        Field::text(STAGE, "stage"),
        Field::text(LEGAL_NAME, "legal_name"),
        Field::text(WEBSITE, "website"),
        Field::text(COUNTRY, "country"),
        Field::personal(OWNER, "owner"),
        Field::personal(NOTE, "note"),
    ],
};
/// The name it is known by here.
pub const NAME: u32 = 2;
/// What kind of company it is.
pub const KIND: u32 = 3;
/// Where it stands on the road from request to exit.
pub const STAGE: u32 = 4;
/// The name in its contracts.
pub const LEGAL_NAME: u32 = 5;
/// Its public address.
pub const WEBSITE: u32 = 6;
/// Country of its seat.
pub const COUNTRY: u32 = 7;
/// Who answers for it here.
pub const OWNER: u32 = 8;
/// Free words.
pub const NOTE: u32 = 9;

/// The value of a kind.
pub fn kind(kind: VendorKind) -> Value {
    word(kind)
}

/// The value of a stage.
pub fn stage(stage: Stage) -> Value {
    word(stage)
}

/// All vendors by name; archived ones only when asked for.
pub fn list(db: &Connection, archived: bool) -> Result<Vec<Vendor>, StoreError> {
    read(db, "WHERE ?1 OR archived IS NOT 1 ORDER BY name COLLATE NOCASE, id", params![archived])
}

/// One vendor, archived or not.
///
/// # Errors
/// [`StoreError::NoSuchRow`].
pub fn vendor(db: &Connection, id: VendorId) -> Result<Vendor, StoreError> {
    read(db, "WHERE id = ?1", params![id.bytes()])?.pop().ok_or(StoreError::NoSuchRow)
}

/// How many vendors are not archived.
pub fn count(db: &Connection) -> Result<u32, StoreError> {
    Ok(db.query_row("SELECT COUNT(*) FROM vendor WHERE archived IS NOT 1", [], |row| row.get(0))?)
}

fn read(db: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Vendor>, StoreError> {
    let sql = format!(
        "SELECT id, name, kind, stage, legal_name, website, country, owner, note, archived FROM vendor {which}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    Ok(statement.query_map(values, from_row)?.collect::<Result<_, _>>()?)
}

/// A name or kind that a newer program wrote, or that was lost, shows as unknown rather than
/// failing the whole list.
fn from_row(row: &Row<'_>) -> rusqlite::Result<Vendor> {
    Ok(Vendor {
        id: VendorId::from_bytes(row.get(0)?),
        name: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        kind: meaning(row.get(2)?).unwrap_or(VendorKind::Other),
        stage: meaning(row.get(3)?).unwrap_or(Stage::Request),
        legal_name: row.get(4)?,
        website: row.get(5)?,
        country: row.get(6)?,
        owner: row.get(7)?,
        note: row.get(8)?,
        archived: row.get::<_, Option<i64>>(9)? == Some(1),
    })
}
