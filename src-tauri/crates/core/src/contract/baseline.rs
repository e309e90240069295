//! The terms that are looked for in contracts, as data: what each is, and what each tier asks
//! of it.

use super::TermValue;
use crate::rating::inherent::Tier;
use crate::text::figure;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use thiserror::Error;
use ts_rs::TS;

/// The terms that are looked for, and what each tier asks of them.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// Its name and version: `contract-terms/1`.
    pub id: String,
    /// Every term, in the order of the file.
    pub terms: Vec<TermRule>,
}

/// One term that is looked for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TermRule {
    /// Its id.
    pub id: String,
    /// The group it is shown in.
    pub group: String,
    /// What people call it.
    pub name: String,
    /// The unit of its value.
    pub unit: Option<String>,
    /// What its value is.
    pub kind: TermKind,
    /// Members of an enum from worst to best, or of a set.
    #[serde(default)]
    pub order: Vec<String>,
    /// How people write those members whose name alone does not read well.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// How people say that a later place in the order will do as well: "or earlier".
    pub or_better: Option<String>,
    /// What each tier asks; nothing = not required.
    #[ts(type = "Record<string, { op: string, value: unknown } | null>")]
    pub baseline: BTreeMap<String, Option<Wanted>>,
    /// 4 critical, 2 standard, 1 minor.
    pub weight: f64,
    /// Legal basis, where there is one.
    pub basis: String,
    /// Which services need it.
    pub scope: Scope,
}

/// What a tier asks of a term.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// How a value is compared.
    pub op: Op,
    /// With what.
    pub value: Value,
}

/// How a value is compared with the baseline.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Op {
    /// The place in the order is not before the one named.
    #[serde(rename = "at_least")]
    AtLeast,
    /// At most that number.
    #[serde(rename = "<=")]
    AtMost,
    /// Exactly that.
    #[serde(rename = "=")]
    Equal,
    /// Holds each of those members.
    #[serde(rename = "includes")]
    Includes,
    /// Holds at least so many members.
    #[serde(rename = "includes_at_least")]
    IncludesAtLeast,
    /// At least that number.
    #[serde(rename = ">=")]
    NotLess,
}

/// What a term's value is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// Yes or no.
    Bool,
    /// A time in the term's unit.
    Duration,
    /// One word of the order.
    Enum,
    /// So many times a year.
    Frequency,
    /// An amount.
    Money,
    /// So many times the yearly fees.
    Multiple,
    /// A share of 100.
    Percent,
    /// Some words of the order.
    Set,
}

/// Which services need a term.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Those with AI.
    Ai,
    /// All.
    Any,
    /// Those that handle card data.
    Card,
    /// Those that take our data out of our region.
    OutsideRegion,
    /// Those that handle personal data.
    Personal,
}

/// Why a baseline or a value cannot be used.
#[derive(Debug, Error)]
pub enum TermError {
    /// Not JSON of the baseline's shape.
    #[error("the baseline cannot be read: {0}")]
    Shape(#[from] serde_json::Error),
    /// There is no such term.
    #[error("there is no term “{0}”")]
    Unknown(String),
    /// Read, but not sound.
    #[error("the baseline does not hold together: {0}")]
    Unsound(String),
    /// The value is not of the term's kind.
    #[error("“{name}” cannot have that value; it takes {takes}")]
    Value {
        /// What people call the term.
        name: String,
        /// What it takes.
        takes: String,
    },
}

/// The most of any unit that a duration may have: over ten years in hours.
const LONGEST: f64 = 100_000.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: u32,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "licence")]
    _licence: String,
    terms: Vec<TermRule>,
}

/// Hours that are still "without undue delay": the most that a notice to an authority may take
/// (GDPR, Article 33(1)).
pub const UNDUE_DELAY: f64 = 72.0;

impl Baseline {
    /// Reads a baseline file.
    ///
    /// # Errors
    /// When it is not JSON of that shape, or a tier asks for something a term cannot have.
    pub fn from_json(bytes: &[u8]) -> Result<Self, TermError> {
        let file: File = serde_json::from_slice(bytes)?;
        for rule in &file.terms {
            for wanted in rule.baseline.values().flatten() {
                let fits = match wanted.op {
                    Op::AtMost | Op::NotLess | Op::IncludesAtLeast => wanted.value.is_number(),
                    Op::AtLeast => wanted.value.as_str().is_some_and(|word| rule.order.iter().any(|one| one == word)),
                    Op::Equal => wanted.value.is_boolean() || wanted.value == "undue_delay",
                    Op::Includes => wanted.value.is_array(),
                };
                if !fits {
                    return Err(TermError::Unsound(format!("{} asks for {}", rule.id, wanted.value)));
                }
            }
        }
        Ok(Self { id: format!("{}/{}", file.id, file.version), terms: file.terms })
    }

    /// The term of that id.
    pub fn rule(&self, id: &str) -> Option<&TermRule> {
        self.terms.iter().find(|rule| rule.id == id)
    }

    /// The number of the term's unit that a tier asks for at most or at least.
    pub fn number(&self, id: &str, tier: Tier) -> Option<f64> {
        let wanted = self.rule(id)?.wanted(tier)?;
        wanted.value.as_f64().or_else(|| (wanted.value == "undue_delay").then_some(UNDUE_DELAY))
    }
}

impl TermRule {
    /// What a tier asks; `None` = not required.
    pub fn wanted(&self, tier: Tier) -> Option<&Wanted> {
        self.baseline.get(&format!("T{}", u8::from(tier)))?.as_ref()
    }

    /// Can the term have that value?
    ///
    /// # Errors
    /// [`TermError::Value`], saying what it takes.
    pub fn check(&self, value: &TermValue) -> Result<(), TermError> {
        let known = |word: &String| self.order.contains(word);
        let fits = match (self.kind, value) {
            (_, TermValue::Absent | TermValue::Unknown | TermValue::Elsewhere { .. }) => true,
            (TermKind::Duration, TermValue::UndueDelay) | (TermKind::Bool, TermValue::Truth(_)) => true,
            (TermKind::Enum, TermValue::Word(word)) => known(word),
            (TermKind::Set, TermValue::Members(words)) => words.iter().all(known),
            (TermKind::Percent, TermValue::Number(number)) => (0.0..=100.0).contains(number),
            (TermKind::Duration | TermKind::Frequency, TermValue::Number(number)) => (0.0..=LONGEST).contains(number),
            (TermKind::Money | TermKind::Multiple, TermValue::Number(number)) => (0.0..=1e12).contains(number),
            _ => false,
        };
        if fits {
            return Ok(());
        }
        let unit = self.unit.as_deref().unwrap_or_default();
        let takes = match self.kind {
            TermKind::Bool => "yes or no".to_owned(),
            TermKind::Enum | TermKind::Set => self.order.join(", "),
            TermKind::Percent => "a number from 0 to 100".to_owned(),
            TermKind::Duration => {
                format!("a number of {} from 0 to {}", unit.trim_end_matches(" before"), figure(LONGEST))
            }
            TermKind::Frequency => format!("a number {unit} from 0 to {}", figure(LONGEST)),
            TermKind::Money => format!("a number of {unit} from 0"),
            TermKind::Multiple => format!("a number ({unit}) from 0"),
        };
        Err(TermError::Value { name: self.name.clone(), takes })
    }

    /// What a tier asks, in words.
    pub fn required(&self, wanted: &Wanted) -> String {
        let number = || self.amount(wanted.value.as_f64().unwrap_or_default());
        match (wanted.op, &wanted.value) {
            (Op::AtMost, _) => format!("at most {}", number()),
            (Op::NotLess, _) => format!("at least {}", number()),
            (Op::Equal, Value::Bool(truth)) => yes_or_no(*truth).to_owned(),
            (Op::Equal, _) => "without undue delay".to_owned(),
            (Op::AtLeast, word) => {
                let word = word.as_str().unwrap_or_default();
                let best = self.order.last().is_some_and(|best| best == word);
                let or_better = self.or_better.as_deref().unwrap_or("or better");
                if best { self.member(word) } else { format!("{} {or_better}", self.member(word)) }
            }
            (Op::Includes, members) => {
                let members = members.as_array().into_iter().flatten().filter_map(Value::as_str);
                members.map(|member| self.member(member)).collect::<Vec<_>>().join(", ")
            }
            (Op::IncludesAtLeast, _) => {
                let (least, all) = (wanted.value.as_f64().unwrap_or_default(), self.order.len());
                if least >= all as f64 { format!("all {all}") } else { format!("at least {} of {all}", figure(least)) }
            }
        }
    }

    /// What is missing where the contract says less than a tier asks, in words.
    pub fn gap(&self, wanted: &Wanted, value: Option<&TermValue>) -> String {
        let limit = wanted.value.as_f64().unwrap_or_default();
        match (wanted.op, value) {
            (Op::AtMost, Some(TermValue::Number(number))) => {
                let over = self.amount(number - limit);
                format!("{over} {}", if self.kind == TermKind::Duration { "too long" } else { "too much" })
            }
            (Op::NotLess, Some(TermValue::Number(number))) => {
                let missing = self.amount(limit - number);
                format!("{} short", missing.trim_end_matches(" before"))
            }
            (Op::IncludesAtLeast, Some(TermValue::Members(members))) => {
                let there = self.order.iter().filter(|one| members.contains(one)).count();
                format!("{} more", figure(limit - there as f64))
            }
            (Op::Equal, _) => match wanted.value {
                Value::Bool(true) => "ask for it".to_owned(),
                Value::Bool(false) => "ask to strike it".to_owned(),
                _ => format!("ask for it {}", self.required(wanted)),
            },
            _ => format!("ask for {}", self.required(wanted)),
        }
    }

    /// A value, in words.
    pub fn words(&self, value: &TermValue) -> String {
        match value {
            TermValue::Absent => "not in the text".to_owned(),
            TermValue::Elsewhere { place, read } => {
                format!("defined in {place}{}", if *read { "" } else { ", not read yet" })
            }
            TermValue::Members(members) => self.members(members),
            TermValue::Number(number) => self.amount(*number),
            TermValue::Truth(truth) => yes_or_no(*truth).to_owned(),
            TermValue::UndueDelay => "without undue delay".to_owned(),
            TermValue::Unknown => "not known".to_owned(),
            TermValue::Word(word) => self.member(word),
        }
    }

    /// How many members there are, and the shorter list: which, or which not.
    fn members(&self, there: &[String]) -> String {
        let (with, without): (Vec<&String>, Vec<&String>) = self.order.iter().partition(|one| there.contains(one));
        let named = |members: &[&String]| members.iter().map(|one| self.member(one)).collect::<Vec<_>>().join(", ");
        let count = format!("{} of {}", with.len(), self.order.len());
        match (with.len(), without.len()) {
            (0, _) | (_, 0) => count,
            (some, others) if others < some => format!("{count}, without {}", named(&without)),
            _ => format!("{count}: {}", named(&with)),
        }
    }

    /// A member of the order, as people write it.
    fn member(&self, word: &str) -> String {
        self.words.get(word).cloned().unwrap_or_else(|| word.replace('_', " "))
    }

    /// A number with the term's unit.
    fn amount(&self, number: f64) -> String {
        let figure = figure(number);
        match self.unit.as_deref() {
            None => figure,
            Some(unit) if self.kind == TermKind::Money => format!("{unit} {figure}"),
            Some(unit) if number == 1.0 => match unit.split_once(' ') {
                Some((word, rest)) if word.ends_with('s') => format!("{figure} {} {rest}", word.trim_end_matches('s')),
                None => format!("{figure} {}", unit.trim_end_matches('s')),
                _ => format!("{figure} {unit}"),
            },
            Some(unit) => format!("{figure} {unit}"),
        }
    }
}

fn yes_or_no(truth: bool) -> &'static str {
    if truth { "yes" } else { "no" }
}
