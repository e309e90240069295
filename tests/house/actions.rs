//! The table of wishes: names that say what is done, words for each, and no door without a
//! way back to the command line.

use caveat_actions::{Door, table};
use std::collections::BTreeSet;

/// What a wish may begin with.
const VERBS: &[&str] = &[
    "accept", "add", "answer", "archive", "cancel", "check", "choose", "confirm", "create", "edit", "evaluate", "find",
    "import", "issue", "judge", "list", "make", "match", "open", "read", "rebuild", "report", "restore", "review",
    "scan", "show", "undo", "verify", "weigh", "withdraw",
];

/// What only a window can do: it asks with the system's dialogs, shows files, and goes on with one
/// workspace until another is opened; a command says each time which it means, and ends by Ctrl C.
const OF_THE_WINDOW: &[&str] =
    &["cancel_job", "choose_file", "list_recent", "open_file", "open_sample", "open_workspace"];

#[test]
fn every_wish_is_a_verb_and_a_noun_and_says_what_it_does() {
    let wishes = table();
    let names: BTreeSet<&str> = wishes.iter().map(|wish| wish.name).collect();
    assert_eq!(names.len(), wishes.len(), "each once");
    for wish in &wishes {
        let (verb, noun) = wish.name.split_once('_').unwrap_or_default();
        assert!(VERBS.contains(&verb) && !noun.is_empty(), "{}: verb_noun, with a verb of the list", wish.name);
        assert!(wish.about.ends_with('.') && wish.about.len() > 20, "{}: {}", wish.name, wish.about);
        let only_window = OF_THE_WINDOW.contains(&wish.name);
        assert!(wish.doors.contains(&Door::Cli) != only_window, "{}: reachable from the command line", wish.name);
        assert!(!wish.input.is_empty() && !wish.output.is_empty(), "{}", wish.name);
    }
}
