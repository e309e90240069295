//! Small shapes that many wishes share on the wire.

use crate::failure::Failure;
use caveat_store::bytes::{Value, Version};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A wish that needs no words.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct Nothing {}

/// The versions a form was opened with, by field: `{"name": ["001f…:12"]}`.
pub type Bases = BTreeMap<String, Vec<String>>;

/// The versions named for one field; `None` when the form did not say.
///
/// # Errors
/// `stale` when a version is not one.
pub fn seen(bases: Option<&Bases>, field: &str) -> Result<Option<Vec<Version>>, Failure> {
    let Some(named) = bases.and_then(|bases| bases.get(field)) else {
        return Ok(None);
    };
    named
        .iter()
        .map(|version| version.parse())
        .collect::<Result<_, ()>>()
        .map(Some)
        .map_err(|()| caveat_store::StoreError::NoSuchVersion.into())
}

/// A value as words; ids and other bytes as hexadecimal digits.
pub fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Bytes(bytes) => Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Null => None,
        Value::Text(text) => Some(text.clone()),
    }
}

/// A text, or null.
pub fn or_null(text: Option<String>) -> Value {
    text.map_or(Value::Null, Value::Text)
}

/// The moment so many milliseconds after 1970-01-01T00:00Z.
pub fn moment(ts: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ts).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// Tells a field that is there and null (`Some(None)`: clear it) from one that is not there
/// (`None`: leave it).
pub fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// A day of the calendar within reach of anything that is entered here; the message names what
/// was given instead.
pub fn day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(from)?;
    let read = text.parse::<NaiveDate>().ok().filter(|day| (1900..=2999).contains(&day.year()));
    let needed = "a day of the calendar as year-month-day, such as 2026-11-24";
    read.ok_or_else(|| serde::de::Error::custom(format!("“{text}” is no date; needed: {needed}")))
}

/// Tells a day that is there and null from one that is not there, as [`present`] does.
pub fn present_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<NaiveDate>>, D::Error> {
    some_day(from).map(Some)
}

/// A day, or none.
pub fn some_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    struct Given(#[serde(deserialize_with = "day")] NaiveDate);
    Ok(Option::<Given>::deserialize(from)?.map(|given| given.0))
}
