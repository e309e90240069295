//! A vendor is assessed: it answers, evidence is noted and confirmed, the contract is read, a
//! risk is taken; what it claims stands beside what is seen.

use crate::story::Story;
use serde_json::{Value, json};

/// A vendor as it looks after its assessment.
pub struct Assessed {
    pub vendor: Value,
    pub service: Value,
    pub questionnaire: Value,
    pub contract: Value,
}

/// Takes Northwind Assist from request to a rating.
pub fn assessed(story: &Story) -> Assessed {
    let vendor = story.ask(
        "add_vendor",
        json!({ "name": "Northwind Assist", "kind": "ai_vendor", "owner": "T. Brandt", "legal_name": "Northwind Labs GmbH",
                "website": "northwind.example", "country": "DE" }),
    )["vendor"]["id"]
        .clone();
    let factors = json!({ "data_sensitivity": 3, "access": 3, "criticality": 3, "ai_autonomy": 3, "data_volume": 3,
                          "substitutability": 2, "regulatory": 2 });
    let input = json!({ "vendor": vendor, "name": "Shop assistant", "purpose": "Answers customers in the shop", "factors": factors });
    let service = story.ask("add_service", input)["service"]["id"].clone();
    let issue = json!({ "service": service, "template": "short-form", "due_on": "2026-12-15" });
    let questionnaire = story.ask("issue_questionnaire", issue)["questionnaire"]["id"].clone();
    let answer = |question: &str, fields: Value| {
        let mut input = json!({ "questionnaire": questionnaire, "question": question, "answered_on": "2026-11-20" });
        input.as_object_mut().expect("fields").extend(fields.as_object().expect("fields").clone());
        story.ask("answer_question", input)
    };
    for question in ["PRV-02", "PRV-03", "API-01", "API-05", "API-06", "SUP-01", "OPS-05"] {
        answer(question, json!({ "choice": "yes" }));
    }
    answer("PRV-06", json!({ "choice": "prohibited", "note": "Customer content is never used to train models." }));
    answer("SUP-04", json!({ "choice": "hours", "number": 24 }));
    answer("REG-05", json!({ "choice": "partly" }));
    answer("OPS-02", json!({ "choice": "planned", "date": "2027-02-28" }));
    answer("DEF-04", json!({ "choice": "done", "date": "2026-05-04" }));

    let report = story.ask(
        "add_evidence",
        json!({ "service": service, "kind": "independent", "title": "SOC 2 Type II report", "issuer": "Hartwig Audit",
                "scope": "the shop assistant", "dated_on": "2026-09-30", "valid_until": "2027-09-30",
                "questions": ["OPS-05", "PRV-03"] }),
    );
    story.ask("confirm_evidence", json!({ "evidence": report["id"], "confirmed": true }));
    story.ask(
        "add_evidence",
        json!({ "service": service, "kind": "document", "title": "Sub-processor list", "dated_on": "2026-10-01", "questions": ["SUP-01"] }),
    );
    let contract = story.ask(
        "add_contract",
        json!({ "vendor": vendor, "title": "Master agreement", "starts_on": "2026-01-01", "ends_on": "2027-03-31",
                "notice_days": 90, "renews": true }),
    )["contract"]["id"]
        .clone();
    let term = |term: &str, value: Value, clause: &str| {
        let input = json!({ "contract": contract, "term": term, "value": value, "clause": clause, "confirmed": true,
                            "quote": "Supplier shall notify Customer within 72 hours." });
        story.ask("edit_term", input);
    };
    term("ir_notify", json!({ "is": "number", "of": 72 }), "clause 9.2");
    term("ir_trigger", json!({ "is": "word", "of": "aware" }), "clause 9.2");
    term("ai_train", json!({ "is": "word", "of": "prohibited" }), "clause 7.1");
    Assessed { vendor, service, questionnaire, contract }
}

fn service(story: &Story, known: &Assessed) -> Value {
    story.ask("show_vendor", json!({ "vendor": known.vendor }))["services"][0].clone()
}

fn claim(service: &Value, check: &str) -> Value {
    let claims = service["assessment"]["claims"].as_array().expect("claims");
    claims.iter().find(|claim| claim["check"] == check).unwrap_or_else(|| panic!("{check} in {claims:#?}")).clone()
}

#[test]
fn claims_stand_beside_what_is_seen() {
    let story = Story::new();
    let known = assessed(&story);
    let seen = service(&story, &known);
    assert_eq!(claim(&seen, "incident_notice")["state"], "contradicted", "24 claimed, 72 agreed");
    assert_eq!(claim(&seen, "report_period")["state"], "supported");
    assert_eq!(claim(&seen, "tls_version")["state"], "unverified", "no endpoint is listed");
    assert_eq!(claim(&seen, "critical_fixes")["state"], "unverified", "no component list");
    let rating = &seen["assessment"]["rating"];
    assert!(rating["answers"]["supported"].as_f64() < rating["answers"]["claimed"].as_f64());
    assert_eq!((&rating["residual"], &rating["approval"]), (&json!("very_high"), &json!("blocked")));
    let steps = seen["assessment"]["breakdown"].as_array().expect("steps");
    let sum: f64 = steps
        .iter()
        .filter(|step| !matches!(step["step"].as_str(), Some("supported" | "assurance")))
        .map(|step| step["points"].as_f64().expect("points"))
        .sum();
    let assurance = steps.last().expect("the last")["points"].as_f64().expect("points");
    assert!((sum - assurance).abs() < 1e-9, "the parts add up to the shown number: {steps:#?}");

    // the vendor agrees to what it says, and the claim turns
    let agreed = json!({ "contract": known.contract, "term": "ir_notify", "value": { "is": "number", "of": 24 }, "confirmed": true });
    story.ask("edit_term", agreed);
    assert_eq!(claim(&service(&story, &known), "incident_notice")["state"], "supported");
    story.ask("undo_act", json!({}));
    assert_eq!(claim(&service(&story, &known), "incident_notice")["state"], "contradicted");
    story.verified();
}

#[test]
fn a_rating_recomputes_from_its_facts_alone() {
    let story = Story::new();
    let known = assessed(&story);
    let seen = service(&story, &known);
    let again = story.ask("evaluate_policy", json!({ "facts": seen["assessment"]["facts"] }));
    let rating = &seen["assessment"]["rating"];
    let close = |a: &Value, b: &Value| (a.as_f64().expect("a number") - b.as_f64().expect("a number")).abs() < 0.051;
    assert!(close(&again["assurance"], &rating["assurance"]));
    assert!(close(&again["questionnaire"]["supported"], &rating["answers"]["supported"]));
    assert_eq!(again["residual"], "Very high");
}

#[test]
fn a_reviewer_and_an_acceptance_move_gates() {
    let story = Story::new();
    let known = assessed(&story);
    let gate = |name: &str| {
        let gates = service(&story, &known)["assessment"]["gates"].clone();
        gates.as_array().expect("gates").iter().find(|gate| gate["name"] == name).expect("the gate")["state"].clone()
    };
    assert_eq!(gate("OPS-02"), "failed", "planned is worth a quarter");
    let accept = json!({ "service": known.service, "gates": ["OPS-02"], "owner": "A. Rahimi", "reason": "Rolled out by spring", "until": "2027-03-01" });
    let taken = story.ask("accept_risk", accept);
    assert_eq!(gate("OPS-02"), "covered");
    story.ask("withdraw_acceptance", json!({ "acceptance": taken["id"], "reason": "Rolled back" }));
    assert_eq!(gate("OPS-02"), "failed");
    assert_eq!(gate("API-01"), "met");
    let review = json!({ "questionnaire": known.questionnaire, "question": "API-01", "verdict": "refused", "note": "The test shows open calls" });
    story.ask("review_answer", review);
    assert_eq!(gate("API-01"), "failed");
    story.verified();
}

#[test]
fn a_verdict_has_its_own_day_and_falls_with_the_answer_it_judged() {
    let story = Story::new();
    let known = assessed(&story);
    let row = |of: &Value| {
        let rows = of["rows"].as_array().expect("rows");
        rows.iter().find(|row| row["question"]["id"] == "API-01").expect("the question").clone()
    };
    story.later(3);
    let review = json!({ "questionnaire": known.questionnaire, "question": "API-01", "verdict": "refused", "note": "The test shows open calls" });
    let seen = row(&story.ask("review_answer", review));
    assert_eq!(
        (&seen["answer"]["answered_on"], &seen["answer"]["verdict_on"]),
        (&json!("2026-11-20"), &json!("2026-11-27"))
    );
    assert_eq!((&seen["claims"][0]["state"], &seen["claims"][0]["on"]), (&json!("contradicted"), &json!("2026-11-27")));
    let say = |choice: &str, note: &str| {
        let input =
            json!({ "questionnaire": known.questionnaire, "question": "API-01", "choice": choice, "note": note });
        row(&story.ask("answer_question", input))
    };
    assert_eq!(say("yes", "As we said before")["answer"]["verdict"], "refused", "the same answer again");
    let other = say("partly", "All but two calls")["answer"].clone();
    assert_eq!(
        (&other["verdict"], &other["verdict_note"], &other["verdict_on"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    let history = story.ask("show_history", json!({ "row": other["id"] }));
    assert!(history.to_string().contains("The test shows open calls"), "what was judged stays in the history");
    story.ask("undo_act", json!({}));
    let again = row(&story.ask("show_questionnaire", json!({ "questionnaire": known.questionnaire })));
    assert_eq!((&again["answer"]["choice"], &again["answer"]["verdict"]), (&json!("yes"), &json!("refused")));
    story.verified();
}

#[test]
fn a_contract_is_corrected_and_put_aside() {
    let story = Story::new();
    let known = assessed(&story);
    let change = |changes: Value| json!({ "contract": known.contract, "changes": changes });
    let before = story.ask("show_contract", json!({ "contract": known.contract }));
    assert_eq!(before["notice"]["on"], "2026-12-31");
    let changed = story.ask(
        "edit_contract",
        change(json!({ "title": " Master agreement 2026 ", "ends_on": "2027-06-30", "notice_days": 30 })),
    );
    assert_eq!(
        (&changed["contract"]["title"], &changed["notice"]["on"]),
        (&json!("Master agreement 2026"), &json!("2027-05-31"))
    );
    assert_eq!(
        (&changed["contract"]["starts_on"], &changed["contract"]["renews"]),
        (&json!("2026-01-01"), &json!(true)),
        "what is not named stays"
    );
    assert_eq!(changed["contract"]["terms"], before["contract"]["terms"]);
    let open = story.ask("edit_contract", change(json!({ "ends_on": null, "renews": false })));
    assert_eq!(
        (&open["contract"]["ends_on"], &open["notice"], &open["contract"]["renews"]),
        (&Value::Null, &json!({ "state": "not_needed", "on": null, "words": "none needed" }), &json!(false))
    );
    for (wrong, says) in [
        (json!({ "ends_on": "2025-12-31" }), "ends before it begins"),
        (json!({ "starts_on": "2027-01-01", "ends_on": "2026-01-01" }), "ends before it begins"),
        (json!({ "notice_days": 4000 }), "ten years"),
        (json!({ "title": "  " }), "A title is needed"),
        (json!({ "ends_on": "soon" }), "soon"),
        (json!({ "until": "2027-01-01" }), "until"),
    ] {
        let refused = story.refusal("edit_contract", change(wrong.clone()));
        assert!(refused.message.contains(says) || refused.hint.contains(says), "{wrong}: {refused:?}");
    }
    assert_eq!(story.ask("show_contract", json!({ "contract": known.contract })), open, "nothing was written");
    story.ask("archive_service", json!({ "service": known.service }));
    let retired = story.ask("show_vendor", json!({ "vendor": known.vendor }));
    assert_eq!((&retired["services"], &retired["contracts"]), (&json!([]), &json!([open])), "it stays listed");
    story.ask("undo_act", json!({}));
    story.ask("archive_contract", json!({ "contract": known.contract }));
    let standing = &service(&story, &known)["assessment"]["standing"];
    assert_eq!((&standing["on_file"], &standing["coverage"]), (&json!(false), &json!(0.0)));
    story.verified();
}

#[test]
fn what_cannot_be_taken_is_refused_and_nothing_is_written() {
    let story = Story::new();
    let known = assessed(&story);
    let acts = |story: &Story| story.ask("show_workspace", json!({}))["acts"].clone();
    let before = acts(&story);
    let answer = |question: &str, fields: Value| {
        let mut input = json!({ "questionnaire": known.questionnaire, "question": question });
        input.as_object_mut().expect("fields").extend(fields.as_object().expect("fields").clone());
        story.refusal("answer_question", input)
    };
    answer("PRV-03", json!({ "choice": "perhaps" }));
    answer("XYZ-99", json!({ "choice": "yes" }));
    answer("SUP-04", json!({ "choice": "hours", "number": -3 }));
    answer("SUP-04", json!({ "choice": "hours" }));
    answer("OPS-02", json!({ "choice": "planned" }));
    answer("PRV-03", json!({ "choice": "yes", "answered_on": "2030-01-01" }));
    story.refusal("issue_questionnaire", json!({ "service": known.service, "template": "short-form" }));
    story.refusal("issue_questionnaire", json!({ "service": known.service, "template": "no-such" }));
    let evidence = |kind: &str, questions: Value| json!({ "service": known.service, "kind": kind, "title": "x", "dated_on": "2026-01-01", "questions": questions });
    story.refusal("add_evidence", evidence("observed", json!([])));
    story.refusal("add_evidence", evidence("document", json!(["NOPE-1"])));
    let term = |term: &str, value: Value| json!({ "contract": known.contract, "term": term, "value": value });
    story.refusal("edit_term", term("ir_notify", json!({ "is": "truth", "of": true })));
    story.refusal("edit_term", term("no_such", json!({ "is": "absent" })));
    story.refusal("edit_term", term("ai_train", json!({ "is": "word", "of": "sometimes" })));
    let accept = |gate: &str, until: &str| json!({ "service": known.service, "gates": [gate], "owner": "A", "reason": "B", "until": until });
    story.refusal("accept_risk", accept("OPS-02", "2028-01-01"));
    story.refusal("accept_risk", accept("OPS-2", "2026-12-31"));
    assert_eq!(acts(&story), before);
}

#[test]
fn two_people_answering_the_same_question_are_both_kept() {
    let story = Story::new();
    let known = assessed(&story);
    let shown = story.ask("show_questionnaire", json!({ "questionnaire": known.questionnaire }));
    let row = shown["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["question"]["id"] == "PRV-03")
        .expect("asked")
        .clone();
    let bases = row["bases"].clone();
    let answer = |choice: &str| json!({ "questionnaire": known.questionnaire, "question": "PRV-03", "choice": choice, "bases": bases, "answered_on": "2026-11-20" });
    story.ask("answer_question", answer("partly"));
    story.another().ask("answer_question", answer("no"));
    let disputed = story.ask("show_history", json!({ "row": row["answer"]["id"] }));
    let choice = disputed["fields"]
        .as_array()
        .expect("fields")
        .iter()
        .find(|field| field["field"] == "choice")
        .expect("choice")
        .clone();
    let current =
        choice["versions"].as_array().expect("versions").iter().filter(|version| version["current"] == true).count();
    assert_eq!(current, 2, "{choice:#}");
    story.verified();
}

/// A lock file with one component that an advisory hits.
pub const LOCK: &str = r#"
version = 3

[[package]]
name = "shop"
version = "0.1.0"
dependencies = ["leaky"]

[[package]]
name = "leaky"
version = "1.2.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "0000000000000000000000000000000000000000000000000000000000000000"
"#;

/// That advisory.
pub fn record(published: &str) -> String {
    json!({
        "id": "RUSTSEC-2026-9999", "published": published, "modified": "2026-11-20T00:00:00Z", "summary": "Leaks keys",
        "affected": [{
            "package": { "ecosystem": "crates.io", "name": "leaky" },
            "ranges": [{ "type": "SEMVER", "events": [{ "introduced": "0" }, { "fixed": "1.2.1" }] }]
        }],
        "severity": [{ "type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }]
    })
    .to_string()
}

#[test]
fn a_component_list_contradicts_or_bears_out_the_promise_to_fix() {
    let story = Story::new();
    let known = assessed(&story);
    let file = |name: &str, text: &str| {
        let path = story.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    };
    let state = || claim(&service(&story, &known), "critical_fixes")["state"].clone();
    let lock = file("Cargo.lock", LOCK);
    let added = story.ask("add_component_list", json!({ "service": known.service, "file": lock }));
    assert_eq!((&added["list"]["total"], &added["list"]["checked"]), (&json!(2), &Value::Null));
    assert_eq!(state(), "unverified", "there is no advisory data");

    story.ask("import_advisories", json!({ "paths": [file("old.json", &record("2026-09-01T00:00:00Z"))] }));
    assert_eq!(state(), "contradicted", "open for more than 30 days");
    let seen = service(&story, &known);
    let list = &seen["lists"][0]["checked"];
    assert_eq!((&list["open"][0]["component"], &list["open"][0]["severity"]), (&json!("leaky"), &json!("critical")));
    assert_eq!((&list["undecidable"][0]["own"], &list["clean"]), (&json!(true), &json!(0)));
    assert!(seen["assessment"]["rating"]["signals"]["deduction"].as_f64() >= Some(20.0));

    // the vendor ships a mended list
    story.ask("archive_component_list", json!({ "list": added["list"]["id"] }));
    let mended = file("mended.lock", &LOCK.replace("1.2.0", "1.2.1"));
    story.ask("add_component_list", json!({ "service": known.service, "file": mended }));
    assert_eq!(state(), "supported");
    let refused =
        story.refusal("add_component_list", json!({ "service": known.service, "file": file("words.txt", "no list") }));
    assert!(refused.hint.contains("CycloneDX"), "{refused:?}");
    story.verified();
}
