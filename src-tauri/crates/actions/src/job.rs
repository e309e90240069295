//! What comes with a wish besides its input: through which door it came, and what time it is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A way in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// The command line.
    Cli,
    /// The window.
    Window,
}

/// One wish being granted.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// Through which door the wish came.
    pub door: Door,
    /// The moment it counts as made.
    pub now: DateTime<Utc>,
}

impl Job {
    /// A wish that came through `door` at this moment.
    pub fn new(door: Door) -> Self {
        Self { door, now: Utc::now() }
    }

    /// A wish that came through `door` at a moment given: the sample workspace and tests tell
    /// their own time.
    pub fn at(door: Door, now: DateTime<Utc>) -> Self {
        Self { door, now }
    }
}
