//! The commands on contracts: their dates, and what they say of the terms that are looked for.

use super::{Which, service};
use crate::words::{columns, counted, rows, text};
use crate::{Answer, Wish, shown};
use caveat_actions::Failure;
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::fmt::Write;

/// Yes or no.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}

/// Yes, no, or nobody knows.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum YesNoUnknown {
    Yes,
    No,
    Unknown,
}

impl YesNoUnknown {
    fn truth(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

/// What can be done with contracts.
#[derive(Debug, Subcommand)]
pub enum Contract {
    /// Note a contract.
    Add {
        /// The vendor's name or id.
        vendor: String,
        /// What it is called.
        title: String,
        /// The day it begins: year-month-day.
        #[arg(long)]
        starts: Option<String>,
        /// The day it ends, or renews: year-month-day.
        #[arg(long)]
        ends: Option<String>,
        /// Days before the end by which notice has to be given.
        #[arg(long)]
        notice_days: Option<u32>,
        /// It renews by itself, or does not; not known when not said.
        #[arg(long, value_name = "YES_OR_NO", num_args = 0..=1, default_missing_value = "yes")]
        renews: Option<YesNo>,
        /// The name or id of the one service it is for; all of the vendor's when not said.
        #[arg(long)]
        service: Option<String>,
    },
    /// Put a contract aside: its terms no longer count, its history is kept.
    Archive {
        /// The contract's id.
        contract: String,
    },
    /// Change what a contract is called, and its dates; an empty value clears a field.
    Edit {
        /// The contract's id.
        contract: String,
        /// What it is called.
        #[arg(long)]
        title: Option<String>,
        /// The day it begins: year-month-day.
        #[arg(long)]
        starts: Option<String>,
        /// The day it ends, or renews: year-month-day.
        #[arg(long)]
        ends: Option<String>,
        /// Days before the end by which notice has to be given.
        #[arg(long)]
        notice_days: Option<String>,
        /// Does it renew by itself?
        #[arg(long, value_name = "ANSWER")]
        renews: Option<YesNoUnknown>,
    },
    /// List a vendor's contracts, the last days to give notice, and their ids.
    List {
        /// The vendor's name or id.
        vendor: String,
    },
    /// Note what a contract says of a term.
    Term {
        /// The contract's id.
        contract: String,
        /// The term's id, as “contract terms” lists them.
        term: String,
        /// A number, yes, no, a word of the term's order (or several, a comma between),
        /// undue_delay, absent, unknown, or where it is defined: elsewhere:PLACE, and
        /// elsewhere-read:PLACE once that text was read.
        value: String,
        /// Where, as the contract counts.
        #[arg(long)]
        clause: Option<String>,
        /// Its very words.
        #[arg(long)]
        quote: Option<String>,
        /// The reading was confirmed by you.
        #[arg(long)]
        confirmed: bool,
        /// The last day of an exception: year-month-day.
        #[arg(long)]
        excepted_until: Option<String>,
    },
    /// List the terms that are looked for, with what each tier asks.
    Terms,
}

/// Grants a command on contracts.
pub fn contract(wish: &Wish<'_>, command: Contract) -> Result<Answer, Failure> {
    match command {
        Contract::Add { vendor, title, starts, ends, notice_days, renews, service: named } => {
            let (vendor, service) = match named {
                Some(_) => {
                    let mut one = service(wish, &Which { vendor, service: named })?["service"].take();
                    (one["vendor"].take(), one["id"].take())
                }
                None => (wish("find_vendor", json!({ "name": vendor }))?["id"].take(), Value::Null),
            };
            let input = json!({
                "vendor": vendor, "title": title, "starts_on": starts, "ends_on": ends, "notice_days": notice_days,
                "renews": renews.map(|renews| renews == YesNo::Yes), "service": service,
            });
            shown(wish("add_contract", input)?, agreement)
        }
        Contract::Edit { contract, title, starts, ends, notice_days, renews } => {
            let mut changes = serde_json::Map::new();
            let cleared = |value: String| if value.trim().is_empty() { Value::Null } else { Value::String(value) };
            let days = |value: String| value.trim().parse::<u32>().map_or_else(|_| cleared(value), Value::from);
            for (field, value) in [
                ("title", title.map(Value::String)),
                ("starts_on", starts.map(cleared)),
                ("ends_on", ends.map(cleared)),
                ("notice_days", notice_days.map(days)),
                ("renews", renews.map(|renews| json!(renews.truth()))),
            ] {
                changes.extend(value.map(|value| (field.to_owned(), value)));
            }
            shown(wish("edit_contract", json!({ "contract": contract, "changes": changes }))?, agreement)
        }
        Contract::Archive { contract } => {
            shown(wish("archive_contract", json!({ "contract": contract }))?, |_| "Archived.\n".to_owned())
        }
        Contract::List { vendor } => {
            let vendor = wish("find_vendor", json!({ "name": vendor }))?["id"].clone();
            let mut view = wish("show_vendor", json!({ "vendor": vendor }))?;
            shown(view["contracts"].take(), listed)
        }
        Contract::Term { contract, term, value, clause, quote, confirmed, excepted_until } => {
            let known = wish("list_terms", json!({}))?;
            let kind = rows(&known["terms"]).iter().find(|rule| rule["id"] == term).map(|rule| text(&rule["kind"]));
            let input = json!({
                "contract": contract, "term": term, "value": term_value(&value, kind.as_deref()), "clause": clause,
                "quote": quote, "confirmed": confirmed, "excepted_until": excepted_until,
            });
            shown(wish("edit_term", input)?, agreement)
        }
        Contract::Terms => shown(wish("list_terms", json!({}))?, terms),
    }
}

fn term_value(value: &str, kind: Option<&str>) -> Value {
    let members = || value.split(',').map(str::trim).collect::<Vec<_>>();
    let elsewhere =
        |read: bool, place: &str| json!({ "is": "elsewhere", "of": { "place": place.trim(), "read": read } });
    if let Some(place) = value.strip_prefix("elsewhere:") {
        return elsewhere(false, place);
    }
    if let Some(place) = value.strip_prefix("elsewhere-read:") {
        return elsewhere(true, place);
    }
    match (value, kind) {
        ("absent" | "unknown" | "undue_delay", _) => json!({ "is": value }),
        ("yes" | "true", _) => json!({ "is": "truth", "of": true }),
        ("no" | "false", _) => json!({ "is": "truth", "of": false }),
        (_, Some("set")) => json!({ "is": "members", "of": members() }),
        _ => match value.parse::<f64>() {
            // JSON has no infinity: it is refused as a word that the term does not know
            Ok(number) if number.is_finite() => json!({ "is": "number", "of": number }),
            _ => json!({ "is": "word", "of": value }),
        },
    }
}

/// Contracts, a line each.
fn listed(views: &Value) -> String {
    if rows(views).is_empty() {
        return "No contract is on file.\n".to_owned();
    }
    let mut lines =
        vec![["Contract", "From", "Until", "Give notice by", "Then", "Terms read", "Id"].map(str::to_owned)];
    for view in rows(views) {
        let contract = &view["contract"];
        let day = |value: &Value| value.as_str().unwrap_or("–").to_owned();
        lines.push([
            text(&contract["title"]),
            day(&contract["starts_on"]),
            day(&contract["ends_on"]),
            text(&view["notice"]["words"]),
            match contract["renews"].as_bool() {
                Some(true) => "renews",
                Some(false) => "ends",
                None => "not known",
            }
            .to_owned(),
            rows(&contract["terms"]).len().to_string(),
            text(&contract["id"]),
        ]);
    }
    columns(&lines)
}

/// A contract.
fn agreement(view: &Value) -> String {
    let contract = &view["contract"];
    let mut out = format!("{}\n  Id: {}\n", text(&contract["title"]), text(&contract["id"]));
    let _ = writeln!(out, "  Last day to give notice: {}", text(&view["notice"]["words"]));
    let known = counted(rows(&contract["terms"]).len(), "term");
    let _ = writeln!(out, "  {known} read");
    out
}

/// The terms that are looked for.
fn terms(list: &Value) -> String {
    let mut lines = vec![["Term", "Name", "Unit or words", "T1", "T2", "T3", "T4"].map(str::to_owned)];
    for rule in rows(&list["terms"]) {
        let asks = |tier: &str| match &rule["baseline"][tier] {
            Value::Null => "–".to_owned(),
            wanted => format!("{} {}", text(&wanted["op"]), wanted["value"]).replace('"', ""),
        };
        let order: Vec<String> = rows(&rule["order"]).iter().map(text).collect();
        let unit = rule["unit"].as_str().map_or(order.join("/"), str::to_owned);
        lines.push([text(&rule["id"]), text(&rule["name"]), unit, asks("T1"), asks("T2"), asks("T3"), asks("T4")]);
    }
    columns(&lines)
}
