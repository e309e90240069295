//! `cargo xtask shots DIR`: pictures from the real window of every screen and state of the sample
//! workspace in every look, and of every page of its reports.

use crate::caveat::Caveat;
use crate::packages::{self, Purpose};
use crate::window::Profile;
use crate::{driver, node, shell};
use std::path::{Path, PathBuf};

/// Dots per inch of a report's page: readable, and not larger than a screen.
const RESOLUTION: &str = "96";

/// Takes every picture into the folder.
pub fn shots(folder: &str) -> Result<(), String> {
    packages::installed(Purpose::Tests)?;
    let here = std::env::current_dir().map_err(|error| format!("The folder this runs in is gone: {error}."))?;
    let folder = here.join(folder);
    println!("Building Caveat …");
    node::found()?.build_page()?;
    Profile::Dev.build()?;
    let caveat = Caveat::new(Profile::Dev, &shell::target().join("shots"))?;
    caveat.make_sample()?;

    println!("Taking pictures from the window; this takes a few minutes …");
    let (pictures, data) = (shell::text(&folder), shell::text(&caveat.data));
    let window = driver::driven(&["run", "--quiet", "--bin", "caveat-shots"], &[&pictures, &data]);
    let pages = reports(&caveat, &folder.join("reports"))?;
    println!("{pages} pages of reports in {}", folder.join("reports").display());
    // what is missing was said; the reports are there all the same
    window.map_err(|_| "Some pictures are missing, as said above.".to_owned())
}

/// Writes every vendor's report and a picture of each page; how many pages that are.
fn reports(caveat: &Caveat, folder: &Path) -> Result<usize, String> {
    shell::fresh(folder)?;
    for vendor in caveat.vendors()? {
        let stem = folder.join(file_name(&vendor.name));
        let pdf = shell::text(&stem.with_extension("pdf"));
        caveat.quietly(&["report", "vendor", &vendor.id, "-o", &pdf])?;
        shell::run("pdftoppm", &["-png", "-r", RESOLUTION, &pdf, &shell::text(&stem)])?;
    }
    let made = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}.", folder.display()))?;
    let is_page = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "png");
    Ok(made.filter_map(Result::ok).map(|entry| entry.path()).filter(is_page).count())
}

/// A name as a file's, without anything a system could mind.
fn file_name(name: &str) -> String {
    let plain = |letter: char| if letter.is_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    name.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendors_name_is_a_files_name() {
        assert_eq!(file_name("Northwind Assist"), "northwind-assist");
        assert_eq!(file_name("../a b.pdf"), "---a-b-pdf");
    }
}
