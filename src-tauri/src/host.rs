//! What the window lends the desk: the system's own dialogs, and showing a file in the system's
//! own program. The page can do neither.

use caveat_actions::{ChooseFile, FilePlace, Host};
use std::path::PathBuf;
use tauri::{AppHandle, Wry};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

/// The dialogs of this window.
pub fn of(app: &AppHandle<Wry>) -> Host {
    let (asking, showing) = (app.clone(), app.clone());
    Host {
        ask: Box::new(move |wanted| rehearsed(wanted).unwrap_or_else(|| ask(&asking, wanted))),
        show: Box::new(move |path| {
            if rehearsing().is_some() {
                return Ok(());
            }
            showing.opener().open_path(path.display().to_string(), None::<&str>).map_err(|error| error.to_string())
        }),
    }
}

fn ask(app: &AppHandle<Wry>, wanted: &ChooseFile) -> Option<PathBuf> {
    let mut dialog = app.dialog().file().set_title(&wanted.title);
    if let Some(name) = &wanted.name {
        dialog = dialog.set_file_name(name);
    }
    if !wanted.endings.is_empty() {
        let endings: Vec<&str> = wanted.endings.iter().map(String::as_str).collect();
        dialog = dialog.add_filter(wanted.endings.join(", "), &endings);
    }
    let chosen = match wanted.place {
        FilePlace::Open => dialog.blocking_pick_file(),
        FilePlace::Save => dialog.blocking_save_file(),
    };
    chosen?.into_path().ok()
}

/// The system's dialogs cannot be driven by a test: in a debug build a folder named in the
/// environment answers for them, with the name offered.
fn rehearsed(wanted: &ChooseFile) -> Option<Option<PathBuf>> {
    let folder = rehearsing()?;
    Some(wanted.name.as_ref().map(|name| folder.join(name)))
}

fn rehearsing() -> Option<PathBuf> {
    cfg!(debug_assertions).then(|| std::env::var_os("CAVEAT_CHOOSE")).flatten().map(PathBuf::from)
}
