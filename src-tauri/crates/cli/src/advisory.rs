//! The commands about advisories and component lists: how they are written, which wish each
//! stands for, and their answers in words. Decides nothing.

use crate::words::{columns, counted, rows, text};
use crate::{Answer, shown};
use caveat_actions::Failure;
use clap::Subcommand;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::PathBuf;

/// What can be done with the advisory library.
#[derive(Debug, Subcommand)]
pub enum Advisories {
    /// Import OSV dumps (all.zip), folders of them, single records, the KEV catalogue, EPSS files.
    Import {
        /// Files and folders; all of them become one step.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Say what the library holds and how old it is.
    Status,
}

/// Asks for what a command about advisories stands for.
pub fn ask(wish: impl Fn(&str, Value) -> Result<Value, Failure>, command: Advisories) -> Result<Answer, Failure> {
    let (json, words): (Value, fn(&Value) -> String) = match command {
        Advisories::Import { paths } => (wish("import_advisories", json!({ "paths": paths }))?, imported),
        Advisories::Status => (wish("show_library", json!({}))?, status),
    };
    shown(json, words)
}

/// What an import came to.
fn imported(done: &Value) -> String {
    let of = |field: &str| done[field].as_u64().unwrap_or_default() as usize;
    let mut out = format!(
        "{} read: {} added, {} updated, {} unchanged.\n",
        counted(of("read"), "advisory"),
        of("added"),
        of("updated"),
        of("unchanged")
    );
    if of("exploited") > 0 {
        let _ = writeln!(out, "{} of known exploitation (KEV).", counted(of("exploited"), "entry"));
    }
    if of("likelihoods") > 0 {
        let _ = writeln!(out, "{} of exploitation (EPSS).", counted(of("likelihoods"), "likelihood"));
    }
    if of("broken") > 0 {
        let _ =
            writeln!(out, "{} could not be read and {} left out:", counted(of("broken"), "entry"), was(of("broken")));
        for one in rows(&done["broken_entries"]) {
            let _ = writeln!(out, "  {}: {}", text(&one["name"]), text(&one["reason"]));
        }
    }
    out + &status(&done["library"])
}

/// What the library holds.
fn status(status: &Value) -> String {
    let of = |field: &str| status[field].as_u64().unwrap_or_default() as usize;
    let mut out = format!(
        "The library holds {}, {} of them withdrawn; {}.\n",
        counted(of("records"), "advisory"),
        of("withdrawn"),
        age(of("age_days"))
    );
    let lines: Vec<[String; 2]> = status["ecosystems"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, count)| [format!("  {name}"), count.to_string()])
        .collect();
    out.push_str(&columns(&lines));
    if let Some(at) = status["imported_at"].as_str() {
        let _ = writeln!(out, "Last import: {at}, from {}.", text(&status["source"]));
    }
    if let Some(at) = status["newest"].as_str() {
        let _ = writeln!(out, "Newest advisory: {at}.");
    }
    out
}

/// A component list.
pub fn components(list: &Value) -> String {
    let spec = list["spec"].as_str().map_or(String::new(), |spec| format!(" {spec}"));
    let total = list["total"].as_u64().unwrap_or_default() as usize;
    let mut out = format!("{}{spec}: {}\n", text(&list["format"]), counted(total, "component"));
    let lines: Vec<[String; 3]> = rows(&list["components"])
        .iter()
        .map(|one| [format!("  {}", text(&one["name"])), text(&one["version"]), text(&one["ecosystem"])])
        .collect();
    out.push_str(&columns(&lines));
    out + &undecidable(list)
}

/// What components are affected by.
pub fn matched(found: &Value) -> String {
    let of = |field: &str| found[field].as_u64().unwrap_or_default() as usize;
    let mut out = String::new();
    let is_notice = |row: &&Value| row["informational"].is_string();
    let (notices, matches): (Vec<&Value>, Vec<&Value>) = rows(&found["matches"]).iter().partition(is_notice);
    out.push_str(&hits("Made to do harm", rows(&found["malicious"]).iter().collect()));
    out.push_str(&hits("Vulnerable", matches));
    out.push_str(&hits("Notices: not vulnerable, but unmaintained or unsound", notices));
    out.push_str(&hits("Not counted", rows(&found["suppressed"]).iter().collect()));
    out.push_str(&undecidable(found));
    let _ = writeln!(
        out,
        "{}: {} clean, {} undecided. Advisory data: {}.",
        counted(of("total"), "component"),
        of("clean"),
        rows(&found["undecidable"]).len(),
        age(of("library_age_days"))
    );
    out
}

fn hits(title: &str, mut found: Vec<&Value>) -> String {
    if found.is_empty() {
        return String::new();
    }
    found.sort_by(|a, b| {
        let score = |row: &Value| row["score"].as_f64().unwrap_or(-1.0);
        score(b).total_cmp(&score(a)).then_with(|| text(&a["name"]).cmp(&text(&b["name"])))
    });
    let listed = |list: &Value| rows(list).iter().map(text).collect::<Vec<_>>().join(", ");
    let lines: Vec<[String; 6]> = found
        .iter()
        .map(|row| {
            let score = row["score"].as_f64().map_or(String::new(), |score| format!(" {score:.1}"));
            let kind = row["informational"].as_str().map_or_else(|| text(&row["severity"]), str::to_owned);
            // a floor such as “1.2.3-0” stands for its release
            let fixed = rows(&row["fixed"]).iter().map(|one| text(one).trim_end_matches("-0").to_owned());
            let fixed = fixed.collect::<Vec<_>>().join(", ");
            [
                format!("  {kind}{score}"),
                format!("{} {}", text(&row["name"]), text(&row["version"])),
                listed(&row["ids"]),
                if row["kev"].is_null() { String::new() } else { "exploited".to_owned() },
                match (fixed.is_empty(), row["informational"].is_null()) {
                    (true, true) => "no fix".to_owned(),
                    (true, false) => String::new(),
                    (false, _) => format!("fixed in {fixed}"),
                },
                row["reason"].as_str().map_or_else(|| text(&row["summary"]), str::to_owned),
            ]
        })
        .collect();
    format!("{title} ({}):\n{}\n", found.len(), columns(&lines))
}

/// Undecidable components by reason: the names of a few, the number of all.
fn undecidable(list: &Value) -> String {
    let all = rows(&list["undecidable"]);
    let mut reasons: Vec<String> = all.iter().map(|one| text(&one["reason"])).collect();
    reasons.sort();
    reasons.dedup();
    let mut out = String::new();
    for reason in reasons {
        let names: Vec<String> =
            all.iter().filter(|one| one["reason"] == reason.as_str()).map(|one| text(&one["name"])).collect();
        let few = names.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        let more = if names.len() > 5 { " …" } else { "" };
        let _ = writeln!(out, "Undecided ({}): {reason}: {few}{more}", names.len());
    }
    out
}

fn age(days: usize) -> String {
    match days {
        0 => "from today".to_owned(),
        1 => "1 day old".to_owned(),
        2..=7 => format!("{days} days old"),
        _ => format!("{days} days old: too old to rely on, import newer data"),
    }
}

fn was(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_is_told_in_words() {
        let row = json!({ "name": "left", "version": "1.0.0", "ids": ["A-1", "B-1"], "severity": "high", "score": 7.5,
            "kev": { "cve": "CVE-1" }, "fixed": ["2.0.0-0"], "summary": "It breaks", "informational": null, "reason": null });
        let found = json!({ "library_age_days": 9, "total": 3, "clean": 1, "matches": [row], "malicious": [], "suppressed": [],
            "undecidable": [{ "name": "bare", "reason": "it has no version" }] });
        assert_eq!(
            matched(&found),
            "Vulnerable (1):\n  high 7.5  left 1.0.0  A-1, B-1  exploited  fixed in 2.0.0  It breaks\n\n\
             Undecided (1): it has no version: bare\n\
             3 components: 1 clean, 1 undecided. Advisory data: 9 days old: too old to rely on, import newer data.\n"
        );
    }
}
