//! Records the answers that the page tests replay, so that those cannot drift from the real
//! ones. With CAVEAT_RECORD set the files are written; without it they must be what the
//! journey says today, ids aside.

use crate::portfolio::portfolio;
use crate::story::Story;
use caveat_core::id::{ActId, EndpointId, PersonId, RowId};
use caveat_store::bytes::Value as Bytes;
use caveat_store::log::text;
use caveat_store::{Act, Author, Store, StoreError, tls as rows};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const RECORD: &str = "CAVEAT_RECORD=1 cargo test -p caveat-tests --test journeys pages";

#[test]
fn recorded_answers_are_what_the_journey_says() {
    let story = Story::new();
    let known = portfolio(&story);
    let northwind = known.vendor.clone();
    let hosts = told(&story, &known.service);

    let mut answers = BTreeMap::new();
    let mut keep = |wish: &str, input: Value| answers.insert(wish.to_owned(), story.ask(wish, input));
    keep("show_workspace", json!({}));
    keep("list_vendors", json!({}));
    keep("show_overview", json!({}));
    keep("list_factors", json!({}));
    keep("list_acts", json!({ "limit": 12 }));
    keep("show_vendor", json!({ "vendor": northwind }));
    keep("show_history", json!({ "row": northwind }));
    keep("show_questionnaire", json!({ "questionnaire": known.questionnaire }));
    keep("list_terms", json!({}));
    keep("show_contract", json!({ "contract": known.contract }));
    keep("list_roots", json!({}));
    keep("list_notices", json!({}));
    keep("show_library", json!({}));
    keep("weigh_factors", json!({ "factors": { "data_sensitivity": 3, "access": 3, "criticality": 2 } }));

    let job = caveat_actions::Job::at(caveat_actions::Door::Window, crate::story::moment());
    let recent = caveat_actions::perform(&story.desk, "list_recent", json!({}), &job).expect("files");
    answers.insert("list_recent".to_owned(), recent);
    let places = json!([{ "tier": 1, "residual": "very_high" }, { "tier": 1, "residual": "moderate" }]);
    let within = story.ask("show_overview", json!({ "within": places }));
    answers.insert("show_overview.within".to_owned(), within);
    // one answer for each state of an endpoint, named by its host
    for (host, endpoint) in &hosts {
        let shown = story.ask("show_endpoint", json!({ "endpoint": endpoint }));
        answers.insert(format!("show_endpoint@{host}"), shown);
    }

    // through its text once, as the recorded ones go: a fraction may lose its last bit there
    for answer in answers.values_mut() {
        *answer = serde_json::from_str(&answer.to_string()).expect("json");
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/pages/answers");
    if std::env::var_os("CAVEAT_RECORD").is_some() {
        std::fs::create_dir_all(&folder).expect("a folder");
        for (wish, answer) in &answers {
            let file = folder.join(format!("{wish}.json"));
            // what differs in nothing but ids stays as it is
            let recorded = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
            if recorded.is_none_or(|recorded| without_ids(&recorded) != without_ids(answer)) {
                std::fs::write(file, format!("{:#}\n", same_everywhere(answer))).expect("a file");
            }
        }
    }
    for (wish, answer) in &answers {
        let text = std::fs::read_to_string(folder.join(format!("{wish}.json"))).expect("a recorded answer");
        let recorded: Value = serde_json::from_str(&text).expect("json");
        assert!(without_ids(&recorded) == without_ids(answer), "{wish} has changed; record it anew: {RECORD}");
    }
}

/// Lists endpoints in every state, and tells of looks at them that were made once and kept: what
/// a real server serves differs from run to run.
fn told(story: &Story, service: &Value) -> BTreeMap<String, Value> {
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/tls/looks.json")).expect("the looks");
    story.ask("add_root", json!({ "name": "Example Trust", "pem": fixture["root"] }));
    let mut hosts = BTreeMap::new();
    for (host, port, carries, https) in [
        ("api.northwind.example", 443, true, true),
        ("files.northwind.example", 443, true, true),
        ("ftp.northwind.example", 8021, false, false),
        ("old.northwind.example", 443, true, true),
        ("sso.northwind.example", 443, true, true),
        ("status.northwind.example", 443, true, true),
    ] {
        let input =
            json!({ "service": service, "host": format!("{host}:{port}"), "carries_data": carries, "https": https });
        hosts.insert(host.to_owned(), story.ask("add_endpoint", input)["endpoint"]["id"].clone());
    }
    let folder = story.folder.path();
    let store = Store::open(&folder.join("story.caveat"), &folder.join("devices")).expect("the workspace");
    let person = PersonId::from_bytes([9; 16]);
    for (place, look) in fixture["looks"].as_array().expect("looks").iter().enumerate() {
        let at: DateTime<Utc> = look["at"].as_str().expect("a time").parse().expect("a time");
        let host = look["seen"]["host"].as_str().expect("a host");
        let endpoint: EndpointId = serde_json::from_value(hosts[host].clone()).expect("an id");
        let document = serde_json::to_vec(&look["seen"]).expect("bytes");
        let id = |kind: u8| {
            let mut bytes = [kind; 16];
            bytes[15] = place as u8;
            bytes
        };
        let author =
            Author { act: ActId::from_bytes(id(3)), name: "Ada Rahimi", person, undo_of: None, wish: "check_endpoint" };
        let keep = |act: &mut Act<'_>| {
            let values = [
                (rows::OF, caveat_store::words::id(endpoint)),
                (rows::AT, Bytes::Integer(at.timestamp_millis())),
                (rows::OUTCOME, text(look["seen"]["outcome"].as_str().expect("a word"))),
                (rows::DOCUMENT, Bytes::Text(act.keep(&document)?)),
            ];
            act.create(&rows::OBSERVATION, RowId::from_bytes(id(4)), &values)
        };
        store.act::<_, StoreError>(author, at.timestamp_millis(), keep).expect("an act");
    }
    story.verified();
    hosts
}

/// A path that is no machine's.
fn same_everywhere(answer: &Value) -> Value {
    let mut answer = answer.clone();
    if answer["path"].is_string() {
        answer["path"] = json!("story.caveat");
    }
    answer
}

/// Ids, versions and paths differ from run to run; everything else may not.
fn without_ids(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_ids).collect(),
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| !matches!(name.as_str(), "bases" | "path"));
            Value::Object(kept.map(|(name, value)| (name.clone(), without_ids(value))).collect())
        }
        // text holds a number's last digit only nearly
        Value::Number(number) if number.is_f64() => {
            json!((number.as_f64().expect("a number") * 1e6).round() / 1e6)
        }
        Value::String(text) if text.len() == 36 && text.matches('-').count() == 4 => json!("an id"),
        other => other.clone(),
    }
}
