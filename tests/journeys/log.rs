//! What was done can be read, undone and checked.

use crate::story::Story;
use serde_json::{Value, json};

#[test]
fn each_field_remembers_who_wrote_what_when() {
    let story = Story::new();
    let id = story.ask("add_vendor", json!({ "name": "Acme", "kind": "saas" }))["vendor"]["id"].clone();
    story.ask("edit_vendor", json!({ "vendor": id, "changes": { "owner": "T. Brandt", "kind": "saas" } }));
    let ben = story.another();
    ben.ask("edit_vendor", json!({ "vendor": id, "changes": { "owner": null } }));
    let history = story.ask("show_history", json!({ "row": id }));
    let fields = history["fields"].as_array().expect("fields");
    let owner = fields.iter().find(|field| field["field"] == "owner").expect("the owner's history");
    let told: Vec<[&Value; 4]> = owner["versions"]
        .as_array()
        .expect("versions")
        .iter()
        .map(|one| [&one["value"], &one["person"], &one["wish"], &one["current"]])
        .collect();
    let expected = [
        json!([null, "Ada Rahimi", "add_vendor", false]),
        json!(["T. Brandt", "Ada Rahimi", "edit_vendor", false]),
        json!([null, "Ada Rahimi", "edit_vendor", true]),
    ];
    assert_eq!(json!(told), json!(expected), "one user of one device is one person, whatever name is set later");
    let kind = fields.iter().find(|field| field["field"] == "kind").expect("the kind's history");
    assert_eq!(kind["versions"].as_array().map(Vec::len), Some(1), "an unchanged field writes nothing");
    story.verified();
}

#[test]
fn the_last_act_is_undone_then_the_one_before() {
    let story = Story::new();
    let id = story.ask("add_vendor", json!({ "name": "Acme", "kind": "saas" }))["vendor"]["id"].clone();
    story.ask("edit_vendor", json!({ "vendor": id, "changes": { "name": "Apex", "country": "FR" } }));
    let undone = story.ask("undo_act", json!({}));
    assert_eq!((&undone["wish"], &undone["restored"], &undone["left"]), (&json!("edit_vendor"), &json!(2), &json!([])));
    let shown = story.ask("show_vendor", json!({ "vendor": id }));
    assert_eq!((&shown["vendor"]["name"], &shown["vendor"]["country"]), (&json!("Acme"), &Value::Null));

    let redone = story.ask("undo_act", json!({ "act": undone["act"] }));
    assert_eq!(redone["restored"], 2);
    assert_eq!(story.ask("show_vendor", json!({ "vendor": id }))["vendor"]["name"], "Apex");
    let again = story.refusal("undo_act", json!({ "act": undone["act"] }));
    assert!(again.message.contains("already"), "{again:?}");

    let acts = story.ask("list_acts", json!({ "limit": 10 }));
    let wishes: Vec<&str> =
        acts["acts"].as_array().expect("acts").iter().filter_map(|act| act["wish"].as_str()).collect();
    assert_eq!(wishes, ["undo_act", "undo_act", "edit_vendor", "add_vendor"]);
    story.verified();
}

#[test]
fn a_form_opened_before_somebody_elses_change_keeps_both_values() {
    let story = Story::new();
    let opened = story.ask("add_vendor", json!({ "name": "Acme", "kind": "saas" }));
    let id = opened["vendor"]["id"].clone();
    let other = story.another();
    other.ask("edit_vendor", json!({ "vendor": id, "changes": { "owner": "Ben" } }));
    let saved = story.ask(
        "edit_vendor",
        json!({ "vendor": id, "changes": { "owner": "Ada", "country": "DE" }, "bases": opened["bases"] }),
    );
    let conflict = &saved["conflicts"][0];
    assert_eq!((&conflict["field"], conflict["values"].as_array().map(Vec::len)), (&json!("owner"), Some(2)));
    assert_eq!(saved["vendor"]["country"], "DE", "other fields are no question");
    assert_eq!(story.ask("list_vendors", json!({}))["vendors"][0]["conflicts"], 1);

    let chosen =
        story.ask("edit_vendor", json!({ "vendor": id, "changes": { "owner": "Ada" }, "bases": saved["bases"] }));
    assert_eq!((&chosen["conflicts"], &chosen["vendor"]["owner"]), (&json!([]), &json!("Ada")));
    story.verified();
}

#[test]
fn rebuilding_changes_nothing_that_is_shown() {
    let story = Story::new();
    for name in ["Acme", "Borealis", "Cumulus"] {
        let id = story.ask("add_vendor", json!({ "name": name, "kind": "saas" }))["vendor"]["id"].clone();
        story.ask(
            "add_service",
            json!({ "vendor": id, "name": "Main", "factors": { "access": 4, "criticality": 4, "data_volume": 1 } }),
        );
        story.ask("edit_vendor", json!({ "vendor": id, "changes": { "note": format!("about {name}") } }));
    }
    story.ask("undo_act", json!({}));
    let before = story.ask("list_vendors", json!({ "archived": true }));
    assert_eq!(story.ask("rebuild_workspace", json!({}))["ok"], true);
    assert_eq!(story.ask("list_vendors", json!({ "archived": true })), before);
}
