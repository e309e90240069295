//! `cargo xtask bundle`: the Debian package with the window, the command line, its manual page
//! and completions, the licence texts, and a bill of materials that Caveat's own exam reads. For
//! the other systems tauri.conf.json says what their packages are to be; they are made there.

mod sbom;
mod terms;

use crate::caveat::Caveat;
use crate::json::{map, Json};
use crate::packages::{self, Purpose};
use crate::window::{Profile, FEATURES};
use crate::{node, shell};
use sbom::Parts;
use std::path::{Path, PathBuf};

/// The packages whose crates are shipped.
const SHIPPED: [&str; 2] = ["caveat-cli", "caveat-window"];

/// Makes the package and the bill; both paths are the last lines printed.
pub fn bundle(profile: Profile) -> Result<(), String> {
    packages::installed(Purpose::Window)?;
    println!("Building …");
    let node = node::found()?;
    node.build_page()?;
    profile.build()?;

    let home = shell::target().join("bundle");
    let caveat = Caveat::new(profile, &home.join("data"))?;
    let staged = home.join("files");
    shell::fresh(&staged)?;
    let parts = parts()?;
    let bill = staged.join("caveat.cdx.json");
    let (version, licence) = product()?;
    shell::write(&bill, format!("{}\n", sbom::bill(&version, &licence, &parts)))?;
    examined(&caveat, &bill, parts.all.len())?;

    if !cfg!(target_os = "linux") {
        node.tauri(&bundling(profile, &[]))?;
        println!("{}", bill.display());
        return Ok(());
    }
    let files = stage(&caveat, &staged, &bill, &parts)?;
    let config = home.join("files.json");
    let listed = files.iter().map(|(to, from)| ((*to).to_owned(), Json::from(shell::text(from)))).collect();
    let deb = map([("files", Json::Map(listed))]);
    shell::write(&config, map([("bundle", map([("linux", map([("deb", deb)]))]))]).to_string())?;
    let folder = profile.folder().join("bundle").join("deb");
    shell::fresh(&folder)?;
    node.tauri(&bundling(profile, &["--bundles", "deb", "--config", &shell::text(&config)]))?;
    let package = made(&folder)?;
    opened(&package, &home.join("opened"), files.iter().map(|(to, _)| *to))?;
    println!("{}\n{}", bill.display(), package.display());
    Ok(())
}

fn bundling<'a>(profile: Profile, more: &[&'a str]) -> Vec<&'a str> {
    let debug = ["--debug"];
    let debug = if profile == Profile::Dev { &debug[..] } else { &[] };
    [&["bundle"][..], debug, more].concat()
}

/// What is in the product, on this system.
fn parts() -> Result<Parts, String> {
    let said = shell::output(&shell::rustc(), &["--version", "--verbose"])?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc does not say its host.")?;
    let ask = ["metadata", "--format-version", "1", "--locked", "--filter-platform", host];
    let metadata = Json::read(&shell::output(&shell::cargo(), &[&ask[..], &FEATURES].concat())?)?;
    let cargo_lock = shell::read(&shell::root().join("Cargo.lock"))?;
    let npm_lock = Json::read(&shell::read(&shell::root().join("ui/package-lock.json"))?)?;
    Ok(sbom::parts(&metadata, &cargo_lock, &npm_lock, &SHIPPED))
}

/// Version and licence of the product, as the workspace says them.
fn product() -> Result<(String, String), String> {
    let manifest = shell::read(&shell::root().join("Cargo.toml"))?;
    let said = |name: &str| {
        let line = manifest.lines().find_map(|line| line.strip_prefix(&format!("{name} = \"")));
        line.and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    said("version").zip(said("license")).ok_or_else(|| "The workspace says no version or licence.".to_owned())
}

/// Caveat reads its own bill: what it does not count right it may not ship.
fn examined(caveat: &Caveat, bill: &Path, parts: usize) -> Result<(), String> {
    let read = caveat.answers(&["components", &shell::text(bill)])?;
    let (total, undecidable) = (read.get("total").count(), read.get("undecidable").items().len());
    if total != Some(parts as u64) || undecidable > 0 {
        return Err(format!("Caveat reads its own bill of {parts} parts as {total:?}, {undecidable} undecidable."));
    }
    println!("Bill of materials: {parts} parts, all read by “caveat components”.");
    Ok(())
}

/// Puts everything that belongs in the package besides the window into a folder; where each goes.
fn stage(caveat: &Caveat, folder: &Path, bill: &Path, parts: &Parts) -> Result<Vec<(&'static str, PathBuf)>, String> {
    let write = |name: &str, content: String| shell::write(&folder.join(name), content).map(|()| folder.join(name));
    let zipped = |name: &str, content: String| {
        let path = shell::text(&write(name, content)?);
        shell::run("gzip", &["--best", "--no-name", "--force", &path])?;
        Ok::<PathBuf, String>(folder.join(format!("{name}.gz")))
    };
    let completions = |name: &str, kind: &str| write(name, caveat.prints(&["completions", kind])?);
    let root = shell::root();
    Ok(vec![
        ("/usr/bin/caveat", PathBuf::from(caveat.program())),
        ("/usr/share/bash-completion/completions/caveat", completions("caveat.bash", "bash")?),
        ("/usr/share/zsh/vendor-completions/_caveat", completions("caveat.zsh", "zsh")?),
        ("/usr/share/fish/vendor_completions.d/caveat.fish", completions("caveat.fish", "fish")?),
        ("/usr/share/man/man1/caveat.1.gz", zipped("caveat.1", caveat.prints(&["man"])?)?),
        ("/usr/share/doc/caveat/copyright", root.join("LICENSE")),
        ("/usr/share/doc/caveat/changelog.gz", zipped("changelog", shell::read(&root.join("CHANGELOG.md"))?)?),
        (
            "/usr/share/doc/caveat/third-party.txt.gz",
            zipped("third-party.txt", terms::texts(parts.all.values(), &root.join("assets/fonts"))?)?,
        ),
        ("/usr/share/doc/caveat/caveat.cdx.json", bill.to_owned()),
    ])
}

/// The package that was made.
fn made(folder: &Path) -> Result<PathBuf, String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut packages: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "deb")).collect();
    match (packages.pop(), packages.is_empty()) {
        (Some(package), true) => Ok(package),
        _ => Err(format!("There is not exactly one package in {}.", folder.display())),
    }
}

/// Unpacks the package and looks whether all of it is there and the command line starts.
fn opened<'a>(package: &Path, folder: &Path, files: impl Iterator<Item = &'a str>) -> Result<(), String> {
    shell::fresh(folder)?;
    shell::run("dpkg-deb", &["--extract", &shell::text(package), &shell::text(folder)])?;
    let own = ["/usr/bin/caveat-window", "/usr/share/applications/Caveat.desktop"];
    for file in files.chain(own) {
        if !folder.join(file.trim_start_matches('/')).is_file() {
            return Err(format!("The package lacks {file}."));
        }
    }
    let said = shell::output(&shell::text(&folder.join("usr/bin/caveat")), &["--version"])?;
    println!("In the package: {}", said.trim());
    Ok(())
}
