//! Claims beside what can be seen: each answer that claims something is Supported, Contradicted
//! or Unverified, with the observation it rests on. Nothing unknown supports anything.

use crate::contract::{TermValue, first_word, in_turn};
use crate::evidence::Evidence;
use crate::known::{ComponentList, Endpoint, Known, Look, OpenAdvisory};
use crate::policy::{EvidenceKind, Policy, Severity};
use crate::questionnaire::{Answer, Check, Question, Verdict};
use crate::rating::facts::Credit;
use crate::text::{day, figure};
use crate::tls::code::Code;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Days an own observation of an endpoint says anything.
pub const LOOK_DAYS: i64 = 30;
/// Days a component list, and the advisory data it is held against, say anything.
pub const LIST_DAYS: i64 = 180;
/// Days after which advisory data are called old wherever results are shown.
pub const STALE_DAYS: i64 = 7;
/// Days within which critical faults are to be fixed.
pub const FIX_DAYS: u64 = 30;

/// What a vendor claims, beside what was seen.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Claim {
    /// The question's id.
    pub question: String,
    /// The check it rests on; `None` = evidence alone.
    pub check: Option<Check>,
    /// What they say.
    pub says: String,
    /// What they answered, in words.
    pub answer: String,
    /// Does what was seen bear it out?
    pub state: ClaimState,
    /// What was seen.
    pub seen: String,
    /// Where it was seen.
    pub source: String,
    /// When it was seen, or what it is dated.
    pub on: Option<NaiveDate>,
}

/// Does what was seen bear a claim out? Worst first, as lists are ordered.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// What was seen says otherwise.
    Contradicted,
    /// Nothing was seen that says so.
    Unverified,
    /// It does.
    Supported,
}

/// What an answer claims, one claim for each check bound to it, or one that rests on evidence.
/// An answer that claims nothing (blank, "no", does not apply) gives none.
pub fn claims(
    policy: &Policy,
    known: &Known<'_>,
    question: &Question,
    answer: &Answer,
    credit: Credit,
    today: NaiveDate,
) -> Vec<Claim> {
    let Credit::Share(share) = credit else {
        return Vec::new();
    };
    if share <= 0.0 {
        return Vec::new();
    }
    let said = question.said(answer);
    let claim = |check: Option<Check>, says: &str, seen: Seen| Claim {
        question: question.id.clone(),
        check,
        says: says.to_owned(),
        answer: said.clone(),
        state: seen.state,
        seen: seen.what,
        source: seen.source,
        on: seen.on,
    };
    if answer.verdict == Some(Verdict::Refused) {
        let what = answer.verdict_note.clone().unwrap_or_else(|| "A reviewer refused the answer.".to_owned());
        let seen = Seen::new(ClaimState::Contradicted, what, "Reviewer", reviewed_on(answer));
        return vec![claim(None, &question.claim, seen)];
    }
    if question.checks.is_empty() {
        return vec![claim(None, &question.claim, by_evidence(known, question, answer, today))];
    }
    question
        .checks
        .iter()
        .map(|bound| {
            let seen = match bound.check {
                Check::Certificate => certificate(policy, known, today),
                Check::CriticalFixes => critical_fixes(known, today),
                Check::IncidentNotice => incident_notice(known, answer, today),
                Check::ReportPeriod => report_period(known, question, today),
                Check::TlsVersion => tls_version(known, today),
            };
            // what is planned claims nothing about the present that a check could refute
            let refuted = seen.state == ClaimState::Contradicted && question.is_plan(answer);
            let state = if refuted { ClaimState::Unverified } else { seen.state };
            claim(Some(bound.check), &bound.says, Seen { state, ..seen })
        })
        .collect()
}

struct Seen {
    state: ClaimState,
    what: String,
    source: String,
    on: Option<NaiveDate>,
}

impl Seen {
    fn new(state: ClaimState, what: impl Into<String>, source: impl Into<String>, on: Option<NaiveDate>) -> Self {
        Self { state, what: what.into(), source: source.into(), on }
    }

    fn unverified(what: impl Into<String>, source: impl Into<String>) -> Self {
        Self::new(ClaimState::Unverified, what, source, None)
    }
}

const OWN_CHECK: &str = "Own check";

/// The endpoints that carry our data, or why they say nothing.
fn carrying<'k>(known: &'k Known<'_>) -> Result<Vec<&'k Endpoint>, Seen> {
    let carrying: Vec<&Endpoint> = known.endpoints.iter().filter(|endpoint| endpoint.carries_data).collect();
    if carrying.is_empty() {
        return Err(Seen::unverified("No endpoint that carries our data is listed. List one and check it.", OWN_CHECK));
    }
    Ok(carrying)
}

fn fresh(endpoint: &Endpoint, today: NaiveDate) -> Option<&Look> {
    endpoint.look.as_ref().filter(|look| (0..=LOOK_DAYS).contains(&look.age_days(today)))
}

/// Holds every endpoint's look against `bad` (a reason it contradicts) and `good` (what bears
/// the claim out, or why it says nothing): one contradiction is enough, support needs every
/// endpoint.
fn endpoints(
    known: &Known<'_>,
    today: NaiveDate,
    bad: impl Fn(&Look) -> Option<String>,
    good: impl Fn(&Look) -> Result<String, String>,
) -> Seen {
    let carrying = match carrying(known) {
        Ok(carrying) => carrying,
        Err(seen) => return seen,
    };
    for endpoint in &carrying {
        if let Some(look) = fresh(endpoint, today)
            && let Some(why) = bad(look)
        {
            let what = format!("{}: {why}", endpoint.host);
            return Seen::new(ClaimState::Contradicted, what, OWN_CHECK, Some(look.at.date_naive()));
        }
    }
    let mut oldest: Option<NaiveDate> = None;
    let mut what = Vec::new();
    for endpoint in &carrying {
        let Some(look) = fresh(endpoint, today) else {
            let on = endpoint.look.as_ref().map(|look| look.at.date_naive());
            let why = on.map_or("was never checked".to_owned(), |on| format!("was last checked on {}", day(on)));
            let what = format!("{} {why}. Check it now.", endpoint.host);
            return Seen::new(ClaimState::Unverified, what, OWN_CHECK, on);
        };
        match good(look) {
            Ok(good) => what.push(format!("{} {good}", endpoint.host)),
            Err(why) => {
                let what = format!("{}: {why}.", endpoint.host);
                return Seen::new(ClaimState::Unverified, what, OWN_CHECK, Some(look.at.date_naive()));
            }
        }
        let on = look.at.date_naive();
        oldest = Some(oldest.map_or(on, |oldest| oldest.min(on)));
    }
    what.truncate(3);
    let more = carrying.len() - what.len();
    let more = if more > 0 { format!("; {more} more likewise") } else { String::new() };
    Seen::new(ClaimState::Supported, format!("{}{more}", what.join("; ")), OWN_CHECK, oldest)
}

const OLD_PROTOCOLS: &[&str] = &[
    "net.not_tls",
    "net.plain_http",
    "proto.no_tls12_or_13",
    "proto.sslv2",
    "proto.sslv3",
    "proto.tls10",
    "proto.tls11",
];

fn not_seen(look: &Look) -> String {
    format!("could not be checked, {}", look.outcome)
}

fn tls_version(known: &Known<'_>, today: NaiveDate) -> Seen {
    let bad = |look: &Look| {
        let finding = look.findings.iter().find(|finding| OLD_PROTOCOLS.contains(&finding.code.as_str()))?;
        Some(finding.summary.clone())
    };
    let good = |look: &Look| match look.versions.first().filter(|_| look.completed) {
        Some(newest) => Ok(format!("completes a handshake with {newest}")),
        None => Err(not_seen(look)),
    };
    endpoints(known, today, bad, good)
}

fn certificate(policy: &Policy, known: &Known<'_>, today: NaiveDate) -> Seen {
    let gate = |code: &String| policy.signals.tls_gates.iter().any(|gate| gate.codes.contains(code));
    let bad = |look: &Look| {
        let failing = look.findings.iter().find(|finding| gate(&finding.code));
        let grave = || look.findings.iter().find(|finding| finding.code == Code::CertKeyNotProven.id());
        match (failing.or_else(grave), look.trusted, look.hostname_ok) {
            (Some(finding), ..) => Some(finding.summary.clone()),
            (None, Some(false), _) => Some("the certificate is not trusted".to_owned()),
            (None, _, Some(false)) => Some("the certificate is for another name".to_owned()),
            _ => None,
        }
    };
    let good = |look: &Look| {
        let ended = look.findings.iter().find(|finding| finding.code == Code::CertEndedSince.id());
        match (look.chain.first(), ended) {
            (_, Some(finding)) => Err(finding.summary.clone()),
            (Some(leaf), None) if look.trusted == Some(true) && look.hostname_ok == Some(true) => {
                let until =
                    leaf.not_after.map_or(String::new(), |until| format!(", valid until {}", day(until.date_naive())));
                Ok(format!("has a trusted certificate for its name{until}"))
            }
            _ => Err(not_seen(look)),
        }
    };
    endpoints(known, today, bad, good)
}

fn critical_fixes(known: &Known<'_>, today: NaiveDate) -> Seen {
    let source = "Component list, advisories";
    let limit = today.checked_sub_days(Days::new(FIX_DAYS)).unwrap_or(today);
    let is_current = |list: &&ComponentList| (0..=LIST_DAYS).contains(&list.age_days(today));
    let (current, others): (Vec<&ComponentList>, Vec<&ComponentList>) = known.lists.iter().partition(is_current);
    let open = current.iter().flat_map(|list| {
        list.checked.iter().flat_map(|checked| &checked.open).map(|advisory| (list.received_on, advisory))
    });
    // what is known to be exploited is grave, whatever its score
    let grave = |advisory: &OpenAdvisory| {
        matches!(advisory.severity, Severity::Critical | Severity::Malicious) || advisory.kev_due.is_some()
    };
    let late = |advisory: &OpenAdvisory| advisory.published_on.filter(|published| *published < limit);
    let worst = open.clone().filter(|(_, advisory)| grave(advisory) && late(advisory).is_some());
    if let Some((received_on, advisory)) = worst.min_by_key(|(_, advisory)| advisory.published_on) {
        let days = late(advisory).map_or(0, |published| (today - published).num_days());
        let what = format!("{}: {} open for {} days", component(advisory), named(advisory), figure(days as f64));
        return Seen::new(ClaimState::Contradicted, what, source, Some(received_on));
    }
    if known.lists.is_empty() {
        return Seen::unverified("No component list is on file. Ask for an SBOM.", source);
    }
    if let Some(old) = others.first() {
        let what = format!("{} is older than {LIST_DAYS} days. Ask for a new one.", old.file_name);
        return Seen::new(ClaimState::Unverified, what, source, Some(old.received_on));
    }
    for list in &current {
        let Some(checked) = &list.checked else {
            return Seen::unverified("There is no advisory data to hold the list against. Import some.", source);
        };
        let age = (today - checked.library_on).num_days();
        if age > LOOK_DAYS {
            return Seen::unverified(format!("The advisory data is {age} days old. Update it."), source);
        }
    }
    let oldest = current.iter().map(|list| list.received_on).min();
    let unverified = |what: String| Seen::new(ClaimState::Unverified, what, source, oldest);
    // what may be critical, or may have been open for long, bears nothing out
    let unknown = |advisory: &OpenAdvisory| {
        let dated = advisory.published_on.is_some();
        match advisory.severity {
            _ if grave(advisory) && !dated => Some("has no date"),
            Severity::Unscored if !dated || late(advisory).is_some() => Some("has no severity"),
            _ => None,
        }
    };
    let mut unknown = open.filter_map(|(_, advisory)| unknown(advisory).map(|why| (advisory, why)));
    if let Some((advisory, why)) = unknown.next() {
        return unverified(format!("{}: {} {why}, so it may be one.", component(advisory), named(advisory)));
    }
    let undecidable =
        || current.iter().filter_map(|list| list.checked.as_ref()).flat_map(|checked| &checked.undecidable);
    let total: usize = current.iter().map(|list| list.total as usize).sum();
    let own = undecidable().filter(|one| one.own).count();
    let undecided = undecidable().count() - own;
    if undecided > 0 {
        return unverified(format!("{undecided} of {total} components could not be decided."));
    }
    if total == own {
        return unverified("The list names no component that advisories could speak of.".to_owned());
    }
    let what = format!("{total} components, no critical advisory open for more than {FIX_DAYS} days");
    Seen::new(ClaimState::Supported, what, source, oldest)
}

fn component(advisory: &OpenAdvisory) -> String {
    format!("{} {}", advisory.component, advisory.version)
}

fn named(advisory: &OpenAdvisory) -> &str {
    advisory.ids.first().map_or("an advisory", String::as_str)
}

fn incident_notice(known: &Known<'_>, answer: &Answer, today: NaiveDate) -> Seen {
    let contracts = in_turn(&known.contracts, today);
    let Some((contract, term)) = first_word(&contracts, "ir_notify") else {
        return match known.contracts.iter().max_by_key(|contract| contract.ends_on) {
            _ if !contracts.is_empty() => Seen::unverified("The notice term was not read yet.", "Contract"),
            Some(last) => {
                let what = "The contract has ended. Note the one that is in force.";
                Seen::new(ClaimState::Unverified, what, last.title.clone(), last.ends_on)
            }
            None => Seen::unverified("No contract is on file.", "Contract"),
        };
    };
    let source = match &term.clause {
        Some(clause) => format!("{}, {clause}", contract.title),
        None => contract.title.clone(),
    };
    // a contract that is yet to begin was not seen on a day to come
    let on = contract.starts_on.filter(|on| *on <= today);
    if !term.confirmed {
        return Seen::new(ClaimState::Unverified, "The reading of the notice term is not confirmed yet.", source, on);
    }
    let claimed = answer.number.map(f64::from);
    let contract_words = match contract.starts_on.filter(|on| *on > today) {
        Some(begins) => format!("The contract, in force from {},", day(begins)),
        None => "The contract".to_owned(),
    };
    match (&term.value, claimed) {
        (TermValue::Number(hours), Some(claimed)) if *hours <= claimed => Seen::new(
            ClaimState::Supported,
            format!("{contract_words} promises notice within {hours} hours"),
            source,
            on,
        ),
        (TermValue::Number(hours), Some(_)) => {
            Seen::new(ClaimState::Contradicted, format!("{contract_words} allows {hours} hours"), source, on)
        }
        (TermValue::Absent, _) => {
            Seen::new(ClaimState::Contradicted, format!("{contract_words} promises no notice"), source, on)
        }
        (TermValue::UndueDelay, _) => {
            let what = "The contract says “without undue delay” and binds to no hours.";
            Seen::new(ClaimState::Unverified, what, source, on)
        }
        _ => Seen::new(ClaimState::Unverified, "The contract does not say how many hours.", source, on),
    }
}

fn report_period(known: &Known<'_>, question: &Question, today: NaiveDate) -> Seen {
    let reports: Vec<&Evidence> =
        behind(known, question).filter(|evidence| evidence.kind == EvidenceKind::Independent).collect();
    let until = |report: &Evidence| report.valid_until.or_else(|| report.dated_on.checked_add_days(Days::new(365)));
    let current = reports
        .iter()
        .filter(|report| {
            report.confirmed && report.dated_on <= today && until(report).is_some_and(|until| until >= today)
        })
        .max_by_key(|report| until(report));
    if let Some(report) = current {
        let until = until(report).map(day).unwrap_or_default();
        let what = format!("Independent report in hand, current until {until}");
        return Seen::new(ClaimState::Supported, what, report.title.clone(), Some(report.dated_on));
    }
    if let Some(report) = reports.iter().find(|report| !report.confirmed) {
        let what = "A report is noted; its scope and period are not confirmed yet.";
        return Seen::new(ClaimState::Unverified, what, report.title.clone(), Some(report.dated_on));
    }
    match reports.iter().filter(|report| report.dated_on <= today).max_by_key(|report| until(report)) {
        Some(report) => {
            let until = until(report).map(day).unwrap_or_default();
            let what = format!("The newest report ended on {until}");
            Seen::new(ClaimState::Contradicted, what, report.title.clone(), Some(report.dated_on))
        }
        None => match reports.first() {
            Some(report) => {
                let what = "The report is dated in the future.";
                Seen::new(ClaimState::Unverified, what, report.title.clone(), Some(report.dated_on))
            }
            None => Seen::unverified("No independent report is in hand. Ask for it.", "Their word"),
        },
    }
}

fn by_evidence(known: &Known<'_>, question: &Question, answer: &Answer, today: NaiveDate) -> Seen {
    let age = |evidence: &Evidence| (today - evidence.dated_on).num_days();
    let lasts = |evidence: &Evidence| i64::from(evidence.valid_days().unwrap_or(365));
    let good = behind(known, question)
        .filter(|evidence| evidence.confirmed && age(evidence) >= 0 && age(evidence) <= lasts(evidence))
        .filter(|evidence| evidence.kind != EvidenceKind::Assertion)
        .min_by_key(|evidence| age(evidence));
    if answer.verdict == Some(Verdict::NeedsEvidence) {
        let what = answer.verdict_note.clone().unwrap_or_else(|| "A reviewer wants evidence.".to_owned());
        return Seen::new(ClaimState::Unverified, what, "Reviewer", reviewed_on(answer));
    }
    if let Some(evidence) = good {
        let what = match &evidence.scope {
            Some(scope) => format!("{}: {scope}", evidence.title),
            None => evidence.title.clone(),
        };
        return Seen::new(ClaimState::Supported, what, kind_words(evidence.kind), Some(evidence.dated_on));
    }
    let mut noted: Vec<&Evidence> = behind(known, question).collect();
    noted.sort_by_key(|evidence| std::cmp::Reverse(evidence.dated_on));
    match noted.first() {
        Some(evidence) if !evidence.confirmed => {
            let what = format!("{}: noted, not confirmed yet", evidence.title);
            Seen::new(ClaimState::Unverified, what, kind_words(evidence.kind), Some(evidence.dated_on))
        }
        Some(evidence) => {
            let what = format!("{}: out of date", evidence.title);
            Seen::new(ClaimState::Unverified, what, kind_words(evidence.kind), Some(evidence.dated_on))
        }
        None => {
            let what = format!("Their word only. Wanted: {}.", question.evidence);
            Seen::new(ClaimState::Unverified, what, "Their word", Some(answer.answered_on))
        }
    }
}

/// The day of the reviewer's word; workspaces of before it was noted have the answer's.
fn reviewed_on(answer: &Answer) -> Option<NaiveDate> {
    Some(answer.verdict_on.unwrap_or(answer.answered_on))
}

/// The evidence that stands behind a question.
pub fn behind<'k>(known: &'k Known<'_>, question: &Question) -> impl Iterator<Item = &'k Evidence> {
    let id = question.id.clone();
    known.evidence.iter().filter(move |evidence| evidence.questions.contains(&id))
}

/// A kind of evidence, in words.
pub fn kind_words(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Assertion => "Their word",
        EvidenceKind::Document => "Their document",
        EvidenceKind::Independent => "Independent report",
        EvidenceKind::Observed => OWN_CHECK,
        EvidenceKind::Public => "Public page",
    }
}
