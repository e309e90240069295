//! The commands of TLS: how they are written, which wish each stands for, and words.

use crate::words::{rows, text};
use crate::{Answer, Wish};
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

/// Judges a captured chain.
pub fn certificate(wish: &Wish<'_>, asked: Certificate) -> Result<Answer, Failure> {
    let cas: Vec<String> = asked.cas.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let input = json!({
        "chain": read(&asked.chain)?, "host": asked.host, "cas": cas, "at": asked.at,
        "treat_ca_as_public": asked.treat_ca_as_public,
    });
    let json = wish("judge_certificate", input)?;
    let words = judged(&json);
    Ok(Answer { json, words, wrong: false })
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).map_err(|_| {
        Failure::bad_input(format!("{} cannot be read.", path.display()), "Check the path and that you may read it.")
    })
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
