//! People who act. A name is entered, not authenticated.

use crate::id::PersonId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A person who acts in this workspace.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct Person {
    /// Which row this is.
    pub id: PersonId,
    /// The name as entered; `None` once erased.
    pub name: Option<String>,
}
