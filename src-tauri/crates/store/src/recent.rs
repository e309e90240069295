//! Which workspace files this user had open lately, newest first. A file of the user's data
//! folder, outside every workspace and outside the log: it says nothing about vendors.

use crate::json;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Files that are remembered.
pub const MOST: usize = 10;

#[derive(Debug, Default, Deserialize, Serialize)]
struct Recent {
    files: Vec<PathBuf>,
}

/// The files that were open lately, newest first; those that are gone too.
pub fn list(file: &Path) -> Vec<PathBuf> {
    json::read::<Recent>(file).files
}

/// Notes that a workspace file was opened. Failing to is harmless: it is then not offered.
pub fn note(file: &Path, opened: &Path) {
    let opened = std::path::absolute(opened).unwrap_or_else(|_| opened.to_owned());
    let mut recent: Recent = json::read(file);
    if recent.files.first() == Some(&opened) {
        return;
    }
    recent.files.retain(|known| *known != opened);
    recent.files.insert(0, opened);
    recent.files.truncate(MOST);
    let _ = json::write(file, &recent);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_comes_first_once_and_only_so_many_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("data/recent.json");
        assert!(list(&file).is_empty());
        for number in 0..MOST + 3 {
            note(&file, &folder.path().join(format!("{number}.caveat")));
        }
        note(&file, &folder.path().join("5.caveat"));
        let names: Vec<String> =
            list(&file).iter().map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["5", "12", "11", "10", "9", "8", "7", "6", "4", "3"]);
    }

    #[test]
    fn a_broken_file_is_an_empty_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("recent.json");
        std::fs::write(&file, "{").expect("a file");
        assert!(list(&file).is_empty());
        note(&file, Path::new("/a.caveat"));
        assert_eq!(list(&file).len(), 1);
    }
}
