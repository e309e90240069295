//! Component lists, as rows; the list itself stands apart by its hash.

use crate::error::StoreError;
use crate::schema::{ARCHIVED, Field, Growth, Table};
use crate::words::on;
use caveat_core::id::{ComponentListId, ServiceId, VendorId};
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// The table of component lists.
pub static COMPONENT_LIST: Table = Table {
    number: 12,
    name: "component_list",
    growth: Growth::Mutable,
    fields: &[
        ARCHIVED,
        Field::id(SERVICE, "service"),
        Field::text(FILE_NAME, "file_name"),
        Field::text(FORMAT, "format"),
        Field::text(RECEIVED_ON, "received_on"),
        Field::integer(TOTAL, "total"),
        Field::text(DOCUMENT, "document"),
    ],
};
/// Of which service.
pub const SERVICE: u32 = 2;
/// Name of the file.
pub const FILE_NAME: u32 = 3;
/// Its format, in words.
pub const FORMAT: u32 = 4;
/// The day it was received.
pub const RECEIVED_ON: u32 = 5;
/// How many components it names.
pub const TOTAL: u32 = 6;
/// Hash of the list as it was read.
pub const DOCUMENT: u32 = 7;

/// A component list, as its row has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ListRow {
    /// Which row this is.
    pub id: ComponentListId,
    /// Of which service.
    pub service: ServiceId,
    /// Name of the file.
    pub file_name: String,
    /// Its format, in words.
    pub format: String,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// How many components it names.
    pub total: u32,
    /// Hash of the list as it was read.
    pub document: String,
}

/// The lists in use of one vendor's services, or of all, newest first.
pub fn list(db: &Connection, vendor: Option<VendorId>) -> Result<Vec<ListRow>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT l.id, l.service, l.file_name, l.format, l.received_on, l.total, l.document
         FROM component_list l JOIN service s ON s.id = l.service
         WHERE (?1 IS NULL OR s.vendor = ?1) AND l.archived IS NOT 1 ORDER BY l.received_on DESC, l.id",
    )?;
    let rows = statement.query_map(params![vendor.map(|vendor| vendor.bytes())], |row| {
        let (Some(service), Some(received_on)) = (row.get(1)?, on(row.get(4)?)) else {
            return Ok(None);
        };
        Ok(Some(ListRow {
            id: ComponentListId::from_bytes(row.get(0)?),
            service: ServiceId::from_bytes(service),
            file_name: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
            format: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            received_on,
            total: row.get::<_, Option<u32>>(5).unwrap_or_default().unwrap_or_default(),
            document: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
        }))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}
