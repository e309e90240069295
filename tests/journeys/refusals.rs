//! Bad input is refused with what happened and what to do, and changes nothing.

mod disk;
mod files;
mod hosts;
mod inputs;

use crate::story::Story;
use caveat_actions::{Desk, Door, FailureCode, Job, Places, perform, table};
use serde_json::json;

#[test]
fn what_cannot_be_taken_is_refused_in_words() {
    let story = Story::new();
    let id = story.ask("add_vendor", json!({ "name": "Acme", "kind": "saas" }))["vendor"]["id"].clone();
    let nobody = "00000000-0000-7000-8000-000000000000";
    for (wish, input, code) in [
        ("add_vendor", json!({ "name": "  ", "kind": "saas" }), FailureCode::BadInput),
        ("add_vendor", json!({ "name": "x".repeat(201), "kind": "saas" }), FailureCode::BadInput),
        ("add_vendor", json!({ "name": "B", "kind": "bank" }), FailureCode::BadInput),
        ("add_vendor", json!({ "name": "B", "kind": "saas", "website": "javascript:alert(1)" }), FailureCode::BadInput),
        ("add_vendor", json!({ "name": "B", "kind": "saas", "country": "Germany" }), FailureCode::BadInput),
        ("add_vendor", json!({ "nme": "B", "kind": "saas" }), FailureCode::BadInput),
        ("add_vendor", json!({ "name": "acme", "kind": "saas" }), FailureCode::Exists),
        ("add_vendor", json!([1, 2]), FailureCode::BadInput),
        ("edit_vendor", json!({ "vendor": nobody, "changes": { "name": "x" } }), FailureCode::NotFound),
        (
            "edit_vendor",
            json!({ "vendor": id, "changes": { "name": "x" }, "bases": { "name": ["0:0"] } }),
            FailureCode::Stale,
        ),
        (
            "edit_vendor",
            json!({ "vendor": id, "changes": { "name": "x" }, "bases": { "name": ["what"] } }),
            FailureCode::Stale,
        ),
        ("edit_vendor", json!({ "vendor": id, "changes": { "name": null } }), FailureCode::NotFound),
        ("add_service", json!({ "vendor": id, "name": "S", "factors": { "access": 5 } }), FailureCode::BadInput),
        ("add_service", json!({ "vendor": id, "name": "S", "factors": { "acess": 1 } }), FailureCode::BadInput),
        ("add_service", json!({ "vendor": nobody, "name": "S" }), FailureCode::NotFound),
        ("show_history", json!({ "row": nobody }), FailureCode::NotFound),
        ("undo_act", json!({ "act": nobody }), FailureCode::NotFound),
        ("grant_everything", json!({}), FailureCode::NotFound),
    ] {
        if wish == "edit_vendor" && input["changes"]["name"].is_null() {
            // a name cannot be cleared: null says nothing, so nothing changes
            assert_eq!(story.ask(wish, input)["vendor"]["name"], "Acme");
            continue;
        }
        assert_eq!(story.refusal(wish, input.clone()).code, code, "{wish} {input}");
    }
    story.ask("archive_vendor", json!({ "vendor": id }));
    let refused = story.refusal("add_service", json!({ "vendor": id, "name": "S" }));
    assert!(refused.message.contains("archived"), "{refused:?}");
    assert_eq!(story.ask("show_workspace", json!({}))["acts"], 2, "nothing was written");
    story.verified();
}

#[test]
fn a_file_that_is_not_a_workspace_is_refused_and_a_missing_one_is_not_made_by_looking() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "not a database").expect("a file");
    let desk = |workspace: &std::path::Path| {
        let places =
            Places { data: Some(folder.path().to_owned()), person: None, workspace: Some(workspace.to_owned()) };
        Desk::open(places).expect("a desk")
    };
    let job = Job::at(Door::Cli, crate::story::moment());
    let refused = perform(&desk(&file), "list_vendors", json!({}), &job).expect_err("refused");
    assert_eq!(refused.code, FailureCode::NotAWorkspace);
    let missing = folder.path().join("none.caveat");
    let refused = perform(&desk(&missing), "list_vendors", json!({}), &job).expect_err("refused");
    assert_eq!(refused.code, FailureCode::NoWorkspace);
    assert!(!missing.exists());
    let made = perform(&desk(&missing), "add_vendor", json!({ "name": "A", "kind": "other" }), &job);
    assert!(made.is_ok() && missing.exists());
    let made = perform(&desk(&missing), "create_workspace", json!({ "file": missing }), &job).expect_err("refused");
    assert_eq!(made.code, FailureCode::Exists);
}

#[test]
fn the_window_is_refused_what_only_the_command_line_may_ask() {
    let story = Story::new();
    let job = Job::at(Door::Window, crate::story::moment());
    for wish in table().iter().filter(|wish| !wish.doors.contains(&Door::Window)) {
        let refused = perform(&story.desk, wish.name, json!({}), &job).expect_err("refused");
        assert!(refused.message.contains("cannot be asked from here"), "{}: {refused:?}", wish.name);
    }
}
