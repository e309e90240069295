//! The command line as a program: building it, and asking it as a user would.

use crate::json::Json;
use crate::shell;
use crate::window::Profile;
use std::path::{Path, PathBuf};

/// Where the sample's year of story ends wherever pictures and figures have to be the same again.
const SAMPLE_ENDS: &str = "2026-11-24T09:00:00Z";

/// The program with a folder for its data and a workspace in it.
pub struct Caveat {
    program: PathBuf,
    /// The folder of the data.
    pub data: PathBuf,
    /// The workspace.
    pub workspace: PathBuf,
}

/// A vendor as the list has it.
pub struct Vendor {
    pub id: String,
    pub name: String,
    /// Points that are claimed and not supported; `None` while nothing is answered.
    pub gap: Option<f64>,
}

impl Caveat {
    /// The program of that profile and a folder that is made anew; the program has to be built.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn new(profile: Profile, data: &Path) -> Result<Self, String> {
        shell::fresh(data)?;
        Ok(Self { program: profile.program("caveat"), data: data.to_owned(), workspace: data.join("sample.caveat") })
    }

    /// Makes the sample workspace, the same one every time.
    pub fn make_sample(&self) -> Result<(), String> {
        self.quietly(&["demo", &shell::text(&self.workspace), "--at", SAMPLE_ENDS])
    }

    /// The program itself.
    pub fn program(&self) -> String {
        shell::text(&self.program)
    }

    /// Where things are, as the programs take it from the environment.
    pub fn places(&self) -> [(&'static str, String); 3] {
        [
            ("CAVEAT_DATA", shell::text(&self.data)),
            ("CAVEAT_PERSON", "Ada Rahimi".to_owned()),
            ("CAVEAT_WORKSPACE", shell::text(&self.workspace)),
        ]
    }

    /// Runs a command, its words passed through.
    pub fn run(&self, arguments: &[&str]) -> Result<(), String> {
        let places = self.places();
        let places: Vec<(&str, &str)> = places.iter().map(|(name, value)| (*name, value.as_str())).collect();
        shell::run_with(&self.program(), arguments, &places)
    }

    /// Runs a command that shall say nothing.
    pub fn quietly(&self, arguments: &[&str]) -> Result<(), String> {
        self.run(&[arguments, &["--quiet"]].concat())
    }

    /// What a command prints.
    pub fn prints(&self, arguments: &[&str]) -> Result<String, String> {
        let places = self.places();
        let places: Vec<(&str, &str)> = places.iter().map(|(name, value)| (*name, value.as_str())).collect();
        shell::output_with(&self.program(), arguments, &places)
    }

    /// What a command answers, as its JSON says it.
    pub fn answers(&self, arguments: &[&str]) -> Result<Json, String> {
        Json::read(&self.prints(&[arguments, &["--json"]].concat())?)
    }

    /// Every vendor, in the list's order.
    pub fn vendors(&self) -> Result<Vec<Vendor>, String> {
        Ok(vendors(&self.answers(&["vendor", "list"])?))
    }

    /// The vendor there is most to tell about: what it claims and what is supported lie furthest
    /// apart.
    pub fn telling_vendor(&self) -> Result<Vendor, String> {
        let apart = |a: &Vendor, b: &Vendor| a.gap.unwrap_or(-1.0).total_cmp(&b.gap.unwrap_or(-1.0));
        self.vendors()?.into_iter().max_by(apart).ok_or_else(|| "The sample has no vendors.".to_owned())
    }
}

fn vendors(answer: &Json) -> Vec<Vendor> {
    let read = |row: &Json| {
        let worst = row.get("worst");
        let gap = worst.get("claimed").number().zip(worst.get("supported").number());
        Some(Vendor {
            id: row.get("id").text()?.to_owned(),
            name: row.get("name").text()?.to_owned(),
            gap: gap.map(|(claimed, supported)| claimed - supported),
        })
    };
    answer.get("vendors").items().iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_are_read_as_the_list_prints_them() {
        let printed = r#"{"vendors": [{"id": "1", "name": "A", "worst": {"claimed": 50.5, "supported": 25}},
            {"id": "2", "name": "B", "worst": null}]}"#;
        let read = vendors(&Json::read(printed).expect("json"));
        let rows: Vec<(&str, &str, Option<f64>)> =
            read.iter().map(|one| (one.id.as_str(), one.name.as_str(), one.gap)).collect();
        assert_eq!(rows, [("1", "A", Some(25.5)), ("2", "B", None)]);
    }
}
