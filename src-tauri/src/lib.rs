//! The window's door: one command, over which the page asks for wishes by name. Each is
//! granted on a thread of its own, so that drawing never waits. Decides nothing.
#![forbid(unsafe_code)]

use caveat_actions::{Desk, Door, Failure, Job, Progress};
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
    use super::{Arc, Desk, Door, Failure, Job, Progress, Value};
    use tauri::async_runtime::spawn_blocking;
    use tauri::ipc::{Channel, JavaScriptChannelId};
    use tauri::{State, Webview};

    /// Grants a wish of the page's. One that may take long comes with an id to break it off by,
    /// and a channel to say how far it has come.
    #[tauri::command]
    pub async fn perform(
        page: Webview,
        desk: State<'_, Arc<Desk>>,
        name: String,
        input: Value,
        job: Option<String>,
        progress: Option<JavaScriptChannelId>,
    ) -> Result<Value, Failure> {
        let desk = desk.inner().clone();
        let told: Option<Channel<Progress>> = progress.map(|id| id.channel_on(page));
        spawn_blocking(move || {
            let wish = Job::new(Door::Window);
            let wish = match told {
                // a page that went away is told nothing, and nothing is lost
                Some(channel) => wish.told(move |progress| drop(channel.send(progress))),
                None => wish,
            };
            match job {
                Some(id) => desk.as_job(&id, &wish, || caveat_actions::perform(&desk, &name, input, &wish)),
                None => caveat_actions::perform(&desk, &name, input, &wish),
            }
        })
        .await
        .map_err(Failure::unexpected)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use caveat_actions::{FailureCode, Places, perform};
    use serde_json::json;

    #[test]
    fn the_page_cannot_name_paths() {
        let desk = Desk::open(Places { data: Some("unused".into()), ..Places::default() }).expect("a desk");
        let job = Job::new(Door::Window);
        for wish in ["create_workspace", "open_workspace"] {
            let refused = perform(&desk, wish, json!({ "file": "x.caveat" }), &job).expect_err("refused");
            assert_eq!(refused.code, FailureCode::BadInput);
            assert!(refused.message.contains("by path"), "{refused:?}");
        }
        assert!(!std::path::Path::new("x.caveat").exists());
    }
}
