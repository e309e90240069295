//! Notices of what is shipped and is not ours, as their authors ask for them.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::job::Job;
use crate::wire::Nothing;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The notices.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct NoticeList {
    /// Each with its text.
    pub notices: Vec<Notice>,
}

/// One notice.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
pub struct Notice {
    /// What it is of.
    pub title: String,
    /// The licence's short name (SPDX); several, where parts differ.
    pub licence: String,
    /// The notice itself.
    pub text: String,
}

/// What is shipped and is not ours.
const NOTICES: &[(&str, &str, &str)] = &[
    ("Inter, the typeface", "OFL-1.1", include_str!("../../../../assets/fonts/OFL-Inter.txt")),
    (
        "JetBrains Mono, the typeface of hashes and hosts",
        "OFL-1.1",
        include_str!("../../../../assets/fonts/OFL-JetBrainsMono.txt"),
    ),
    ("Lucide, the icons of the window", "ISC", include_str!("../../../../ui/src/styles/fonts/ISC-Lucide-icons.txt")),
    (
        "The sample workspace and its advisories",
        "CC-BY-4.0, CC0-1.0",
        include_str!("../../../../assets/sample/NOTICE.md"),
    ),
];

/// Lists the notices of what is shipped and is not ours.
pub fn list_notices(_: &Desk, _: Nothing, _: &Job) -> Result<NoticeList, Failure> {
    let notice = |(title, licence, text): &(&str, &str, &str)| Notice {
        title: (*title).to_owned(),
        licence: (*licence).to_owned(),
        text: (*text).to_owned(),
    };
    Ok(NoticeList { notices: NOTICES.iter().map(notice).collect() })
}
