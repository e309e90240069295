//! The window's door: what the page asks is granted by name, off the thread that draws.
//! Decides nothing. The page itself and the frame around it are not here yet.
#![forbid(unsafe_code)]

use caveat_actions::{Desk, Door, Failure, Job, perform};
use serde_json::Value;

/// Grants a wish of the page's, at this moment.
///
/// # Errors
/// A [`Failure`] that the page shows: what happened and what to do.
pub fn grant(desk: &Desk, name: &str, input: Value) -> Result<Value, Failure> {
    perform(desk, name, input, &Job::new(Door::Window))
}

#[cfg(test)]
mod tests {
    use super::*;
    use caveat_actions::{FailureCode, Places};
    use serde_json::json;

    #[test]
    fn the_page_cannot_name_paths() {
        let desk = Desk::open(Places { data: Some("unused".into()), ..Places::default() }).expect("a desk");
        let refused = grant(&desk, "create_workspace", json!({ "path": "x.caveat" })).expect_err("refused");
        assert_eq!(refused.code, FailureCode::BadInput);
        assert!(!std::path::Path::new("x.caveat").exists());
    }
}
