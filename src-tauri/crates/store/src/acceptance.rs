//! Risks taken knowingly, as rows: never changed, taken back by a row of their own.

use crate::error::StoreError;
use crate::schema::{Field, Growth, Table};
use crate::words::on;
use caveat_core::id::{AcceptanceId, ServiceId, VendorId};
use caveat_core::known::Acceptance;
use rusqlite::{Connection, params};

/// The table of acceptances.
pub static ACCEPTANCE: Table = Table {
    number: 15,
    name: "acceptance",
    growth: Growth::Immutable,
    fields: &[
        Field::id(SERVICE, "service"),
        Field::text(GATES, "gates"),
        Field::personal(OWNER, "owner"),
        Field::personal(REASON, "reason"),
        Field::text(GIVEN_ON, "given_on"),
        Field::text(UNTIL, "until"),
    ],
};
/// For which service.
pub const SERVICE: u32 = 1;
/// The questions and gates it names, a space between.
pub const GATES: u32 = 2;
/// Who takes the risk.
pub const OWNER: u32 = 3;
/// Why.
pub const REASON: u32 = 4;
/// The day it was given.
pub const GIVEN_ON: u32 = 5;
/// The last day it lasts.
pub const UNTIL: u32 = 6;

/// The table of what was taken back.
pub static WITHDRAWAL: Table = Table {
    number: 16,
    name: "withdrawal",
    growth: Growth::Immutable,
    fields: &[Field::id(ROW, "row"), Field::personal(WHY, "reason")],
};
/// What is taken back.
pub const ROW: u32 = 1;
/// Why.
pub const WHY: u32 = 2;

/// The acceptances of one vendor's services, or of all, that were not taken back; oldest first.
pub fn list(db: &Connection, vendor: Option<VendorId>) -> Result<Vec<Acceptance>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT a.id, a.service, a.gates, a.owner, a.reason, a.given_on, a.until
         FROM acceptance a JOIN service s ON s.id = a.service
         WHERE (?1 IS NULL OR s.vendor = ?1) AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.row = a.id)
         ORDER BY a.given_on, a.id",
    )?;
    let rows = statement.query_map(params![vendor.map(|vendor| vendor.bytes())], |row| {
        let (Some(service), Some(given_on), Some(until)) = (row.get(1)?, on(row.get(5)?), on(row.get(6)?)) else {
            return Ok(None);
        };
        let gates: Option<String> = row.get(2)?;
        Ok(Some(Acceptance {
            id: AcceptanceId::from_bytes(row.get(0)?),
            service: ServiceId::from_bytes(service),
            gates: gates.unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
            owner: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            reason: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
            given_on,
            until,
        }))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}
