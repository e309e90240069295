//! The order of Python versions from before PEP 440, as setuptools had it: all of them before
//! every version of PEP 440. Used to compare two versions, never to decide a match: by this
//! order any text whatever is a version.

/// The key two such versions are compared by.
pub(super) fn key(version: &str) -> Vec<String> {
    let mut key: Vec<String> = Vec::new();
    for part in parts(&version.to_lowercase()) {
        if part.starts_with('*') {
            if part.as_str() < "*final" {
                while key.last().is_some_and(|last| last == "*final-") {
                    key.pop();
                }
            }
            while key.last().is_some_and(|last| last == "00000000") {
                key.pop();
            }
        }
        key.push(part);
    }
    key
}

fn parts(version: &str) -> Vec<String> {
    #[derive(Clone, Copy, Eq, PartialEq)]
    enum Kind {
        Digits,
        Letters,
        Other,
        Single,
    }
    let kind = |c: char| match c {
        '0'..='9' => Kind::Digits,
        'a'..='z' => Kind::Letters,
        '.' | '-' => Kind::Single,
        _ => Kind::Other,
    };
    let mut runs: Vec<(Kind, String)> = Vec::new();
    for c in version.chars() {
        match runs.last_mut() {
            Some((last, run)) if *last == kind(c) && *last != Kind::Single => run.push(c),
            _ => runs.push((kind(c), c.to_string())),
        }
    }
    let named = runs.into_iter().filter(|(_, run)| run != ".").map(|(kind, run)| match (kind, run.as_str()) {
        (Kind::Digits, digits) => format!("{digits:0>8}"),
        (_, "pre" | "preview" | "rc") => "*c".to_owned(),
        (_, "-") => "*final-".to_owned(),
        (_, "dev") => "*@".to_owned(),
        (_, other) => format!("*{other}"),
    });
    named.chain(["*final".to_owned()]).collect()
}
