//! The report: what it promises stands in it as text, its fonts are inside, a checker finds it
//! sound, and the same dossier gives the same bytes anywhere.

#![allow(clippy::print_stdout, reason = "a test says when it skips what a missing program would check")]

use crate::assessment::assessed;
use crate::story::{Story, moment};
use caveat_actions::{Desk, Door, Job, Places, perform};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

fn written(story: &Story, vendor: &Value) -> PathBuf {
    let path = story.folder.path().join("report.pdf");
    let made = story.ask("report_vendor", json!({ "vendor": vendor, "to": path }));
    assert_eq!(made["bytes"].as_u64(), Some(std::fs::metadata(&path).expect("the file").len()));
    assert!(made["pages"].as_u64() > Some(5));
    path
}

/// What a program of the system says of a file; `None` where the program is not installed.
pub fn said(program: &str, arguments: &[&str], path: &Path) -> Option<(bool, String)> {
    match Command::new(program).args(arguments).arg(path).arg("-").output() {
        Ok(output) => Some((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())),
        Err(_) => {
            println!("skipped: {program} is not installed");
            None
        }
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("- ", "-")
}

/// Every text of a value that a report prints.
fn texts(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        Value::Object(fields) => fields.values().for_each(|item| texts(item, out)),
        _ => {}
    }
}

#[test]
fn everything_promised_stands_in_it_as_text() {
    let story = Story::new();
    let known = assessed(&story);
    story.ask(
        "edit_vendor",
        json!({ "vendor": known.vendor, "changes": { "legal_name": "Nørthwind Ωmega 株式会社 ffi" } }),
    );
    let path = written(&story, &known.vendor);
    let Some((_, text)) = said("pdftotext", &["-raw"], &path) else { return };
    // lines of a table cell follow one another only within the cell: compare without any space
    let squeezed: String = text.split_whitespace().collect();
    let view = story.ask("show_vendor", json!({ "vendor": known.vendor }));
    let service = &view["services"][0];
    let mut promised =
        vec!["Northwind Assist".to_owned(), "Nørthwind Ωmega 株式会社 ffi".to_owned(), "Confidential".to_owned()];
    for claim in service["assessment"]["claims"].as_array().expect("claims") {
        texts(&json!([claim["says"], claim["seen"], claim["question"]]), &mut promised);
    }
    for gate in service["assessment"]["gates"].as_array().expect("gates") {
        texts(&json!([gate["name"], gate["asks"], gate["why"]]), &mut promised);
    }
    for line in service["assessment"]["standing"]["terms"].as_array().expect("terms") {
        texts(&json!([line["name"], line["required"]]), &mut promised);
    }
    for evidence in service["evidence"].as_array().expect("evidence") {
        texts(&json!([evidence["title"]]), &mut promised);
    }
    texts(&service["assessment"]["lacking"], &mut promised);
    let shown = story.ask("show_questionnaire", json!({ "questionnaire": known.questionnaire }));
    for row in shown["rows"].as_array().expect("rows") {
        texts(&json!([row["question"]["text"], row["said"], row["answer"]["note"]]), &mut promised);
    }
    for step in service["assessment"]["breakdown"].as_array().expect("steps") {
        promised.push(format!("{:.1}", step["points"].as_f64().expect("points").abs()));
    }
    assert!(promised.len() > 150, "{}", promised.len());
    let missing: Vec<&String> = promised
        .iter()
        .filter(|promise| !squeezed.contains(&plain(promise).split_whitespace().collect::<String>()))
        .collect();
    assert!(missing.is_empty(), "not in the report: {missing:#?}");
    assert!(!text.contains('\u{fffd}'));
    for section in
        ["Verdict", "Claims against evidence", "Sub-processors and concentration", "Sign-off", "Not assessed"]
    {
        assert!(text.contains(section), "{section}");
    }
}

#[test]
fn a_checker_finds_it_sound_and_every_font_is_inside() {
    let story = Story::new();
    let known = assessed(&story);
    let path = written(&story, &known.vendor);
    if let Ok(checked) = Command::new("qpdf").arg("--check").arg(&path).output() {
        assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    } else {
        println!("skipped: qpdf is not installed");
    }
    if let Ok(fonts) = Command::new("pdffonts").arg(&path).output() {
        let listed = String::from_utf8_lossy(&fonts.stdout).into_owned();
        let rows: Vec<&str> = listed.lines().skip(2).collect();
        assert_eq!(rows.len(), 4, "{listed}");
        assert!(rows.iter().all(|row| row.contains("yes yes yes") && row.contains('+')), "{listed}");
    } else {
        println!("skipped: pdffonts is not installed");
    }
}

/// Writes the report of the workspace named in the environment; run by the test below in
/// processes of its own.
#[test]
fn writes_where_it_is_told() {
    let Some(folder) = std::env::var_os("CAVEAT_REPORT_FOLDER").map(PathBuf::from) else { return };
    write_in(&folder);
}

fn write_in(folder: &Path) {
    let desk = Desk::open(Places {
        data: Some(folder.join("data")),
        person: Some("Ada Rahimi".to_owned()),
        workspace: Some(folder.join("story.caveat")),
    })
    .expect("a desk");
    let ask = |wish: &str, input: Value| {
        let now = moment() + chrono::TimeDelta::days(1);
        perform(&desk, wish, input, &Job::at(Door::Cli, now)).unwrap_or_else(|failure| panic!("{wish}: {failure}"))
    };
    let vendor = ask("find_vendor", json!({ "name": "Northwind Assist" }))["id"].clone();
    let to = folder.join("made.pdf");
    ask("report_vendor", json!({ "vendor": vendor, "to": to }));
}

#[test]
fn the_same_dossier_gives_the_same_bytes_anywhere() {
    let story = Story::new();
    assessed(&story);
    let file = story.folder.path().join("story.caveat");
    let copy = |folder: &Path| {
        for ending in ["", "-wal"] {
            let from = story.folder.path().join(format!("story.caveat{ending}"));
            if from.exists() {
                std::fs::copy(from, folder.join(format!("story.caveat{ending}"))).expect("a copy");
            }
        }
    };
    assert!(file.exists());
    let here = tempfile::tempdir().expect("a folder");
    copy(here.path());
    write_in(here.path());
    let made = std::fs::read(here.path().join("made.pdf")).expect("the report");
    write_in(here.path());
    assert!(made == std::fs::read(here.path().join("made.pdf")).expect("the report"), "twice in one process");
    for (zone, language) in [("Asia/Kathmandu", "C"), ("America/St_Johns", "de_DE.UTF-8")] {
        let there = tempfile::tempdir().expect("a folder");
        copy(there.path());
        let run = Command::new(std::env::current_exe().expect("this test"))
            .args(["report::writes_where_it_is_told", "--exact"])
            .envs([("TZ", zone), ("LANG", language), ("LC_ALL", language)])
            .env("HOME", there.path())
            .env("CAVEAT_REPORT_FOLDER", there.path())
            .output()
            .expect("a process");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
        let other = std::fs::read(there.path().join("made.pdf")).expect("the report");
        assert!(made == other, "under {zone} and {language}");
    }
}

#[test]
fn a_report_that_cannot_be_saved_says_why() {
    let story = Story::new();
    let known = assessed(&story);
    let nowhere = story.folder.path().join("no such folder").join("r.pdf");
    let failure = story.refusal("report_vendor", json!({ "vendor": known.vendor, "to": nowhere }));
    assert!(failure.message.contains("folder"), "{failure:?}");
    let failure = story.refusal("report_vendor", json!({ "vendor": known.vendor, "to": { "token": "made up" } }));
    assert!(failure.hint.contains("Choose"), "{failure:?}");
}
