//! The endpoints of services: listed, looked at, and each look kept in a dated series. A look is
//! judged anew whenever somebody asks, by the roots and the moment of the question.

use super::roots::judging_by_roots;
use super::scan::target;
use super::view::{EndpointView, view};
use crate::act::Acted;
use crate::desk::{Desk, new_id};
use crate::failure::{Failure, FailureCode};
use crate::job::Job;
use crate::wire::moment;
use caveat_core::id::{EndpointId, ObservationId, ServiceId, VendorId};
use caveat_core::known::{Endpoint, Missed};
use caveat_core::tls::judge::Judging;
use caveat_core::tls::observation::{Observation, Outcome};
use caveat_probe::tls::{Limits, observe};
use caveat_store::bytes::Value;
use caveat_store::words::{id, meaning, truth, word};
use caveat_store::{Act, Connection, Store, StoreError, blob, service, tls as rows};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// An endpoint to list.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddEndpoint {
    /// Of which service.
    pub service: ServiceId,
    /// `HOST` or `HOST:PORT`.
    pub host: String,
    /// Does it carry our data? Counts as yes when not said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub carries_data: Option<bool>,
    /// Does it speak HTTP over TLS? Counts as yes when not said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub https: Option<bool>,
}

/// An endpoint asked for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OneEndpoint {
    /// Which endpoint.
    pub endpoint: EndpointId,
}

/// An endpoint to look at.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckEndpoint {
    /// Which endpoint.
    pub endpoint: EndpointId,
    /// May a private address be dialled?
    #[serde(default)]
    pub allow_private: bool,
}

/// Lists an endpoint of a service; nothing is sent to it yet.
pub fn add_endpoint(desk: &Desk, input: AddEndpoint, job: &Job) -> Result<EndpointView, Failure> {
    let store = desk.store()?;
    let target = target(&input.host, None, false)?;
    let host = target.host.trim_end_matches('.').to_lowercase();
    let new = EndpointId(new_id(job.now));
    let add = |act: &mut Act<'_>| {
        let vendor = service::service(act.read(), input.service)?.vendor;
        let listed = rows::list(act.read(), Some(vendor))?;
        if listed.iter().any(|one| one.service == input.service && one.host == host && one.port == target.port) {
            return Err(Failure::new(
                FailureCode::Exists,
                format!("{host}:{} is listed already.", target.port),
                "Check the one that is there.",
            ));
        }
        let values = [
            (rows::SERVICE, id(input.service)),
            (rows::HOST, Value::Text(host.clone())),
            (rows::PORT, Value::Integer(i64::from(target.port))),
            (rows::CARRIES_DATA, truth(input.carries_data.unwrap_or(true))),
            (rows::HTTPS, truth(input.https.unwrap_or(true))),
        ];
        Ok(act.create(&rows::ENDPOINT, new.into(), &values)?)
    };
    desk.act(&store, "add_endpoint", None, add, job)?;
    store.read(|db| view(desk, db, new, job.now))
}

/// Shows an endpoint with its newest look and the dates of all.
pub fn show_endpoint(desk: &Desk, input: OneEndpoint, job: &Job) -> Result<EndpointView, Failure> {
    desk.store()?.read(|db| view(desk, db, input.endpoint, job.now))
}

/// Looks at an endpoint and keeps what was seen: at most four handshakes and one request for
/// headers are sent to it.
pub fn check_endpoint(desk: &Desk, input: CheckEndpoint, job: &Job) -> Result<EndpointView, Failure> {
    let store = desk.store()?;
    let row = store.read(|db| rows::endpoint(db, input.endpoint))?;
    let mut target = target(&host_and_port(&row), None, input.allow_private)?;
    target.https = row.https;
    job.step(&format!("Looking at {}", row.host), 0, 0)?;
    let seen = observe(&target, Limits::default(), job.cancel_flag())?;
    // a look that was broken off saw nothing to keep
    job.step(&format!("Looking at {}", row.host), 1, 1)?;
    keep_observation(desk, &store, input.endpoint, &seen, job)?;
    store.read(|db| view(desk, db, input.endpoint, job.now))
}

/// Keeps what was seen of an endpoint, as one act.
pub(crate) fn keep_observation(
    desk: &Desk,
    store: &Store,
    endpoint: EndpointId,
    seen: &Observation,
    job: &Job,
) -> Result<(), Failure> {
    let document = serde_json::to_vec(seen).map_err(Failure::unexpected)?;
    let keep = |act: &mut Act<'_>| {
        let hash = act.keep(&document)?;
        let values = [
            (rows::OF, id(endpoint)),
            (rows::AT, Value::Integer(job.now.timestamp_millis())),
            (rows::OUTCOME, word(seen.outcome)),
            (rows::DOCUMENT, Value::Text(hash)),
        ];
        Ok::<_, Failure>(act.create(&rows::OBSERVATION, ObservationId(new_id(job.now)).into(), &values)?)
    };
    desk.act(store, "check_endpoint", None, keep, job)?;
    Ok(())
}

/// Puts an endpoint aside: it no longer counts, its series is kept.
pub fn archive_endpoint(desk: &Desk, input: OneEndpoint, job: &Job) -> Result<Acted, Failure> {
    let archive = |act: &mut Act<'_>| Ok(act.archive(&rows::ENDPOINT, input.endpoint.into())?);
    let (_, act) = desk.act(&*desk.store()?, "archive_endpoint", None, archive, job)?;
    Ok(Acted { act })
}

/// The endpoints in use of one vendor's services, or of all, with their newest looks judged as
/// of a moment.
pub(crate) fn endpoints(
    db: &Connection,
    vendor: Option<VendorId>,
    now: DateTime<Utc>,
) -> Result<Vec<Endpoint>, Failure> {
    let listed = rows::list(db, vendor)?;
    if listed.is_empty() {
        return Ok(Vec::new());
    }
    let mut seen: BTreeMap<EndpointId, Vec<rows::ObservationRow>> = BTreeMap::new();
    for row in rows::newest(db, vendor, now.timestamp_millis(), &Outcome::TELLING)? {
        seen.entry(row.endpoint).or_default().push(row);
    }
    let judging = judging_by_roots(db, now)?;
    let mut endpoints = Vec::with_capacity(listed.len());
    for row in listed {
        let series = seen.remove(&row.id).unwrap_or_default();
        endpoints.push(endpoint(db, row, &series, &judging)?);
    }
    Ok(endpoints)
}

/// An endpoint by its looks, newest first: the newest that tells anything, and a later one that
/// came to nothing.
pub(crate) fn endpoint(
    db: &Connection,
    row: rows::EndpointRow,
    series: &[rows::ObservationRow],
    judging: &Judging,
) -> Result<Endpoint, Failure> {
    let telling = |outcome: Outcome| Outcome::TELLING.contains(&outcome);
    let place = series.iter().position(|seen| meaning(Some(seen.outcome.clone())).is_some_and(telling));
    let look = match series.get(place.unwrap_or_default()) {
        Some(seen) => observation(db, seen)?.map(|one| one.look(moment(seen.at), judging)),
        None => None,
    };
    let missed = match series.first() {
        Some(seen) if place.is_some_and(|place| place > 0) => Some(missed(db, seen)?),
        _ => None,
    };
    let rows::EndpointRow { id, service, host, port, carries_data, https } = row;
    Ok(Endpoint { id, service, host, port, carries_data, https, look, missed })
}

fn missed(db: &Connection, seen: &rows::ObservationRow) -> Result<Missed, Failure> {
    let outcome = observation(db, seen)?.map(|one| one.outcome.words().to_owned());
    Ok(Missed { at: moment(seen.at), words: outcome.unwrap_or_else(|| seen.outcome.replace('_', " ")) })
}

/// What was seen; `None` when its bytes are not here.
pub(crate) fn observation(db: &Connection, seen: &rows::ObservationRow) -> Result<Option<Observation>, Failure> {
    let Some(bytes) = blob::read(db, &seen.document)? else {
        return Ok(None);
    };
    let read = serde_json::from_slice(&bytes)
        .map_err(|_| StoreError::Damaged("what was seen of an endpoint cannot be read".to_owned()))?;
    Ok(Some(read))
}

pub(crate) fn host_and_port(row: &rows::EndpointRow) -> String {
    if row.host.contains(':') { format!("[{}]:{}", row.host, row.port) } else { format!("{}:{}", row.host, row.port) }
}
