//! Contracts and the terms read in them. What is looked for is `baseline`'s, how the two stand
//! to each other is `standing`'s. Deliberately reads no contract text and gives no legal advice.

pub mod baseline;
pub mod standing;

use crate::id::{ContractId, ServiceId, TermId, VendorId};
use crate::text::day;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A contract.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Contract {
    /// Which row this is.
    pub id: ContractId,
    /// With whom.
    pub vendor: VendorId,
    /// For which service; `None` = all of the vendor's.
    pub service: Option<ServiceId>,
    /// What it is called.
    pub title: String,
    /// The day it begins.
    pub starts_on: Option<NaiveDate>,
    /// The day it ends, or renews.
    pub ends_on: Option<NaiveDate>,
    /// Days before the end by which notice has to be given.
    pub notice_days: Option<u32>,
    /// Does it renew by itself? `None` = not known.
    pub renews: Option<bool>,
    /// Its terms, as far as they were read.
    pub terms: Vec<Term>,
}

/// A term as it was read in a contract.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Term {
    /// Which row this is.
    pub id: TermId,
    /// Which term of the baseline.
    pub term: String,
    /// What the contract says.
    pub value: TermValue,
    /// Where, as the contract counts.
    pub clause: Option<String>,
    /// Its very words.
    pub quote: Option<String>,
    /// Did a person confirm the reading?
    pub confirmed: bool,
    /// The last day of an exception somebody made for it, inclusive.
    pub excepted_until: Option<NaiveDate>,
}

/// What a contract says of a term.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
#[serde(tag = "is", content = "of", rename_all = "snake_case")]
pub enum TermValue {
    /// Nothing: the text was read and does not speak of it.
    Absent,
    /// It points to another text.
    Elsewhere {
        /// Which.
        place: String,
        /// Has that text been read?
        read: bool,
    },
    /// Some words of the order.
    Members(Vec<String>),
    /// A number in the term's unit.
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// "Without undue delay", or words to that effect.
    UndueDelay,
    /// Nobody knows yet.
    Unknown,
    /// One word of the order.
    Word(String),
}

/// How a contract stands to the day by which notice has to be given.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct NoticeDate {
    /// How it stands.
    pub state: NoticeState,
    /// The last day to give notice, inclusive, where one is known.
    pub on: Option<NaiveDate>,
    /// The same in words.
    pub words: String,
}

/// How a contract stands to its notice date.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// The day is to come.
    By,
    /// It ends by itself, and no day to say so is to come.
    NotNeeded,
    /// The day has passed: it renews by itself at its end.
    Passed,
    /// It renewed by itself at its end, and its new end is not on file.
    Renewed,
    /// Whether it renews, or its end, or its notice period is not known.
    Unknown,
}

impl Contract {
    /// The last day to give notice: the end less the notice period; `None` where either is not known.
    pub fn notice_on(&self) -> Option<NaiveDate> {
        self.ends_on?.checked_sub_days(Days::new(u64::from(self.notice_days?)))
    }

    /// How it stands to that day.
    pub fn notice(&self, today: NaiveDate) -> NoticeDate {
        let on = self.notice_on();
        let (state, words) = match (on, self.ends_on) {
            (_, Some(end)) if end < today && self.renews == Some(true) => {
                (NoticeState::Renewed, format!("renewed on {}, its new end is not on file", day(end)))
            }
            (_, Some(end)) if end < today && self.renews.is_none() => {
                (NoticeState::Unknown, format!("not known, whether it renewed on {} is not on file", day(end)))
            }
            (Some(on), _) if on >= today => (NoticeState::By, day(on)),
            // what may renew is treated as if it did
            (Some(on), _) if self.renews != Some(false) => (NoticeState::Passed, format!("{}, passed", day(on))),
            _ if self.renews == Some(false) => (NoticeState::NotNeeded, "none needed".to_owned()),
            (_, Some(_)) => (NoticeState::Unknown, "not known, no notice period on file".to_owned()),
            (_, None) => (NoticeState::Unknown, "not known, no end on file".to_owned()),
        };
        NoticeDate { state, on, words }
    }

    /// The last day of an exception to one of its terms, inclusive: its own, or the contract's
    /// notice date where that comes first.
    pub fn exception(&self, term: &Term) -> Option<NaiveDate> {
        term.excepted_until.map(|until| self.notice_on().map_or(until, |on| until.min(on)))
    }

    /// Has it ended by that day, without renewing as far as anybody knows? Then it promises nothing
    /// any more.
    pub fn ended(&self, today: NaiveDate) -> bool {
        self.renews != Some(true) && self.ends_on.is_some_and(|end| end < today)
    }

    /// What happens at its end, in words.
    pub fn at_its_end(&self) -> &'static str {
        match self.renews {
            Some(true) => "renews by itself",
            Some(false) => "ends by itself",
            None => "not known whether it renews",
        }
    }
}

/// The contracts that have not ended, in the order in which they are asked about a term: those in
/// force, the one that began last first; then those yet to begin.
pub(crate) fn in_turn(contracts: &[Contract], today: NaiveDate) -> Vec<&Contract> {
    let mut latest: Vec<&Contract> = contracts.iter().filter(|contract| !contract.ended(today)).collect();
    let to_come = |contract: &Contract| contract.starts_on.is_some_and(|on| on > today);
    latest.sort_by(|a, b| {
        to_come(a).cmp(&to_come(b)).then_with(|| b.starts_on.cmp(&a.starts_on)).then_with(|| b.id.cmp(&a.id))
    });
    latest
}

/// What the first of those contracts that speaks of a term says, and which it is.
pub(crate) fn first_word<'c>(contracts: &[&'c Contract], term: &str) -> Option<(&'c Contract, &'c Term)> {
    contracts.iter().find_map(|contract| {
        let speaks = |one: &&Term| one.term == term && one.value != TermValue::Unknown;
        contract.terms.iter().find(speaks).map(|one| (*contract, one))
    })
}

#[cfg(test)]
mod tests;
