//! Endpoints and what was seen of them, as rows. Observations are never changed; what was seen
//! stands apart by its hash, so that seeing the same again costs one short row.

use crate::error::StoreError;
use crate::schema::{ARCHIVED, Field, Growth, Table};
use caveat_core::id::{EndpointId, ObservationId, ServiceId, VendorId};
use caveat_core::tls::observation::Outcome;
use rusqlite::{Connection, Row, params};

/// The table of endpoints.
pub static ENDPOINT: Table = Table {
    number: 10,
    name: "endpoint",
    growth: Growth::Mutable,
    fields: &[
        ARCHIVED,
        Field::id(SERVICE, "service"),
        Field::text(HOST, "host"),
        Field::integer(PORT, "port"),
        Field::integer(CARRIES_DATA, "carries_data"),
        Field::integer(HTTPS, "https"),
    ],
};
/// Of which service.
pub const SERVICE: u32 = 2;
/// Name or address.
pub const HOST: u32 = 3;
/// Port.
pub const PORT: u32 = 4;
/// Does it carry our data?
pub const CARRIES_DATA: u32 = 5;
/// Does it speak HTTP over TLS?
pub const HTTPS: u32 = 6;

/// The table of observations.
pub static OBSERVATION: Table = Table {
    number: 11,
    name: "observation",
    growth: Growth::Immutable,
    fields: &[
        Field::id(OF, "endpoint"),
        Field::integer(AT, "at"),
        Field::text(OUTCOME, "outcome"),
        Field::text(DOCUMENT, "document"),
    ],
};
/// The endpoint.
pub const OF: u32 = 1;
/// Milliseconds since 1970-01-01T00:00Z.
pub const AT: u32 = 2;
/// What happened, in a word.
pub const OUTCOME: u32 = 3;
/// Hash of what was seen, but for its time.
pub const DOCUMENT: u32 = 4;

/// An endpoint, as its row has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EndpointRow {
    /// Which row this is.
    pub id: EndpointId,
    /// Of which service.
    pub service: ServiceId,
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Does it carry our data?
    pub carries_data: bool,
    /// Does it speak HTTP over TLS?
    pub https: bool,
}

/// An observation, as its row has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ObservationRow {
    /// Which row this is.
    pub id: ObservationId,
    /// The endpoint.
    pub endpoint: EndpointId,
    /// Milliseconds since 1970-01-01T00:00Z.
    pub at: i64,
    /// What happened, in a word.
    pub outcome: String,
    /// Hash of what was seen, but for its time.
    pub document: String,
}

/// The endpoints in use of one vendor's services, or of all, by host.
pub fn list(db: &Connection, vendor: Option<VendorId>) -> Result<Vec<EndpointRow>, StoreError> {
    read(
        db,
        "JOIN service s ON s.id = e.service
         WHERE (?1 IS NULL OR s.vendor = ?1) AND e.archived IS NOT 1 ORDER BY e.host, e.port, e.id",
        params![vendor.map(|vendor| vendor.bytes())],
    )
}

/// One endpoint, archived or not.
///
/// # Errors
/// [`StoreError::NoSuchRow`].
pub fn endpoint(db: &Connection, id: EndpointId) -> Result<EndpointRow, StoreError> {
    read(db, "WHERE e.id = ?1", params![id.bytes()])?.pop().ok_or(StoreError::NoSuchRow)
}

/// The newest observation of every endpoint up to a moment, and the newest whose outcome is one of
/// `telling` where that is another; newest first.
pub fn newest(
    db: &Connection,
    vendor: Option<VendorId>,
    until: i64,
    telling: &[Outcome],
) -> Result<Vec<ObservationRow>, StoreError> {
    observations(
        db,
        "JOIN endpoint e ON e.id = o.endpoint JOIN service s ON s.id = e.service
         WHERE (?1 IS NULL OR s.vendor = ?1) AND o.at <= ?2 AND NOT EXISTS (
           SELECT 1 FROM observation n WHERE n.endpoint = o.endpoint AND n.at <= ?2 AND (n.at, n.id) > (o.at, o.id)
             AND (o.outcome NOT IN (SELECT value FROM json_each(?3)) OR n.outcome IN (SELECT value FROM json_each(?3))))
         ORDER BY o.at DESC, o.id DESC",
        params![vendor.map(|vendor| vendor.bytes()), until, serde_json::json!(telling).to_string()],
    )
}

/// The observations of one endpoint, newest first.
pub fn series(db: &Connection, endpoint: EndpointId) -> Result<Vec<ObservationRow>, StoreError> {
    observations(db, "WHERE o.endpoint = ?1 ORDER BY o.at DESC, o.id DESC", params![endpoint.bytes()])
}

/// How many observations there are.
pub fn count(db: &Connection) -> Result<u32, StoreError> {
    Ok(db.query_row("SELECT COUNT(*) FROM observation", [], |row| row.get(0))?)
}

/// When something was last sent to an endpoint; milliseconds since 1970-01-01T00:00Z.
pub fn last_sent(db: &Connection) -> Result<Option<i64>, StoreError> {
    Ok(db.query_row("SELECT MAX(at) FROM observation", [], |row| row.get(0))?)
}

fn read(db: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<EndpointRow>, StoreError> {
    let sql = format!("SELECT e.id, e.service, e.host, e.port, e.carries_data, e.https FROM endpoint e {which}");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(values, from_row)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Option<EndpointRow>> {
    let Some(service) = row.get(1)? else {
        return Ok(None);
    };
    Ok(Some(EndpointRow {
        id: EndpointId::from_bytes(row.get(0)?),
        service: ServiceId::from_bytes(service),
        host: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
        port: row.get::<_, Option<u16>>(3).unwrap_or_default().unwrap_or(443),
        // not known counts as carrying data
        carries_data: row.get::<_, Option<i64>>(4)? != Some(0),
        https: row.get::<_, Option<i64>>(5)? != Some(0),
    }))
}

fn observations(
    db: &Connection,
    which: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<ObservationRow>, StoreError> {
    let sql = format!("SELECT o.id, o.endpoint, o.at, o.outcome, o.document FROM observation o {which}");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(values, |row| {
        let (Some(endpoint), Some(at)) = (row.get(1)?, row.get(2)?) else {
            return Ok(None);
        };
        Ok(Some(ObservationRow {
            id: ObservationId::from_bytes(row.get(0)?),
            endpoint: EndpointId::from_bytes(endpoint),
            at,
            outcome: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            document: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
        }))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}
