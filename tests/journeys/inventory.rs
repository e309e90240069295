//! Procurement takes a vendor in: the vendor, a service, seven factors, the tier explained.

use crate::story::Story;
use serde_json::{Value, json};

fn vendor(story: &Story, name: &str) -> Value {
    story.ask("add_vendor", json!({ "name": name, "kind": "ai_vendor" }))["vendor"]["id"].clone()
}

#[test]
fn a_vendor_gets_its_tier_from_its_riskiest_service() {
    let story = Story::new();
    let added = story.ask(
        "add_vendor",
        json!({ "name": " Northwind AI ", "kind": "ai_vendor", "website": "northwind.example", "country": "de", "owner": "M. Sandoval" }),
    );
    assert_eq!(added["vendor"]["name"], "Northwind AI");
    assert_eq!(added["vendor"]["website"], "https://northwind.example");
    assert_eq!((&added["vendor"]["country"], &added["vendor"]["stage"]), (&json!("DE"), &json!("request")));
    assert_eq!((&added["riskiest"], &added["services"]), (&Value::Null, &json!([])));
    let id = added["vendor"]["id"].clone();

    let listed = |row: usize| story.ask("list_vendors", json!({}))["vendors"][row].clone();
    assert_eq!((&listed(0)["triaged"], &listed(0)["tier"]), (&json!(false), &json!(1)));

    let low = json!({ "data_sensitivity": 0, "access": 0, "criticality": 0, "ai_autonomy": 0, "data_volume": 0, "substitutability": 0, "regulatory": 0 });
    let low = story.ask("add_service", json!({ "vendor": id, "name": "Docs", "factors": low }));
    assert_eq!((&low["inherent"]["tier"], &low["inherent"]["score"]), (&json!(4), &json!(0.0)));
    assert_eq!(listed(0)["tier"], 4);

    let chat = json!({ "data_sensitivity": 3, "access": 3, "criticality": 3, "ai_autonomy": 2, "data_volume": 3, "substitutability": 2, "regulatory": 2 });
    let chat = story.ask("add_service", json!({ "vendor": id, "name": "Chat assistant", "factors": chat }));
    assert_eq!(chat["inherent"]["score"], 68.75);
    assert_eq!(chat["inherent"]["tier"], 2);
    assert_eq!((&listed(0)["tier"], &listed(0)["riskiest"]), (&json!(2), &json!("Chat assistant")));

    let unknown = story
        .ask("edit_service", json!({ "service": chat["service"]["id"], "changes": { "factors": { "access": null } } }));
    assert_eq!(unknown["inherent"]["unknown_factors"], json!(["access"]));
    assert_eq!(unknown["service"]["factors"]["criticality"], 3, "what is not named stays");

    let shown = story.ask("show_vendor", json!({ "vendor": id }));
    let names: Vec<&str> = shown["services"]
        .as_array()
        .expect("services")
        .iter()
        .filter_map(|one| one["service"]["name"].as_str())
        .collect();
    assert_eq!(names, ["Chat assistant", "Docs"], "riskiest first");
    assert_eq!(shown["riskiest"]["service"], "Chat assistant");

    story.ask("archive_service", json!({ "service": chat["service"]["id"] }));
    assert_eq!((&listed(0)["tier"], &listed(0)["services"]), (&json!(4), &json!(1)));
    story.verified();
}

#[test]
fn a_service_nobody_has_weighed_outranks_every_tier() {
    let story = Story::new();
    let id = vendor(&story, "Acme");
    let gravest = json!({ "data_sensitivity": 4, "access": 4, "criticality": 4 });
    story.ask("add_service", json!({ "vendor": id, "name": "A", "factors": gravest }));
    story.ask("add_service", json!({ "vendor": id, "name": "B", "factors": { "access": 0 } }));
    let row = story.ask("list_vendors", json!({}))["vendors"][0].clone();
    assert_eq!((&row["triaged"], &row["riskiest"]), (&json!(false), &json!("B")));
}

#[test]
fn names_are_found_as_people_write_them_and_taken_once() {
    let story = Story::new();
    let id = vendor(&story, "Acme, Inc.");
    for written in ["acme", "ACME Inc", " Acme "] {
        assert_eq!(story.ask("find_vendor", json!({ "name": written }))["id"], id);
    }
    let refused = story.refusal("add_vendor", json!({ "name": "ACME LLC", "kind": "saas" }));
    assert!(refused.message.contains("Acme, Inc."), "{refused:?}");
    vendor(&story, "Acme Cloud");
    let refused = story.refusal("find_vendor", json!({ "name": "cloud" }));
    assert!(refused.hint.contains("Acme Cloud"), "{refused:?}");

    story.ask("archive_vendor", json!({ "vendor": id }));
    assert_eq!(story.ask("list_vendors", json!({}))["vendors"].as_array().map(Vec::len), Some(1));
    assert_eq!(story.ask("list_vendors", json!({ "archived": true }))["vendors"].as_array().map(Vec::len), Some(2));
    let back = story.ask("add_vendor", json!({ "name": "acme", "kind": "saas", "owner": "T. Brandt" }));
    assert_eq!(
        (&back["vendor"]["id"], &back["vendor"]["owner"]),
        (&id, &json!("T. Brandt")),
        "an archived one comes back"
    );
    story.verified();
}

#[test]
fn the_factors_come_with_the_words_of_their_levels() {
    let story = Story::new();
    let list = story.ask("list_factors", json!({}));
    let factors = list["factors"].as_array().expect("factors");
    assert_eq!(factors.len(), 7);
    assert!(factors.iter().all(|factor| factor["levels"].as_array().is_some_and(|levels| levels.len() == 5)));
    let weighed = story.ask("weigh_factors", json!({ "factors": {} }));
    assert_eq!((&weighed["triaged"], &weighed["tier"]), (&json!(false), &json!(1)));
}

#[test]
fn raw_facts_are_rated_by_name_and_bad_ones_are_named() {
    let story = Story::new();
    let cases: Value =
        serde_json::from_str(include_str!("../fixtures/scoring/vectors.json")).expect("the worked cases");
    let rated = story.ask("evaluate_policy", json!({ "facts": cases }));
    assert_eq!(rated.as_array().map(Vec::len), cases.as_array().map(Vec::len));
    assert_eq!(rated[0]["assurance"], cases[0]["expect"]["assurance"]);
    let refused = story.refusal("evaluate_policy", json!({ "facts": [{}, { "contract_coverage": 200 }] }));
    assert!(refused.message.contains("case 2") && refused.message.contains("contract_coverage"), "{refused:?}");
}
