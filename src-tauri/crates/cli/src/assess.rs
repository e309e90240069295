//! The commands of an assessment: questionnaires, evidence, contracts, acceptances, reports.

pub mod contract;
pub mod words;

use self::words::{piece, score, sheet, templates};
use crate::args::word;
use crate::words::{rows, text};
use crate::{Answer, Wish, shown};
use caveat_actions::Failure;
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Which service of which vendor.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// The vendor's name or id.
    pub vendor: String,
    /// The service's name or id; not needed when the vendor has one.
    #[arg(long)]
    pub service: Option<String>,
}

/// What can be done with questionnaires.
#[derive(Debug, Subcommand)]
pub enum Questionnaire {
    /// Answer one question.
    Answer {
        /// For which service.
        #[command(flatten)]
        of: Which,
        /// The question's id.
        question: String,
        /// The choice, as “questionnaire show” lists them; “blank” takes the answer back.
        choice: String,
        /// Hours, where the question asks for them.
        #[arg(long)]
        hours: Option<i32>,
        /// A date, where the question asks for one: year-month-day.
        #[arg(long)]
        date: Option<String>,
        /// The vendor's words.
        #[arg(long)]
        note: Option<String>,
        /// The day it was given [default: today].
        #[arg(long)]
        on: Option<String>,
        /// We read it in a document of theirs.
        #[arg(long)]
        from_document: bool,
        /// The template's id.
        #[arg(long, default_value = "short-form")]
        template: String,
    },
    /// Issue a questionnaire for a service.
    Issue {
        /// For which service.
        #[command(flatten)]
        of: Which,
        /// The template's id.
        #[arg(long, default_value = "short-form")]
        template: String,
        /// The day answers are due: year-month-day.
        #[arg(long)]
        due: Option<String>,
    },
    /// Note what a reviewer makes of an answer.
    Review {
        /// For which service.
        #[command(flatten)]
        of: Which,
        /// The question's id.
        question: String,
        /// What the reviewer makes of it.
        verdict: Verdict,
        /// The reviewer's words.
        #[arg(long)]
        note: Option<String>,
        /// The template's id.
        #[arg(long, default_value = "short-form")]
        template: String,
    },
    /// What the answers come to: claimed, supported, and every step to assurance.
    Score {
        /// For which service.
        #[command(flatten)]
        of: Which,
    },
    /// Show a questionnaire with its answers and what was seen.
    Show {
        /// For which service.
        #[command(flatten)]
        of: Which,
        /// The template's id.
        #[arg(long, default_value = "short-form")]
        template: String,
    },
    /// List the templates with their questions.
    Templates,
}

/// What a reviewer makes of an answer.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are the wire's, explained there")]
pub enum Verdict {
    Accepted,
    NeedsEvidence,
    None,
    Refused,
}

/// What can be done with evidence.
#[derive(Debug, Subcommand)]
pub enum Evidence {
    /// Note a piece of evidence.
    Add {
        /// For which service.
        #[command(flatten)]
        of: Which,
        /// What it is called.
        title: String,
        /// What kind it is.
        #[arg(long)]
        kind: EvidenceKind,
        /// The day it is dated, or its period ended: year-month-day.
        #[arg(long)]
        dated: String,
        /// The last day it is valid: year-month-day.
        #[arg(long)]
        until: Option<String>,
        /// Who issued it.
        #[arg(long)]
        issuer: Option<String>,
        /// What it covers.
        #[arg(long)]
        scope: Option<String>,
        /// Where it can be found.
        #[arg(long)]
        place: Option<String>,
        /// Ids of the questions it stands behind.
        #[arg(long = "for", value_name = "QUESTION", value_delimiter = ',')]
        questions: Vec<String>,
        /// Kind, scope and period were confirmed by you.
        #[arg(long)]
        confirmed: bool,
    },
    /// Confirm a piece of evidence.
    Confirm {
        /// Its id.
        evidence: String,
    },
}

/// What evidence is.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words are the wire's, explained there")]
pub enum EvidenceKind {
    Document,
    Independent,
    Public,
}

/// What can be reported.
#[derive(Debug, Subcommand)]
pub enum Report {
    /// The report on one vendor.
    Vendor {
        /// Its name or id.
        vendor: String,
        /// Where to.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Whom it may be shown to [default: Confidential].
        #[arg(long)]
        classification: Option<String>,
    },
}

/// A risk to take.
#[derive(Debug, clap::Args)]
pub struct Accept {
    /// For which service.
    #[command(flatten)]
    pub of: Which,
    /// A gate it covers, as “questionnaire score” names it; may stand several times.
    #[arg(long = "gate", required = true)]
    pub gates: Vec<String>,
    /// Who takes the risk.
    #[arg(long)]
    pub owner: String,
    /// Why.
    #[arg(long)]
    pub reason: String,
    /// The last day it lasts, within 180 days: year-month-day.
    #[arg(long)]
    pub until: String,
}

/// Grants a command on questionnaires.
pub fn questionnaire(wish: &Wish<'_>, command: Questionnaire) -> Result<Answer, Failure> {
    match command {
        Questionnaire::Answer { of, question, choice, hours, date, note, on, from_document, template } => {
            let input = json!({
                "questionnaire": issued(wish, &of, &template)?,
                "question": question,
                "choice": Some(choice).filter(|choice| choice != "blank"),
                "number": hours,
                "date": date,
                "note": note,
                "answered_on": on,
                "source": if from_document { "document" } else { "vendor" },
            });
            shown(wish("answer_question", input)?, sheet)
        }
        Questionnaire::Issue { of, template, due } => {
            let service = service(wish, &of)?;
            let input = json!({ "service": service["service"]["id"], "template": template, "due_on": due });
            shown(wish("issue_questionnaire", input)?, sheet)
        }
        Questionnaire::Review { of, question, verdict, note, template } => {
            let verdict = word(verdict).filter(|verdict| verdict != "none");
            let questionnaire = issued(wish, &of, &template)?;
            let input =
                json!({ "questionnaire": questionnaire, "question": question, "verdict": verdict, "note": note });
            shown(wish("review_answer", input)?, sheet)
        }
        Questionnaire::Score { of } => shown(service(wish, &of)?, score),
        Questionnaire::Show { of, template } => {
            let questionnaire = issued(wish, &of, &template)?;
            shown(wish("show_questionnaire", json!({ "questionnaire": questionnaire }))?, sheet)
        }
        Questionnaire::Templates => shown(wish("list_templates", json!({}))?, templates),
    }
}

/// Grants a command on evidence.
pub fn evidence(wish: &Wish<'_>, command: Evidence) -> Result<Answer, Failure> {
    match command {
        Evidence::Add { of, title, kind, dated, until, issuer, scope, place, questions, confirmed } => {
            let input = json!({
                "service": service(wish, &of)?["service"]["id"], "kind": word(kind), "title": title, "issuer": issuer,
                "scope": scope, "dated_on": dated, "valid_until": until, "place": place, "questions": questions,
            });
            let mut added = wish("add_evidence", input)?;
            if confirmed {
                added = wish("confirm_evidence", json!({ "evidence": added["id"], "confirmed": true }))?;
            }
            shown(added, piece)
        }
        Evidence::Confirm { evidence } => {
            shown(wish("confirm_evidence", json!({ "evidence": evidence, "confirmed": true }))?, piece)
        }
    }
}

/// Writes a report.
pub fn report(wish: &Wish<'_>, command: Report) -> Result<Answer, Failure> {
    let Report::Vendor { vendor, output, classification } = command;
    let vendor = wish("find_vendor", json!({ "name": vendor }))?["id"].clone();
    let input = json!({ "vendor": vendor, "to": output, "classification": classification });
    shown(wish("report_vendor", input)?, |made| {
        format!("{}\n  {} pages, SHA-256 {}\n", text(&made["path"]), made["pages"], text(&made["sha256"]))
    })
}

/// Takes a risk.
pub fn accept(wish: &Wish<'_>, accept: Accept) -> Result<Answer, Failure> {
    let input = json!({
        "service": service(wish, &accept.of)?["service"]["id"], "gates": accept.gates, "owner": accept.owner,
        "reason": accept.reason, "until": accept.until,
    });
    shown(wish("accept_risk", input)?, |taken| {
        let gates: Vec<String> = rows(&taken["gates"]).iter().map(text).collect();
        format!("{} accepts {} until {}.\n", text(&taken["owner"]), gates.join(", "), text(&taken["until"]))
    })
}

/// The one service that is meant.
fn service(wish: &Wish<'_>, of: &Which) -> Result<Value, Failure> {
    let vendor = wish("find_vendor", json!({ "name": of.vendor }))?["id"].clone();
    let view = wish("show_vendor", json!({ "vendor": vendor }))?;
    let services = rows(&view["services"]);
    let names: Vec<String> = services.iter().map(|one| text(&one["service"]["name"])).collect();
    let meant: Vec<&Value> = match &of.service {
        None => services.iter().collect(),
        Some(name) => services
            .iter()
            .filter(|one| {
                text(&one["service"]["name"]).eq_ignore_ascii_case(name) || text(&one["service"]["id"]) == *name
            })
            .collect(),
    };
    match meant.as_slice() {
        [one] => Ok((*one).clone()),
        [] if names.is_empty() => {
            Err(Failure::bad_input("The vendor has no service yet.", "“caveat service add VENDOR NAME” adds one."))
        }
        _ => Err(Failure::bad_input(
            "It is not clear which service is meant.",
            format!("Name one with --service: {}.", names.join(", ")),
        )),
    }
}

/// The id of a service's questionnaire of a template.
fn issued(wish: &Wish<'_>, of: &Which, template: &str) -> Result<Value, Failure> {
    let service = service(wish, of)?;
    let known = wish("list_templates", json!({}))?;
    let title = rows(&known["templates"]).iter().find(|one| one["id"] == template).map(|one| one["title"].clone());
    let found = rows(&service["questionnaires"]).iter().rev().find(|one| Some(&one["title"]) == title.as_ref());
    found.map(|one| one["id"].clone()).ok_or_else(|| {
        Failure::bad_input(
            format!("“{}” has no questionnaire “{template}” yet.", text(&service["service"]["name"])),
            "“caveat questionnaire issue” issues one.",
        )
    })
}
