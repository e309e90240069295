//! Questionnaires: issuing, answering and reviewing.

use crate::desk::{Desk, new_id};
use crate::failure::{Failure, FailureCode};
use crate::history::bases_of;
use crate::job::Job;
use crate::known::{assessed, known_of, template_of, templates};
use crate::vendor::{Edit, optional_prose};
use crate::wire::{Bases, Nothing, or_null, some_day};
use caveat_core::claim::Claim;
use caveat_core::evidence::Evidence;
use caveat_core::id::{AnswerId, QuestionnaireId, RowId, ServiceId, VendorId, from_cause};
use caveat_core::questionnaire::{Answer, NOT_APPLICABLE, Question, Questionnaire, Source, Template, Verdict};
use caveat_core::rating::inherent::Tier;
use caveat_store::bytes::Value;
use caveat_store::words::{date, id, word};
use caveat_store::{Act, Connection, Store, questionnaire as rows, service, vendor};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The templates that can be issued.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TemplateList {
    /// Each with its questions.
    pub templates: Vec<Template>,
}

/// A questionnaire to issue.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IssueQuestionnaire {
    /// For which service.
    pub service: ServiceId,
    /// The template's id.
    pub template: String,
    /// The day answers are due.
    #[serde(default, deserialize_with = "some_day")]
    #[ts(optional = nullable)]
    pub due_on: Option<NaiveDate>,
}

/// A questionnaire asked for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OneQuestionnaire {
    /// Which questionnaire.
    pub questionnaire: QuestionnaireId,
}

/// An answer to one question.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AnswerQuestion {
    /// In which questionnaire.
    pub questionnaire: QuestionnaireId,
    /// The question's id.
    pub question: String,
    /// The choice; null takes the answer back.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub choice: Option<String>,
    /// A number, where the choice needs one.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub number: Option<i32>,
    /// A date, where the choice needs one.
    #[serde(default, deserialize_with = "some_day")]
    #[ts(optional = nullable)]
    pub date: Option<NaiveDate>,
    /// The vendor's words.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<String>,
    /// Where the answer comes from; the vendor when not said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub source: Option<Source>,
    /// The day it was given, or read; today when not said.
    #[serde(default, deserialize_with = "some_day")]
    #[ts(optional = nullable)]
    pub answered_on: Option<NaiveDate>,
    /// The versions the form was opened with.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub bases: Option<Bases>,
}

/// A reviewer's word on an answer.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewAnswer {
    /// In which questionnaire.
    pub questionnaire: QuestionnaireId,
    /// The question's id.
    pub question: String,
    /// What the reviewer makes of it; null takes the verdict back.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub verdict: Option<Verdict>,
    /// The reviewer's words.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub note: Option<String>,
}

/// A questionnaire with everything its page shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct QuestionnaireView {
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// What people call the template.
    pub title: String,
    /// Whose service it is.
    pub vendor: VendorId,
    /// What that vendor is called.
    pub vendor_name: String,
    /// Name of the service.
    pub service_name: String,
    /// The service's tier.
    pub tier: Tier,
    /// Every question, in order.
    pub rows: Vec<QuestionRow>,
    /// What the vendor says, 0 to 100, higher is safer.
    pub claimed: f64,
    /// What stands behind it.
    pub supported: f64,
    /// What is left of it once everything seen is counted.
    pub assurance: f64,
    /// How much was answered.
    pub completeness: f64,
    /// Every piece of evidence of the service.
    pub evidence: Vec<Evidence>,
}

/// One question, its answer, and what was seen.
#[derive(Clone, Debug, Serialize, TS)]
pub struct QuestionRow {
    /// The question.
    pub question: Question,
    /// Name of its area.
    pub area_name: String,
    /// What an answer may be, best first.
    pub choices: Vec<Choosable>,
    /// The answer, if one was ever given.
    pub answer: Option<Answer>,
    /// What was answered, in words.
    pub said: String,
    /// Claims beside what was seen.
    pub claims: Vec<Claim>,
    /// Ids of the evidence behind it.
    pub evidence: Vec<String>,
    /// The versions each field is at; an answer sends them back.
    pub bases: Bases,
}

/// A choice, and what it needs beside it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Choosable {
    /// What an answer calls it.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What it is worth, 0 to 1.
    pub credit: f64,
    /// Does it need a date?
    pub needs_date: bool,
    /// Does it need a number?
    pub needs_number: bool,
}

/// Lists the templates that can be issued.
pub fn list_templates(_: &Desk, _: Nothing, _: &Job) -> Result<TemplateList, Failure> {
    Ok(TemplateList { templates: templates()?.to_vec() })
}

/// Issues a questionnaire for a service; it keeps the template as it is now.
pub fn issue_questionnaire(desk: &Desk, input: IssueQuestionnaire, job: &Job) -> Result<QuestionnaireView, Failure> {
    let store = desk.store()?;
    let Some(template) = templates()?.iter().find(|template| template.id == input.template) else {
        let known: Vec<&str> = templates()?.iter().map(|template| template.id.as_str()).collect();
        return Err(Failure::bad_input(
            format!("There is no template called “{}”.", input.template),
            format!("There is: {}.", known.join(", ")),
        ));
    };
    let new = QuestionnaireId(new_id(job.now));
    let issue = |act: &mut Act<'_>| {
        let service = service::service(act.read(), input.service)?;
        let open = rows::list(act.read(), Some(service.vendor))?;
        if open.iter().any(|one| one.service == service.id && one.template_hash == template.hash) {
            return Err(Failure::new(
                FailureCode::Exists,
                format!("“{}” has that questionnaire already.", service.name),
                "Answer the one that is there, or archive it first.",
            ));
        }
        let values = [
            (rows::SERVICE, id(input.service)),
            (rows::TEMPLATE, Value::Text(template.id.clone())),
            (rows::TEMPLATE_HASH, Value::Text(template.hash.clone())),
            (rows::ISSUED_ON, date(Some(job.now.date_naive()))),
            (rows::DUE_ON, date(input.due_on)),
        ];
        Ok(act.create(&rows::QUESTIONNAIRE, new.into(), &values)?)
    };
    desk.act(&store, "issue_questionnaire", None, issue, job)?;
    show(desk, &store, new, job.now)
}

/// Shows a questionnaire with its answers and what was seen.
pub fn show_questionnaire(desk: &Desk, input: OneQuestionnaire, job: &Job) -> Result<QuestionnaireView, Failure> {
    show(desk, &*desk.store()?, input.questionnaire, job.now)
}

/// Answers one question; a change made meanwhile is kept beside it. A reviewer's verdict falls with
/// the answer it judged.
pub fn answer_question(desk: &Desk, input: AnswerQuestion, job: &Job) -> Result<QuestionnaireView, Failure> {
    let store = desk.store()?;
    let questionnaire = store.read(|db| rows::questionnaire(db, input.questionnaire))?;
    let asked = question(&questionnaire, &input.question)?;
    let (mut number, mut day) = (None, None);
    if let Some(choice) = &input.choice {
        asked.check(choice, input.number, input.date)?;
        number = input.number.filter(|_| asked.needs_number(choice));
        day = input.date.filter(|_| asked.needs_date(choice));
    }
    let answered_on = input.answered_on.unwrap_or(job.now.date_naive());
    if answered_on > job.now.date_naive() {
        return Err(Failure::bad_input("An answer cannot be given in the future.", "Enter the day it was given."));
    }
    let note = optional_prose("A note", input.note)?;
    let fields = vec![
        (rows::CHOICE, or_null(input.choice.clone())),
        (rows::NUMBER, number.map_or(Value::Null, |number| Value::Integer(i64::from(number)))),
        (rows::DATE, date(day)),
        (rows::NOTE, or_null(note.clone())),
        (rows::SOURCE, word(input.source.unwrap_or(Source::Vendor))),
        (rows::ANSWERED_ON, date(Some(answered_on))),
    ];
    let row = answer_row(&store, input.questionnaire, &input.question);
    let answer = |act: &mut Act<'_>| {
        let mut values = fields.clone();
        values.push((rows::QUESTIONNAIRE_OF, id(input.questionnaire)));
        values.push((rows::QUESTION, Value::Text(input.question.clone())));
        if act.create(&rows::ANSWER, row, &values)? {
            return Ok(());
        }
        let before = rows::answer(act.read(), AnswerId(row.0))?;
        let mut edit = Edit { table: &rows::ANSWER, row, bases: input.bases.as_ref(), fields: fields.clone() };
        let same = |one: &Answer| {
            let reason_kept = one.choice.as_deref() != Some(NOT_APPLICABLE) || one.note == note;
            reason_kept && (&one.choice, one.number, one.date) == (&input.choice, number, day)
        };
        if !before.as_ref().is_some_and(same) {
            // what a reviewer judged was another answer, or another reason
            for field in [rows::VERDICT, rows::VERDICT_NOTE, rows::VERDICT_ON] {
                edit.set(field, Value::Null);
            }
        }
        edit.make(act)
    };
    desk.act(&store, "answer_question", None, answer, job)?;
    show(desk, &store, input.questionnaire, job.now)
}

/// Notes what a reviewer makes of an answer.
pub fn review_answer(desk: &Desk, input: ReviewAnswer, job: &Job) -> Result<QuestionnaireView, Failure> {
    let store = desk.store()?;
    let questionnaire = store.read(|db| rows::questionnaire(db, input.questionnaire))?;
    question(&questionnaire, &input.question)?;
    let note = optional_prose("A note", input.note)?;
    if input.verdict == Some(Verdict::Refused) && note.is_none() {
        return Err(Failure::bad_input(
            "A refusal needs its reason.",
            "Say in the note why the answer does not stand.",
        ));
    }
    let row = answer_row(&store, input.questionnaire, &input.question);
    let review = |act: &mut Act<'_>| {
        if input.verdict == Some(Verdict::Accepted)
            && note.is_none()
            && rows::answer(act.read(), AnswerId(row.0))?.is_some_and(|answer| answer.lacks_reason())
        {
            return Err(Failure::bad_input(
                "“Does not apply” needs its reason before it can be accepted.",
                "Say in the answer's note, or in yours, why the question does not apply.",
            ));
        }
        let today = input.verdict.map(|_| job.now.date_naive());
        let fields = vec![
            (rows::VERDICT, input.verdict.map_or(Value::Null, word)),
            (rows::VERDICT_NOTE, or_null(note.clone())),
            (rows::VERDICT_ON, date(today)),
        ];
        Edit { table: &rows::ANSWER, row, bases: None, fields }.make(act)
    };
    desk.act(&store, "review_answer", None, review, job)?;
    show(desk, &store, input.questionnaire, job.now)
}

/// The question of that id in a questionnaire's template.
fn question(questionnaire: &Questionnaire, id: &str) -> Result<&'static Question, Failure> {
    let template = template_of(questionnaire)?.ok_or_else(newer_template)?;
    template.question(id).ok_or_else(|| {
        Failure::bad_input(
            format!("“{}” has no question “{id}”.", template.title),
            "“questionnaire show” lists its questions.",
        )
    })
}

fn newer_template() -> Failure {
    Failure::new(
        FailureCode::NewerWorkspace,
        "The questionnaire was made with a template this Caveat does not have.",
        "Update Caveat. Nothing was changed.",
    )
}

/// Two devices that answer the same question write the same row.
fn answer_row(store: &Store, questionnaire: QuestionnaireId, question: &str) -> RowId {
    RowId(from_cause(&[&store.workspace().bytes(), b"answer", &questionnaire.bytes(), question.as_bytes()]))
}

fn show(desk: &Desk, store: &Store, id: QuestionnaireId, now: DateTime<Utc>) -> Result<QuestionnaireView, Failure> {
    store.read(|db| view(desk, db, store, id, now))
}

fn view(
    desk: &Desk,
    db: &Connection,
    store: &Store,
    id: QuestionnaireId,
    now: DateTime<Utc>,
) -> Result<QuestionnaireView, Failure> {
    let questionnaire = rows::questionnaire(db, id)?;
    let template = template_of(&questionnaire)?.ok_or_else(newer_template)?;
    let service = service::service(db, questionnaire.service)?;
    let answers = rows::answers(db, Some(service.vendor))?;
    let known = known_of(desk, db, service, now)?;
    let assessment = assessed(&known, now)?;
    let (service, evidence) = (known.service, known.evidence);
    let mut rows_out = Vec::with_capacity(template.questions.len());
    for question in &template.questions {
        let answer = answers.iter().find(|one| one.questionnaire == id && one.question == question.id).cloned();
        let row = answer_row(store, id, &question.id);
        let choices = question.choices().into_iter().map(|choice| Choosable {
            needs_date: question.needs_date(&choice.id),
            needs_number: question.needs_number(&choice.id),
            id: choice.id,
            label: choice.label,
            credit: choice.credit,
        });
        rows_out.push(QuestionRow {
            area_name: template
                .areas
                .iter()
                .find(|area| area.id == question.area)
                .map(|area| area.name.clone())
                .unwrap_or_default(),
            choices: choices.collect(),
            said: answer.as_ref().map_or_else(|| "Not answered".to_owned(), |answer| question.said(answer)),
            claims: assessment.claims.iter().filter(|claim| claim.question == question.id).cloned().collect(),
            evidence: evidence
                .iter()
                .filter(|piece| piece.questions.contains(&question.id))
                .map(|piece| piece.id.to_string())
                .collect(),
            bases: if answer.is_some() { bases_of(db, &rows::ANSWER, row)? } else { Bases::new() },
            answer,
            question: question.clone(),
        });
    }
    let sums = &assessment.rating.answers;
    Ok(QuestionnaireView {
        title: template.title.clone(),
        tier: assessment.rating.inherent.tier,
        vendor: service.vendor,
        vendor_name: vendor::vendor(db, service.vendor)?.name,
        service_name: service.name,
        rows: rows_out,
        claimed: sums.claimed,
        supported: sums.supported,
        assurance: assessment.rating.assurance,
        completeness: sums.completeness,
        evidence,
        questionnaire,
    })
}
