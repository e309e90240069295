//! Questionnaires and answers, as rows. An answer is one row a question; what it held before
//! is in the log.

use crate::error::StoreError;
use crate::schema::{ARCHIVED, Field, Growth, Table};
use crate::words::{meaning, on};
use caveat_core::id::{AnswerId, QuestionnaireId, ServiceId, VendorId};
use caveat_core::questionnaire::{Answer, Questionnaire, Source};
use rusqlite::{Connection, Row, params};

/// The table of questionnaires.
pub static QUESTIONNAIRE: Table = Table {
    number: 6,
    name: "questionnaire",
    growth: Growth::Mutable,
    fields: &[
        ARCHIVED,
        Field::id(SERVICE, "service"),
        Field::text(TEMPLATE, "template"),
        Field::text(TEMPLATE_HASH, "template_hash"),
        Field::text(ISSUED_ON, "issued_on"),
        Field::text(DUE_ON, "due_on"),
    ],
};
/// For which service.
pub const SERVICE: u32 = 2;
/// The template's id.
pub const TEMPLATE: u32 = 3;
/// The template's hash.
pub const TEMPLATE_HASH: u32 = 4;
/// The day it was issued.
pub const ISSUED_ON: u32 = 5;
/// The day answers are due.
pub const DUE_ON: u32 = 6;

/// The table of answers.
pub static ANSWER: Table = Table {
    number: 7,
    name: "answer",
    growth: Growth::Mutable,
    fields: &[
        ARCHIVED,
        Field::id(QUESTIONNAIRE_OF, "questionnaire"),
        Field::text(QUESTION, "question"),
        Field::text(CHOICE, "choice"),
        Field::integer(NUMBER, "number"),
        Field::text(DATE, "date"),
        Field::personal(NOTE, "note"),
        Field::text(SOURCE, "source"),
        Field::text(ANSWERED_ON, "answered_on"),
        Field::text(VERDICT, "verdict"),
        Field::personal(VERDICT_NOTE, "verdict_note"),
        Field::text(VERDICT_ON, "verdict_on"),
    ],
};
/// In which questionnaire.
pub const QUESTIONNAIRE_OF: u32 = 2;
/// The question's id.
pub const QUESTION: u32 = 3;
/// The choice.
pub const CHOICE: u32 = 4;
/// A number, where one is asked for.
pub const NUMBER: u32 = 5;
/// A date, where one is asked for.
pub const DATE: u32 = 6;
/// The vendor's words.
pub const NOTE: u32 = 7;
/// Where the answer comes from.
pub const SOURCE: u32 = 8;
/// The day it was given, or read.
pub const ANSWERED_ON: u32 = 9;
/// What a reviewer made of it.
pub const VERDICT: u32 = 10;
/// The reviewer's words.
pub const VERDICT_NOTE: u32 = 11;
/// The day of it.
pub const VERDICT_ON: u32 = 12;

/// The questionnaires in use, of one vendor or of all, oldest first.
pub fn list(db: &Connection, vendor: Option<VendorId>) -> Result<Vec<Questionnaire>, StoreError> {
    read(
        db,
        "JOIN service s ON s.id = q.service
         WHERE (?1 IS NULL OR s.vendor = ?1) AND q.archived IS NOT 1 ORDER BY q.issued_on, q.id",
        params![vendor.map(|vendor| vendor.bytes())],
    )
}

/// One questionnaire, archived or not.
///
/// # Errors
/// [`StoreError::NoSuchRow`].
pub fn questionnaire(db: &Connection, id: QuestionnaireId) -> Result<Questionnaire, StoreError> {
    read(db, "WHERE q.id = ?1", params![id.bytes()])?.pop().ok_or(StoreError::NoSuchRow)
}

/// The answers in the questionnaires of one vendor, or of all.
pub fn answers(db: &Connection, vendor: Option<VendorId>) -> Result<Vec<Answer>, StoreError> {
    read_answers(
        db,
        "JOIN questionnaire q ON q.id = a.questionnaire JOIN service s ON s.id = q.service
         WHERE (?1 IS NULL OR s.vendor = ?1) AND a.archived IS NOT 1 ORDER BY a.questionnaire, a.question",
        params![vendor.map(|vendor| vendor.bytes())],
    )
}

/// One answer, archived or not; `None` where there is none, or one that is still arriving.
pub fn answer(db: &Connection, id: AnswerId) -> Result<Option<Answer>, StoreError> {
    Ok(read_answers(db, "WHERE a.id = ?1", params![id.bytes()])?.pop())
}

fn read_answers(db: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Answer>, StoreError> {
    let sql = format!(
        "SELECT a.id, a.questionnaire, a.question, a.choice, a.number, a.date, a.note, a.source, a.answered_on,
                a.verdict, a.verdict_note, a.verdict_on FROM answer a {which}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(values, answer_from)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn read(db: &Connection, which: &str, values: impl rusqlite::Params) -> Result<Vec<Questionnaire>, StoreError> {
    let sql = format!(
        "SELECT q.id, q.service, q.template, q.template_hash, q.issued_on, q.due_on FROM questionnaire q {which}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(values, from_row)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// `None` for a row still arriving.
fn from_row(row: &Row<'_>) -> rusqlite::Result<Option<Questionnaire>> {
    let (Some(service), Some(issued_on)) = (row.get(1)?, on(row.get(4)?)) else {
        return Ok(None);
    };
    Ok(Some(Questionnaire {
        id: QuestionnaireId::from_bytes(row.get(0)?),
        service: ServiceId::from_bytes(service),
        template: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
        template_hash: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        issued_on,
        due_on: on(row.get(5)?),
    }))
}

fn answer_from(row: &Row<'_>) -> rusqlite::Result<Option<Answer>> {
    let (Some(questionnaire), Some(answered_on)) = (row.get(1)?, on(row.get(8)?)) else {
        return Ok(None);
    };
    Ok(Some(Answer {
        id: AnswerId::from_bytes(row.get(0)?),
        questionnaire: QuestionnaireId::from_bytes(questionnaire),
        question: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
        choice: row.get(3)?,
        number: row.get::<_, Option<i32>>(4).unwrap_or_default(),
        date: on(row.get(5)?),
        note: row.get(6)?,
        source: meaning(row.get(7)?).unwrap_or(Source::Vendor),
        answered_on,
        verdict: meaning(row.get(9)?),
        verdict_note: row.get(10)?,
        verdict_on: on(row.get(11)?),
    }))
}
