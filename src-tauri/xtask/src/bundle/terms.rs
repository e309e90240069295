//! The licence texts of everything that is shipped, each text once with those it is of.

use super::sbom::Part;
use crate::shell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Beginnings of the names of files that hold terms.
const NAMES: [&str; 6] = ["license", "licence", "copying", "copyright", "notice", "unlicense"];

/// One text of all of them; what brings no text of its own is listed with its expression.
pub fn texts<'a>(parts: impl Iterator<Item = &'a Part>, fonts: &Path) -> Result<String, String> {
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut without = Vec::new();
    for part in parts {
        let named = format!("{} {}", part.name, part.version);
        let files = terms_of(&shell::root().join(&part.folder));
        if files.is_empty() {
            without.push(format!("{named}: {}", part.licence.as_deref().unwrap_or("no licence named")));
        }
        for file in files {
            by_text.entry(read(&file)?).or_default().push(named.clone());
        }
    }
    for file in listed(fonts, |name| name.ends_with(".txt")) {
        let font = file.file_stem().map(|stem| stem.to_string_lossy().replace("OFL-", "")).unwrap_or_default();
        by_text.entry(read(&file)?).or_default().push(format!("the font {font}"));
    }
    let mut texts: Vec<(Vec<String>, String)> = by_text.into_iter().map(|(text, names)| (names, text)).collect();
    texts.sort();
    let rule = "-".repeat(78);
    let mut out = "Caveat holds these works of others, under these terms.\n".to_owned();
    for (names, text) in &texts {
        out.push_str(&format!("\n{rule}\n{}\n\n{}\n", names.join(", "), text.trim_end()));
    }
    if !without.is_empty() {
        out.push_str(&format!("\n{rule}\nWithout a text of their own:\n{}\n", without.join("\n")));
    }
    Ok(out)
}

fn terms_of(folder: &Path) -> Vec<PathBuf> {
    listed(folder, |name| NAMES.iter().any(|beginning| name.to_ascii_lowercase().starts_with(beginning)))
}

fn listed(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries
        .filter(|entry| wanted(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// Old texts are not always UTF-8.
fn read(file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| format!("{}: {error}.", file.display()))?;
    Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_bring_their_terms_and_what_brings_none_is_named() {
        let part = Part {
            name: "bare".to_owned(),
            version: "1.0.0".to_owned(),
            purl: String::new(),
            licence: Some("MIT".to_owned()),
            hash: None,
            uses: Default::default(),
            folder: "no such folder/".to_owned(),
        };
        let text = texts([&part].into_iter(), &shell::root().join("assets/fonts")).expect("texts");
        assert!(text.contains("the font Inter") && text.contains("SIL OPEN FONT LICENSE"), "{text}");
        assert!(text.ends_with("Without a text of their own:\nbare 1.0.0: MIT\n"), "{text}");
    }
}
