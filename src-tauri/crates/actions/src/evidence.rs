//! Evidence: noting what stands behind answers, and confirming it.

use crate::act::Acted;
use crate::desk::{Desk, new_id};
use crate::failure::Failure;
use crate::job::Job;
use crate::known::templates;
use crate::vendor::optional_line;
use crate::wire::{day, or_null, some_day};
use caveat_core::evidence::Evidence;
use caveat_core::id::{EvidenceId, RowId, ServiceId, from_cause};
use caveat_core::policy::EvidenceKind;
use caveat_core::text;
use caveat_store::bytes::Value;
use caveat_store::words::{date, id, truth, word};
use caveat_store::{Act, Base, evidence as rows, service};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Evidence to note.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddEvidence {
    /// For which service.
    pub service: ServiceId,
    /// What kind it is: document, independent or public.
    pub kind: EvidenceKind,
    /// What it is called.
    pub title: String,
    /// Who issued it.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub issuer: Option<String>,
    /// What it covers.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub scope: Option<String>,
    /// The day it is dated, or its period ended.
    #[serde(deserialize_with = "day")]
    pub dated_on: NaiveDate,
    /// The last day it is valid.
    #[serde(default, deserialize_with = "some_day")]
    #[ts(optional = nullable)]
    pub valid_until: Option<NaiveDate>,
    /// Where it can be found: an address or a file's name.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub place: Option<String>,
    /// Ids of the questions it stands behind.
    #[serde(default)]
    pub questions: Vec<String>,
}

/// A reviewer's word on evidence.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConfirmEvidence {
    /// Which piece.
    pub evidence: EvidenceId,
    /// Are kind, scope and period as noted?
    pub confirmed: bool,
}

/// A piece of evidence asked for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OneEvidence {
    /// Which piece.
    pub evidence: EvidenceId,
}

/// Notes a piece of evidence and the questions it stands behind.
pub fn add_evidence(desk: &Desk, input: AddEvidence, job: &Job) -> Result<Evidence, Failure> {
    let store = desk.store()?;
    if matches!(input.kind, EvidenceKind::Assertion | EvidenceKind::Observed) {
        return Err(Failure::bad_input(
            "Evidence is a document, an independent report or a public page.",
            "A bare word is an answer; what we see ourselves comes from checks.",
        ));
    }
    if input.valid_until.is_some_and(|until| until < input.dated_on) {
        return Err(Failure::bad_input("The evidence ends before it begins.", "Enter a later last day, or none."));
    }
    if let Some(unknown) = unknown_question(&input.questions)? {
        return Err(Failure::bad_input(
            format!("There is no question “{unknown}”."),
            "“questionnaire templates” lists the questions.",
        ));
    }
    let new = EvidenceId(new_id(job.now));
    let values = [
        (rows::SERVICE, id(input.service)),
        (rows::KIND, word(input.kind)),
        (rows::TITLE, Value::Text(text::needed_line("A title", &input.title)?)),
        (rows::ISSUER, or_null(optional_line("An issuer", input.issuer)?)),
        (rows::SCOPE, or_null(optional_line("A scope", input.scope)?)),
        (rows::DATED_ON, date(Some(input.dated_on))),
        (rows::VALID_UNTIL, date(input.valid_until)),
        (rows::PLACE, or_null(optional_line("A place", input.place)?)),
    ];
    let add = |act: &mut Act<'_>| {
        service::service(act.read(), input.service)?;
        act.create(&rows::EVIDENCE, new.into(), &values)?;
        for question in &input.questions {
            let link = [(rows::OF, id(new)), (rows::QUESTION, Value::Text(question.clone()))];
            let row = RowId(from_cause(&[&new.bytes(), question.as_bytes()]));
            act.create(&rows::EVIDENCE_QUESTION, row, &link)?;
        }
        Ok::<_, Failure>(())
    };
    desk.act(&store, "add_evidence", None, add, job)?;
    Ok(store.read(|db| rows::evidence(db, new))?)
}

/// Confirms a piece of evidence, or takes the confirmation back.
pub fn confirm_evidence(desk: &Desk, input: ConfirmEvidence, job: &Job) -> Result<Evidence, Failure> {
    let store = desk.store()?;
    let confirm = |act: &mut Act<'_>| {
        let confirmed = if input.confirmed { truth(true) } else { Value::Null };
        Ok(act.set(&rows::EVIDENCE, input.evidence.into(), rows::CONFIRMED, confirmed, Base::Current)?)
    };
    desk.act(&store, "confirm_evidence", None, confirm, job)?;
    Ok(store.read(|db| rows::evidence(db, input.evidence))?)
}

/// Puts a piece of evidence aside, its history kept.
pub fn archive_evidence(desk: &Desk, input: OneEvidence, job: &Job) -> Result<Acted, Failure> {
    let archive = |act: &mut Act<'_>| Ok(act.archive(&rows::EVIDENCE, input.evidence.into())?);
    let (_, act) = desk.act(&*desk.store()?, "archive_evidence", None, archive, job)?;
    Ok(Acted { act })
}

fn unknown_question(questions: &[String]) -> Result<Option<&String>, Failure> {
    let templates = templates()?;
    let known = |id: &String| templates.iter().any(|template| template.question(id).is_some());
    Ok(questions.iter().find(|id| !known(id)))
}
