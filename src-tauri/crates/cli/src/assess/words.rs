//! Answers about an assessment, in words.

use crate::words::{columns, number, rows, spaced, text};
use serde_json::Value;
use std::fmt::Write;

/// A questionnaire with its answers and what was seen.
pub fn sheet(view: &Value) -> String {
    let mut out = format!("{} for {}, tier {}\n", text(&view["title"]), text(&view["service_name"]), view["tier"]);
    let mut lines = Vec::new();
    for row in rows(&view["rows"]) {
        let question = &row["question"];
        let gate =
            if question["gate"].is_null() { String::new() } else { format!(", {} gate", text(&question["gate"])) };
        lines.push([
            text(&question["id"]),
            format!("weight {}{gate}", number(&question["weight"])),
            text(&row["said"]),
        ]);
    }
    out.push_str(&columns(&lines));
    for row in rows(&view["rows"]) {
        for claim in rows(&row["claims"]) {
            let (state, says, seen) = (spaced(&claim["state"]), text(&claim["says"]), text(&claim["seen"]));
            let _ = writeln!(out, "  {} {state}: {says} — {seen}", text(&claim["question"]));
        }
    }
    let _ = writeln!(
        out,
        "Claimed {}, supported {} of 100 (higher is safer); {} % answered.",
        number(&view["claimed"]),
        number(&view["supported"]),
        number(&view["completeness"])
    );
    out
}

/// The templates and their questions.
pub fn templates(list: &Value) -> String {
    let mut out = String::new();
    for template in rows(&list["templates"]) {
        let _ =
            writeln!(out, "{} ({}), version {}", text(&template["title"]), text(&template["id"]), template["version"]);
        for question in rows(&template["questions"]) {
            let _ = writeln!(out, "  {}  {}", text(&question["id"]), text(&question["text"]));
        }
    }
    out
}

/// A service's rating, step by step.
pub fn score(view: &Value) -> String {
    let (assessment, rating) = (&view["assessment"], &view["assessment"]["rating"]);
    let residual = rating["residual"].as_str().map_or("not rated".to_owned(), |residual| residual.replace('_', " "));
    let mut out = format!(
        "{}\n  Residual risk: {residual} ({}); approval {}; confidence {}\n",
        text(&view["service"]["name"]),
        spaced(&rating["status"]),
        text(&rating["approval"]),
        text(&rating["answers"]["grade"])
    );
    let steps: Vec<[String; 2]> = rows(&assessment["breakdown"])
        .iter()
        .map(|step| {
            let points = step["points"].as_f64().unwrap_or_default();
            let total = matches!(step["step"].as_str(), Some("claimed" | "supported" | "assurance"));
            let shown = if total { format!("= {points:.1}") } else { format!("  {points:+.1}") };
            [format!("  {}", text(&step["label"])), shown]
        })
        .collect();
    out.push_str(&columns(&steps));
    out.push_str("  of 100, higher is safer\n");
    for gate in rows(&assessment["gates"]).iter().filter(|gate| gate["state"] != "met") {
        let (name, state, asks, why) =
            (text(&gate["name"]), text(&gate["state"]), text(&gate["asks"]), text(&gate["why"]));
        let _ = writeln!(out, "  Gate {name} {state}: {asks} — {why}");
    }
    for claim in rows(&assessment["claims"]) {
        let (state, says, seen) = (text(&claim["state"]), text(&claim["says"]), text(&claim["seen"]));
        let _ = writeln!(out, "  {} {state}: {says} — {seen}", text(&claim["question"]));
    }
    if let Some(moves) = assessment["moves"].as_object() {
        let _ = writeln!(out, "  What would bring it to {}:", spaced(&moves["to"]));
        for change in rows(&moves["changes"]) {
            let points = change["points"].as_f64().filter(|points| *points != 0.0);
            let points = points.map_or_else(String::new, |points| format!(" {points:+.1}"));
            let closes =
                change["closes"].as_str().map_or_else(String::new, |gate| format!("; closes the gate “{gate}”"));
            let _ = writeln!(out, "    {}{closes}{points}", text(&change["words"]));
        }
    }
    for lack in rows(&assessment["lacking"]) {
        let _ = writeln!(out, "  {}", text(lack));
    }
    out
}

/// A piece of evidence.
pub fn piece(evidence: &Value) -> String {
    let confirmed = if evidence["confirmed"] == true { "confirmed" } else { "not confirmed yet" };
    let questions: Vec<String> = rows(&evidence["questions"]).iter().map(text).collect();
    format!(
        "{} ({confirmed})\n  Id: {}\n  Behind: {}\n",
        text(&evidence["title"]),
        text(&evidence["id"]),
        questions.join(", ")
    )
}
