//! Small files of the user's data folder: read as they are or as nothing, written whole or not
//! at all. They stand outside every workspace and its log.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// What a file holds; nothing when it is missing or broken.
pub(crate) fn read<Held: Default + DeserializeOwned>(file: &Path) -> Held {
    std::fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Writes a file beside its place, then renames it over it; makes its folder first.
pub(crate) fn write(file: &Path, held: &impl Serialize) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = file.with_extension(format!("{}.new", std::process::id()));
    std::fs::write(&beside, serde_json::to_vec_pretty(held)?)?;
    std::fs::rename(&beside, file)
}
