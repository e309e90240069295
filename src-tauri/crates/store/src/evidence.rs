//! Evidence, as rows, and which questions each piece stands behind.

use crate::error::StoreError;
use crate::schema::{ARCHIVED, Field, Growth, Table};
use crate::words::{meaning, on};
use caveat_core::evidence::Evidence;
use caveat_core::id::{EvidenceId, RowId, ServiceId, VendorId};
use caveat_core::policy::EvidenceKind;
use rusqlite::{Connection, Row, params};
use std::collections::BTreeMap;

/// The table of evidence.
pub static EVIDENCE: Table = Table {
    number: 8,
    name: "evidence",
    growth: Growth::Mutable,
    fields: &[
        ARCHIVED,
        Field::id(SERVICE, "service"),
        Field::text(KIND, "kind"),
        Field::text(TITLE, "title"),
        Field::personal(ISSUER, "issuer"),
        Field::text(SCOPE, "scope"),
        Field::text(DATED_ON, "dated_on"),
        Field::text(VALID_UNTIL, "valid_until"),
        Field::text(PLACE, "place"),
        Field::integer(CONFIRMED, "confirmed"),
    ],
};
/// For which service.
pub const SERVICE: u32 = 2;
/// What kind it is.
pub const KIND: u32 = 3;
/// What it is called.
pub const TITLE: u32 = 4;
/// Who issued it.
pub const ISSUER: u32 = 5;
/// What it covers.
pub const SCOPE: u32 = 6;
/// The day it is dated.
pub const DATED_ON: u32 = 7;
/// The last day it is valid.
pub const VALID_UNTIL: u32 = 8;
/// Where it can be found.
pub const PLACE: u32 = 9;
/// Did a reviewer confirm it?
pub const CONFIRMED: u32 = 10;

/// The table of what stands behind which question.
pub static EVIDENCE_QUESTION: Table = Table {
    number: 9,
    name: "evidence_question",
    growth: Growth::Mutable,
    fields: &[ARCHIVED, Field::id(OF, "evidence"), Field::text(QUESTION, "question")],
};
/// The piece of evidence.
pub const OF: u32 = 2;
/// The question's id.
pub const QUESTION: u32 = 3;

/// The evidence of one vendor's services, or of all, newest first.
pub fn list(db: &Connection, vendor: Option<VendorId>) -> Result<Vec<Evidence>, StoreError> {
    let mut all = read(
        db,
        "JOIN service s ON s.id = e.service
         WHERE (?1 IS NULL OR s.vendor = ?1) AND e.archived IS NOT 1 ORDER BY e.dated_on DESC, e.id",
        params![vendor.map(|vendor| vendor.bytes())],
    )?;
    let mut questions: BTreeMap<EvidenceId, Vec<String>> = BTreeMap::new();
    for (evidence, question, _) in links(db)? {
        questions.entry(evidence).or_default().push(question);
    }
    for evidence in &mut all {
        evidence.questions = questions.remove(&evidence.id).unwrap_or_default();
    }
    Ok(all)
}

/// One piece of evidence, archived or not.
///
/// # Errors
/// [`StoreError::NoSuchRow`].
pub fn evidence(db: &Connection, id: EvidenceId) -> Result<Evidence, StoreError> {
    let mut evidence = read(db, "WHERE e.id = ?1", params![id.bytes()])?.pop().ok_or(StoreError::NoSuchRow)?;
    evidence.questions = links(db)?.into_iter().filter(|(of, ..)| *of == id).map(|(_, question, _)| question).collect();
    Ok(evidence)
}

/// Every link in use: the evidence, the question, the link's own row.
pub fn links(db: &Connection) -> Result<Vec<(EvidenceId, String, RowId)>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT evidence, question, id FROM evidence_question
         WHERE archived IS NOT 1 AND evidence IS NOT NULL AND question IS NOT NULL ORDER BY question, id",
    )?;
    let rows = statement
        .query_map([], |row| Ok((EvidenceId::from_bytes(row.get(0)?), row.get(1)?, RowId::from_bytes(row.get(2)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(db: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Evidence>, StoreError> {
    let sql = format!(
        "SELECT e.id, e.service, e.kind, e.title, e.issuer, e.scope, e.dated_on, e.valid_until, e.place, e.confirmed
         FROM evidence e {which}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(values, from_row)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Option<Evidence>> {
    let (Some(service), Some(dated_on)) = (row.get(1)?, on(row.get(6)?)) else {
        return Ok(None);
    };
    Ok(Some(Evidence {
        id: EvidenceId::from_bytes(row.get(0)?),
        service: ServiceId::from_bytes(service),
        kind: meaning(row.get(2)?).unwrap_or(EvidenceKind::Assertion),
        title: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        issuer: row.get(4)?,
        scope: row.get(5)?,
        dated_on,
        valid_until: on(row.get(7)?),
        place: row.get(8)?,
        confirmed: row.get::<_, Option<i64>>(9)? == Some(1),
        questions: Vec::new(),
    }))
}
