//! The commands of TLS: how they are written, which wish each stands for, and words.

use crate::grave::{self, FailOn};
use crate::words::{rows, text};
use crate::{Answer, Status, Wish};
use caveat_actions::Failure;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A captured chain to judge.
#[derive(Debug, clap::Args)]
pub struct Certificate {
    /// The chain in PEM, the endpoint's own certificate first.
    pub chain: PathBuf,
    /// The name or address it has to stand for.
    #[arg(long)]
    pub host: Option<String>,
    /// A root to trust besides Mozilla's; may stand several times.
    #[arg(long = "ca", value_name = "FILE")]
    pub cas: Vec<PathBuf>,
    /// At which moment [default: now].
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Hold what those roots signed to the rules of public authorities.
    #[arg(long)]
    pub treat_ca_as_public: bool,
}

/// Hosts to look at, once.
#[derive(Debug, clap::Args)]
pub struct Tls {
    /// Hosts, each as HOST or HOST:PORT.
    #[arg(required = true)]
    pub hosts: Vec<String>,
    /// Dial this address instead, ADDR:PORT.
    #[arg(long)]
    pub connect: Option<String>,
    /// A root to trust besides Mozilla's; may stand several times.
    #[arg(long = "ca", value_name = "FILE")]
    pub cas: Vec<PathBuf>,
    /// At which moment to judge [default: now].
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Seconds one look may take [default: 20].
    #[arg(long, value_name = "S", value_parser = seconds)]
    pub timeout: Option<f64>,
    /// Looks at the same time, 1 to 64 [default: 8].
    #[arg(long, value_name = "N")]
    pub jobs: Option<u32>,
    /// Hold what those roots signed to the rules of public authorities.
    #[arg(long)]
    pub treat_ca_as_public: bool,
    /// Let private addresses be dialled.
    #[arg(long)]
    pub allow_private: bool,
    /// Exit status 1 when something found is as grave.
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
}

/// What can be done with roots.
#[derive(Debug, clap::Subcommand)]
pub enum Root {
    /// Trust a root besides Mozilla's when endpoints of this workspace are judged.
    Add {
        /// What it is called here.
        name: String,
        /// A file with one or more certificates in PEM.
        file: PathBuf,
    },
    /// Trust a root no longer; its history is kept.
    Archive {
        /// The root's id, as “caveat root list” prints it.
        root: String,
    },
    /// List the roots trusted besides Mozilla's.
    List,
}

/// Adds, lists and archives roots.
pub fn root(wish: &Wish<'_>, asked: Root) -> Result<Answer, Failure> {
    let (json, words) = match asked {
        Root::Add { name, file } => {
            let json = wish("add_root", json!({ "name": name, "pem": read(&file)? }))?;
            let words = listed(&json);
            (json, words)
        }
        Root::Archive { root } => {
            let json = wish("archive_root", json!({ "root": root }))?;
            let words = crate::words::acted(&json);
            (json, words)
        }
        Root::List => {
            let json = wish("list_roots", json!({}))?;
            let words: String = rows(&json["roots"]).iter().map(listed).collect();
            let none = "Only Mozilla's roots are trusted. “caveat root add NAME FILE” adds one.\n";
            (json, if words.is_empty() { none.to_owned() } else { words })
        }
    };
    Ok(Answer { json, words, status: Status::Done })
}

fn listed(root: &Value) -> String {
    let mut out = format!("{}\n  Id: {}\n", text(&root["name"]), text(&root["id"]));
    for one in rows(&root["certificates"]) {
        let _ = writeln!(
            out,
            "  {}, until {}, SHA-256 {}",
            text(&one["subject"]),
            text(&one["not_after"]),
            text(&one["sha256"])
        );
    }
    out
}

/// Looks at hosts.
pub fn tls(wish: &Wish<'_>, asked: Tls) -> Result<Answer, Failure> {
    let cas: Vec<String> = asked.cas.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let input = json!({
        "targets": asked.hosts, "connect": asked.connect, "cas": cas, "at": asked.at, "timeout": asked.timeout,
        "jobs": asked.jobs, "treat_ca_as_public": asked.treat_ca_as_public, "allow_private": asked.allow_private,
    });
    let json = wish("scan_hosts", input)?;
    let mut words = String::new();
    for scan in rows(&json) {
        let _ = writeln!(words, "{}: {}", text(&scan["target"]), text(&scan["outcome"]).replace('_', " "));
        words.push_str(&judged(scan));
        if let Some(ask) = scan["ask"].as_str() {
            let _ = writeln!(words, "Ask the vendor:\n\n{ask}");
        }
    }
    let status = grave::status(asked.fail_on, grave::seen(&json));
    Ok(Answer { json, words, status })
}

/// Judges a captured chain.
pub fn certificate(wish: &Wish<'_>, asked: Certificate) -> Result<Answer, Failure> {
    let cas: Vec<String> = asked.cas.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let input = json!({
        "chain": read(&asked.chain)?, "host": asked.host, "cas": cas, "at": asked.at,
        "treat_ca_as_public": asked.treat_ca_as_public,
    });
    let json = wish("judge_certificate", input)?;
    let words = judged(&json);
    Ok(Answer { json, words, status: Status::Done })
}

fn seconds(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|seconds: &f64| seconds.is_finite())
        .ok_or_else(|| "needed: a number of seconds".to_owned())
}

fn read(path: &Path) -> Result<String, Failure> {
    let read = std::fs::read(path).map_err(|error| Failure::unreadable(path, &error))?;
    Ok(String::from_utf8_lossy(&read).into_owned())
}

fn judged(judged: &Value) -> String {
    let mut out = String::new();
    for one in rows(&judged["chain"]) {
        let _ = writeln!(out, "{}\n  {}, until {}", text(&one["subject"]), text(&one["key"]), text(&one["not_after"]));
    }
    let said = |field: &str| match judged[field].as_bool() {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not asked",
    };
    let _ = writeln!(out, "Trusted: {}. Stands for the name: {}.", said("trusted"), said("hostname_ok"));
    for one in rows(&judged["findings"]) {
        let _ = writeln!(
            out,
            "  {} {}: {}. {}",
            text(&one["severity"]),
            text(&one["code"]),
            text(&one["summary"]),
            text(&one["remedy"])
        );
    }
    out
}
