//! How severe an advisory is: the highest of its CVSS scores. A record without one is unscored,
//! a class of its own; words such as “high” without a vector deliberately do not count.

use super::{Advisory, Affected, Scored};
use crate::policy::Severity;
use cvss::Cvss;

/// The base score of a CVSS 2.0 or 3.x vector, the score of a 4.0 one; `None` when it is none.
pub fn score(vector: &str) -> Option<f64> {
    if !is_whole(vector) {
        return None;
    }
    let scored = match vector.parse().ok()? {
        Cvss::CvssV20(vector) => vector.score().value(),
        Cvss::CvssV30(vector) | Cvss::CvssV31(vector) => vector.base_score().value(),
        Cvss::CvssV40(vector) => vector.score().value(),
        _ => return None,
    };
    scored.is_finite().then_some((scored * 10.0).round() / 10.0)
}

/// Does it name every base metric, each once? A score of half a vector would be a guess.
fn is_whole(vector: &str) -> bool {
    let mut named: Vec<&str> =
        vector.split('/').filter_map(|part| part.split_once(':')).map(|(name, _)| name).collect();
    named.sort_unstable();
    let needed: &[&str] = match vector.get(..8) {
        Some("CVSS:3.0" | "CVSS:3.1") => &["AV", "AC", "PR", "UI", "S", "C", "I", "A"],
        Some("CVSS:4.0") => &["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"],
        _ => &["AV", "AC", "Au", "C", "I", "A"],
    };
    needed.iter().all(|name| named.binary_search(name).is_ok())
        && named.windows(2).all(|pair| pair.first() != pair.last())
        && vector.split('/').all(|part| part.contains(':'))
}

/// The highest score that holds for an affected entry: its own, else the record's.
pub fn highest(record: &Advisory, entry: &Affected) -> Option<f64> {
    let entries = if entry.severity.is_empty() { &record.severity } else { &entry.severity };
    let scores = entries.iter().filter(|entry| is_cvss(entry)).filter_map(|entry| score(&entry.score));
    scores.reduce(f64::max)
}

/// The class of a score. CVSS calls 0.0 “none”; an advisory that somebody published is not
/// nothing, so it counts as low.
pub fn class(score: Option<f64>) -> Severity {
    match score {
        None => Severity::Unscored,
        Some(score) if score >= 9.0 => Severity::Critical,
        Some(score) if score >= 7.0 => Severity::High,
        Some(score) if score >= 4.0 => Severity::Medium,
        Some(_) => Severity::Low,
    }
}

fn is_cvss(entry: &Scored) -> bool {
    entry.system.starts_with("CVSS")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(vector: &str) -> Scored {
        Scored { system: "CVSS_V3".to_owned(), score: vector.to_owned() }
    }

    #[test]
    fn the_highest_counts_and_an_entrys_own_excludes_the_records() {
        let low = "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N";
        let high = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
        let mut record: Advisory =
            serde_json::from_str(r#"{"id":"A","modified":"2026-01-01T00:00:00Z"}"#).expect("a record");
        let mut entry = Affected::default();
        assert_eq!(highest(&record, &entry), None);
        record.severity = vec![scored(low), scored(high), scored("HIGH")];
        assert_eq!(highest(&record, &entry), Some(9.8));
        entry.severity = vec![scored(low)];
        assert_eq!(highest(&record, &entry), Some(1.6));
        entry.severity = vec![Scored { system: "Ubuntu".to_owned(), score: "high".to_owned() }];
        assert_eq!(highest(&record, &entry), None, "its own entry excludes the record's, readable or not");
    }

    #[test]
    fn classes_begin_where_the_standard_says() {
        for (score, expected) in [
            (None, Severity::Unscored),
            (Some(0.0), Severity::Low),
            (Some(3.9), Severity::Low),
            (Some(4.0), Severity::Medium),
            (Some(6.9), Severity::Medium),
            (Some(7.0), Severity::High),
            (Some(8.9), Severity::High),
            (Some(9.0), Severity::Critical),
            (Some(10.0), Severity::Critical),
        ] {
            assert_eq!(class(score), expected, "{score:?}");
        }
    }
}
