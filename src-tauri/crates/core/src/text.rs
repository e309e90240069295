//! Rules for words that people enter: what is trimmed, what is refused, and how names are
//! compared. Deliberately does not judge what the words mean.

use chrono::NaiveDate;
use thiserror::Error;

/// Why a text cannot be taken as it stands.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum TextError {
    /// Nothing but white space where something is needed.
    #[error("{what} is needed")]
    Blank {
        /// What the text was for, as the start of a sentence: "A name".
        what: &'static str,
    },
    /// A control character (other than a line break in longer texts).
    #[error("{what} holds a control character")]
    Control {
        /// What the text was for.
        what: &'static str,
    },
    /// More characters than are kept.
    #[error("{what} has {length} characters; at most {most} are kept")]
    Long {
        /// What the text was for.
        what: &'static str,
        /// Unicode scalar values found.
        length: usize,
        /// Unicode scalar values allowed.
        most: usize,
    },
}

/// A line of text that must not be blank, trimmed, at most 200 characters.
pub fn needed_line(what: &'static str, text: &str) -> Result<String, TextError> {
    line(what, text)?.ok_or(TextError::Blank { what })
}

/// A line of text, trimmed, at most 200 characters; `None` when nothing is left.
pub fn line(what: &'static str, text: &str) -> Result<Option<String>, TextError> {
    checked(what, text, 200, |c| c.is_control())
}

/// A text of several lines, trimmed, at most 10,000 characters; `None` when nothing is left.
pub fn prose(what: &'static str, text: &str) -> Result<Option<String>, TextError> {
    checked(what, text, 10_000, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// What two names of the same company have in common: lower case, without punctuation,
/// doubled spaces and the company form at the end ("Ltd", "GmbH", "Inc" …). Used to find a
/// vendor that is already there, never shown.
pub fn comparable_name(name: &str) -> String {
    const FORMS: &[&str] = &[
        "ab",
        "ag",
        "as",
        "bv",
        "co",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oy",
        "plc",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
    ];
    let plain: String = name
        .chars()
        .filter(|c| !matches!(c, '.' | '\'' | '’'))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() || c == '&' || c == '+' { c } else { ' ' })
        .collect();
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    while words.len() > 1 && words.last().is_some_and(|word| FORMS.contains(word)) {
        words.pop();
    }
    words.join(" ")
}

fn checked(
    what: &'static str,
    text: &str,
    most: usize,
    refused: impl Fn(char) -> bool,
) -> Result<Option<String>, TextError> {
    let text = text.trim();
    if text.chars().any(refused) {
        return Err(TextError::Control { what });
    }
    let length = text.chars().count();
    if length > most {
        return Err(TextError::Long { what, length, most });
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// A day in words, the same in window, report and command line: “10 Nov 2026”.
pub fn day(on: NaiveDate) -> String {
    on.format("%-d %b %Y").to_string()
}

/// A number that is not negative, its thousands set apart, with at most three decimals: “1,198”.
pub fn figure(number: f64) -> String {
    let rounded = (number * 1_000.0).round() / 1_000.0;
    let printed = format!("{rounded}");
    let (whole, rest) = printed.split_at(printed.find('.').unwrap_or(printed.len()));
    let mut set_apart = String::new();
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            set_apart.push(',');
        }
        set_apart.push(digit);
    }
    set_apart + rest
}

/// So many of something.
pub fn counted(count: usize, what: &str) -> String {
    let stem = what.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match (count, stem) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_is_nothing_and_refused_where_needed() {
        assert_eq!(line("A name", "  \t "), Ok(None));
        assert_eq!(needed_line("A name", " "), Err(TextError::Blank { what: "A name" }));
        assert_eq!(needed_line("A name", " Acme "), Ok("Acme".to_owned()));
    }

    #[test]
    fn control_characters_and_excess_are_refused() {
        assert!(matches!(line("A name", "a\u{0}b"), Err(TextError::Control { .. })));
        assert!(matches!(line("A name", "a\nb"), Err(TextError::Control { .. })));
        assert_eq!(prose("A note", "a\nb"), Ok(Some("a\nb".to_owned())));
        let long = "ä".repeat(201);
        assert!(matches!(line("A name", &long), Err(TextError::Long { length: 201, .. })));
    }

    #[test]
    fn thousands_are_set_apart_and_noise_is_dropped() {
        for (number, words) in [
            (0.0, "0"),
            (72.0, "72"),
            (999.0, "999"),
            (1_198.0, "1,198"),
            (5_000_000.0, "5,000,000"),
            (99.9, "99.9"),
            (99.9 - 99.5, "0.4"),
            (1_234.5, "1,234.5"),
        ] {
            assert_eq!(figure(number), words);
        }
    }

    #[test]
    fn names_compare_without_form_case_and_punctuation() {
        for (a, b) in [
            ("Acme, Inc.", "ACME"),
            ("Müller GmbH & Co. KG", "müller gmbh & co kg"),
            ("O'Neil Ltd", "ONeil Limited"),
            ("A.B.C. S.A.", "abc sa"),
        ] {
            assert_eq!(comparable_name(a), comparable_name(b), "{a} / {b}");
        }
        assert_ne!(comparable_name("Acme"), comparable_name("Acme Cloud"));
        assert_eq!(comparable_name("SA"), "sa");
    }

    #[test]
    fn things_are_counted_as_people_write_them() {
        for (count, what, words) in [
            (1, "day", "1 day"),
            (0, "day", "0 days"),
            (60, "day", "60 days"),
            (2, "advisory", "2 advisories"),
            (1, "advisory", "1 advisory"),
            (3, "contract term", "3 contract terms"),
        ] {
            assert_eq!(counted(count, what), words);
        }
    }
}
