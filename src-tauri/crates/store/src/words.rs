//! Turns core's small enums into the words the log holds, and back; the words are those of
//! the wire.

use crate::bytes::Value;
use caveat_core::id::RowId;
use chrono::NaiveDate;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

/// The word of a field-less enum; null for anything serde does not write as a string.
pub fn word(value: impl serde::Serialize) -> Value {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Value::Text(word),
        _ => Value::Null,
    }
}

/// The enum behind a word; `None` for null and for words this program does not know.
pub fn meaning<T: DeserializeOwned>(word: Option<String>) -> Option<T> {
    let word = word?;
    let words: StrDeserializer<'_, Error> = word.as_str().into_deserializer();
    T::deserialize(words).ok()
}

/// A date as text, ISO 8601; null for none.
pub fn date(date: Option<NaiveDate>) -> Value {
    date.map_or(Value::Null, |date| Value::Text(date.to_string()))
}

/// The date behind a text; `None` for null and for what is no date.
pub fn on(text: Option<String>) -> Option<NaiveDate> {
    text?.parse().ok()
}

/// Yes as 1, no as 0.
pub fn truth(truth: bool) -> Value {
    Value::Integer(i64::from(truth))
}

/// An id, as the log holds it.
pub fn id(id: impl Into<RowId>) -> Value {
    Value::Bytes(id.into().bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use caveat_core::vendor::Stage;

    #[test]
    fn a_word_means_what_was_written() {
        assert_eq!(word(Stage::SecurityReview), Value::Text("security_review".to_owned()));
        assert_eq!(meaning(Some("security_review".to_owned())), Some(Stage::SecurityReview));
        assert_eq!(meaning::<Stage>(Some("of a newer program".to_owned())), None);
        assert_eq!(meaning::<Stage>(None), None);
    }
}
