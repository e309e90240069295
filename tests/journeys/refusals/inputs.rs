//! Answers, dates, numbers and texts out of range: refused in words that name what was given and
//! what is needed; not a byte of the workspace changes.

use crate::assessment::assessed;
use crate::story::Story;
use caveat_actions::FailureCode::{BadInput, Exists, NotFound};
use serde_json::{Value, json};

fn with(mut base: Value, fields: &Value) -> Value {
    base.as_object_mut().expect("fields").extend(fields.as_object().expect("fields").clone());
    base
}

#[test]
fn what_is_out_of_range_is_refused_and_nothing_is_written() {
    let story = Story::new();
    let known = assessed(&story);
    let answer = |question: &str, fields: Value| {
        with(json!({ "questionnaire": known.questionnaire, "question": question }), &fields)
    };
    for (question, fields, says) in [
        ("SUP-04", json!({ "choice": "hours", "number": -1 }), "a number of hours from 0 to 8760"),
        ("SUP-04", json!({ "choice": "hours", "number": 8761 }), "a number of hours from 0 to 8760"),
        ("SUP-04", json!({ "choice": "hours", "number": 1e12 }), "needed: a whole number"),
        ("SUP-04", json!({ "choice": "hours", "number": "24" }), "needed: a whole number"),
        ("SUP-04", json!({ "choice": "hours" }), "a number of hours"),
        ("OPS-02", json!({ "choice": "planned", "date": "2026-02-30" }), "“2026-02-30” is no date"),
        ("OPS-02", json!({ "choice": "planned", "date": "-0005-01-01" }), "is no date"),
        ("OPS-02", json!({ "choice": "planned", "date": "10000-01-01" }), "is no date"),
        ("OPS-02", json!({ "choice": "planned", "date": "31.12.2026" }), "as year-month-day"),
        ("OPS-02", json!({ "choice": "planned" }), "needs a date"),
        ("PRV-03", json!({ "choice": "yes", "answered_on": "2026-11-25" }), "in the future"),
        ("PRV-03", json!({ "choice": "perhaps" }), "Needed: one of yes, partly, planned, no, n/a"),
        ("PRV-03", json!({ "choice": "yes", "note": "n".repeat(1 << 20) }), "at most 10000"),
        ("PRV-03", json!({ "choice": "yes", "note": "a\u{0}b" }), "invisible"),
        ("PRV-03", json!({ "choice": "yes", "bases": { "choice": ["what"] } }), "Open it again"),
        ("XYZ-99", json!({ "choice": "yes" }), "has no question"),
    ] {
        let code = if says == "Open it again" { caveat_actions::FailureCode::Stale } else { BadInput };
        story.refused("answer_question", answer(question, fields), code, says);
    }
    let term = |term: &str, value: Value| json!({ "contract": known.contract, "term": term, "value": value });
    for (value, says) in [
        (json!({ "is": "number", "of": -1 }), "a number of hours from 0 to 100,000"),
        (json!({ "is": "number", "of": 1e12 }), "a number of hours from 0 to 100,000"),
        (json!({ "is": "truth", "of": true }), "a number of hours"),
        (json!({ "is": "word", "of": "soon" }), "a number of hours"),
        (json!({ "is": "number", "of": "24" }), "needed: a number"),
        (json!({ "is": "number", "of": null }), "needed: a number"),
        (json!({ "is": "numbers", "of": 1 }), "there is no “numbers”"),
        (json!({ "is": "elsewhere", "of": 1 }), "cannot be asked like that"),
    ] {
        story.refused("edit_term", term("ir_notify", value), BadInput, says);
    }
    story.refused("edit_term", term("no_such", json!({ "is": "absent" })), BadInput, "There is no term");
    story.refused(
        "edit_term",
        with(term("ir_notify", json!({ "is": "absent" })), &json!({ "quote": "q".repeat(10_001) })),
        BadInput,
        "at most 10000",
    );
    story.refused(
        "edit_term",
        with(term("ir_notify", json!({ "is": "absent" })), &json!({ "excepted_until": "never" })),
        BadInput,
        "“never” is no date",
    );

    let accept = |until: &str| json!({ "service": known.service, "gates": ["OPS-02"], "owner": "A", "reason": "B", "until": until });
    for until in ["2026-11-23", "2027-05-24", "2099-01-01"] {
        story.refused("accept_risk", accept(until), BadInput, "a day from 2026-11-24 to 2027-05-23");
    }
    story.refused("accept_risk", with(accept("2026-12-01"), &json!({ "gates": [] })), BadInput, "names the gates");
    story.refused("accept_risk", with(accept("2026-12-01"), &json!({ "owner": " " })), BadInput, "owner");
    story.refused("accept_risk", with(accept("2026-12-01"), &json!({ "reason": "\n" })), BadInput, "reason");
    story.verified();
}

#[test]
fn evidence_and_contracts_out_of_range_are_refused() {
    let story = Story::new();
    let known = assessed(&story);
    let evidence = json!({ "service": known.service, "kind": "document", "title": "x", "dated_on": "2026-01-01" });
    for (fields, says) in [
        (json!({ "dated_on": "2026-02-30" }), "“2026-02-30” is no date"),
        (json!({ "dated_on": null }), "needed: a text"),
        (json!({ "valid_until": "2025-12-31" }), "ends before it begins"),
        (json!({ "valid_until": 5 }), "needed: a text"),
        (json!({ "kind": "rumour" }), "there is no “rumour”"),
        (json!({ "kind": "observed" }), "from checks"),
        (json!({ "title": "t".repeat(201) }), "at most 200"),
        (json!({ "questions": ["NOPE-1"] }), "There is no question"),
        (json!({ "colour": "red" }), "there is no field “colour”"),
        (json!({ "service": "nope" }), "an id in it is none"),
    ] {
        story.refused("add_evidence", with(evidence.clone(), &fields), BadInput, says);
    }
    let contract = json!({ "vendor": known.vendor, "title": "x" });
    for (fields, says) in [
        (json!({ "starts_on": "2026-05-01", "ends_on": "2026-01-01" }), "ends before it begins"),
        (json!({ "ends_on": "2026-13-01" }), "“2026-13-01” is no date"),
        (json!({ "notice_days": 4_294_967_295_u32 }), "at most ten years"),
        (json!({ "notice_days": -1 }), "needed: a whole number"),
    ] {
        story.refused("add_contract", with(contract.clone(), &fields), BadInput, says);
    }
    let nobody = "00000000-0000-7000-8000-000000000000";
    story.refused("add_evidence", with(evidence, &json!({ "service": nobody })), NotFound, "no such entry");
    story.refused(
        "issue_questionnaire",
        json!({ "service": known.service, "template": "short-form" }),
        Exists,
        "already",
    );
    story.refused(
        "issue_questionnaire",
        json!({ "service": known.service, "template": "short-form", "due_on": "2026-06-31" }),
        BadInput,
        "is no date",
    );
    story.refused(
        "judge_certificate",
        json!({ "chain": "x", "at": "2026-02-30T00:00:00Z" }),
        BadInput,
        "2026-11-24T09:00:00Z",
    );
    story.refused("scan_hosts", json!({ "targets": ["a.example"], "timeout": -1 }), BadInput, "seconds");
    story.verified();
}
