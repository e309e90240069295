//! Vendors of every tier and state, as a shop has them: the story that the overview and the
//! pictures of the pages are told from.

use crate::assessment::{Assessed, LOCK, assessed, record};
use crate::story::Story;
use serde_json::{Value, json};
use std::path::PathBuf;

/// How a vendor answered.
#[derive(Clone, Copy, PartialEq)]
enum Answers {
    /// Everything well, with reports that are current.
    Well,
    /// Mostly, with some things planned or refused.
    Mixed,
    /// A few questions only.
    Few,
    /// Nothing was ever asked.
    None,
}
use Answers::{Few, Mixed, None as Nobody, Well};

/// Name, kind, owner, service, its seven levels, how it answered, and when.
type Told = (&'static str, &'static str, Option<&'static str>, &'static str, [u8; 7], Answers, &'static str);

const VENDORS: &[Told] = &[
    ("Addresso", "data_supplier", Some("M. Okafor"), "Address check", [1, 1, 1, 0, 1, 1, 1], Well, "2026-06-02"),
    ("Beacon Trails", "saas", Some("M. Okafor"), "Web analytics", [2, 1, 1, 1, 3, 1, 1], Well, "2026-03-11"),
    ("Cartflow", "saas", Some("J. Lind"), "Checkout", [3, 3, 4, 1, 4, 3, 3], Well, "2026-09-18"),
    ("Copyhand", "ai_vendor", Some("T. Brandt"), "Product texts", [1, 1, 1, 2, 1, 1, 1], Mixed, "2026-08-20"),
    ("Cumulus Hosting", "cloud_provider", Some("J. Lind"), "Production cluster", [3, 4, 4, 0, 4, 4, 2], Nobody, ""),
    ("Daily Draft", "saas", Some("M. Okafor"), "Meeting notes", [0, 0, 1, 1, 0, 0, 0], Well, "2026-01-15"),
    ("Fraudline", "ai_vendor", Some("T. Brandt"), "Fraud scoring", [3, 3, 3, 4, 3, 2, 3], Mixed, "2026-08-12"),
    ("Glimpse Search", "ai_vendor", Some("T. Brandt"), "Product search", [2, 2, 3, 2, 3, 2, 2], Mixed, "2026-10-02"),
    ("Mailbarn", "saas", Some("A. Said"), "Newsletter", [2, 2, 2, 1, 3, 2, 2], Well, "2026-07-07"),
    ("Parcelwise", "saas", Some("J. Lind"), "Carrier choice", [2, 3, 3, 2, 3, 2, 2], Mixed, "2026-09-29"),
    ("Sizewise", "ai_vendor", None, "Fit adviser", [2, 2, 2, 2, 2, 1, 2], Few, "2026-11-10"),
    ("Stitch Reviews", "saas", Some("A. Said"), "Review summaries", [1, 1, 1, 2, 2, 1, 1], Well, "2026-05-20"),
    ("Tidal CDN", "cloud_provider", Some("J. Lind"), "Edge network", [1, 3, 4, 0, 2, 2, 1], Well, "2026-10-12"),
    ("Voicepost", "saas", None, "Call notes", [2, 1, 1, 1, 1, 1, 1], Few, "2026-10-30"),
];

const FACTORS: [&str; 7] =
    ["data_sensitivity", "access", "criticality", "ai_autonomy", "data_volume", "substitutability", "regulatory"];

/// Brings the shop's vendors in. Northwind Assist is among them, assessed.
pub fn portfolio(story: &Story) -> Assessed {
    let known = assessed(story);
    let texts = json!({ "data_sensitivity": 0, "access": 1, "ai_autonomy": 1, "criticality": 1 });
    story.ask("add_service", json!({ "vendor": known.vendor, "name": "Product texts", "factors": texts }));
    for told in VENDORS {
        vendor(story, told);
    }
    let add = |name: &str, kind: &str, services: &[(&str, Value)]| {
        let id = story.ask("add_vendor", json!({ "name": name, "kind": kind }))["vendor"]["id"].clone();
        for (service, factors) in services {
            story.ask("add_service", json!({ "vendor": id, "name": service, "factors": factors }));
        }
        id
    };
    add("Tally Analytics", "saas", &[("Web statistics", json!({ "access": 1, "data_volume": 4 }))]);
    add("Harbour Payments", "other", &[]);
    add("Quillon Chat", "ai_vendor", &[("Staff assistant", json!({ "ai_autonomy": 1 }))]);
    story.ask("edit_vendor", json!({ "vendor": known.vendor, "changes": { "stage": "assessment" } }));
    story.ask("edit_vendor", json!({ "vendor": known.vendor, "changes": { "owner": "A. Said" } }));

    let published = file(story, "RUSTSEC-2026-9999.json", &record("2026-09-01T00:00:00Z"));
    story.ask("import_advisories", json!({ "paths": [published] }));
    story.ask("add_component_list", json!({ "service": known.service, "file": file(story, "Cargo.lock", LOCK) }));
    known
}

/// A file of the story's folder.
pub fn file(story: &Story, name: &str, text: &str) -> PathBuf {
    let path = story.folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    path
}

fn vendor(story: &Story, (name, kind, owner, service, levels, answers, on): &Told) {
    let added = story.ask("add_vendor", json!({ "name": name, "kind": kind, "owner": owner }));
    let vendor = added["vendor"]["id"].clone();
    let factors: Value = FACTORS.iter().zip(levels).map(|(name, level)| ((*name).to_owned(), json!(level))).collect();
    let added = story.ask("add_service", json!({ "vendor": vendor, "name": service, "factors": factors }));
    let service = added["service"]["id"].clone();
    if *answers == Nobody {
        return;
    }
    story.ask("edit_vendor", json!({ "vendor": vendor, "changes": { "stage": "active" } }));
    let due = if *answers == Few { "2026-11-20" } else { "2027-01-15" };
    let issue = json!({ "service": service, "template": "short-form", "due_on": due });
    let questionnaire = story.ask("issue_questionnaire", issue)["questionnaire"]["id"].clone();
    let answer = |question: &str, fields: Value| {
        let mut input = json!({ "questionnaire": questionnaire, "question": question, "answered_on": on });
        input.as_object_mut().expect("fields").extend(fields.as_object().expect("fields").clone());
        story.ask("answer_question", input);
    };
    let yes = || json!({ "choice": "yes" });
    for question in ["PRV-03", "API-01", "SUP-01"] {
        answer(question, yes());
    }
    if *answers == Few {
        return;
    }
    let well = *answers == Well;
    for question in ["PRV-02", "API-05", "API-06", "OPS-05", "REG-05"] {
        answer(question, yes());
    }
    answer("PRV-06", json!({ "choice": if well { "prohibited" } else { "opt_in" } }));
    answer("SUP-04", json!({ "choice": "hours", "number": if well { 24 } else { 48 } }));
    answer("OPS-02", if well { yes() } else { json!({ "choice": "planned", "date": "2027-02-28" }) });
    answer("DEF-04", json!({ "choice": "done", "date": "2026-02-04" }));
    let report = |title: &str, dated_on: &str, until: &str, questions: Value| {
        let input = json!({ "service": service, "kind": "independent", "title": title, "dated_on": dated_on,
                            "valid_until": until, "questions": questions });
        let evidence = story.ask("add_evidence", input)["id"].clone();
        story.ask("confirm_evidence", json!({ "evidence": evidence, "confirmed": true }));
    };
    if well {
        let all = json!(["OPS-05", "PRV-03", "PRV-02", "API-01", "API-06", "OPS-02", "PRV-06", "SUP-01", "REG-05"]);
        report("ISO 27001 certificate", "2025-12-01", "2027-01-31", all);
        report("Penetration test", "2026-02-04", "2027-02-04", json!(["DEF-04", "API-05"]));
    } else {
        report("SOC 2 report", "2025-08-31", "2026-08-31", json!(["OPS-05"]));
    }
    let signed = json!({ "vendor": vendor, "title": "Agreement", "starts_on": "2025-02-01", "ends_on": contract_end(name),
                         "notice_days": 60, "renews": true });
    let contract = story.ask("add_contract", signed)["contract"]["id"].clone();
    let term = |term: &str, value: Value| {
        let input =
            json!({ "contract": contract, "term": term, "value": value, "clause": "clause 4", "confirmed": true });
        story.ask("edit_term", input);
    };
    term("ir_notify", json!({ "is": "number", "of": if well { 24 } else { 72 } }));
    term("ai_train", json!({ "is": "word", "of": "prohibited" }));
    if !well {
        let accept = json!({ "service": service, "gates": ["OPS-02"], "owner": "A. Rahimi",
                             "reason": "Rolled out to all staff by spring", "until": accepted_until(name) });
        story.ask_at("2026-09-25T10:00:00Z", "accept_risk", accept);
    }
}

fn contract_end(name: &str) -> &'static str {
    match name {
        "Cartflow" => "2027-01-20",
        "Fraudline" => "2027-02-01",
        "Mailbarn" => "2027-03-06",
        "Parcelwise" => "2027-01-31",
        "Glimpse Search" => "2026-12-20",
        "Tidal CDN" => "2026-11-10",
        _ => "2027-09-30",
    }
}

fn accepted_until(name: &str) -> &'static str {
    match name {
        "Copyhand" => "2026-11-18",
        "Fraudline" => "2026-12-01",
        "Glimpse Search" => "2027-01-12",
        _ => "2027-02-15",
    }
}
