//! `cargo xtask bench`: how fast and how large Caveat is, as whole processes, in rounds in which
//! ours and another program's runs alternate, beside the targets. Ratios carry over to other
//! machines, single times do not. What cannot be measured here is said, never filled in.

mod inputs;
mod lab;
mod measure;
mod paint;
mod table;

use crate::caveat::Caveat;
use crate::json::Json;
use crate::packages::{self, Purpose};
use crate::window::{Profile, FEATURES};
use crate::{node, shell};
use lab::Lab;
use measure::{middle, Task};
use std::path::{Path, PathBuf};
use table::{Found, Row};

/// The peer for lock files.
const CARGO_AUDIT: &str = "cargo-audit@0.22.2";
/// Packages of the lock file, components of the lists, copies of PyPI's dump.
const LOCKED: usize = 1_238;
const LISTED: usize = 50_000;
const LONG_LIST: usize = 300_000;
const COPIES: usize = 16;

/// Measures, and prints the table.
pub fn bench(options: &[&str]) -> Result<(), String> {
    let (profile, rounds) = understood(options)?;
    if !cfg!(target_os = "linux") {
        return Err("bench measures on Linux only: it reads Xvfb's pixels and GNU time's figures.".to_owned());
    }
    packages::installed(Purpose::Figures)?;
    println!("Building …");
    node::found()?.build_page()?;
    profile.build()?;
    let scratch = shell::target().join("bench");
    shell::fresh(&scratch)?;
    let sample = Caveat::new(profile, &scratch.join("sample"))?;
    sample.make_sample()?;
    let bench = Bench { profile, rounds, data: inputs::data(), scratch, sample };
    println!("Measuring, {rounds} rounds each …");
    let mut rows = vec![
        row("Request, rating, report (dev build)", "≤ 1 s", bench.journey()),
        row("Start to first useful paint", "≤ 1.5 s", bench.start()),
        row("Report of one vendor", "≤ 0.22 CPU s, 80 MiB", bench.report()),
        row("Import PyPI records", "≥ 40,000 a s, ≤ 200 MiB", bench.import()),
        row("Match 50,000 components", "≥ 50,000 a s", bench.list(LISTED)),
        row("Match 300,000 components", "≤ 10 s, ≤ 600 MiB", bench.list(LONG_LIST)),
        row("Cargo.lock of 1,238 packages", "faster", bench.lock()),
    ];
    match Lab::start(&bench.scratch) {
        Ok(lab) => {
            rows.push(row("TLS visit of a good host", "faster", bench.tls(&lab, "sslscan")));
            rows.push(row("The same, beside one handshake", "", bench.tls(&lab, "openssl")));
        }
        Err(why) => rows.push(row("TLS visit of a good host", "faster", Err(why))),
    }
    println!("\n{}", table::table(&rows));
    if profile == Profile::Dev {
        println!("\nThis was the dev profile: its figures mean nothing, apart from the first line.");
    }
    let judged: Vec<bool> = rows.iter().filter_map(|row| row.figures.as_ref().ok()?.met).collect();
    println!("\n{} of {} targets met.", judged.iter().filter(|met| **met).count(), judged.len());
    Ok(())
}

fn understood(options: &[&str]) -> Result<(Profile, usize), String> {
    let (mut profile, mut rounds, mut rest) = (Profile::Release, 7, options);
    loop {
        match rest {
            [] => return Ok((profile, rounds)),
            ["--profile", "dev", more @ ..] => (profile, rest) = (Profile::Dev, more),
            ["--profile", "release", more @ ..] => (profile, rest) = (Profile::Release, more),
            ["--rounds", number, more @ ..] => {
                let read = number.parse().ok().filter(|&number| number > 0);
                rounds = read.ok_or_else(|| format!("“{number}” is no number of rounds."))?;
                rest = more;
            }
            [other, ..] => return Err(format!("bench does not understand “{other}”.")),
        }
    }
}

fn row(what: &str, target: &'static str, figures: Result<Found, String>) -> Row {
    match &figures {
        Ok(_) => println!("  {what}"),
        Err(why) => println!("  {what}: {why}"),
    }
    Row { what: what.to_owned(), figures, target }
}

struct Bench {
    profile: Profile,
    rounds: usize,
    data: Result<PathBuf, String>,
    scratch: PathBuf,
    sample: Caveat,
}

impl Bench {
    /// A whole story through `perform`, without window or command line, as the tests run it.
    fn journey(&self) -> Result<Found, String> {
        let test = "report::a_request_becomes_a_rating_and_a_report";
        let program = journeys()?;
        let figures = Task::new(&program, &["--exact", test]).alone(&self.scratch, self.rounds)?;
        Ok(Found::alone(figures).met(figures.wall <= 1.0))
    }

    fn start(&self) -> Result<Found, String> {
        let program = shell::text(&self.profile.program("caveat-window"));
        let folder = |name: &str| (format!("XDG_{name}_HOME"), shell::text(&self.scratch.join(name)));
        let own = ["DATA", "CACHE", "CONFIG"].map(folder);
        let mut variables = self.sample.places().to_vec();
        variables.extend(own.iter().map(|(name, value)| (name.as_str(), value.clone())));
        paint::start(&program, &variables, &self.scratch)?;
        let runs = (0..self.rounds)
            .map(|_| paint::start(&program, &variables, &self.scratch))
            .collect::<Result<Vec<_>, _>>()?;
        let figures = middle(&runs);
        let note = "the sample's overview on Xvfb, without a graphics card; memory of all its processes".to_owned();
        Ok(self.judged(Found::alone(figures), figures.wall <= 1.5).note(note))
    }

    fn report(&self) -> Result<Found, String> {
        let vendor = self.sample.telling_vendor()?;
        let to = self.scratch.join("report.pdf");
        let task = self.ours(&self.sample, &["report", "vendor", &vendor.id, "-o", &shell::text(&to), "--quiet"]);
        let figures = task.alone(&self.scratch, self.rounds)?;
        let size = std::fs::metadata(&to).map_or(0, |file| file.len() / 1024);
        let met = figures.cpu.unwrap_or(f64::MAX) <= 0.22 && figures.memory.unwrap_or(f64::MAX) <= 80.0;
        let note = format!("{size} KiB; the target is what typst took for a like document when the road was chosen");
        Ok(self.judged(Found::alone(figures), met).note(note))
    }

    fn import(&self) -> Result<Found, String> {
        let (dump, records) = inputs::large_dump(self.data()?, &self.scratch, COPIES)?;
        let caveat = Caveat::new(self.profile, &self.scratch.join("import"))?;
        let library = ["library.sqlite", "library.sqlite-wal", "library.sqlite-shm"].map(|name| caveat.data.join(name));
        let task = self.ours(&caveat, &["advisories", "import", &shell::text(&dump), "--quiet"]);
        let mut runs = Vec::new();
        for _ in 0..=self.rounds {
            // an import of what is there already would be another thing
            for file in library.iter().filter(|file| file.exists()) {
                std::fs::remove_file(file).map_err(|error| format!("{}: {error}.", file.display()))?;
            }
            runs.push(task.once(&self.scratch)?);
        }
        let figures = middle(&runs[1..]);
        let rate = records as f64 / figures.wall;
        let met = rate >= 40_000.0 && figures.memory.unwrap_or(f64::MAX) <= 200.0;
        Ok(self.judged(Found::alone(figures), met).note(format!("{records} records, {rate:.0} a second")))
    }

    fn list(&self, count: usize) -> Result<Found, String> {
        let data = self.data()?;
        let caveat = Caveat::new(self.profile, &self.scratch.join("match"))?;
        let dumps = shell::text(&data.join("osv"));
        caveat.quietly(&["advisories", "import", &dumps])?;
        let list = self.scratch.join("list.json");
        shell::write(&list, inputs::components(data, count)?.to_string())?;
        let figures =
            self.ours(&caveat, &["match", &shell::text(&list), "--quiet"]).alone(&self.scratch, self.rounds)?;
        let rate = count as f64 / figures.wall;
        let met = if count == LISTED {
            rate >= 50_000.0
        } else {
            figures.wall <= 10.0 && figures.memory.unwrap_or(f64::MAX) <= 600.0
        };
        let note = format!(
            "{rate:.0} a second, reading included; one in {} is of a package that advisories name",
            inputs::SHARE
        );
        Ok(self.judged(Found::alone(figures), met).note(note))
    }

    fn lock(&self) -> Result<Found, String> {
        let data = self.data()?;
        let audit = shell::target().join("tools/bin/cargo-audit");
        if !audit.is_file() {
            let root = shell::text(&shell::target().join("tools"));
            shell::run(&shell::cargo(), &["install", CARGO_AUDIT, "--locked", "--quiet", "--root", &root])?;
        }
        let caveat = Caveat::new(self.profile, &self.scratch.join("lock"))?;
        caveat.quietly(&["advisories", "import", &shell::text(&data.join("osv/crates.io/all.zip"))])?;
        let lock = self.scratch.join("Cargo.lock");
        shell::write(&lock, inputs::lock(data, LOCKED)?)?;
        let (lock, database) = (shell::text(&lock), shell::text(&inputs::audit_database(data, &self.scratch)?));
        let ours = self.ours(&caveat, &["match", &lock, "--json"]);
        let offline = ["audit", "--no-fetch", "--stale", "--db", &database, "--file", &lock, "--json"];
        // it ends with 1 when it finds something
        let peer = Task { good: &[0, 1], ..Task::new(&shell::text(&audit), &offline) };
        let pair = ours.beside(&peer, &self.scratch, self.rounds)?;
        let found = caveat.answers(&["match", &lock])?;
        let found = found.get("matches").items().iter().filter(|row| row.get("informational") == &Json::Nothing);
        let theirs = audited(&shell::text(&audit), &offline)?;
        let note =
            format!("{} vulnerabilities found, by cargo-audit {theirs}; the same advisories for both", found.count());
        Ok(self.judged(Found::beside(&pair, "cargo-audit"), pair.ratio < 1.0).note(note))
    }

    fn tls(&self, lab: &Lab, peer: &str) -> Result<Found, String> {
        let words = ["tls", &lab.host, "--connect", &lab.place, "--ca", &lab.ca, "--allow-private", "--quiet"];
        let ours = self.ours(&self.sample, &words);
        let sni = format!("--sni-name={}", lab.host);
        let task = match peer {
            "sslscan" => Task::new("sslscan", &["--no-color", &sni, &lab.place]),
            _ => {
                let place = ["s_client", "-connect", &lab.place, "-servername", &lab.host, "-CAfile", &lab.ca];
                Task::new("openssl", &place)
            }
        };
        let pair = ours.beside(&task, &self.scratch, self.rounds)?;
        let found = Found::beside(&pair, peer);
        Ok(match peer {
            "sslscan" => self
                .judged(found, pair.ratio < 1.0)
                .note("a visit of at most four handshakes, with its judgement; sslscan tries every suite".to_owned()),
            _ => found,
        })
    }

    fn ours(&self, caveat: &Caveat, arguments: &[&str]) -> Task {
        Task::new(&caveat.program(), arguments).with(&caveat.places())
    }

    /// A dev build reaches no target and misses none.
    fn judged(&self, found: Found, met: bool) -> Found {
        if self.profile == Profile::Release {
            found.met(met)
        } else {
            found
        }
    }

    fn data(&self) -> Result<&Path, String> {
        self.data.as_deref().map_err(Clone::clone)
    }
}

/// How many vulnerabilities cargo-audit finds; it ends with 1 then, so its status says nothing.
fn audited(program: &str, arguments: &[&str]) -> Result<u64, String> {
    let output = std::process::Command::new(program)
        .args(arguments)
        .output()
        .map_err(|error| format!("cargo-audit could not be started: {error}."))?;
    let said = Json::read(&String::from_utf8_lossy(&output.stdout))?;
    said.get("vulnerabilities").get("count").count().ok_or_else(|| "cargo-audit counts nothing.".to_owned())
}

/// The program of the journeys, built for dev.
fn journeys() -> Result<String, String> {
    let build = ["test", "--locked", "--workspace", "--test", "journeys", "--no-run", "--message-format", "json"];
    let said = shell::output(&shell::cargo(), &[&build[..], &FEATURES].concat())?;
    let program = said.lines().filter_map(|line| Json::read(line).ok()).find_map(|line| {
        let is = line.get("target").get("name").text() == Some("journeys");
        line.get("executable").text().filter(|_| is).map(str::to_owned)
    });
    program.ok_or_else(|| "cargo does not say where the journeys are.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_understood_or_refused() {
        assert!(understood(&[]) == Ok((Profile::Release, 7)));
        assert!(understood(&["--rounds", "3", "--profile", "dev"]) == Ok((Profile::Dev, 3)));
        for wrong in [&["--rounds", "0"][..], &["--rounds"], &["--profile", "fast"], &["3"]] {
            assert!(understood(wrong).is_err(), "{wrong:?}");
        }
    }
}
