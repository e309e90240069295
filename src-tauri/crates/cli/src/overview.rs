//! The overview in words, for people at a terminal.

use crate::words::{columns, counted, rows, spaced, text};
use serde_json::Value;
use std::fmt::Write;

/// Where all vendors stand.
pub fn overview(view: &Value) -> String {
    let heat = &view["heat"];
    let of = |value: &Value| value.as_u64().unwrap_or_default() as usize;
    let all = of(&heat["vendors"]);
    if all == 0 {
        return "No vendors yet. “caveat vendor add NAME” adds the first.\n".to_owned();
    }
    let status = &view["status"];
    let mut out = format!(
        "{} of {} high or very high · {} not rated · {} not triaged · {} with a gate failed or overdue\n",
        of(&view["high"]),
        counted(all, "vendor"),
        of(&status["not_rated"]),
        of(&view["untriaged"]["vendors"]),
        of(&view["gate_failed"]),
    );
    let claims = &view["claims"];
    let _ = writeln!(
        out,
        "Claims: {} contradicted, {} unverified, {} supported\n",
        of(&claims["contradicted"]),
        of(&claims["unverified"]),
        of(&claims["supported"])
    );

    let mut lines =
        vec![["Tier", "Very low", "Low", "Moderate", "High", "Very high", "Not rated", "All"].map(str::to_owned)];
    for row in rows(&heat["rows"]) {
        let tier = row["tier"].as_u64().map_or("not triaged".to_owned(), |tier| format!("T{tier}"));
        let cells: Vec<String> = rows(&row["cells"]).iter().map(cell).collect();
        let place = |at: usize| cells.get(at).cloned().unwrap_or_default();
        lines.push([tier, place(0), place(1), place(2), place(3), place(4), place(5), row["vendors"].to_string()]);
    }
    let sum = |at: usize| heat["columns"][at].to_string();
    lines.push(["All".to_owned(), sum(0), sum(1), sum(2), sum(3), sum(4), sum(5), all.to_string()]);
    out.push_str(&columns(&lines));
    let _ = writeln!(
        out,
        "Vendors by tier and residual risk; further right is riskier. × cannot occur under {}.",
        text(&view["policy"])
    );

    section(&mut out, "Gates", rows(&view["gates"]), |line| {
        let states = ["failed", "overdue", "open"].map(|state| (of(&line[state]["vendors"]), state));
        let at: Vec<String> = states.iter().filter(|(n, _)| *n > 0).map(|(n, state)| format!("{n} {state}")).collect();
        [text(&line["cause"]), at.join(", "), text(&line["asks"])]
    });
    let findings = &view["findings"];
    // none found says something only where somebody looked
    let found = |count: &Value, what: &str, looked: &Value| match (of(count), of(looked)) {
        (0, 0) => format!("{what} not checked"),
        (count, _) => format!("{what} {count}"),
    };
    section(&mut out, "Open findings", rows(&findings["lines"]), |line| {
        [
            spaced(&line["severity"]),
            found(&line["tls"], "TLS", &findings["endpoints_seen"]),
            found(&line["advisories"], "advisories", &findings["lists_held"]),
        ]
    });
    section(&mut out, "Next 90 days", rows(&view["dates"]), |line| {
        let late = if line["nearness"] == "late" { ", late" } else { "" };
        [
            format!("{}{late}", text(&line["on"])),
            spaced(&line["kind"]),
            format!("{}: {}", text(&line["name"]), text(&line["what"])),
        ]
    });
    out
}

fn cell(cell: &Value) -> String {
    if cell["occurs"] == true { cell["vendors"].to_string() } else { "×".to_owned() }
}

fn section(out: &mut String, title: &str, lines: &[Value], words: impl Fn(&Value) -> [String; 3]) {
    let _ = writeln!(out, "\n{title}");
    if lines.is_empty() {
        out.push_str("  none\n");
    }
    let lines: Vec<[String; 3]> = lines.iter().map(words).collect();
    for line in columns(&lines).lines() {
        let _ = writeln!(out, "  {line}");
    }
}
