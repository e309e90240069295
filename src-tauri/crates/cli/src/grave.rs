//! `--fail-on SEVERITY`: the exit status that stops a pipeline.

use crate::Status;
use crate::words::rows;
use clap::ValueEnum;
use serde_json::Value;

/// A severity to fail on.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, ValueEnum)]
pub enum FailOn {
    Low,
    Medium,
    High,
    Critical,
}

impl FailOn {
    /// Is a severity as grave? What has no score may be as grave as anything.
    fn reached(self, severity: &str) -> bool {
        match severity {
            "malicious" | "unscored" => true,
            word => Self::from_str(word, false).is_ok_and(|severity| severity >= self),
        }
    }
}

/// The exit status of what was found, each with its `severity`.
pub fn status<'v>(fail_on: Option<FailOn>, found: impl IntoIterator<Item = &'v Value>) -> Status {
    let severity = |one: &'v Value| one["severity"].as_str().unwrap_or("unscored");
    match fail_on {
        Some(limit) if found.into_iter().any(|one| limit.reached(severity(one))) => Status::Grave,
        _ => Status::Done,
    }
}

/// The vulnerable and the malicious of a match; notices are neither.
pub fn matched(found: &Value) -> impl Iterator<Item = &Value> {
    let vulnerable = rows(&found["matches"]).iter().filter(|row| row["informational"].is_null());
    vulnerable.chain(rows(&found["malicious"]))
}

/// The findings of looks.
pub fn seen(looks: &Value) -> impl Iterator<Item = &Value> {
    rows(looks).iter().flat_map(|look| rows(&look["findings"]))
}
