//! Hosts that do not resolve, refuse, break off, or speak no TLS: what cannot be looked at is
//! refused and leaves no trace; what could be looked at is an observation, and says what it saw.

use crate::assessment::assessed;
use crate::servers::{Does, Server};
use crate::story::Story;
use caveat_actions::FailureCode;
use serde_json::{Value, json};
use std::net::TcpListener;

#[test]
fn a_host_that_cannot_be_looked_at_is_refused_and_nothing_is_kept() {
    let story = Story::new();
    let known = assessed(&story);
    let add = |host: &str| {
        story.ask("add_endpoint", json!({ "service": known.service, "host": host }))["endpoint"]["id"].clone()
    };
    for (host, code, says) in [
        ("no-such-host.invalid", FailureCode::BadInput, "does not resolve"),
        ("127.0.0.1:1", FailureCode::PrivateAddress, "private address"),
        ("169.254.169.254", FailureCode::PrivateAddress, "private address"),
    ] {
        let endpoint = add(host);
        story.refused("check_endpoint", json!({ "endpoint": endpoint }), code, says);
        assert_eq!(story.ask("show_endpoint", json!({ "endpoint": endpoint }))["series"], json!([]), "{host}");
    }
    for host in ["", " ", "https://a.example/x", "a.example:0", "a.example:99999", "a b.example", "[::1", "a\u{0}b"] {
        story.refused(
            "add_endpoint",
            json!({ "service": known.service, "host": host }),
            FailureCode::BadInput,
            "is no host",
        );
    }
    story.refused(
        "add_endpoint",
        json!({ "service": known.service, "host": "NO-SUCH-HOST.invalid." }),
        FailureCode::Exists,
        "listed already",
    );
    story.verified();
}

#[test]
fn a_host_that_was_looked_at_says_what_it_did() {
    let story = Story::new();
    let known = assessed(&story);
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let servers = [Server::new(Does::Close), Server::new(Does::PlainHttp), Server::new(Does::Garbage)];
    let hosts = std::iter::once(nobody.to_string()).chain(servers.iter().map(Server::host));
    let outcomes = [
        ("nobody listens", "net.closed", "say whether this name and port are right"),
        ("closed the connection", "net.closed", "say whether this name and port are right"),
        ("speaks HTTP without TLS", "net.plain_http", "serve this port by TLS only"),
        ("answered with something that is not TLS", "net.garbage", "say what is meant to listen on this port"),
    ];
    for (host, (outcome, code, asks)) in hosts.zip(outcomes) {
        let endpoint =
            story.ask("add_endpoint", json!({ "service": known.service, "host": host }))["endpoint"]["id"].clone();
        let seen = story.ask("check_endpoint", json!({ "endpoint": endpoint, "allow_private": true }));
        let look = &seen["endpoint"]["look"];
        assert_eq!((&look["outcome"], &look["completed"]), (&json!(outcome), &json!(false)), "{look:#}");
        assert_eq!(
            (&look["trusted"], &look["findings"][0]["code"]),
            (&Value::Null, &json!(code)),
            "nothing seen is nothing good"
        );
        assert_eq!((&seen["series"][0]["completed"], &seen["series"][0]["leaf"]), (&json!(false), &Value::Null));
        assert!(look["protocols"].as_array().expect("protocols").iter().all(|one| one["accepted"].is_null()));
        assert!(seen["ask"].as_str().expect("a text").contains(asks), "{}", seen["ask"]);
        assert!(seen["sends"].as_str().expect("a text").contains(&host), "{}", seen["sends"]);
    }
    story.verified();
}
