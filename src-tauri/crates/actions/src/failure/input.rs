//! An input that is not of its wish's shape: the reader's words in plain ones, without the names
//! of this program's types.

use super::Failure;

impl Failure {
    /// A wish's input that cannot be read.
    pub fn of_input(wish: &str, error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let (what, hint) = match said.as_str() {
            said if said.starts_with("UUID parsing failed") => (
                "an id in it is none".to_owned(),
                "Ids are those that lists show, such as 01a210e0-478e-7600-8485-b12bae10ae3b.",
            ),
            said if TIMES.iter().any(|time| said.starts_with(time)) => {
                ("a time in it is none".to_owned(), "Times are written as 2026-11-24T09:00:00Z.")
            }
            said => (plain(said), "“caveat actions” shows what each wish takes."),
        };
        Self::bad_input(format!("“{wish}” cannot be asked like that: {what}."), hint)
    }
}

/// How the reader of times begins its complaints.
const TIMES: [&str; 5] = [
    "input contains invalid characters",
    "input is not enough for unique date and time",
    "input is out of range",
    "premature end of input",
    "trailing input",
];

/// Types of this program, and what a person calls them.
const TYPES: [(&str, &str); 9] = [
    ("f64", "a number"),
    ("i32", "a whole number"),
    ("u32", "a whole number from 0"),
    ("u8", "a whole number from 0"),
    ("a string", "a text"),
    ("a boolean", "true or false"),
    ("a map", "an object"),
    ("a sequence", "a list"),
    ("null", "nothing"),
];

fn plain(said: &str) -> String {
    let named = said.replace("unknown field", "there is no field").replace("unknown variant", "there is no");
    // names stand between backticks
    let mut text = String::new();
    for (place, part) in named.split('`').enumerate() {
        text += if place == 0 {
            ""
        } else if place % 2 == 1 {
            "“"
        } else {
            "”"
        };
        text += part;
    }
    if let Some((before, wanted)) = text.rsplit_once("expected ")
        && let Some((_, words)) = TYPES.iter().find(|(name, _)| *name == wanted)
    {
        text = format!("{before}needed: {words}");
    }
    text.replace("invalid type: ", "").replace("invalid value: ", "").replace("floating point ", "number ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        #[allow(dead_code, reason = "only read")]
        hours: f64,
        #[allow(dead_code, reason = "only read")]
        at: Option<chrono::DateTime<chrono::Utc>>,
        #[allow(dead_code, reason = "only read")]
        id: Option<uuid::Uuid>,
    }

    #[test]
    fn what_is_wrong_is_said_without_names_of_types() {
        for (input, says) in [
            (json!({ "hours": "24" }), "string \"24\", needed: a number"),
            (json!({ "hours": null }), "null, needed: a number"),
            (json!({ "hours": 1, "hour": 2 }), "there is no field “hour”"),
            (json!({}), "missing field “hours”"),
            (json!({ "hours": 1, "at": "2026-02-30T00:00:00Z" }), "a time in it is none"),
            (json!({ "hours": 1, "at": "soon" }), "a time in it is none"),
            (json!({ "hours": 1, "id": "nope" }), "an id in it is none"),
        ] {
            let error = serde_json::from_value::<Input>(input).expect_err("refused");
            let failure = Failure::of_input("do_it", &error);
            assert!(failure.message.starts_with("“do_it” cannot be asked like that: "), "{failure:?}");
            assert!(failure.message.contains(says), "{failure:?}");
            assert!(!failure.message.contains("f64") && !failure.message.contains('`'), "{failure:?}");
        }
    }
}
