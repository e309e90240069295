//! The five claims bound to observations. Each goes through Supported, Contradicted and Unverified
//! and back while the answer stays as it is: only what is seen changes, by ordinary wishes. Its
//! words, its source and its date are shown; the rating moves with it; the report says the same.

#![allow(clippy::print_stdout, reason = "a test says when it skips what is not here")]

use crate::assessment::{Assessed, LOCK, assessed, record};
use crate::report::{said, written};
use crate::servers::{Authority, Does, Server};
use crate::story::Story;
use caveat_actions::table;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// One claim of a story's service, and what is said of it.
struct Watched<'s> {
    story: &'s Story,
    known: &'s Assessed,
    check: &'static str,
    reported: RefCell<BTreeSet<String>>,
}

/// What a claim has to say at a point of the story.
struct Says<'w> {
    state: &'w str,
    seen: &'w str,
    source: &'w str,
    on: Option<&'w str>,
}

impl Watched<'_> {
    fn service(&self) -> Value {
        self.story.ask("show_vendor", json!({ "vendor": self.known.vendor }))["services"][0].clone()
    }

    /// The claim is in that state, says so, and counts so; returns what the answers are worth.
    fn is(&self, wanted: &Says<'_>) -> f64 {
        let service = self.service();
        let claims = service["assessment"]["claims"].as_array().expect("claims").clone();
        let claim = claims.iter().find(|claim| claim["check"] == self.check).expect("the claim");
        let seen = claim["seen"].as_str().expect("what was seen");
        assert_eq!(claim["state"], wanted.state, "{}: {seen}", self.check);
        assert!(seen.contains(wanted.seen), "{}: {seen}", self.check);
        assert!(claim["source"].as_str().expect("a source").contains(wanted.source), "{claim:#}");
        assert_eq!(claim["on"].as_str(), wanted.on, "{claim:#}");
        let question = &claim["question"];
        let facts = service["assessment"]["facts"]["rows"].as_array().expect("rows").clone();
        let row = facts.iter().find(|row| row["id"] == *question).expect("the row");
        let of_question = claims.iter().filter(|claim| claim["question"] == *question);
        let contradicted = of_question.clone().any(|claim| claim["state"] == "contradicted");
        assert_eq!(row["mark"] == "contradicted", contradicted, "{row:#}");
        if of_question.clone().any(|claim| claim["state"] != "supported") {
            assert_ne!(row["evidence"], "observed", "what is not known is no evidence: {row:#}");
        }
        if self.reported.borrow_mut().insert(wanted.state.to_owned()) {
            self.reported(claim);
        }
        let rating = &service["assessment"]["rating"];
        assert!(rating["answers"]["claimed"].as_f64() > Some(60.0), "what they say stays what they say");
        rating["answers"]["supported"].as_f64().expect("a number")
    }

    /// The report says of the claim what the window says; once for each state.
    fn reported(&self, claim: &Value) {
        let path = written(self.story, &self.known.vendor);
        let Some((_, text)) = said("pdftotext", &["-raw"], &path) else { return };
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let text = squeezed(&text);
        for field in ["says", "seen", "source"] {
            let promised = squeezed(claim[field].as_str().expect("a text"));
            assert!(text.contains(&promised), "not in the report: {promised}");
        }
    }
}

fn watched<'s>(story: &'s Story, known: &'s Assessed, check: &'static str) -> Watched<'s> {
    Watched { story, known, check, reported: RefCell::default() }
}

const CHECK: &str = "Own check";

#[test]
fn the_tls_version_flips_with_what_the_endpoint_speaks() {
    let story = Story::new();
    let known = assessed(&story);
    let claim = watched(&story, &known, "tls_version");
    let state = |state, seen, on| claim.is(&Says { state, seen, source: CHECK, on });
    let unproven = state("unverified", "No endpoint that carries our data is listed", None);

    let authority = Authority::new();
    let tls = |versions: &[&'static rustls::SupportedProtocolVersion]| {
        authority.serves("127.0.0.1", (2026, 11, 1), (2027, 5, 1), versions)
    };
    let server = Server::new(tls(rustls::ALL_VERSIONS));
    let add = |carries: bool| {
        let input = json!({ "service": known.service, "host": server.host(), "carries_data": carries });
        story.ask("add_endpoint", input)["endpoint"]["id"].clone()
    };
    let look = |endpoint: &Value| story.ask("check_endpoint", json!({ "endpoint": endpoint, "allow_private": true }));

    let other = add(false);
    look(&other);
    state("unverified", "No endpoint that carries our data is listed", None);
    story.ask("archive_endpoint", json!({ "endpoint": other }));

    let endpoint = add(true);
    state("unverified", "was never checked", None);
    for does in [Does::Close, Does::Garbage] {
        server.does(does);
        look(&endpoint);
        state("unverified", "could not be checked", Some("2026-11-24"));
    }
    server.does(tls(rustls::ALL_VERSIONS));
    look(&endpoint);
    state("supported", "completes a handshake with TLS 1.3", Some("2026-11-24"));
    server.does(Does::PlainHttp);
    look(&endpoint);
    let refuted = state("contradicted", "speaks HTTP without TLS", Some("2026-11-24"));
    assert!(refuted < unproven, "a contradicted answer counts nothing: {refuted} of {unproven}");
    for does in [Does::Close, Does::Garbage] {
        server.does(does);
        let view = look(&endpoint);
        assert_eq!(view["endpoint"]["missed"]["at"], view["as_of"], "{view:#}");
        let still = state("contradicted", "speaks HTTP without TLS", Some("2026-11-24"));
        assert_eq!(still, refuted, "a look that came to nothing takes back none before it");
        assert_eq!(claim.service()["assessment"]["facts"]["unchecked"], true);
    }
    server.does(tls(&[&rustls::version::TLS12]));
    look(&endpoint);
    state("supported", "completes a handshake with TLS 1.2", Some("2026-11-24"));

    let second = story.ask("add_endpoint", json!({ "service": known.service, "host": "files.northwind.example" }));
    state("unverified", "files.northwind.example was never checked", None);
    story.ask("archive_endpoint", json!({ "endpoint": second["endpoint"]["id"] }));

    story.later(30);
    state("supported", "TLS 1.2", Some("2026-11-24"));
    story.later(1);
    state("unverified", "was last checked on 24 Nov 2026", Some("2026-11-24"));
    look(&endpoint);
    state("supported", "TLS 1.2", Some("2026-12-25"));
    server.does(Does::PlainHttp);
    look(&endpoint);
    story.later(31);
    state("unverified", "was last checked on 25 Dec 2026", Some("2026-12-25"));
    story.verified();
}

#[test]
fn the_certificate_flips_with_what_the_endpoint_serves() {
    let story = Story::new();
    let known = assessed(&story);
    let claim = watched(&story, &known, "certificate");
    let state = |state, seen, on| claim.is(&Says { state, seen, source: CHECK, on });
    let authority = Authority::new();
    let serves = |name: &str, until: (i32, u8, u8)| authority.serves(name, (2026, 10, 1), until, rustls::ALL_VERSIONS);
    let server = Server::new(serves("127.0.0.1", (2026, 12, 10)));
    let endpoint = story.ask("add_endpoint", json!({ "service": known.service, "host": server.host() }));
    let endpoint = endpoint["endpoint"]["id"].clone();
    let look = || story.ask("check_endpoint", json!({ "endpoint": endpoint, "allow_private": true }));
    let today = Some("2026-11-24");

    state("unverified", "was never checked", None);
    look();
    state("contradicted", "which is not trusted", today);
    let trusts = |name: &str| table().iter().any(|wish| wish.name == name);
    if !trusts("add_root") {
        println!("skipped: no wish trusts a root besides Mozilla's");
        return;
    }
    story.ask("add_root", json!({ "name": "The story's root", "pem": authority.pem }));
    let borne_out = state("supported", "a trusted certificate for its name, valid until 10 Dec 2026", today);
    let ask = |says: Option<&str>| {
        let asked = story.ask("show_endpoint", json!({ "endpoint": endpoint }))["ask"].clone();
        match says {
            Some(says) => assert!(asked.as_str().expect("a text").contains(says), "{asked}"),
            None => assert_eq!(asked, Value::Null),
        }
    };
    server.does(serves("other.example", (2026, 12, 10)));
    look();
    let refuted = state("contradicted", "the certificate is for other.example", today);
    assert!(refuted < borne_out);
    ask(Some("This differs from your answer to PRV-02 (“Fulfilled”)."));
    server.does(serves("127.0.0.1", (2026, 11, 20)));
    look();
    state("contradicted", "the certificate ended on 20 Nov 2026", today);
    server.does(Does::Close);
    look();
    state("contradicted", "the certificate ended on 20 Nov 2026", today);
    server.does(serves("127.0.0.1", (2026, 12, 10)));
    look();
    state("supported", "valid until 10 Dec 2026", today);

    // it has ended since: nobody saw what is served now
    story.later(20);
    state("unverified", "the certificate ended on 10 Dec 2026, after it was seen on 24 Nov 2026", today);
    look();
    state("contradicted", "the certificate ended on 10 Dec 2026", Some("2026-12-14"));
    story.later(31);
    state("unverified", "was last checked on 14 Dec 2026", Some("2026-12-14"));
    ask(None);
    story.verified();
}

#[test]
fn critical_fixes_flip_with_lists_and_advisories() {
    let story = Story::new();
    let known = assessed(&story);
    let claim = watched(&story, &known, "critical_fixes");
    let source = "Component list, advisories";
    let state = |state, seen, on| claim.is(&Says { state, seen, source, on });
    let import = |text: String| {
        story.ask("import_advisories", json!({ "paths": [story.file("record.json", text)] }));
    };
    let list = |name: &str, text: &str| {
        let added =
            story.ask("add_component_list", json!({ "service": known.service, "file": story.file(name, text) }));
        added["list"]["id"].clone()
    };
    let archive = |list: &Value| story.ask("archive_component_list", json!({ "list": list }));
    let today = Some("2026-11-24");

    state("unverified", "No component list is on file", None);
    let first = list("Cargo.lock", LOCK);
    state("unverified", "no advisory data", None);
    import(record("2026-11-10T00:00:00Z"));
    let borne_out = state("supported", "2 components, no critical advisory open for more than 30 days", today);
    import(record("2026-10-20T00:00:00Z"));
    let refuted = state("contradicted", "leaky 1.2.0: RUSTSEC-2026-9999 open for 35 days", today);
    assert!(refuted < borne_out);
    import(record("soon"));
    state("unverified", "RUSTSEC-2026-9999 has no date, so it may be one", today);
    let mut unscored: Value = serde_json::from_str(&record("2026-10-20T00:00:00Z")).expect("json");
    unscored.as_object_mut().expect("a record").remove("severity");
    import(unscored.to_string());
    state("unverified", "RUSTSEC-2026-9999 has no severity, so it may be one", today);
    archive(&first);
    let mended = list("mended.lock", &LOCK.replace("1.2.0", "1.2.1"));
    state("supported", "2 components", today);
    let foreign =
        r#"{ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{ "name": "bare", "version": "1" }] }"#;
    let undecided = list("foreign.json", foreign);
    state("unverified", "1 of 3 components could not be decided", today);
    archive(&undecided);
    let empty = list("empty.json", r#"{ "bomFormat": "CycloneDX", "specVersion": "1.5", "components": [] }"#);
    archive(&mended);
    state("unverified", "names no component", today);
    archive(&empty);
    list("again.lock", &LOCK.replace("1.2.0", "1.2.1"));
    state("supported", "2 components", today);
    story.later(40);
    state("unverified", "The advisory data is 44 days old", None);
    let newer = record("2026-10-20T00:00:00Z").replace("2026-11-20T", "2026-12-30T");
    import(newer);
    state("supported", "2 components", today);
    story.later(150);
    state("unverified", "again.lock is older than 180 days", today);
    story.verified();
}

#[test]
fn the_reports_period_flips_with_the_evidence() {
    let story = Story::new();
    let known = assessed(&story);
    let claim = watched(&story, &known, "report_period");
    let state = |state, seen, source, on| claim.is(&Says { state, seen, source, on });
    let evidence = claim.service()["evidence"].as_array().expect("evidence").clone();
    let report = evidence.iter().find(|one| one["kind"] == "independent").expect("the report")["id"].clone();
    let confirm =
        |confirmed: bool| story.ask("confirm_evidence", json!({ "evidence": report, "confirmed": confirmed }));
    let soc2 = "SOC 2 Type II report";
    let dated = Some("2026-09-30");

    let borne_out = state("supported", "current until 30 Sep 2027", soc2, dated);
    confirm(false);
    let unproven = state("unverified", "scope and period are not confirmed yet", soc2, dated);
    assert!(unproven < borne_out);
    confirm(true);
    state("supported", "current until 30 Sep 2027", soc2, dated);
    story.later(310);
    state("supported", "current until 30 Sep 2027", soc2, dated);
    story.later(1);
    let refuted = state("contradicted", "The newest report ended on 30 Sep 2027", soc2, dated);
    assert!(refuted < borne_out);
    story.ask("archive_evidence", json!({ "evidence": report }));
    state("unverified", "No independent report is in hand", "Their word", None);
    let add = |title: &str, dated: &str| {
        let input = json!({ "service": known.service, "kind": "independent", "title": title, "dated_on": dated, "questions": ["OPS-05"] });
        story.ask("add_evidence", input)["id"].clone()
    };
    let future = add("Next year's report", "2028-01-01");
    story.ask("confirm_evidence", json!({ "evidence": future, "confirmed": true }));
    state("unverified", "dated in the future", "Next year's report", Some("2028-01-01"));
    let next = add("SOC 2 Type II, second period", "2027-09-20");
    state("unverified", "not confirmed yet", "second period", Some("2027-09-20"));
    story.ask("confirm_evidence", json!({ "evidence": next, "confirmed": true }));
    state("supported", "current until 19 Sep 2028", "second period", Some("2027-09-20"));
    story.verified();
}

#[test]
fn the_incident_notice_flips_with_the_contract() {
    let story = Story::new();
    let known = assessed(&story);
    let claim = watched(&story, &known, "incident_notice");
    let state = |state, seen, source| claim.is(&Says { state, seen, source, on: Some("2026-01-01") });
    let term = |contract: &Value, value: Value, confirmed: bool| {
        let input = json!({ "contract": contract, "term": "ir_notify", "value": value, "clause": "clause 9.2", "confirmed": confirmed });
        story.ask("edit_term", input);
    };
    let hours = |hours: u32| json!({ "is": "number", "of": hours });
    let clause = "Master agreement, clause 9.2";

    let refuted = state("contradicted", "The contract allows 72 hours", clause);
    term(&known.contract, hours(24), false);
    state("unverified", "The reading of the notice term is not confirmed yet", clause);
    term(&known.contract, hours(24), true);
    let borne_out = state("supported", "The contract promises notice within 24 hours", clause);
    assert!(refuted < borne_out);
    term(&known.contract, json!({ "is": "absent" }), true);
    state("contradicted", "The contract promises no notice", clause);
    term(&known.contract, json!({ "is": "undue_delay" }), true);
    state("unverified", "binds to no hours", clause);
    term(&known.contract, json!({ "is": "elsewhere", "of": { "place": "the order form", "read": false } }), true);
    state("unverified", "does not say how many hours", clause);
    term(&known.contract, json!({ "is": "unknown" }), true);
    claim.is(&Says { state: "unverified", seen: "was not read yet", source: "Contract", on: None });
    term(&known.contract, hours(12), true);
    state("supported", "within 12 hours", clause);

    // a contract that has ended promises nothing any more
    story.ask("archive_contract", json!({ "contract": known.contract }));
    claim.is(&Says { state: "unverified", seen: "No contract is on file", source: "Contract", on: None });
    let add = json!({ "vendor": known.vendor, "title": "Pilot agreement", "starts_on": "2026-01-01", "ends_on": "2026-11-30" });
    let pilot = story.ask("add_contract", add)["contract"]["id"].clone();
    term(&pilot, hours(24), true);
    state("supported", "within 24 hours", "Pilot agreement, clause 9.2");
    story.later(7);
    let ended =
        Says { state: "unverified", seen: "The contract has ended", source: "Pilot agreement", on: Some("2026-11-30") };
    claim.is(&ended);
    story.verified();
}
