//! The overview: where all vendors stand together, from facts only. Every figure can be counted
//! again from the list of vendors and their pages; archived vendors and services are outside all.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::job::Job;
use crate::known::{by, templates};
use crate::portfolio::{ClaimCounts, OpenCause, Portrait, portraits};
use crate::rating::policy;
use caveat_core::assessment::Rated;
use caveat_core::claim::{ClaimState, LIST_DAYS, LOOK_DAYS};
use caveat_core::contract::Contract;
use caveat_core::id::VendorId;
use caveat_core::known::Known;
use caveat_core::overview::dates::{DateKind, DateLine, dates};
use caveat_core::overview::{AI_QUESTIONS, Cell, HeatMap, Nearness};
use caveat_core::policy::{Degree, Severity};
use caveat_core::rating::Status;
use caveat_core::rating::gates::GateState;
use caveat_core::rating::inherent::Tier;
use caveat_core::vendor::VendorKind;
use caveat_store::contract;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Vendors that a list of the overview names at most; it says how many there are.
const NAMED: usize = 12;

/// Which vendors to look at.
#[derive(Clone, Debug, Default, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowOverview {
    /// Only those in these places of the heat map; all when none is said.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<Cell>>")]
    pub within: Vec<Cell>,
}

/// Where vendors stand. The heat map counts all; everything else those looked at.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Overview {
    /// The moment it is as of (UTC).
    pub as_of: DateTime<Utc>,
    /// Name and version of the policy.
    pub policy: String,
    /// Vendors by inherent tier and residual risk.
    pub heat: HeatMap,
    /// Who is looked at, by name.
    pub looked_at: Named,
    /// Those whose residual risk is high or very high.
    pub high: u32,
    /// Those not triaged.
    pub untriaged: Named,
    /// How far their ratings can be relied on.
    pub status: StatusCounts,
    /// Their claims by state.
    pub claims: ClaimCounts,
    /// Those with contradicted claims, the most first.
    pub contradicted: Contradicted,
    /// How many have a gate that failed or is overdue.
    pub gate_failed: u32,
    /// Causes of gates that failed, are overdue or open; the most failed first.
    pub gates: Vec<GateLine>,
    /// Open findings by severity.
    pub findings: Findings,
    /// Dates past and within 90 days, in their order.
    pub dates: Vec<DateLine>,
    /// Those that have to be looked at again within 90 days, the most urgent first.
    pub due: Vec<DueLine>,
    /// The AI vendors among them; `None` when there are none.
    pub ai: Option<AiVendors>,
}

/// Some vendors: how many, and the first of them.
#[derive(Clone, Debug, Default, Serialize, TS)]
pub struct Named {
    /// How many.
    pub vendors: u32,
    /// The first of them.
    pub first: Vec<VendorName>,
}

/// A vendor, as lists name it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct VendorName {
    /// Which vendor.
    pub id: VendorId,
    /// The name it is known by here.
    pub name: String,
    /// Its inherent tier; `None` = not triaged.
    pub tier: Option<Tier>,
    /// Its residual risk; `None` = not rated.
    pub residual: Option<Degree>,
}

/// Vendors by the status of the rating they show.
#[derive(Clone, Copy, Debug, Default, Serialize, TS)]
pub struct StatusCounts {
    /// Rated as the policy asks.
    pub rated: u32,
    /// Something is open, or too little was answered.
    pub provisional: u32,
    /// Not triaged, or nothing asked.
    pub not_rated: u32,
}

/// Vendors with contradicted claims.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Contradicted {
    /// How many.
    pub vendors: u32,
    /// The first of them.
    pub first: Vec<ContradictedLine>,
}

/// A vendor with contradicted claims.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ContradictedLine {
    /// Which vendor.
    pub vendor: VendorName,
    /// Its claims by state.
    pub claims: ClaimCounts,
    /// The first contradicted one: what they say.
    pub says: String,
    /// What was seen.
    pub seen: String,
}

/// A cause of gates, and at whom it stands open.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GateLine {
    /// Its name.
    pub cause: String,
    /// What it asks for, in words.
    pub asks: String,
    /// At whom it failed.
    pub failed: Named,
    /// At whom it is overdue.
    pub overdue: Named,
    /// At whom it is open.
    pub open: Named,
}

/// Open findings, and what was not looked at.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Findings {
    /// By severity, the gravest first.
    pub lines: Vec<SeverityLine>,
    /// Endpoints that a look was completed at: without any, no TLS finding says nothing.
    pub endpoints_seen: u32,
    /// Component lists held against advisory data: without any, no advisory says nothing.
    pub lists_held: u32,
    /// What nothing was found at because nobody looked.
    pub unchecked: Unchecked,
}

/// Open findings of one severity.
#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct SeverityLine {
    /// How grave.
    pub severity: Severity,
    /// What checks of endpoints found, notes for information aside.
    pub tls: u32,
    /// Advisories that hit components, once a service.
    pub advisories: u32,
}

/// What was not looked at, so that nothing can be said of it.
#[derive(Clone, Copy, Debug, Default, Serialize, TS)]
pub struct Unchecked {
    /// Endpoints that no look was completed at.
    pub endpoints: u32,
    /// Endpoints whose newest look is older than 30 days.
    pub endpoints_old: u32,
    /// Services without an endpoint.
    pub services_without_endpoint: u32,
    /// Services without a component list.
    pub services_without_list: u32,
    /// Component lists without advisory data to hold them against, or older than 180 days.
    pub lists: u32,
}

/// A vendor that has to be looked at again.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DueLine {
    /// Which vendor.
    pub vendor: VendorName,
    /// The first day one of its services is due.
    pub on: NaiveDate,
    /// How near it is.
    pub nearness: Nearness,
}

/// What AI vendors claim.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AiVendors {
    /// How many there are.
    pub vendors: u32,
    /// Question by question; each adds up to all of them.
    pub questions: Vec<AiLine>,
}

/// What AI vendors claim of one question, each counted by its worst service.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AiLine {
    /// The question's id.
    pub question: String,
    /// What a vendor claims by it.
    pub says: String,
    /// Their claims by state.
    pub claims: ClaimCounts,
    /// Those that claim nothing: not answered, or answered with no.
    pub nothing: u32,
}

/// Shows where all vendors stand, or those in some places of the heat map.
pub fn show_overview(desk: &Desk, input: ShowOverview, job: &Job) -> Result<Overview, Failure> {
    desk.store()?.read(|db| {
        let portraits = portraits(desk, db, false, job.now)?;
        let contracts = by(contract::list(db, None)?, |contract| contract.vendor);
        let placed = portraits.into_iter().map(|portrait| Ok((portrait.cell()?, portrait)));
        let placed = placed.collect::<Result<Vec<_>, Failure>>()?;
        let heat = HeatMap::of(policy()?, placed.iter().map(|(cell, _)| *cell));
        let within = |cell: &Cell| input.within.is_empty() || input.within.contains(cell);
        let shown: Vec<Shown> = placed
            .into_iter()
            .filter(|(cell, _)| within(cell))
            .map(|(cell, portrait)| Shown::of(cell, portrait))
            .collect::<Result<_, _>>()?;
        overview(heat, &shown, &contracts, job.now)
    })
}

/// A vendor that is looked at.
struct Shown {
    name: VendorName,
    portrait: Portrait,
    claims: ClaimCounts,
    causes: Vec<OpenCause>,
}

impl Shown {
    fn of(cell: Cell, portrait: Portrait) -> Result<Self, Failure> {
        let name = VendorName {
            id: portrait.vendor.id,
            name: portrait.vendor.name.clone(),
            tier: cell.tier,
            residual: cell.residual,
        };
        Ok(Self { name, claims: portrait.claims(), causes: portrait.open_causes()?, portrait })
    }

    fn services(&self) -> impl Iterator<Item = &(Known<'static>, Rated)> {
        self.portrait.services.iter()
    }
}

impl Named {
    fn note(&mut self, name: &VendorName) {
        self.vendors += 1;
        if self.first.len() < NAMED {
            self.first.push(name.clone());
        }
    }

    fn of<'a>(names: impl Iterator<Item = &'a VendorName>) -> Self {
        let mut named = Self::default();
        names.for_each(|name| named.note(name));
        named
    }
}

fn overview(
    heat: HeatMap,
    shown: &[Shown],
    contracts: &BTreeMap<VendorId, Vec<Contract>>,
    now: DateTime<Utc>,
) -> Result<Overview, Failure> {
    let policy = policy()?;
    let count = |holds: &dyn Fn(&Shown) -> bool| shown.iter().filter(|one| holds(one)).count() as u32;
    let status = |one: &Shown| one.portrait.worst().map_or(Status::NotRated, |(_, rated)| rated.rating.status);
    let mut claims = ClaimCounts::default();
    let mut lines = Vec::new();
    for one in shown {
        claims += one.claims;
        let own = contracts.get(&one.name.id).map_or(&[][..], Vec::as_slice);
        lines.extend(dates(policy, &one.portrait.vendor, &one.portrait.services, own, now));
    }
    lines.sort_by(|a, b| (a.on, a.kind, &a.name, &a.what).cmp(&(b.on, b.kind, &b.name, &b.what)));
    Ok(Overview {
        as_of: now,
        policy: policy.id.clone(),
        heat,
        looked_at: Named::of(shown.iter().map(|one| &one.name)),
        high: count(&|one| one.name.residual >= Some(Degree::High)),
        untriaged: Named::of(shown.iter().map(|one| &one.name).filter(|name| name.tier.is_none())),
        status: StatusCounts {
            rated: count(&|one| status(one) == Status::Rated),
            provisional: count(&|one| status(one) == Status::Provisional),
            not_rated: count(&|one| status(one) == Status::NotRated),
        },
        claims,
        contradicted: contradicted(shown),
        gate_failed: count(&|one| one.causes.iter().any(|cause| cause.state >= GateState::Overdue)),
        gates: gates(shown),
        findings: findings(shown, now),
        due: due(shown, &lines),
        dates: lines,
        ai: ai(shown)?,
    })
}

fn contradicted(shown: &[Shown]) -> Contradicted {
    let mut worst: Vec<&Shown> = shown.iter().filter(|one| one.claims.contradicted > 0).collect();
    worst.sort_by_key(|one| (Reverse(one.claims.contradicted), one.name.tier, Reverse(one.name.residual)));
    let line = |one: &&Shown| {
        let mut claims = one.services().flat_map(|(_, rated)| &rated.claims);
        let first = claims.find(|claim| claim.state == ClaimState::Contradicted)?;
        Some(ContradictedLine {
            vendor: one.name.clone(),
            claims: one.claims,
            says: first.says.clone(),
            seen: first.seen.clone(),
        })
    };
    Contradicted { vendors: worst.len() as u32, first: worst.iter().take(NAMED).filter_map(line).collect() }
}

fn gates(shown: &[Shown]) -> Vec<GateLine> {
    let mut lines: BTreeMap<&str, GateLine> = BTreeMap::new();
    for one in shown {
        for cause in &one.causes {
            let line = lines.entry(&cause.cause).or_insert_with(|| GateLine {
                cause: cause.cause.clone(),
                asks: cause.asks.clone(),
                failed: Named::default(),
                overdue: Named::default(),
                open: Named::default(),
            });
            match cause.state {
                GateState::Failed => line.failed.note(&one.name),
                GateState::Overdue => line.overdue.note(&one.name),
                GateState::Open | GateState::Covered | GateState::Met => line.open.note(&one.name),
            }
        }
    }
    let mut lines: Vec<GateLine> = lines.into_values().collect();
    lines.sort_by_key(|line| Reverse((line.failed.vendors, line.overdue.vendors, line.open.vendors)));
    lines
}

fn findings(shown: &[Shown], now: DateTime<Utc>) -> Findings {
    let mut tls: BTreeMap<&str, u32> = BTreeMap::new();
    let mut advisories: BTreeMap<Severity, u32> = BTreeMap::new();
    let mut unchecked = Unchecked::default();
    let (mut endpoints_seen, mut lists_held) = (0, 0);
    let today = now.date_naive();
    for (known, rated) in shown.iter().flat_map(Shown::services) {
        for advisory in &rated.facts.advisories {
            *advisories.entry(advisory.severity).or_default() += 1;
        }
        for endpoint in &known.endpoints {
            match endpoint.look.as_ref().filter(|look| look.completed) {
                None => unchecked.endpoints += 1,
                Some(look) => {
                    endpoints_seen += 1;
                    unchecked.endpoints_old += u32::from(look.age_days(today) > LOOK_DAYS)
                }
            }
            for finding in endpoint.look.iter().flat_map(|look| &look.findings) {
                *tls.entry(&finding.severity).or_default() += 1;
            }
        }
        let lists = known.lists.iter().filter(|list| list.checked.is_none() || list.age_days(today) > LIST_DAYS);
        unchecked.lists += lists.count() as u32;
        lists_held += known.lists.iter().filter(|list| list.checked.is_some()).count() as u32;
        unchecked.services_without_endpoint += u32::from(known.endpoints.is_empty());
        unchecked.services_without_list += u32::from(known.lists.is_empty());
    }
    let line = |(severity, word): (Severity, &str)| SeverityLine {
        severity,
        tls: tls.get(word).copied().unwrap_or_default(),
        advisories: advisories.get(&severity).copied().unwrap_or_default(),
    };
    let gravest_first = [
        (Severity::Malicious, "malicious"),
        (Severity::Critical, "critical"),
        (Severity::High, "high"),
        (Severity::Medium, "medium"),
        (Severity::Low, "low"),
        (Severity::Unscored, "unscored"),
    ];
    Findings { lines: gravest_first.into_iter().map(line).collect(), endpoints_seen, lists_held, unchecked }
}

fn due(shown: &[Shown], lines: &[DateLine]) -> Vec<DueLine> {
    let mut first: BTreeMap<VendorId, &DateLine> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.kind == DateKind::ReassessBy) {
        first.entry(line.vendor).or_insert(line);
    }
    let line = |one: &Shown| {
        let line = first.get(&one.name.id)?;
        Some(DueLine { vendor: one.name.clone(), on: line.on, nearness: line.nearness })
    };
    let mut due: Vec<DueLine> = shown.iter().filter_map(line).collect();
    due.sort_by_key(|line| (line.on, line.vendor.tier));
    due
}

fn ai(shown: &[Shown]) -> Result<Option<AiVendors>, Failure> {
    let vendors: Vec<&Shown> = shown.iter().filter(|one| one.portrait.vendor.kind == VendorKind::AiVendor).collect();
    if vendors.is_empty() {
        return Ok(None);
    }
    let line = |id: &str| {
        let says = templates().map(|all| all.iter().find_map(|template| template.question(id)));
        let mut line = AiLine {
            question: id.to_owned(),
            says: says?.map_or_else(|| id.to_owned(), |question| question.claim.clone()),
            claims: ClaimCounts::default(),
            nothing: 0,
        };
        for one in &vendors {
            let claims = one.services().flat_map(|(_, rated)| &rated.claims).filter(|claim| claim.question == id);
            match claims.map(|claim| claim.state).min() {
                Some(ClaimState::Contradicted) => line.claims.contradicted += 1,
                Some(ClaimState::Unverified) => line.claims.unverified += 1,
                Some(ClaimState::Supported) => line.claims.supported += 1,
                None => line.nothing += 1,
            }
        }
        Ok(line)
    };
    let questions = AI_QUESTIONS.into_iter().map(line).collect::<Result<_, Failure>>()?;
    Ok(Some(AiVendors { vendors: vendors.len() as u32, questions }))
}
