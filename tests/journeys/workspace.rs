//! Workspace files, as the window goes from one to another: by tokens after a dialog, by what was
//! open lately; and long work that is broken off.

use crate::story::{Story, moment};
use caveat_actions::{Desk, Door, FailureCode, Host, Job, Places, perform};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A window's desk in `folder`, whose dialogs answer with the path laid out last.
struct Window {
    desk: Desk,
    chosen: Arc<Mutex<Option<PathBuf>>>,
}

impl Window {
    fn new(folder: &Path, workspace: Option<PathBuf>) -> Self {
        let desk = Desk::open(Places { data: Some(folder.to_owned()), person: Some("Ada Rahimi".into()), workspace })
            .expect("a desk");
        desk.resume();
        let chosen: Arc<Mutex<Option<PathBuf>>> = Arc::default();
        let answer = chosen.clone();
        let host = Host {
            ask: Box::new(move |_| answer.lock().expect("an answer").clone()),
            show: Box::new(|_| Err("nothing is shown here".to_owned())),
        };
        desk.lend(host);
        Self { desk, chosen }
    }

    fn ask(&self, wish: &str, input: Value) -> Result<Value, caveat_actions::Failure> {
        perform(&self.desk, wish, input, &Job::at(Door::Window, moment()))
    }

    fn token(&self, place: &str, path: &Path) -> Value {
        *self.chosen.lock().expect("an answer") = Some(path.to_owned());
        let chosen = self.ask("choose_file", json!({ "place": place, "title": "A file" })).expect("chosen");
        json!({ "token": chosen["token"] })
    }

    fn current(&self) -> String {
        self.ask("show_workspace", json!({})).expect("a workspace")["file_name"].as_str().expect("a name").to_owned()
    }
}

#[test]
fn the_window_goes_from_file_to_file_and_comes_back_to_the_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let window = Window::new(folder.path(), None);
    assert_eq!(window.current(), "workspace.caveat", "a first start makes one");

    let shop = folder.path().join("shop.caveat");
    let made = window.ask("create_workspace", json!({ "file": window.token("save", &shop) })).expect("made");
    assert_eq!((&made["file_name"], &made["acts"]), (&json!("shop.caveat"), &json!(0)));
    window.ask("add_vendor", json!({ "name": "Acme", "kind": "saas" })).expect("added");

    let refused =
        window.ask("create_workspace", json!({ "file": window.token("save", &shop) })).expect_err("already there");
    assert_eq!(refused.code, FailureCode::Exists);
    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "no workspace").expect("a file");
    let refused = window.ask("open_workspace", json!({ "file": window.token("open", &notes) })).expect_err("refused");
    assert_eq!(refused.code, FailureCode::NotAWorkspace);
    let refused = window.ask("open_workspace", json!({ "file": shop })).expect_err("a path");
    assert_eq!(refused.code, FailureCode::BadInput);
    assert_eq!(window.current(), "shop.caveat", "what was open stays open");

    let recent = window.ask("list_recent", json!({})).expect("files");
    let line = |place: usize| recent["files"][place].clone();
    assert_eq!((line(0)["name"].clone(), line(0)["current"].clone()), (json!("shop.caveat"), json!(true)));
    assert_eq!((line(1)["name"].clone(), line(1)["current"].clone()), (json!("workspace.caveat"), json!(false)));
    let again = window.ask("list_recent", json!({})).expect("files");
    assert_eq!(again, recent, "asking twice hands out no second token");
    window.ask("open_workspace", json!({ "file": { "token": line(1)["token"] } })).expect("opened");
    assert_eq!(window.current(), "workspace.caveat");
    let used = window.ask("open_workspace", json!({ "file": { "token": line(1)["token"] } })).expect_err("used");
    assert_eq!(used.code, FailureCode::BadInput);

    window.ask("open_workspace", json!({ "file": window.token("open", &shop) })).expect("opened");
    drop(window);
    assert_eq!(Window::new(folder.path(), None).current(), "shop.caveat", "it goes on where it was left");
    std::fs::remove_file(&shop).expect("gone");
    let window = Window::new(folder.path(), None);
    assert_eq!(window.current(), "workspace.caveat", "what is gone is passed over");
    let recent = window.ask("list_recent", json!({})).expect("files");
    let gone = recent["files"].as_array().expect("files").iter().find(|file| file["name"] == "shop.caveat");
    assert_eq!(gone.expect("still named")["token"], Value::Null);

    let named = Window::new(folder.path(), Some(folder.path().join("none.caveat")));
    let refused = named.ask("show_workspace", json!({})).expect_err("named and not there");
    assert_eq!(refused.code, FailureCode::NoWorkspace);
}

#[test]
fn an_import_that_is_broken_off_leaves_the_library_as_it_was() {
    let story = Story::new();
    let file = story.folder.path().join("RUSTSEC-2026-9999.json");
    std::fs::write(&file, crate::assessment::record("2026-09-01T00:00:00Z")).expect("a record");
    story.ask("import_advisories", json!({ "paths": [file] }));
    let before = story.ask("show_library", json!({}));
    let newer = crate::assessment::record("2026-09-01T00:00:00Z").replace("2026-11-20", "2026-11-22");
    std::fs::write(&file, newer).expect("a newer record");

    let desk = &story.desk;
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let ears = heard.clone();
    let job = Job::at(Door::Cli, moment()).told(move |progress| ears.lock().expect("ears").push(progress.what));
    let outcome = desk.as_job("import", &job, || {
        perform(desk, "cancel_job", json!({ "job": "import" }), &Job::at(Door::Window, moment())).expect("asked");
        perform(desk, "import_advisories", json!({ "paths": [file] }), &job)
    });
    assert_eq!(outcome.expect_err("broken off").code, FailureCode::Cancelled);
    assert_eq!(story.ask("show_library", json!({}))["newest"], before["newest"]);

    let ears = heard.clone();
    let job = Job::at(Door::Cli, moment()).told(move |progress| ears.lock().expect("ears").push(progress.what));
    perform(desk, "import_advisories", json!({ "paths": [file] }), &job).expect("imported");
    assert_eq!(*heard.lock().expect("ears"), ["Reading advisories"]);
    assert_ne!(story.ask("show_library", json!({}))["newest"], before["newest"]);
}
