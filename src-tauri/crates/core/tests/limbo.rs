//! Chains of an outside collection (x509-limbo), judged at their own moments with their own
//! roots. Every departure is listed with its reason.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test reads the shared cases, says when it skips them, and stops where it fails"
)]

use caveat_core::tls::certificate::{Certificate, from_pem};
use caveat_core::tls::judge::{Judging, judge};
use caveat_core::tls::path::Roots;
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Cases we decide otherwise, and why.
const DEPARTURES: &[(&str, &str)] = &[
    ("pathlen::validation-ignores-pathlen-in-leaf", "a leaf that is an authority is refused, as webpki does"),
    ("pathlen::max-chain-depth-0-exhausted", "the length of a path is not limited by the caller"),
    (
        "rfc5280::aki::leaf-missing-aki",
        "form rules for issuers (key identifiers, criticality, empty names) are not judged yet",
    ),
    (
        "rfc5280::aki::intermediate-missing-aki",
        "form rules for issuers (key identifiers, criticality, empty names) are not judged yet",
    ),
    (
        "rfc5280::nc::permitted-dns-match-noncritical",
        "form rules for issuers (key identifiers, criticality, empty names) are not judged yet",
    ),
    (
        "rfc5280::pc::ica-noncritical-pc",
        "form rules for issuers (key identifiers, criticality, empty names) are not judged yet",
    ),
    (
        "rfc5280::ski::critical-ski",
        "form rules for issuers (key identifiers, criticality, empty names) are not judged yet",
    ),
    (
        "rfc5280::ski::root-missing-ski",
        "form rules for issuers (key identifiers, criticality, empty names) are not judged yet",
    ),
    (
        "rfc5280::ca-empty-subject",
        "form rules for issuers (key identifiers, criticality, empty names) are not judged yet",
    ),
    (
        "webpki::aki::root-with-aki-missing-keyidentifier",
        "form rules for issuers (key identifiers, criticality, empty names) are not judged yet",
    ),
    (
        "webpki::aki::root-with-aki-ski-mismatch",
        "form rules for issuers (key identifiers, criticality, empty names) are not judged yet",
    ),
    ("rfc5280::nc::permitted-dn-match", "constraints on directory names are not supported by webpki"),
    ("rfc5280::san::underscore-dns", "form rules of public authorities are told as findings only where those bind"),
    (
        "webpki::cn::ipv6-uppercase-mismatch",
        "form rules of public authorities are told as findings only where those bind",
    ),
    ("webpki::cn::punycode-not-in-san", "form rules of public authorities are told as findings only where those bind"),
    ("webpki::eku::ee-without-eku", "form rules of public authorities are told as findings only where those bind"),
    (
        "webpki::san::public-suffix-private-namespace-wildcard-san",
        "form rules of public authorities are told as findings only where those bind",
    ),
    (
        "webpki::forbidden-rsa-not-divisible-by-8-in-root",
        "form rules of public authorities are told as findings only where those bind",
    ),
    (
        "webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf",
        "form rules of public authorities are told as findings only where those bind",
    ),
];

fn pems(value: &Value) -> Vec<Vec<u8>> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).filter_map(from_pem).flatten().collect()
}

#[test]
fn chains_are_judged_as_the_collection_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/tls/limbo-part.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: the shared cases are not here");
        return;
    };
    let collection: Value = serde_json::from_str(&text).unwrap();
    let cases = collection["testcases"].as_array().unwrap();
    let mut wrong = Vec::new();
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let at: DateTime<Utc> = case["validation_time"]
            .as_str()
            .and_then(|at| at.parse().ok())
            .unwrap_or_else(|| "2026-11-24T00:00:00Z".parse().unwrap());
        let mut chain = from_pem(case["peer_certificate"].as_str().unwrap()).unwrap();
        chain.extend(pems(&case["untrusted_intermediates"]));
        let chain: Vec<Certificate> = chain.iter().map(|der| Certificate::new(der)).collect();
        let judging = Judging { at, roots: Roots::with(&pems(&case["trusted_certs"])), given_are_public: false };
        let judged = judge(&chain, case["expected_peer_name"]["value"].as_str(), None, &judging);
        let accepted = judged.trusted != Some(false) && judged.hostname_ok != Some(false);
        if accepted != (case["expected_result"] == "SUCCESS") {
            let codes: Vec<&str> = judged.findings.iter().map(|finding| finding.code.as_str()).collect();
            wrong.push(format!("{id}: {} by us, {:?}", if accepted { "accepted" } else { "refused" }, codes));
        }
    }
    let unexplained: Vec<&String> =
        wrong.iter().filter(|one| !DEPARTURES.iter().any(|(id, _)| one.starts_with(&format!("{id}:")))).collect();
    for (id, reason) in DEPARTURES {
        let departs = wrong.iter().any(|one| one.starts_with(&format!("{id}:")));
        assert!(departs, "{id} is no departure any more ({reason}): take it off the list");
    }
    assert!(unexplained.is_empty(), "{} of {}: {unexplained:#?}", wrong.len(), cases.len());
}
