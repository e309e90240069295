//! Contracts and the terms read in them, as rows.

use crate::error::StoreError;
use crate::schema::{ARCHIVED, Field, Growth, Table};
use crate::words::on;
use caveat_core::contract::{Contract, Term, TermValue};
use caveat_core::id::{ContractId, ServiceId, TermId, VendorId};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// The table of contracts.
pub static CONTRACT: Table = Table {
    number: 13,
    name: "contract",
    growth: Growth::Mutable,
    fields: &[
        ARCHIVED,
        Field::id(VENDOR, "vendor"),
        Field::id(SERVICE, "service"),
        Field::text(TITLE, "title"),
        Field::text(STARTS_ON, "starts_on"),
        Field::text(ENDS_ON, "ends_on"),
        Field::integer(NOTICE_DAYS, "notice_days"),
        Field::integer(RENEWS, "renews"),
    ],
};
/// With whom.
pub const VENDOR: u32 = 2;
/// For which service.
pub const SERVICE: u32 = 3;
/// What it is called.
pub const TITLE: u32 = 4;
/// The day it begins.
pub const STARTS_ON: u32 = 5;
/// The day it ends, or renews.
pub const ENDS_ON: u32 = 6;
/// Days before the end by which notice has to be given.
pub const NOTICE_DAYS: u32 = 7;
/// Does it renew by itself?
pub const RENEWS: u32 = 8;

/// The table of terms.
pub static TERM: Table = Table {
    number: 14,
    name: "term",
    growth: Growth::Mutable,
    fields: &[
        ARCHIVED,
        Field::id(OF, "contract"),
        Field::text(NAME, "term"),
        Field::text(VALUE, "value"),
        Field::text(CLAUSE, "clause"),
        Field::text(QUOTE, "quote"),
        Field::integer(CONFIRMED, "confirmed"),
        Field::text(EXCEPTED_UNTIL, "excepted_until"),
    ],
};
/// The contract.
pub const OF: u32 = 2;
/// Which term of the baseline.
pub const NAME: u32 = 3;
/// What the contract says, as JSON.
pub const VALUE: u32 = 4;
/// Where, as the contract counts.
pub const CLAUSE: u32 = 5;
/// Its very words.
pub const QUOTE: u32 = 6;
/// Did a person confirm the reading?
pub const CONFIRMED: u32 = 7;
/// The last day of an exception.
pub const EXCEPTED_UNTIL: u32 = 8;

/// The contracts in use of one vendor, or of all, with their terms.
pub fn list(db: &Connection, vendor: Option<VendorId>) -> Result<Vec<Contract>, StoreError> {
    let vendor = vendor.map(|vendor| vendor.bytes());
    let mut terms: BTreeMap<ContractId, Vec<Term>> = BTreeMap::new();
    let mut statement = db.prepare_cached(
        "SELECT t.id, t.contract, t.term, t.value, t.clause, t.quote, t.confirmed, t.excepted_until
         FROM term t JOIN contract c ON c.id = t.contract
         WHERE (?1 IS NULL OR c.vendor = ?1) AND t.archived IS NOT 1 ORDER BY t.term, t.id",
    )?;
    let mut rows = statement.query(params![vendor])?;
    while let Some(row) = rows.next()? {
        let value: Option<String> = row.get(3)?;
        let term = Term {
            id: TermId::from_bytes(row.get(0)?),
            term: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
            // a value of a newer program is as good as not known
            value: value.and_then(|value| serde_json::from_str(&value).ok()).unwrap_or(TermValue::Unknown),
            clause: row.get(4)?,
            quote: row.get(5)?,
            confirmed: row.get::<_, Option<i64>>(6)? == Some(1),
            excepted_until: on(row.get(7)?),
        };
        terms.entry(ContractId::from_bytes(row.get(1)?)).or_default().push(term);
    }
    let mut statement = db.prepare_cached(
        "SELECT id, vendor, service, title, starts_on, ends_on, notice_days, renews FROM contract
         WHERE (?1 IS NULL OR vendor = ?1) AND archived IS NOT 1 AND vendor IS NOT NULL ORDER BY starts_on, id",
    )?;
    let rows = statement.query_map(params![vendor], |row| {
        let id = ContractId::from_bytes(row.get(0)?);
        Ok(Contract {
            terms: terms.remove(&id).unwrap_or_default(),
            id,
            vendor: VendorId::from_bytes(row.get(1)?),
            service: row.get::<_, Option<[u8; 16]>>(2)?.map(ServiceId::from_bytes),
            title: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            starts_on: on(row.get(4)?),
            ends_on: on(row.get(5)?),
            notice_days: row.get::<_, Option<u32>>(6).unwrap_or_default(),
            renews: row.get::<_, Option<i64>>(7)?.map(|said| said == 1),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The vendor of a contract, archived or not.
///
/// # Errors
/// [`StoreError::NoSuchRow`].
pub fn vendor_of(db: &Connection, id: ContractId) -> Result<VendorId, StoreError> {
    let mut statement = db.prepare_cached("SELECT vendor FROM contract WHERE id = ?1 AND vendor IS NOT NULL")?;
    let mut rows = statement.query_map([id.bytes()], |row| Ok(VendorId::from_bytes(row.get(0)?)))?;
    rows.next().ok_or(StoreError::NoSuchRow)?.map_err(StoreError::from)
}
