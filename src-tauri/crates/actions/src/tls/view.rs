//! What the page of an endpoint shows: its newest look, the dated series, the claims it touches,
//! what a check would send, and what to ask the vendor.

use super::CertificateView;
use super::endpoints::{endpoint, host_and_port, observation};
use super::roots::judging_by_roots;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::known::{baseline, known_of};
use crate::rating::policy;
use crate::wire::moment;
use caveat_core::assessment::rated;
use caveat_core::claim::{Claim, LOOK_DAYS};
use caveat_core::id::EndpointId;
use caveat_core::known::{Endpoint, Known, Look};
use caveat_core::questionnaire::Check;
use caveat_core::tls::ask::ask;
use caveat_core::tls::observation::Observation;
use caveat_store::{Connection, service, tls as rows};
use chrono::{DateTime, Utc};
use serde::Serialize;
use ts_rs::TS;

/// An endpoint with its newest look and the dates of all.
#[derive(Clone, Debug, Serialize, TS)]
pub struct EndpointView {
    /// The moment all this is of (UTC).
    pub as_of: DateTime<Utc>,
    /// The endpoint and its newest look.
    pub endpoint: Endpoint,
    /// Days since that look; `None` = never looked at.
    pub age_days: Option<u32>,
    /// Days after which a look says nothing any more.
    pub valid_days: u32,
    /// What a check sends, and to whom.
    pub sends: String,
    /// What to ask the vendor about it; `None` when there is nothing, or it is out of date.
    pub ask: Option<String>,
    /// The claims that its looks bear on.
    pub claims: Vec<Claim>,
    /// Every look, newest first.
    pub series: Vec<LookLine>,
}

/// One look of a series.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LookLine {
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// What happened, in words.
    pub outcome: String,
    /// Was a handshake completed?
    pub completed: bool,
    /// Protocol versions that a handshake was completed with, newest first.
    pub versions: Vec<String>,
    /// The endpoint's own certificate; `None` = none was seen.
    pub leaf: Option<LeafLine>,
    /// Was anything else seen than the time before?
    pub changed: bool,
}

/// The endpoint's own certificate at one look.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, TS)]
pub struct LeafLine {
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// First moment it is valid.
    #[ts(type = "string | null")]
    pub not_before: Option<DateTime<Utc>>,
    /// Last moment it is valid.
    #[ts(type = "string | null")]
    pub not_after: Option<DateTime<Utc>>,
}

/// Everything the page of an endpoint shows, as of a moment.
pub(crate) fn view(desk: &Desk, db: &Connection, id: EndpointId, now: DateTime<Utc>) -> Result<EndpointView, Failure> {
    let row = rows::endpoint(db, id)?;
    let judging = judging_by_roots(db, now)?;
    let mut series = rows::series(db, id)?;
    series.retain(|seen| seen.at <= now.timestamp_millis());
    let mut lines: Vec<LookLine> = Vec::with_capacity(series.len());
    for (place, seen) in series.iter().enumerate() {
        let observation = observation(db, seen)?;
        let changed = series.get(place + 1).is_none_or(|before| before.document != seen.document);
        lines.push(line(seen, observation.as_ref(), changed));
    }
    let mut known = known_of(desk, db, service::service(db, row.service)?, now)?;
    let claims = self::claims(&known, now)?;
    // the vendor is told only of answers that this endpoint contradicts by itself
    known.endpoints.retain(|one| one.id == id);
    let own = self::claims(&known, now)?;
    let host_and_port = host_and_port(&row);
    let endpoint = endpoint(db, row, &series, &judging)?;
    let newest = endpoint.look.as_ref();
    let age_days = newest.map(|look: &Look| u32::try_from(look.age_days(now.date_naive())).unwrap_or(0));
    let fresh = newest.filter(|_| age_days.is_some_and(|age| i64::from(age) <= LOOK_DAYS));
    Ok(EndpointView {
        as_of: now,
        age_days,
        valid_days: LOOK_DAYS as u32,
        sends: sends(&host_and_port, endpoint.https),
        ask: fresh.and_then(|look| ask(&host_and_port, look.at, &look.findings, &own)),
        claims,
        series: lines,
        endpoint,
    })
}

/// The claims that looks at endpoints bear on.
fn claims(known: &Known<'_>, now: DateTime<Utc>) -> Result<Vec<Claim>, Failure> {
    let mut claims = rated(policy()?, baseline()?, known, now).claims;
    claims.retain(|claim| matches!(claim.check, Some(Check::Certificate | Check::TlsVersion)));
    Ok(claims)
}

/// What a check sends: said before it is sent.
fn sends(host_and_port: &str, https: bool) -> String {
    let headers = if https { " and 1 request for headers" } else { "" };
    format!("At most 4 ordinary handshakes{headers}, without credentials, to {host_and_port}.")
}

/// A line of the series: what was seen, not what it means, which is the newest look's alone.
fn line(seen: &rows::ObservationRow, observation: Option<&Observation>, changed: bool) -> LookLine {
    let leaf = observation.and_then(Observation::leaf).map(|leaf| {
        let view = CertificateView::of(&leaf);
        LeafLine { sha256: view.sha256, not_before: view.not_before, not_after: view.not_after }
    });
    LookLine {
        at: moment(seen.at),
        outcome: observation.map_or_else(|| seen.outcome.replace('_', " "), |one| one.outcome.words().to_owned()),
        completed: observation.is_some_and(Observation::completed),
        versions: observation.map_or_else(Vec::new, |one| one.versions.clone()),
        leaf,
        changed,
    }
}
