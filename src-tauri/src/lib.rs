//! The window's door: one command, over which the page asks for wishes by name. Each is
//! granted on a thread of its own, so that drawing never waits. Decides nothing.
#![forbid(unsafe_code)]

use caveat_actions::{Desk, Door, Failure, Job, perform};
use serde_json::Value;
use std::sync::Arc;

/// Opens the window and returns when it is closed. A workspace that cannot be opened is told
/// in the window, not here.
///
/// # Errors
/// When the system gives no window.
pub fn open(desk: Desk) -> tauri::Result<()> {
    let desk = Arc::new(desk);
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .setup({
            let desk = desk.clone();
            move |app| {
                desk.lend(host::of(app.handle()));
                Ok(())
            }
        })
        .manage(desk)
        .invoke_handler(tauri::generate_handler![wish::perform])
        .run(tauri::generate_context!())
}

mod host;

mod wish {
    use super::{Arc, Desk, Failure, Value, grant};
    use tauri::State;
    use tauri::async_runtime::spawn_blocking;

    /// Grants a wish of the page's.
    #[tauri::command]
    pub async fn perform(desk: State<'_, Arc<Desk>>, name: String, input: Value) -> Result<Value, Failure> {
        let desk = desk.inner().clone();
        spawn_blocking(move || grant(&desk, &name, input)).await.map_err(Failure::unexpected)?
    }
}

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
