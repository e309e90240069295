//! The sample workspace: the same story at whatever moment it ends, with something true for every
//! screen to show, and nothing left of one that could not be told.

use crate::overview::recounted;
use crate::story::Story;
use caveat_actions::{Desk, Door, FailureCode, Job, Places, perform};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// One sample for the tests that only look.
static SHOWN: LazyLock<Made> = LazyLock::new(|| Made::at("2026-11-24T12:00:00Z"));

/// A sample that was made, and a desk to look at it from.
struct Made {
    folder: tempfile::TempDir,
    desk: Desk,
    at: DateTime<Utc>,
    made: Value,
}

impl Made {
    fn at(at: &str) -> Self {
        let at: DateTime<Utc> = at.parse().expect("a moment");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.caveat");
        let made =
            perform(&desk(&folder, None), "make_sample", json!({ "file": path, "at": at }), &Job::at(Door::Cli, at))
                .expect("a sample");
        let desk = desk(&folder, Some(path));
        Self { folder, desk, at, made }
    }

    fn ask(&self, wish: &str, input: Value) -> Value {
        let job = Job::at(Door::Cli, self.at);
        perform(&self.desk, wish, input, &job).unwrap_or_else(|failure| panic!("{wish}: {failure}"))
    }

    /// Every service with its assessment.
    fn services(&self) -> Vec<Value> {
        let vendors = self.ask("list_vendors", json!({}));
        let ids = vendors["vendors"].as_array().expect("vendors").iter().map(|vendor| vendor["id"].clone());
        ids.flat_map(|id| {
            self.ask("show_vendor", json!({ "vendor": id }))["services"].as_array().expect("services").clone()
        })
        .collect()
    }
}

fn desk(folder: &tempfile::TempDir, workspace: Option<PathBuf>) -> Desk {
    let data = Some(folder.path().join("data"));
    Desk::open(Places { data, person: Some("Ada Rahimi".to_owned()), workspace }).expect("a desk")
}

/// The figures of a list of vendors: everything but the ids, which are new each time.
fn figures(vendors: &Value) -> Value {
    let mut vendors = vendors.clone();
    for vendor in vendors["vendors"].as_array_mut().expect("vendors") {
        let fields = vendor.as_object_mut().expect("fields");
        fields.retain(|_, value| value.as_str().is_none_or(|text| text.matches('-').count() != 4));
    }
    vendors
}

fn all<'v>(rows: &'v [Value], list: &str) -> Vec<&'v Value> {
    rows.iter().flat_map(|row| row.pointer(list).and_then(Value::as_array).into_iter().flatten()).collect()
}

#[test]
fn the_same_end_gives_the_same_figures_and_everything_verifies() {
    let (one, two) = (&*SHOWN, Made::at("2026-11-24T12:00:00Z"));
    let (first, second) = (one.ask("list_vendors", json!({})), two.ask("list_vendors", json!({})));
    assert_eq!(figures(&first), figures(&second));
    assert_ne!(first, figures(&first), "ids are left out");
    assert_eq!(one.made["vendors"], first["vendors"].as_array().expect("vendors").len());
    let seen = one.ask("verify_workspace", json!({}));
    assert_eq!(seen["ok"], true, "{seen:#}");
    let mut left: Vec<String> = std::fs::read_dir(one.folder.path().join("data"))
        .map(|entries| {
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
        })
        .unwrap_or_default();
    left.sort();
    assert_eq!(left, [""; 0], "the telling leaves nothing in the user's data, and no library");
}

#[test]
fn every_screen_has_something_true_to_show() {
    let sample = &*SHOWN;
    let services = sample.services();
    let words = |rows: &[&Value], field: &str| -> BTreeSet<String> {
        rows.iter().filter_map(|row| row[field].as_str()).map(str::to_owned).collect()
    };
    let claims = all(&services, "/assessment/claims");
    for check in ["certificate", "critical_fixes", "incident_notice", "report_period", "tls_version"] {
        for state in ["supported", "contradicted", "unverified"] {
            let found = claims.iter().any(|claim| claim["check"] == check && claim["state"] == state);
            assert!(found, "no {state} claim of {check}");
        }
    }
    let gates = all(&services, "/assessment/gates");
    assert_eq!(
        words(&gates, "state"),
        ["covered", "failed", "met", "open", "overdue"].map(str::to_owned).into(),
        "every state of a gate"
    );
    let terms = all(&services, "/assessment/standing/terms");
    assert_eq!(words(&terms, "state"), ["absent", "excepted", "met", "unknown", "weaker"].map(str::to_owned).into());
    let evidence = all(&services, "/evidence");
    for kind in ["document", "independent", "public"] {
        for confirmed in [true, false] {
            let found = evidence.iter().any(|one| one["kind"] == kind && one["confirmed"] == confirmed);
            assert!(found, "{kind}, confirmed: {confirmed}");
        }
    }
    let listed = sample.ask("list_vendors", json!({}));
    let vendors: Vec<&Value> = listed["vendors"].as_array().expect("vendors").iter().collect();
    assert_eq!(
        words(&vendors, "stage"),
        ["active", "assessment", "contract", "decision", "exit", "request", "security_review", "triage"]
            .map(str::to_owned)
            .into()
    );
    let tiers: BTreeSet<u64> = services
        .iter()
        .filter(|one| one["inherent"]["triaged"] == true)
        .filter_map(|one| one["inherent"]["tier"].as_u64())
        .collect();
    assert_eq!(tiers, [1, 2, 3, 4].into());
    assert!(services.iter().any(|one| one["inherent"]["triaged"] == false), "one is not triaged");
    let residuals: BTreeSet<&str> =
        services.iter().filter_map(|one| one["assessment"]["rating"]["residual"].as_str()).collect();
    assert!(residuals.contains("very_high") && residuals.len() >= 4, "{residuals:?}");
    let codes = words(
        &all(&services, "/endpoints")
            .iter()
            .flat_map(|one| all(std::slice::from_ref(*one), "/look/findings"))
            .collect::<Vec<_>>(),
        "code",
    );
    for code in [
        "cert.expired",
        "cert.name_mismatch",
        "cert.wildcard",
        "chain.incomplete",
        "http.hsts_missing",
        "proto.no_tls13",
    ] {
        assert!(codes.contains(code), "{code} in {codes:?}");
    }
    assert!(gates.iter().any(|gate| gate["name"] == "KEV-OVERDUE"), "a known exploited fault");
}

#[test]
fn every_figure_of_its_overview_is_counted_again() {
    let sample = &*SHOWN;
    recounted(&|wish, input| sample.ask(wish, input), &sample.folder.path().join("shop.caveat"));
}

#[test]
fn each_series_has_looks_of_more_than_one_quarter_and_some_changed() {
    let sample = &*SHOWN;
    let services = sample.services();
    let (mut changed, mut looks) = (0, 0);
    for endpoint in all(&services, "/endpoints") {
        let view = sample.ask("show_endpoint", json!({ "endpoint": endpoint["id"] }));
        let series = view["series"].as_array().expect("a series");
        assert!(series.len() >= 2, "{}", endpoint["host"]);
        assert_eq!(endpoint["host"].as_str().map(|host| host.contains(".example")), Some(true));
        let first: DateTime<Utc> = series[series.len() - 1]["at"].as_str().expect("a time").parse().expect("a time");
        assert!(sample.at - first > TimeDelta::days(30), "{}", endpoint["host"]);
        changed += series[..series.len() - 1].iter().filter(|look| look["changed"] == true).count();
        looks += series.len();
    }
    assert_eq!(sample.made["looks"], looks);
    assert!(changed >= 15 && changed < looks, "{changed} of {looks} changed");
}

#[test]
fn its_dates_lie_in_the_year_before_it_ends_whatever_the_year() {
    let mut figures_of = BTreeSet::new();
    for at in ["2027-02-28T00:00:00Z", "2028-02-29T23:59:59Z", "2026-01-01T00:30:00Z"] {
        let sample = Made::at(at);
        let acts = sample.ask("list_acts", json!({ "limit": 10_000 }));
        let times: Vec<DateTime<Utc>> = acts["acts"]
            .as_array()
            .expect("acts")
            .iter()
            .map(|act| act["at"].as_str().expect("a time").parse().expect("a time"))
            .collect();
        assert_eq!(sample.made["acts"], times.len());
        assert!(times.iter().all(|time| *time <= sample.at && sample.at - *time <= TimeDelta::days(370)), "{at}");
        let vendors = figures(&sample.ask("list_vendors", json!({})));
        let rows = vendors["vendors"].as_array().expect("vendors").iter();
        figures_of
            .insert(rows.map(|row| format!("{} {} {}", row["name"], row["tier"], row["worst"])).collect::<String>());
    }
    assert_eq!(figures_of.len(), 1, "{figures_of:#?}");
}

#[test]
fn who_opens_it_writes_as_himself_and_its_advisories_stay_its_own() {
    let sample = Made::at("2026-11-24T12:00:00Z");
    let vendor = sample.ask("find_vendor", json!({ "name": "Payline" }))["id"].clone();
    sample.ask("edit_vendor", json!({ "vendor": vendor, "changes": { "owner": "A. Said" } }));
    let acts = sample.ask("list_acts", json!({ "limit": 2 }));
    assert_eq!((&acts["acts"][0]["person"], &acts["acts"][1]["person"]), (&json!("Ada Rahimi"), &json!("T. Brandt")));
    let library = sample.ask("show_library", json!({}));
    assert_eq!((&library["stale"], &library["age_days"]), (&json!(false), &json!(2)));
    let add = json!({ "paths": [sample.folder.path()] });
    let refused =
        perform(&sample.desk, "import_advisories", add, &Job::at(Door::Cli, sample.at)).expect_err("a refusal");
    assert!(refused.hint.contains("own workspace"), "{refused:?}");
    let own = desk(&sample.folder, Some(sample.folder.path().join("own.caveat")));
    let none = perform(&own, "show_library", json!({}), &Job::at(Door::Cli, sample.at)).expect_err("no library");
    assert_eq!(none.code, FailureCode::NoLibrary, "a few records are no library for other workspaces");
}

#[test]
fn what_is_there_already_is_left_untouched() {
    let story = Story::new();
    let file = story.folder.path().join("there.caveat");
    for there in [file.clone(), PathBuf::from(format!("{}.library", file.display()))] {
        std::fs::write(&there, "words").expect("a file");
        let refused = story.refusal("make_sample", json!({ "file": file }));
        assert_eq!(refused.code, FailureCode::Exists);
        assert_eq!(names(story.folder.path()), [there.file_name().expect("a name").to_string_lossy()]);
        assert_eq!(std::fs::read_to_string(&there).expect("the file"), "words");
        std::fs::remove_file(&there).expect("removed");
    }
    let refused = story.refusal("make_sample", json!({ "file": file, "at": "9999-01-01T00:00:00Z" }));
    assert!(refused.message.contains("9999"), "{refused:?}");
    assert_eq!(names(story.folder.path()), [""; 0]);
}

#[test]
fn one_that_cannot_be_told_to_its_end_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    // where the story would be told there is a file
    std::fs::write(folder.path().join("data"), "words").expect("a file");
    let input = json!({ "file": folder.path().join("shop.caveat") });
    let now = "2026-11-24T12:00:00Z".parse().expect("a moment");
    let refused = perform(&desk(&folder, None), "make_sample", input, &Job::at(Door::Cli, now)).expect_err("a refusal");
    assert_eq!(refused.code, FailureCode::ReadOnly, "{refused:?}");
    assert_eq!(names(folder.path()), ["data"]);
}

#[test]
fn a_sample_without_a_file_stands_in_the_users_data() {
    let story = Story::new();
    let made = story.ask("make_sample", json!({}));
    assert_eq!(made["file_name"], "sample.caveat");
    assert_eq!(names(story.folder.path()), ["sample.caveat", "sample.caveat.library"]);
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
