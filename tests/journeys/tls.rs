//! Endpoints: looked at once or kept in a series; the lab's endpoints judged as its manifest says.

#![allow(clippy::print_stdout, reason = "a test says when it skips what is not here")]

use crate::assessment::assessed;
use crate::story::Story;
use caveat_actions::{Door, Job, perform};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Endpoints of the lab that a visit cannot judge, and why.
const BEYOND_A_VISIT: &[(&str, &str)] = &[
    ("dual_cert_rsa_expired", "the second certificate needs a hello that offers RSA alone"),
    ("ec_p224", "P-224 is no group of an ordinary handshake"),
];

struct Lab(Child);

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the lab; `None` where it, or the Python it needs, is not here.
fn lab(folder: &Path) -> Option<(Lab, Value)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/tls/lab.py");
    let python = Command::new("python3").args(["-c", "import cryptography"]).stderr(Stdio::null()).status();
    if !script.exists() || !python.is_ok_and(|status| status.success()) {
        println!("skipped: the lab, or the Python package it needs, is not here");
        return None;
    }
    let base = 20_000 + std::process::id() % 20_000;
    let mut child = Command::new("python3")
        .arg(script)
        .args(["up", &folder.display().to_string(), &base.to_string(), "--seconds", "120"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the lab starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    assert!(line.starts_with("READY"), "{line}");
    let manifest = std::fs::read_to_string(folder.join("manifest.json")).expect("the manifest");
    Some((Lab(child), serde_json::from_str(&manifest).expect("json")))
}

#[test]
fn the_labs_endpoints_are_judged_as_its_manifest_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some((_lab, manifest)) = lab(folder.path()) else { return };
    let story = Story::new();
    let codes = |list: &Value| -> BTreeSet<String> {
        list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let (mut right, mut wrong) = (0, Vec::new());
    for endpoint in manifest["endpoints"].as_array().expect("endpoints") {
        let id = endpoint["id"].as_str().expect("an id");
        if !["good", "cert", "chain", "net"].contains(&endpoint["group"].as_str().expect("a group")) {
            continue;
        }
        let bracketed = |text: &str| if text.contains(':') { format!("[{text}]") } else { text.to_owned() };
        let place =
            |name: &str| format!("{}:{}", bracketed(endpoint[name].as_str().expect("a name")), endpoint["port"]);
        let ca = std::fs::read_to_string(endpoint["ca"].as_str().expect("a root")).expect("a root");
        // certificates of the lab are made at its start: judged by the real clock
        let at = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now());
        let judged = |seconds: f64| {
            let input = json!({ "targets": [place("host")], "connect": place("address"), "cas": [ca], "at": at,
                                "treat_ca_as_public": true, "allow_private": true, "timeout": seconds });
            let scan = story.ask("scan_hosts", input)[0].clone();
            let found: BTreeSet<String> = scan["findings"]
                .as_array()
                .expect("findings")
                .iter()
                .filter_map(|finding| finding["code"].as_str())
                .map(str::to_owned)
                .collect();
            let missed: Vec<_> = codes(&endpoint["must"]).difference(&found).cloned().collect();
            let false_ones: Vec<_> = codes(&endpoint["must_not"]).intersection(&found).cloned().collect();
            (missed, false_ones)
        };
        let fine = |(missed, false_ones): &(Vec<String>, Vec<String>)| missed.is_empty() && false_ones.is_empty();
        // the lab is slow on a busy machine: what was not right gets more time, once
        let mut verdict = judged(3.0);
        if !fine(&verdict) && !BEYOND_A_VISIT.iter().any(|(known, _)| *known == id) {
            verdict = judged(15.0);
        }
        if fine(&verdict) {
            right += 1;
        } else if !BEYOND_A_VISIT.iter().any(|(known, _)| *known == id) {
            wrong.push(format!("{id}: missed {:?}, false {:?}", verdict.0, verdict.1));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(right >= 45, "{right} right");
}

/// A server on loopback that speaks no TLS.
pub fn plain_server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut hello = [0; 4096];
            let _ = stream.read(&mut hello);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    port
}

#[test]
fn looks_at_an_endpoint_are_kept_and_contradict_what_is_claimed() {
    let story = Story::new();
    let known = assessed(&story);
    let host = format!("127.0.0.1:{}", plain_server());
    let added = story.ask("add_endpoint", json!({ "service": known.service, "host": host }));
    assert_eq!((&added["endpoint"]["look"], &added["series"]), (&Value::Null, &json!([])));
    let endpoint = added["endpoint"]["id"].clone();
    let refused = story.refusal("check_endpoint", json!({ "endpoint": endpoint }));
    assert!(refused.message.contains("private"), "{refused:?}");

    let state = || {
        let view = story.ask("show_vendor", json!({ "vendor": known.vendor }));
        let claims = view["services"][0]["assessment"]["claims"].clone();
        claims.as_array().expect("claims").iter().find(|claim| claim["check"] == "tls_version").expect("the claim")["state"].clone()
    };
    assert_eq!(state(), "unverified");
    let check = json!({ "endpoint": endpoint, "allow_private": true });
    let first = story.ask("check_endpoint", check.clone());
    assert_eq!(first["endpoint"]["look"]["findings"][0]["code"], "net.plain_http");
    assert_eq!(state(), "contradicted");
    let second = story.ask("check_endpoint", check);
    let changed: Vec<&Value> =
        second["series"].as_array().expect("a series").iter().map(|line| &line["changed"]).collect();
    assert_eq!(changed, [&json!(false), &json!(true)], "the same was seen twice");
    story.ask("archive_endpoint", json!({ "endpoint": endpoint }));
    assert_eq!(state(), "unverified");
    story.verified();
}

#[test]
fn the_age_of_a_look_is_counted_in_days_of_the_calendar_on_its_page_as_in_claims() {
    let story = Story::new();
    let known = assessed(&story);
    let host = format!("127.0.0.1:{}", plain_server());
    let endpoint =
        story.ask("add_endpoint", json!({ "service": known.service, "host": host }))["endpoint"]["id"].clone();
    let at = |wish: &str, input: Value, moment: &str| {
        let job = Job::at(Door::Cli, moment.parse().expect("a moment"));
        perform(&story.desk, wish, input, &job).expect(wish)
    };
    let check = json!({ "endpoint": endpoint, "allow_private": true });
    at("check_endpoint", check, "2026-11-24T23:50:00Z");
    for (moment, age, contradicted) in [("2026-12-24T23:59:00Z", 30, true), ("2026-12-25T00:10:00Z", 31, false)] {
        let view = at("show_endpoint", json!({ "endpoint": endpoint }), moment);
        assert_eq!((&view["age_days"], view["ask"].is_string()), (&json!(age), contradicted), "{moment}");
        let states: Vec<&Value> =
            view["claims"].as_array().expect("claims").iter().map(|claim| &claim["state"]).collect();
        assert_eq!(states.contains(&&json!("contradicted")), contradicted, "{moment}: {states:?}");
    }
}

#[test]
fn hosts_that_cannot_be_looked_at_say_why() {
    let story = Story::new();
    for (input, word) in [
        (json!({ "targets": ["no-such-host.invalid"] }), "resolve"),
        (json!({ "targets": ["127.0.0.1:1"] }), "private"),
        (json!({ "targets": ["https://a.example/x"] }), "no host"),
        (json!({ "targets": [] }), "No host"),
        (json!({ "targets": ["a.example"], "cas": ["not a certificate"] }), "no certificate"),
        (json!({ "targets": ["a.example"], "timeout": 0.0 }), "seconds"),
    ] {
        let refused = story.refusal("scan_hosts", input);
        assert!(refused.message.contains(word), "{refused:?}");
    }
    let refused = story.refusal("judge_certificate", json!({ "chain": "words" }));
    assert!(refused.hint.contains("BEGIN CERTIFICATE"), "{refused:?}");
}
