//! Services, as rows: each belongs to a vendor and carries the seven factors.

use crate::error::StoreError;
use crate::schema::{ARCHIVED, Field, Growth, Table};
use caveat_core::factors::{Factor, Factors, Level};
use caveat_core::id::{ServiceId, VendorId};
use caveat_core::service::Service;
use rusqlite::{Connection, Row, params};

/// The table of services.
pub static SERVICE: Table = Table {
    number: 5,
    name: "service",
    growth: Growth::Mutable,
    fields: &[
        ARCHIVED,
        Field::id(VENDOR, "vendor"),
        Field::text(NAME, "name"),
        Field::personal(PURPOSE, "purpose"),
        Field::personal(BUSINESS_OWNER, "business_owner"),
        Field::integer(6, "data_sensitivity"),
        Field::integer(7, "access"),
        Field::integer(8, "criticality"),
        Field::integer(9, "ai_autonomy"),
        Field::integer(10, "data_volume"),
        Field::integer(11, "substitutability"),
        Field::integer(12, "regulatory"),
    ],
};
/// Whose service it is.
pub const VENDOR: u32 = 2;
/// What it is called here.
pub const NAME: u32 = 3;
/// What it is used for.
pub const PURPOSE: u32 = 4;
/// Who needs it.
pub const BUSINESS_OWNER: u32 = 5;

/// The field that holds a factor's level.
pub const fn field_of(factor: Factor) -> u32 {
    match factor {
        Factor::DataSensitivity => 6,
        Factor::Access => 7,
        Factor::Criticality => 8,
        Factor::AiAutonomy => 9,
        Factor::DataVolume => 10,
        Factor::Substitutability => 11,
        Factor::Regulatory => 12,
    }
}

/// The services in use of all vendors in use.
pub fn list(db: &Connection) -> Result<Vec<Service>, StoreError> {
    read(db, "WHERE s.archived IS NOT 1 ORDER BY s.name COLLATE NOCASE, s.id", params![])
}

/// The services in use of one vendor, by name.
pub fn of_vendor(db: &Connection, vendor: VendorId) -> Result<Vec<Service>, StoreError> {
    read(
        db,
        "WHERE s.vendor = ?1 AND s.archived IS NOT 1 ORDER BY s.name COLLATE NOCASE, s.id",
        params![vendor.bytes()],
    )
}

/// One service, archived or not.
///
/// # Errors
/// [`StoreError::NoSuchRow`].
pub fn service(db: &Connection, id: ServiceId) -> Result<Service, StoreError> {
    read(db, "WHERE s.id = ?1", params![id.bytes()])?.pop().ok_or(StoreError::NoSuchRow)
}

/// How many services are in use: neither they nor their vendor archived.
pub fn count(db: &Connection) -> Result<u32, StoreError> {
    let sql = "SELECT COUNT(*) FROM service s JOIN vendor v ON v.id = s.vendor
               WHERE s.archived IS NOT 1 AND v.archived IS NOT 1";
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

fn read(db: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Service>, StoreError> {
    let sql = format!(
        "SELECT s.id, s.vendor, s.name, s.purpose, s.business_owner, s.data_sensitivity, s.access, s.criticality,
                s.ai_autonomy, s.data_volume, s.substitutability, s.regulatory, s.archived FROM service s {which}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut services = Vec::new();
    let mut rows = statement.query(values)?;
    while let Some(row) = rows.next()? {
        services.extend(from_row(row)?);
    }
    Ok(services)
}

/// `None` for a service whose vendor is not known (a log still arriving).
fn from_row(row: &Row<'_>) -> rusqlite::Result<Option<Service>> {
    let Some(vendor) = row.get(1)? else {
        return Ok(None);
    };
    // A level out of range, from a newer program, is as good as unknown.
    let level = |column: usize| -> rusqlite::Result<Option<Level>> {
        Ok(row.get::<_, Option<u8>>(column).unwrap_or_default().and_then(|level| Level::new(level).ok()))
    };
    Ok(Some(Service {
        id: ServiceId::from_bytes(row.get(0)?),
        vendor: VendorId::from_bytes(vendor),
        name: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
        purpose: row.get(3)?,
        business_owner: row.get(4)?,
        factors: Factors {
            data_sensitivity: level(5)?,
            access: level(6)?,
            criticality: level(7)?,
            ai_autonomy: level(8)?,
            data_volume: level(9)?,
            substitutability: level(10)?,
            regulatory: level(11)?,
        },
        archived: row.get::<_, Option<i64>>(12)? == Some(1),
    }))
}
