//! What the programs are given to work on, made from the advisory data beside the repository: a
//! lock file, component lists, a large dump, and the same advisories as cargo-audit reads them.

use crate::json::{map, Json};
use crate::shell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The advisory data, where they are.
///
/// # Errors
/// Says that they are not there.
pub fn data() -> Result<PathBuf, String> {
    let folder = shell::root().join("../shared/data/advisories");
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err("../shared/data/advisories is not there.".to_owned())
    }
}

/// Files of a folder, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let listed = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}.", folder.display()))?;
    let mut paths: Vec<PathBuf> = listed.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// A lock file of so many packages of the registry, taken from real ones in their order.
pub fn lock(data: &Path, packages: usize) -> Result<String, String> {
    let (mut seen, mut out) = (BTreeSet::new(), "version = 3\n".to_owned());
    for file in files(&data.join("lockfiles/cargo"))? {
        let text = shell::read(&file)?;
        for package in crate::lock::packages(&text) {
            let Some(checksum) = package.checksum else { continue };
            if seen.len() < packages && seen.insert((package.name.to_owned(), package.version.to_owned())) {
                let source = "registry+https://github.com/rust-lang/crates.io-index";
                out.push_str(&format!(
                    "\n[[package]]\nname = \"{}\"\nversion = \"{}\"\nsource = \"{source}\"\nchecksum = \"{checksum}\"\n",
                    package.name, package.version
                ));
            }
        }
    }
    if seen.len() < packages {
        return Err(format!("The lock files hold {} packages only.", seen.len()));
    }
    Ok(out)
}

/// Of so many components of a list one is of a package that advisories name.
pub const SHARE: usize = 10;

/// A component list of so many components, each of another name or version.
pub fn components(data: &Path, count: usize) -> Result<Json, String> {
    let mut names = BTreeSet::new();
    for (kind, file) in [("cargo", "crates"), ("golang", "go"), ("npm", "npm"), ("pypi", "pypi")] {
        for row in shell::read(&data.join(format!("oracle/{file}-match.jsonl")))?.lines() {
            let row = Json::read(row)?;
            names.extend(row.get("name").text().map(|name| format!("pkg:{kind}/{}", encoded(name))));
        }
    }
    let names: Vec<String> = names.into_iter().collect();
    if names.is_empty() {
        return Err("The oracles name no package.".to_owned());
    }
    let component = |at: usize| {
        let (known, round) = (&names[at / SHARE % names.len()], at / SHARE / names.len());
        let kind = known.split('/').next().unwrap_or_default();
        let purl = if at % SHARE == 0 { known.clone() } else { format!("{kind}/part-{at}") };
        let version = format!("{}.{}.{}", round + at % 7, at % 16, at % 5);
        let name = purl.rsplit('/').next().unwrap_or(&purl).to_owned();
        map([
            ("type", "library".into()),
            ("name", name.into()),
            ("version", version.clone().into()),
            ("purl", format!("{purl}@{version}").into()),
        ])
    };
    Ok(map([
        ("bomFormat", "CycloneDX".into()),
        ("specVersion", "1.6".into()),
        ("components", Json::List((0..count).map(component).collect())),
    ]))
}

fn encoded(name: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-_~/".contains(letter);
    let mut out = String::new();
    for letter in name.chars() {
        if plain(letter) {
            out.push(letter);
        } else {
            letter.to_string().bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

/// Unpacks an archive.
fn unpacked(archive: &Path, folder: &Path) -> Result<Vec<PathBuf>, String> {
    shell::fresh(folder)?;
    shell::run("python3", &["-m", "zipfile", "-e", &shell::text(archive), &shell::text(folder)])?;
    files(folder)
}

/// A dump of so many times the records of PyPI's, each copy under names of its own; the dump and
/// how many records it holds.
pub fn large_dump(data: &Path, scratch: &Path, copies: usize) -> Result<(PathBuf, usize), String> {
    let records = unpacked(&data.join("osv/PyPI/all.zip"), &scratch.join("pypi"))?;
    let folder = scratch.join("large");
    shell::fresh(&folder)?;
    let mut count = 0;
    for record in &records {
        let (Some(stem), text) = (record.file_stem().and_then(|stem| stem.to_str()), shell::read(record)?) else {
            continue;
        };
        for copy in 0..copies {
            let own = |text: &str| {
                ["PYSEC-", "CVE-", "GHSA-"]
                    .iter()
                    .fold(text.to_owned(), |text, kind| text.replace(kind, &format!("{kind}{copy}x")))
            };
            shell::write(&folder.join(format!("{}.json", own(stem))), own(&text))?;
            count += 1;
        }
    }
    let archive = scratch.join("large.zip");
    shell::run("python3", &["-m", "zipfile", "-c", &shell::text(&archive), &format!("{}/", folder.display())])?;
    Ok((archive, count))
}

/// The advisories of crates.io as the folder that cargo-audit takes for its database.
pub fn audit_database(data: &Path, scratch: &Path) -> Result<PathBuf, String> {
    let folder = scratch.join("advisory-db");
    shell::fresh(&folder)?;
    for record in unpacked(&data.join("osv/crates.io/all.zip"), &scratch.join("crates"))? {
        let record = Json::read(&shell::read(&record)?)?;
        if let Some((package, id, text)) = advisory(&record) {
            shell::write(&folder.join("crates").join(package).join(format!("{id}.md")), text)?;
        }
    }
    Ok(folder)
}

/// One advisory in the form of RustSec's database: package, id and text; `None` for what is not
/// RustSec's.
fn advisory(record: &Json) -> Option<(&str, &str, String)> {
    let id = record.get("id").text().filter(|id| id.starts_with("RUSTSEC-"))?;
    let affected = record.get("affected").items().first()?;
    let package = affected.get("package").get("name").text()?;
    let date = |field: &str| record.get(field).text().and_then(|time| time.get(..10));
    let (patched, unaffected) = versions(affected);
    let list = |versions: &[String]| versions.iter().map(|one| format!("\"{one}\"")).collect::<Vec<_>>().join(", ");
    let mut text =
        format!("```toml\n[advisory]\nid = \"{id}\"\npackage = \"{package}\"\ndate = \"{}\"\n", date("published")?);
    if let Some(kind) = affected.get("database_specific").get("informational").text() {
        text.push_str(&format!("informational = \"{kind}\"\n"));
    }
    if let Some(withdrawn) = date("withdrawn") {
        text.push_str(&format!("withdrawn = \"{withdrawn}\"\n"));
    }
    text.push_str(&format!(
        "\n[versions]\npatched = [{}]\nunaffected = [{}]\n```\n\n",
        list(&patched),
        list(&unaffected)
    ));
    text.push_str(&format!(
        "# {}\n\n{}\n",
        record.get("summary").text().unwrap_or(id),
        record.get("details").text().unwrap_or("")
    ));
    Some((package, id, text))
}

/// The versions that are patched and those that never were affected, as RustSec writes them,
/// from OSV's events.
fn versions(affected: &Json) -> (Vec<String>, Vec<String>) {
    let events: Vec<&(String, Json)> = affected
        .get("ranges")
        .items()
        .iter()
        .flat_map(|range| range.get("events").items())
        .flat_map(|event| event.fields())
        .collect();
    let (mut patched, mut unaffected) = (Vec::new(), Vec::new());
    for (at, (kind, version)) in events.iter().enumerate() {
        let version = version.text().unwrap_or_default();
        let next = events.get(at + 1).and_then(|(_, version)| version.text());
        match kind.as_str() {
            "introduced" if at == 0 && !["0", "0.0.0-0"].contains(&version) => unaffected.push(format!("<{version}")),
            "fixed" => patched.push(next.map_or(format!(">={version}"), |next| format!(">={version}, <{next}"))),
            _ => {}
        }
    }
    (patched, unaffected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advisories_are_written_as_rustsec_reads_them() {
        let record = r#"{"id": "RUSTSEC-2026-0001", "published": "2026-01-02T12:00:00Z", "summary": "Leaks",
            "details": "It leaks.", "affected": [{"package": {"ecosystem": "crates.io", "name": "leaky"},
            "database_specific": {"informational": null}, "ranges": [{"type": "SEMVER", "events": [
            {"introduced": "0.2.0"}, {"fixed": "0.2.5"}, {"introduced": "0.3.0"}, {"fixed": "0.3.1"}]}]}]}"#;
        let record = Json::read(record).expect("json");
        let (package, id, text) = advisory(&record).expect("an advisory");
        assert_eq!((package, id), ("leaky", "RUSTSEC-2026-0001"));
        assert!(text.contains("patched = [\">=0.2.5, <0.3.0\", \">=0.3.1\"]\nunaffected = [\"<0.2.0\"]\n"), "{text}");
        assert!(text.contains("date = \"2026-01-02\"\n") && !text.contains("informational"), "{text}");
        assert!(text.ends_with("# Leaks\n\nIt leaks.\n"));
        assert!(advisory(&Json::read(r#"{"id": "GHSA-1"}"#).expect("json")).is_none());
    }

    #[test]
    fn names_are_encoded_as_package_urls_want_it() {
        assert_eq!(encoded("@scope/näme"), "%40scope/n%C3%A4me");
    }
}
