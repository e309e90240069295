//! Questionnaires: templates as data, the answers a vendor gives, and what an answer is worth.
//! Reads and checks; what stands behind an answer is `claim`'s, adding up is `rating`'s.

use crate::id::{AnswerId, QuestionnaireId, ServiceId};
use crate::rating::facts::{Credit, GateKind};
use crate::text::day;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;
use ts_rs::TS;

/// A template, checked. An issued questionnaire names its hash, so that it stays what it was.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Template {
    /// Its name: `short-form`.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// What people call it.
    pub title: String,
    /// SHA-256 over the file's bytes, hexadecimal.
    pub hash: String,
    /// The areas of its questions, in order.
    pub areas: Vec<Area>,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// An area of questions.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// What questions call it.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// One question.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its id, the same in every template that asks it.
    pub id: String,
    /// Its area.
    pub area: String,
    /// 4 critical, 2 standard, 1 minor, 0 for information.
    pub weight: f64,
    /// Is it a gate?
    pub gate: Option<GateKind>,
    /// The question.
    pub text: String,
    /// What the best answer claims, as a statement.
    pub claim: String,
    /// How it is answered.
    pub answer: Asked,
    /// Which evidence is wanted.
    pub evidence: String,
    /// References to controls, by framework.
    pub refs: BTreeMap<String, Vec<String>>,
    /// Observations that can support or contradict it.
    #[serde(default)]
    pub checks: Vec<Bound>,
}

/// How a question is answered; a choice always comes first, `n/a` is always possible.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Asked {
    /// By choices of its own.
    Choice {
        /// The choices, best first.
        choices: Vec<Choice>,
    },
    /// By a date: full credit within the wanted age, half within twice of it.
    Date {
        /// What date is asked for.
        asks: String,
        /// The wanted age, in days.
        wanted_days: u32,
    },
    /// By a number of hours: full credit within the tier's baseline of a contract term.
    Hours {
        /// The term whose baseline counts.
        term: String,
        /// Less credit for slower answers, fastest first.
        bands: Vec<Band>,
        /// Credit for anything slower.
        slower: f64,
    },
    /// Fulfilled, partly, planned by a date, or not.
    Scale,
}

/// One choice.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What an answer calls it.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What it is worth, 0 to 1.
    pub credit: f64,
}

/// A band of a number.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Up to and with this number.
    pub within: f64,
    /// What it is worth, 0 to 1.
    pub credit: f64,
}

/// An observation bound to a question.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// Which check.
    pub check: Check,
    /// What the vendor claims by a good answer, as far as this check can tell.
    pub says: String,
}

/// What can be seen without asking the vendor.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Are the certificates of its endpoints valid, trusted and rightly named?
    Certificate,
    /// Are critical advisories on its components younger than 30 days?
    CriticalFixes,
    /// Does the contract promise notice within the hours named?
    IncidentNotice,
    /// Does an independent report's period cover the present?
    ReportPeriod,
    /// Do its endpoints speak a current TLS version?
    TlsVersion,
}

/// A questionnaire that was sent, or filled in here, for one service.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Questionnaire {
    /// Which row this is.
    pub id: QuestionnaireId,
    /// For which service.
    pub service: ServiceId,
    /// The template's id.
    pub template: String,
    /// The template's hash.
    pub template_hash: String,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The day answers are due.
    pub due_on: Option<NaiveDate>,
}

/// An answer as it stands; everything it held before is in the log.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Answer {
    /// Which row this is.
    pub id: AnswerId,
    /// In which questionnaire.
    pub questionnaire: QuestionnaireId,
    /// The question's id.
    pub question: String,
    /// The choice; `None` when taken back.
    pub choice: Option<String>,
    /// A number, where one is asked for.
    pub number: Option<i32>,
    /// A date, where one is asked for, or by which something is planned.
    pub date: Option<NaiveDate>,
    /// The vendor's words.
    pub note: Option<String>,
    /// Where the answer comes from.
    pub source: Source,
    /// The day it was given, or read.
    pub answered_on: NaiveDate,
    /// What a reviewer made of it.
    pub verdict: Option<Verdict>,
    /// The reviewer's words.
    pub verdict_note: Option<String>,
    /// The day of the verdict.
    #[serde(default)]
    pub verdict_on: Option<NaiveDate>,
}

impl Answer {
    /// Does it say "does not apply" without a reason, the vendor's or the reviewer's?
    pub fn lacks_reason(&self) -> bool {
        let said = |words: &Option<String>| words.as_ref().is_some_and(|words| !words.trim().is_empty());
        self.choice.as_deref() == Some(NOT_APPLICABLE) && !said(&self.note) && !said(&self.verdict_note)
    }
}

/// Where an answer comes from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// We, from a document of theirs.
    Document,
    /// The vendor.
    Vendor,
}

/// What a reviewer made of an answer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It stands.
    Accepted,
    /// Evidence is wanted.
    NeedsEvidence,
    /// It does not.
    Refused,
}

/// Why a template cannot be used.
#[derive(Debug, Error)]
pub enum TemplateError {
    /// Not JSON of a template's shape.
    #[error("the template cannot be read: {0}")]
    Shape(#[from] serde_json::Error),
    /// Read, but not sound.
    #[error("the template does not hold together: {0}")]
    Unsound(String),
}

/// Why an answer cannot be taken.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum AnswerError {
    /// The choice is none of the question's.
    #[error("“{choice}” is no answer to {question}")]
    Choice {
        /// What was answered.
        choice: String,
        /// The question's id.
        question: String,
        /// What it may be.
        choices: Vec<String>,
    },
    /// A date is missing.
    #[error("{0} needs a date")]
    DateMissing(String),
    /// A number is missing or out of range.
    #[error("{0} needs a number of hours from 0 to 8760")]
    Number(String),
    /// The template asks no such question.
    #[error("there is no question “{0}” in this questionnaire")]
    Unknown(String),
}

/// The choice that says a question does not apply.
pub const NOT_APPLICABLE: &str = "n/a";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: u32,
    title: String,
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "licence")]
    _licence: String,
    areas: Vec<Area>,
    questions: Vec<Question>,
}

impl Template {
    /// Reads a template file.
    ///
    /// # Errors
    /// When it is not JSON of that shape, an id stands twice, an area is not declared, or a
    /// weight or credit is out of range.
    pub fn from_json(bytes: &[u8]) -> Result<Self, TemplateError> {
        let File { id, version, title, areas, questions, .. } = serde_json::from_slice(bytes)?;
        let unsound = |what: String| Err(TemplateError::Unsound(what));
        let mut known = BTreeSet::new();
        for question in &questions {
            if !known.insert(&question.id) {
                return unsound(format!("{} stands twice", question.id));
            }
            if !areas.iter().any(|area| area.id == question.area) {
                return unsound(format!("{} names an area that is not declared", question.id));
            }
            if ![0.0, 1.0, 2.0, 4.0].contains(&question.weight) {
                return unsound(format!("{} weighs {}", question.id, question.weight));
            }
            let credits: Vec<f64> = match &question.answer {
                Asked::Choice { choices } => choices.iter().map(|choice| choice.credit).collect(),
                Asked::Hours { bands, slower, .. } => bands.iter().map(|band| band.credit).chain([*slower]).collect(),
                Asked::Date { .. } | Asked::Scale => vec![1.0],
            };
            if credits.is_empty() || credits.iter().any(|credit| !(0.0..=1.0).contains(credit)) {
                return unsound(format!("{} has a credit outside 0 to 1", question.id));
            }
        }
        let hash = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { id, version, title, hash, areas, questions })
    }

    /// The question of that id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

impl Question {
    /// Every choice an answer may name, best first, `n/a` last; with what each is worth alone.
    pub fn choices(&self) -> Vec<Choice> {
        let choice = |id: &str, label: &str, credit: f64| Choice { id: id.into(), label: label.into(), credit };
        let mut choices = match &self.answer {
            Asked::Choice { choices } => choices.clone(),
            Asked::Date { .. } => vec![choice("done", "Done, on this date", 1.0), choice("no", "Not done", 0.0)],
            Asked::Hours { .. } => {
                vec![choice("hours", "Within so many hours", 1.0), choice("none", "No time is promised", 0.0)]
            }
            Asked::Scale => vec![
                choice("yes", "Fulfilled", 1.0),
                choice("partly", "Partly", 0.5),
                choice("planned", "Planned by a date", 0.25),
                choice("no", "No", 0.0),
            ],
        };
        choices.push(choice(NOT_APPLICABLE, "Does not apply", 0.0));
        choices
    }

    /// Does the choice need a date beside it?
    pub fn needs_date(&self, choice: &str) -> bool {
        choice == "planned" && self.answer == Asked::Scale
            || choice == "done" && matches!(self.answer, Asked::Date { .. })
    }

    /// Does the answer say what will be, not what is?
    pub fn is_plan(&self, answer: &Answer) -> bool {
        self.answer == Asked::Scale && answer.choice.as_deref() == Some("planned")
    }

    /// Does the choice need a number beside it?
    pub fn needs_number(&self, choice: &str) -> bool {
        choice == "hours" && matches!(self.answer, Asked::Hours { .. })
    }

    /// Can an answer with that choice, number and date be taken?
    ///
    /// # Errors
    /// When the choice is none of the question's, or what it needs is missing.
    pub fn check(&self, choice: &str, number: Option<i32>, date: Option<NaiveDate>) -> Result<(), AnswerError> {
        let choices = self.choices();
        if !choices.iter().any(|known| known.id == choice) {
            let choices = choices.into_iter().map(|known| known.id).collect();
            return Err(AnswerError::Choice { choice: choice.to_owned(), question: self.id.clone(), choices });
        }
        if self.needs_date(choice) && date.is_none() {
            return Err(AnswerError::DateMissing(self.id.clone()));
        }
        if self.needs_number(choice) && !number.is_some_and(|hours| (0..=8760).contains(&hours)) {
            return Err(AnswerError::Number(self.id.clone()));
        }
        Ok(())
    }

    /// What an answer is worth on a day. `baseline_hours` is the tier's baseline of the term
    /// that an [`Asked::Hours`] question names. `n/a` counts as blank until a reviewer accepted
    /// the reason, which has to be on file.
    pub fn credit(&self, answer: &Answer, baseline_hours: Option<f64>, today: NaiveDate) -> Credit {
        let Some(choice) = answer.choice.as_deref() else {
            return Credit::Blank;
        };
        if choice == NOT_APPLICABLE {
            return match answer.verdict {
                Some(Verdict::Accepted) if !answer.lacks_reason() => Credit::NotApplicable,
                _ => Credit::Blank,
            };
        }
        let Some(listed) = self.choices().into_iter().find(|known| known.id == choice) else {
            return Credit::Blank;
        };
        Credit::Share(match (&self.answer, choice) {
            (Asked::Scale, "planned") if answer.date.is_none_or(|date| date <= today) => 0.0,
            (Asked::Date { wanted_days, .. }, "done") => match answer.date.map(|date| (today - date).num_days()) {
                Some(age) if age < 0 => 0.0,
                Some(age) if age <= i64::from(*wanted_days) => 1.0,
                Some(age) if age <= 2 * i64::from(*wanted_days) => 0.5,
                _ => 0.0,
            },
            (Asked::Hours { bands, slower, .. }, "hours") => {
                let Some(hours) = answer.number.map(f64::from) else { return Credit::Share(0.0) };
                match bands.iter().find(|band| hours <= band.within) {
                    _ if baseline_hours.is_some_and(|most| hours <= most) => 1.0,
                    Some(band) => band.credit,
                    None => *slower,
                }
            }
            _ => listed.credit,
        })
    }

    /// What was answered, in words.
    pub fn said(&self, answer: &Answer) -> String {
        let label = |id: &str| {
            self.choices().into_iter().find(|choice| choice.id == id).map_or_else(|| id.to_owned(), |known| known.label)
        };
        match (answer.choice.as_deref(), answer.number, answer.date) {
            (None, ..) => "Not answered".to_owned(),
            (Some("hours"), Some(hours), _) if self.needs_number("hours") => format!("Within {hours} hours"),
            (Some("planned"), _, Some(date)) => format!("Planned by {}", day(date)),
            (Some("done"), _, Some(date)) => format!("Done on {}", day(date)),
            (Some(choice), ..) => label(choice),
        }
    }
}

#[cfg(test)]
mod tests;
