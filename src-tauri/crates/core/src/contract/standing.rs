//! How contracts stand to the baseline of a tier: met, weaker, absent, unknown or excepted, and
//! the two gates that follow.

use super::baseline::{Baseline, Op, Scope, TermRule, UNDUE_DELAY, Wanted};
use super::{Contract, Term, TermValue, first_word, in_turn};
use crate::factors::{Factors, Level};
use crate::id::ContractId;
use crate::rating::inherent::Tier;
use crate::rating::moves::MissingTerm;
use crate::rating::reaches;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Words of an order that say the contract is silent.
const SILENT: [&str; 2] = ["silent", "unstated"];

/// How a term stands to the baseline.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TermState {
    /// As the baseline asks.
    Met,
    /// Not so, and somebody made an exception that lasts.
    Excepted,
    /// Something, but less.
    Weaker,
    /// Nobody knows, or nobody confirmed it.
    Unknown,
    /// Not promised at all.
    Absent,
}

/// A required term beside what the contracts say.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct TermLine {
    /// Which term of the baseline.
    pub term: String,
    /// The group it is shown in.
    pub group: String,
    /// What people call it.
    pub name: String,
    /// What the tier asks, in words.
    pub required: String,
    /// What the contract says, in words.
    pub actual: String,
    /// How the two stand to each other.
    pub state: TermState,
    /// What is missing, in words; empty when nothing is.
    pub gap: String,
    /// 4 critical, 2 standard, 1 minor.
    pub weight: f64,
    /// Title of the contract that says so.
    pub contract: Option<String>,
    /// Which contract that is.
    pub contract_id: Option<ContractId>,
    /// Where, as the contract counts.
    pub clause: Option<String>,
    /// Its very words.
    pub quote: Option<String>,
    /// The last day of an exception, inclusive.
    pub excepted_until: Option<NaiveDate>,
    /// Legal basis, where there is one.
    pub basis: String,
}

/// How a service's contracts stand to the baseline of its tier.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize, TS)]
pub struct Standing {
    /// Is there a contract at all?
    pub on_file: bool,
    /// Share of 100 of what is required, higher is safer; not rounded.
    pub coverage: f64,
    /// Contract gates that failed.
    pub failed: Vec<String>,
    /// Contract gates that are open.
    pub open: Vec<String>,
    /// Every required term, in the order of the baseline.
    pub terms: Vec<TermLine>,
}

impl Standing {
    /// The required terms that are not met, as single things to agree; empty without a contract to
    /// put them into, since then all of them are one thing to agree.
    pub fn missing(&self) -> Vec<MissingTerm> {
        let total: f64 = self.terms.iter().map(|line| line.weight).sum();
        if !self.on_file || total <= 0.0 {
            return Vec::new();
        }
        let unmet = self.terms.iter().filter(|line| line.state.worth() < 1.0);
        unmet
            .map(|line| MissingTerm {
                name: line.name.clone(),
                required: line.required.clone(),
                coverage: 100.0 * line.weight * (1.0 - line.state.worth()) / total,
                gate: gate_of(&line.term).map(str::to_owned),
            })
            .collect()
    }
}

impl TermState {
    /// The share of a term's weight that it earns.
    fn worth(self) -> f64 {
        match self {
            Self::Met => 1.0,
            Self::Excepted => 0.75,
            Self::Weaker => 0.5,
            Self::Unknown | Self::Absent => 0.0,
        }
    }
}

/// The contract gate that a term of the baseline decides.
pub(crate) fn gate_of(term: &str) -> Option<&'static str> {
    match term {
        "ai_train" => Some("TERM-TRAINING"),
        "ir_notify" => Some("TERM-NOTICE"),
        _ => None,
    }
}

/// Holds a service's contracts against the baseline of its tier; those that have ended promise
/// nothing any more. Where several contracts speak of a term, the one that began last counts, and
/// one that is yet to begin only where none in force speaks of it. An exception counts for a
/// reading that somebody confirmed, and lasts to the contract's notice date at most; it closes no
/// gate.
pub fn standing(
    baseline: &Baseline,
    contracts: &[Contract],
    tier: Tier,
    factors: &Factors,
    today: NaiveDate,
) -> Standing {
    let latest = in_turn(contracts, today);
    let (mut weight, mut given) = (0.0, 0.0);
    let (mut failed, mut open, mut terms) = (Vec::new(), Vec::new(), Vec::new());
    for rule in &baseline.terms {
        let Some(wanted) = rule.wanted(tier).filter(|_| rule.applies(factors)) else {
            continue;
        };
        let said = first_word(&latest, &rule.id);
        let read = match said {
            Some((_, term)) if term.confirmed => rule.state(wanted, &term.value),
            _ => TermState::Unknown,
        };
        let excepted = said
            .filter(|(_, term)| term.confirmed)
            .and_then(|(contract, term)| contract.exception(term))
            .filter(|until| *until >= today);
        let state = if read != TermState::Met && excepted.is_some() { TermState::Excepted } else { read };
        weight += rule.weight;
        given += rule.weight * state.worth();
        if tier <= Tier::T2 {
            gate(rule, read, said.map(|(_, term)| &term.value), &mut failed, &mut open);
        }
        terms.push(line(rule, wanted, said, state, excepted));
    }
    let coverage = if weight > 0.0 { 100.0 * given / weight } else { 100.0 };
    Standing { on_file: !latest.is_empty(), coverage, failed, open, terms }
}

/// The two gates follow what was read: an exception takes the term's points back, and only an
/// acceptance covers a gate.
fn gate(rule: &TermRule, read: TermState, value: Option<&TermValue>, failed: &mut Vec<String>, open: &mut Vec<String>) {
    let word = match value {
        Some(TermValue::Word(word)) => word.as_str(),
        _ => "",
    };
    let Some(name) = gate_of(&rule.id) else {
        return;
    };
    let (bad, silent) = if name == "TERM-NOTICE" {
        (read == TermState::Absent, false)
    } else {
        let silent = word == "silent" || matches!(value, Some(TermValue::Absent));
        (read != TermState::Unknown && matches!(word, "allowed" | "opt_out"), silent)
    };
    if bad {
        failed.push(name.to_owned());
    } else if read == TermState::Unknown || silent {
        open.push(name.to_owned());
    }
}

fn line(
    rule: &TermRule,
    wanted: &Wanted,
    said: Option<(&Contract, &Term)>,
    state: TermState,
    excepted_until: Option<NaiveDate>,
) -> TermLine {
    let required = rule.required(wanted);
    let actual = match said {
        Some((_, term)) if term.confirmed => rule.words(&term.value),
        Some((_, term)) => format!("{}, not confirmed yet", rule.words(&term.value)),
        None => "not known".to_owned(),
    };
    let gap = match state {
        TermState::Met => String::new(),
        TermState::Excepted => "excepted".to_owned(),
        TermState::Unknown => "to be read and confirmed".to_owned(),
        TermState::Absent => rule.gap(wanted, None),
        TermState::Weaker => rule.gap(wanted, said.map(|(_, term)| &term.value)),
    };
    TermLine {
        term: rule.id.clone(),
        group: rule.group.clone(),
        name: rule.name.clone(),
        required,
        actual,
        state,
        gap,
        weight: rule.weight,
        contract: said.map(|(contract, _)| contract.title.clone()),
        contract_id: said.map(|(contract, _)| contract.id),
        clause: said.and_then(|(_, term)| term.clause.clone()),
        quote: said.and_then(|(_, term)| term.quote.clone()),
        excepted_until,
        basis: rule.basis.clone(),
    }
}

impl TermRule {
    fn applies(&self, factors: &Factors) -> bool {
        // what is not known may well be so
        let at_least = |level: Option<Level>, least: u8| level.is_none_or(|level| level.get() >= least);
        match self.scope {
            Scope::Any => true,
            Scope::Ai => at_least(factors.ai_autonomy, 1),
            Scope::Personal | Scope::OutsideRegion => at_least(factors.data_sensitivity, 2),
            Scope::Card => at_least(factors.data_sensitivity, 3) && at_least(factors.regulatory, 3),
        }
    }

    fn state(&self, wanted: &Wanted, value: &TermValue) -> TermState {
        let met = |met: bool| if met { TermState::Met } else { TermState::Weaker };
        match (value, wanted.op) {
            (TermValue::Absent, _) => TermState::Absent,
            (TermValue::Unknown | TermValue::Elsewhere { read: false, .. }, _) => TermState::Unknown,
            (TermValue::Elsewhere { read: true, .. }, _) => TermState::Weaker,
            (TermValue::UndueDelay, op) => met(op == Op::Equal),
            (TermValue::Number(hours), Op::Equal) => met(reaches(UNDUE_DELAY, *hours)),
            (TermValue::Number(number), op) => {
                let limit = wanted.value.as_f64().unwrap_or_default();
                met(if op == Op::AtMost { reaches(limit, *number) } else { reaches(*number, limit) })
            }
            (TermValue::Truth(truth), _) => match (wanted.value.as_bool(), truth) {
                (Some(wanted), truth) if wanted == *truth => TermState::Met,
                // a softening that is there weakens; a duty that is not there is absent
                (Some(false), _) => TermState::Weaker,
                _ => TermState::Absent,
            },
            // a text that does not say promises nothing, whatever its place in the order
            (TermValue::Word(word), _) if SILENT.contains(&word.as_str()) => TermState::Absent,
            (TermValue::Word(word), _) => {
                let place = |word: &str| self.order.iter().position(|one| one == word);
                match (place(word), wanted.value.as_str().and_then(place)) {
                    (Some(found), Some(needed)) if found >= needed => TermState::Met,
                    (Some(0) | None, _) => TermState::Absent,
                    _ => TermState::Weaker,
                }
            }
            (TermValue::Members(members), Op::Includes) => {
                let needed = wanted.value.as_array().map_or(&[][..], Vec::as_slice);
                match needed.iter().filter(|one| members.iter().any(|member| *one == member)).count() {
                    count if count == needed.len() => TermState::Met,
                    0 => TermState::Absent,
                    _ => TermState::Weaker,
                }
            }
            (TermValue::Members(members), _) => {
                let count = self.order.iter().filter(|one| members.contains(one)).count();
                match wanted.value.as_f64() {
                    Some(least) if count as f64 >= least => TermState::Met,
                    _ if count == 0 => TermState::Absent,
                    _ => TermState::Weaker,
                }
            }
        }
    }
}
