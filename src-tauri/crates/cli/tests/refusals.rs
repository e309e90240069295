//! What the command line does when it cannot do what was asked: exit status 2; two lines of words
//! on standard error, or with `--json` one document on standard output and nothing else.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "support/called.rs"]
mod called;

use called::caveat;
use serde_json::Value;

#[test]
fn a_refusal_has_status_2_and_says_what_happened_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let done = |arguments: &[&str]| {
        let output = caveat(folder, arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
    };
    done(&["vendor", "add", "Acme", "--kind", "saas"]);
    done(&["service", "add", "Acme", "Chat"]);
    done(&["questionnaire", "issue", "Acme"]);
    std::fs::write(folder.join("empty"), "").unwrap();
    std::fs::write(folder.join("junk"), [0, 159, 146, 150]).unwrap();
    for (arguments, code, says) in [
        (vec!["vendor", "show", "Nobody"], "not_found", "Nobody"),
        (vec!["vendor", "add", "acme", "--kind", "saas"], "exists", "Acme"),
        (vec!["components", "empty"], "bad_input", "it is empty"),
        (vec!["components", "junk"], "bad_input", "UTF-8"),
        (vec!["components", "."], "bad_input", "it is a folder"),
        (vec!["components", "nowhere"], "bad_input", "no such file"),
        (vec!["policy", "evaluate", "junk"], "bad_input", "UTF-8"),
        (vec!["certificate", "nowhere"], "bad_input", "no such file"),
        (vec!["advisories", "status"], "no_library", "no advisory data"),
        (vec!["advisories", "import", "junk"], "bad_input", "neither an OSV record"),
        // an import that failed left none behind
        (vec!["match", "junk"], "no_library", "no advisory data"),
        (vec!["contract", "add", "Acme", "X", "--ends", "2026-02-30"], "bad_input", "“2026-02-30” is no date"),
        (vec!["questionnaire", "answer", "Acme", "SUP-04", "hours", "--hours", "9999"], "bad_input", "0 to 8760"),
        (
            vec!["accept", "Acme", "--gate", "X", "--owner", "A", "--reason", "B", "--until", "soon"],
            "bad_input",
            "no date",
        ),
        (vec!["report", "vendor", "Acme", "-o", "none/r.pdf"], "bad_input", "folder is not there"),
        (vec!["tls", "127.0.0.1:1"], "private_address", "private address"),
        (vec!["tls", "no-such-host.invalid"], "bad_input", "does not resolve"),
        (vec!["tls", "a.example", "--timeout", "nan"], "bad_input", "seconds"),
        (vec!["perform", "add_vendor", "{\"name\":"], "bad_input", "not JSON"),
        (vec!["workspace", "create", "a.caveat"], "exists", "already there"),
        (vec!["no-such-command"], "bad_input", "no-such-command"),
    ] {
        let plain = caveat(folder, &arguments);
        let said = String::from_utf8_lossy(&plain.stderr).into_owned();
        assert_eq!((plain.status.code(), plain.stdout.len()), (Some(2), 0), "{arguments:?}: {said}");
        assert!(said.contains(says) && !said.contains("os error") && !said.contains("SQL"), "{arguments:?}: {said}");

        let json = caveat(folder, &[&["--json"], arguments.as_slice()].concat());
        assert_eq!((json.status.code(), json.stderr.len()), (Some(2), 0), "{arguments:?}");
        let document: Value = serde_json::from_slice(&json.stdout).unwrap();
        let error = document["error"].as_object().unwrap();
        assert_eq!(error.keys().collect::<Vec<_>>(), ["code", "hint", "message"], "{arguments:?}");
        assert_eq!(error["code"], code, "{arguments:?}: {error:?}");
        assert!(error.values().all(|words| words.as_str().is_some_and(|words| !words.is_empty())), "{error:?}");
    }
    let acts = caveat(folder, &["--json", "workspace", "show"]);
    assert_eq!(serde_json::from_slice::<Value>(&acts.stdout).unwrap()["acts"], 3, "nothing else was written");
    done(&["verify"]);
}

#[test]
fn names_from_a_vendors_file_do_not_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let list = "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":[{\"name\":\"a\\u001b[2Jb\\u009b1mc\",\"version\":\"1\"}]}";
    std::fs::write(folder.path().join("list.json"), list).unwrap();
    let output = caveat(folder.path(), &["components", "list.json"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("a\u{fffd}[2Jb\u{fffd}1mc"), "{said:?}");
}
