//! Risks taken knowingly: a named person accepts named gates until a date.

use crate::act::Acted;
use crate::desk::{Desk, new_id};
use crate::failure::Failure;
use crate::job::Job;
use crate::known::{assessed, known_of};
use crate::wire::day;
use caveat_core::id::{AcceptanceId, RowId, ServiceId};
use caveat_core::known::Acceptance;
use caveat_core::text;
use caveat_store::bytes::Value;
use caveat_store::words::{date, id};
use caveat_store::{Act, StoreError, acceptance as rows, service};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A risk to take.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AcceptRisk {
    /// For which service.
    pub service: ServiceId,
    /// The questions and gates it covers, and no others.
    pub gates: Vec<String>,
    /// Who takes the risk.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// The last day it lasts, within 180 days.
    #[serde(deserialize_with = "day")]
    pub until: NaiveDate,
}

/// An acceptance to take back.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WithdrawAcceptance {
    /// Which acceptance.
    pub acceptance: AcceptanceId,
    /// Why.
    pub reason: String,
}

/// Takes a risk knowingly until a date; only the gates named are covered.
pub fn accept_risk(desk: &Desk, input: AcceptRisk, job: &Job) -> Result<Acceptance, Failure> {
    let store = desk.store()?;
    let today = job.now.date_naive();
    let latest = today.checked_add_days(Days::new(180)).unwrap_or(today);
    if input.until < today || input.until > latest {
        return Err(Failure::bad_input(
            format!("An acceptance cannot last until {}.", text::day(input.until)),
            format!("Needed: a day from {today} to {latest}."),
        ));
    }
    let acceptance = Acceptance {
        id: AcceptanceId(new_id(job.now)),
        service: input.service,
        owner: text::needed_line("An owner", &input.owner)?,
        reason: text::prose("A reason", &input.reason)?.ok_or(text::TextError::Blank { what: "A reason" })?,
        gates: input.gates,
        given_on: today,
        until: input.until,
    };
    let accept = |act: &mut Act<'_>| {
        let service = service::service(act.read(), input.service)?;
        let gates = assessed(&known_of(desk, act.read(), service, job.now)?, job.now)?.gates;
        let named = |name: &String| gates.iter().any(|gate| gate.name == *name);
        if acceptance.gates.is_empty() || !acceptance.gates.iter().all(named) {
            let names: Vec<&str> = gates.iter().map(|gate| gate.name.as_str()).collect();
            return Err(Failure::bad_input(
                "An acceptance names the gates it covers.",
                format!("Needed: one or more of {}.", names.join(", ")),
            ));
        }
        let values = [
            (rows::SERVICE, id(acceptance.service)),
            (rows::GATES, Value::Text(acceptance.gates.join(" "))),
            (rows::OWNER, Value::Text(acceptance.owner.clone())),
            (rows::REASON, Value::Text(acceptance.reason.clone())),
            (rows::GIVEN_ON, date(Some(acceptance.given_on))),
            (rows::UNTIL, date(Some(acceptance.until))),
        ];
        Ok(act.create(&rows::ACCEPTANCE, acceptance.id.into(), &values)?)
    };
    desk.act(&store, "accept_risk", None, accept, job)?;
    Ok(acceptance)
}

/// Takes an acceptance back; the gates it covered stand open again.
pub fn withdraw_acceptance(desk: &Desk, input: WithdrawAcceptance, job: &Job) -> Result<Acted, Failure> {
    let store = desk.store()?;
    let reason = text::needed_line("A reason", &input.reason)?;
    let withdraw = |act: &mut Act<'_>| {
        if !rows::list(act.read(), None)?.iter().any(|one| one.id == input.acceptance) {
            return Err(StoreError::NoSuchRow.into());
        }
        let values = [(rows::ROW, id(input.acceptance)), (rows::WHY, Value::Text(reason.clone()))];
        Ok::<_, Failure>(act.create(&rows::WITHDRAWAL, RowId(new_id(job.now)), &values)?)
    };
    let (_, act) = desk.act(&store, "withdraw_acceptance", None, withdraw, job)?;
    Ok(Acted { act })
}
