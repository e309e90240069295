//! A disk that is full while something is saved, and folders that may not be written: a small
//! disk of memory that the test mounts where it may. Nothing half-written is left, what was there
//! stays readable, and once there is room the same wish works.

#![allow(clippy::print_stdout, reason = "a test says when it skips what it may not do")]

use crate::assessment::{assessed, record};
use crate::story::{Story, moment};
use caveat_actions::{Desk, Door, Failure, FailureCode, Job, Places, perform};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A disk of memory of so many KiB; `None` where it may not be mounted.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    fn new(kib: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kib}k"), "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        if !mounted.is_ok_and(|status| status.success()) {
            println!("skipped: a disk of memory may not be mounted here");
            return None;
        }
        Some(Self { folder })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Fills what is left of it; the file that does so is given back.
    fn fill(&self) -> PathBuf {
        use std::io::Write;
        let path = self.path("filler");
        let mut file = std::fs::File::create(&path).expect("a file");
        for size in [65_536, 4096, 512, 1] {
            while file.write(&vec![0; size]).is_ok_and(|written| written > 0) {}
        }
        path
    }

    fn entries(&self) -> Vec<String> {
        let listed = std::fs::read_dir(self.folder.path()).expect("a folder").flatten();
        let mut names: Vec<String> = listed.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}

fn desk(workspace: &Path, data: &Path) -> Desk {
    let places = Places {
        data: Some(data.to_owned()),
        person: Some("Ada Rahimi".to_owned()),
        workspace: Some(workspace.to_owned()),
    };
    Desk::open(places).expect("a desk")
}

fn ask(desk: &Desk, wish: &str, input: Value) -> Result<Value, Failure> {
    perform(desk, wish, input, &Job::at(Door::Cli, moment()))
}

fn is_full(failure: &Failure) {
    assert_eq!(failure.code, FailureCode::DiskFull, "{failure:?}");
    assert!(failure.message.contains("The disk is full") && failure.hint.contains("Free some space"), "{failure:?}");
}

#[test]
fn acts_on_a_full_disk_are_refused_whole() {
    let Some(disk) = Disk::new(2048) else { return };
    let data = tempfile::tempdir().expect("a folder");
    let desk = desk(&disk.path("a.caveat"), data.path());
    let note = "n".repeat(9_000);
    let add = |name: &str| ask(&desk, "add_vendor", json!({ "name": name, "kind": "saas", "note": note }));
    add("Acme").expect("room for one");
    let filler = disk.fill();
    // the log beside the file may have room left from before: until it is used up, acts work
    let mut kept = 1;
    let mut refused = 0;
    for number in 0..60 {
        match add(&format!("Vendor {number}")) {
            Ok(_) => kept += 1,
            Err(failure) => {
                is_full(&failure);
                refused += 1;
            }
        }
    }
    assert!(refused > 10, "{refused}");
    let vendors = || ask(&desk, "list_vendors", json!({})).expect("a list")["vendors"].as_array().map(Vec::len);
    assert_eq!(vendors(), Some(kept), "what was there can be read, and nothing else is there");
    std::fs::remove_file(filler).expect("room again");
    add("Borealis").expect("an act once there is room");
    assert_eq!(vendors(), Some(kept + 1));
    let seen = ask(&desk, "verify_workspace", json!({})).expect("a verdict");
    assert_eq!((&seen["ok"], &seen["acts"]), (&json!(true), &json!(kept + 1)), "{seen:#}");
}

#[test]
fn a_workspace_that_finds_no_room_is_not_left_half_made() {
    let Some(disk) = Disk::new(512) else { return };
    let data = tempfile::tempdir().expect("a folder");
    disk.fill();
    let desk = desk(&disk.path("a.caveat"), data.path());
    is_full(&ask(&desk, "add_vendor", json!({ "name": "Acme", "kind": "saas" })).expect_err("no room"));
    assert_eq!(disk.entries(), ["filler"]);
}

#[test]
fn a_report_on_a_full_disk_leaves_the_older_one_and_nothing_half_written() {
    let Some(disk) = Disk::new(512) else { return };
    let story = Story::new();
    let known = assessed(&story);
    let path = disk.path("r.pdf");
    std::fs::write(&path, "an older report").expect("room");
    let filler = disk.fill();
    let report = json!({ "vendor": known.vendor, "to": path });
    is_full(&story.refused("report_vendor", report.clone(), FailureCode::DiskFull, "not saved"));
    assert_eq!(disk.entries(), ["filler", "r.pdf"]);
    assert_eq!(std::fs::read(&path).expect("the older one"), b"an older report");
    std::fs::remove_file(filler).expect("room again");
    story.ask("report_vendor", report);
    assert!(std::fs::read(&path).expect("the report").starts_with(b"%PDF"));
}

#[test]
fn an_import_on_a_full_disk_leaves_the_advisories_that_were_there() {
    let Some(disk) = Disk::new(1024) else { return };
    let elsewhere = tempfile::tempdir().expect("a folder");
    let desk = desk(&elsewhere.path().join("a.caveat"), disk.folder.path());
    let file = |name: &str, text: &str| {
        let path = elsewhere.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path
    };
    let first = file("first.json", &record("2026-09-01T00:00:00Z"));
    ask(&desk, "import_advisories", json!({ "paths": [first] })).expect("room for one");
    let many = elsewhere.path().join("many");
    std::fs::create_dir(&many).expect("a folder");
    let summary = "s".repeat(2000);
    for number in 0..600 {
        let one = record("2026-09-01T00:00:00Z").replace("RUSTSEC-2026-9999", &format!("A-{number}"));
        std::fs::write(many.join(format!("{number}.json")), one.replace("Leaks keys", &summary)).expect("a record");
    }
    let filler = disk.fill();
    let import = || ask(&desk, "import_advisories", json!({ "paths": [many] }));
    is_full(&import().expect_err("no room"));
    std::fs::remove_file(filler).expect("some room again");
    assert_eq!(ask(&desk, "show_library", json!({})).expect("a status")["records"], 1);
    is_full(&import().expect_err("still too little: the data are larger than the disk"));
    assert_eq!(ask(&desk, "show_library", json!({})).expect("a status")["records"], 1);
    let second = file("second.json", &record("2026-09-01T00:00:00Z").replace("2026-9999", "2026-9998"));
    let done = ask(&desk, "import_advisories", json!({ "paths": [second] })).expect("room for one more");
    assert_eq!(done["library"]["records"], 2);
}

/// May this process write where nobody may? Then permissions show nothing.
#[cfg(unix)]
fn above_permissions(folder: &Path) -> bool {
    let allowed = std::fs::write(folder.join("try"), "x").is_ok();
    if allowed {
        println!("skipped: this user may write everywhere");
    }
    allowed
}

#[test]
#[cfg(unix)]
fn folders_and_files_that_may_not_be_written_say_so() {
    use std::os::unix::fs::PermissionsExt;
    let story = Story::new();
    let known = assessed(&story);
    let locked = story.folder.path().join("locked");
    std::fs::create_dir(&locked).expect("a folder");
    let allow = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions");
    };
    allow(&locked, 0o555);
    if above_permissions(&locked) {
        return;
    }
    let report = json!({ "vendor": known.vendor, "to": locked.join("r.pdf") });
    story.refused("report_vendor", report, FailureCode::ReadOnly, "Check that you may write to that folder");
    let data = tempfile::tempdir().expect("a folder");
    let failure =
        ask(&desk(&locked.join("a.caveat"), data.path()), "add_vendor", json!({ "name": "B", "kind": "saas" }));
    assert_eq!(failure.expect_err("refused").code, FailureCode::ReadOnly);
    let copy = data.path().join("copy.caveat");
    std::fs::copy(story.folder.path().join("story.caveat"), &copy).expect("a copy");
    allow(&copy, 0o444);
    let failure =
        ask(&desk(&copy, data.path()), "add_vendor", json!({ "name": "B", "kind": "saas" })).expect_err("refused");
    assert!(failure.message.contains("write-protected"), "{failure:?}");
    let good = story.file("good.json", record("2026-09-01T00:00:00Z"));
    let failure = ask(&desk(&copy, &locked), "import_advisories", json!({ "paths": [good] })).expect_err("refused");
    assert!(failure.message.contains("advisory library"), "{failure:?}");
    allow(&locked, 0o755);
}
