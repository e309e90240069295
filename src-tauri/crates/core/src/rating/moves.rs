//! What would bring a rating to its next level: the smallest changes that would, found by
//! rating again with each made.

use super::facts::{Credit, Facts, Mark, Row};
use super::gates::GateState;
use super::{Rating, Status, printed, rate};
use crate::policy::{Degree, EvidenceKind, Policy};
use crate::text::counted;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// The way to the next level.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Moves {
    /// The residual risk it would come to.
    pub to: Degree,
    /// Assurance then, one decimal, higher is safer.
    pub assurance: f64,
    /// The changes, the greatest first; all are needed together, and the points of each are those
    /// it moves after the ones before it: they add up.
    pub changes: Vec<Move>,
    /// Single changes that would do it alone; empty when none would.
    pub alone: Vec<Move>,
}

/// One change.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, TS)]
pub struct Move {
    /// What kind of change.
    pub kind: MoveKind,
    /// The question, check or term it is about.
    pub about: String,
    /// What somebody would do, in words.
    pub words: String,
    /// Points of assurance it moves, one decimal.
    pub points: f64,
    /// The gate it closes, if it does.
    pub closes: Option<String>,
}

/// Kinds of change.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// A blank is answered, with evidence.
    Answer,
    /// Components with advisories are updated.
    Components,
    /// A check's finding is mended: a certificate renewed, an old protocol switched off.
    Endpoint,
    /// An answer gets confirmed independent evidence.
    Evidence,
    /// A practice is brought to full credit.
    Practice,
    /// One missing term is agreed.
    Term,
    /// Every missing term is agreed.
    Terms,
}

/// A term that is required and not met.
#[derive(Clone, Debug, PartialEq)]
pub struct MissingTerm {
    /// What people call it.
    pub name: String,
    /// What the tier asks, in words.
    pub required: String,
    /// Coverage it would bring, of 100.
    pub coverage: f64,
    /// The contract gate that would close.
    pub gate: Option<String>,
}

/// The way to the next lower residual risk; `None` when it is as low as it can be, when nothing
/// is rated, or when no such changes would do. Terms are agreed one by one where that is enough.
pub fn moves(policy: &Policy, facts: &Facts, rating: &Rating, terms: &[MissingTerm]) -> Option<Moves> {
    let by = |terms: &[MissingTerm]| way(policy, facts, rating, &candidates(policy, facts, rating, terms));
    by(terms).or_else(|| if terms.is_empty() { None } else { by(&[]) })
}

fn way(policy: &Policy, facts: &Facts, rating: &Rating, candidates: &[Change]) -> Option<Moves> {
    let now = rating.residual?;
    let single: Vec<(Move, Rating)> = candidates.iter().map(|change| measured(policy, facts, rating, change)).collect();
    let mut alone: Vec<(Move, Rating)> =
        single.iter().filter(|(_, after)| after.residual.is_some_and(|then| then < now)).cloned().collect();
    alone.sort_by(|(a, _), (b, _)| b.points.total_cmp(&a.points).then_with(|| a.about.cmp(&b.about)));
    let alone: Vec<Move> = alone.into_iter().map(|(change, _)| change).take(MOST).collect();

    let mut chosen: Vec<usize> = Vec::new();
    let mut state = facts.clone();
    let mut reached = rating.clone();
    while reached.residual.is_some_and(|then| then >= now) && chosen.len() < 2 * MOST {
        let best = (0..candidates.len())
            .filter(|place| !chosen.contains(place))
            .map(|place| (place, rate(policy, &applied(&state, &candidates[place]))))
            .max_by(|(a, one), (b, other)| {
                score(one).partial_cmp(&score(other)).unwrap_or(std::cmp::Ordering::Equal).then(b.cmp(a))
            })?;
        if score(&best.1) <= score(&reached) {
            return None;
        }
        state = applied(&state, &candidates[best.0]);
        chosen.push(best.0);
        reached = best.1;
    }
    if reached.residual.is_none_or(|then| then >= now) {
        return None;
    }
    // what turned out not to be needed is left out, the smallest first
    for place in (0..chosen.len()).rev() {
        let without: Vec<usize> =
            chosen.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, change)| *change).collect();
        let facts = without.iter().fold(facts.clone(), |facts, change| applied(&facts, &candidates[*change]));
        let then = rate(policy, &facts);
        if chosen.len() > 1 && then.residual.is_some_and(|then| then < now) {
            chosen = without;
            reached = then;
        }
    }
    chosen.sort_by(|a, b| {
        let (a, b) = (&single[*a].0, &single[*b].0);
        b.points.total_cmp(&a.points).then_with(|| a.about.cmp(&b.about))
    });
    let mut changes = Vec::new();
    let (mut state, mut before) = (facts.clone(), rating.clone());
    for place in chosen {
        let (change, after) = measured(policy, &state, &before, &candidates[place]);
        changes.push(change);
        (state, before) = (applied(&state, &candidates[place]), after);
    }
    Some(Moves { to: reached.residual?, assurance: printed(reached.assurance), changes, alone })
}

/// Changes that are listed at most.
const MOST: usize = 6;

/// Better is greater: lower residual, fewer bad causes, fewer bad gates in them, more assurance. A
/// cause of several gates closes only with its last one: each brings it nearer.
fn score(rating: &Rating) -> (i32, i32, i32, f64) {
    let worth = |state: GateState| match state {
        GateState::Failed | GateState::Overdue => 2,
        GateState::Open => 1,
        GateState::Covered | GateState::Met => 0,
    };
    let causes: i32 = rating.causes.values().map(|cause| worth(cause.state)).sum();
    let gates: i32 = rating.causes.values().flat_map(|cause| &cause.members).map(|member| worth(member.state)).sum();
    (-(rating.residual.map_or(9, |degree| degree as i32)), -causes, -gates, rating.assurance)
}

enum Change {
    Answer(String),
    Components,
    Endpoint(String, BTreeSet<String>),
    Evidence(String),
    Practice(String),
    Term(MissingTerm),
    Terms,
}

fn candidates(policy: &Policy, facts: &Facts, rating: &Rating, terms: &[MissingTerm]) -> Vec<Change> {
    let mut changes = Vec::new();
    for row in &facts.rows {
        let proven = row.mark.is_none() && row.evidence == EvidenceKind::Independent;
        match row.credit {
            _ if row.weight <= 0.0 && row.gate.is_none() => {}
            Credit::NotApplicable => {}
            Credit::Blank => changes.push(Change::Answer(row.id.clone())),
            Credit::Share(share) if share < 1.0 || matches!(row.mark, Some(Mark::Contradicted | Mark::Refused)) => {
                changes.push(Change::Practice(row.id.clone()));
            }
            Credit::Share(_) if !proven => changes.push(Change::Evidence(row.id.clone())),
            Credit::Share(_) => {}
        }
    }
    let seen: BTreeSet<&String> = facts.tls.iter().flat_map(|endpoint| &endpoint.codes).collect();
    for gate in &policy.signals.tls_gates {
        let codes: BTreeSet<String> =
            seen.iter().filter(|code| gate.codes.contains(code)).map(|code| (*code).clone()).collect();
        if !codes.is_empty() {
            changes.push(Change::Endpoint(gate.gate.clone(), codes));
        }
    }
    for group in &policy.signals.tls {
        let codes: BTreeSet<String> =
            seen.iter().filter(|code| group.codes.contains(code)).map(|code| (*code).clone()).collect();
        if !codes.is_empty() {
            changes.push(Change::Endpoint(codes.iter().cloned().collect::<Vec<_>>().join(", "), codes));
        }
    }
    if !facts.advisories.is_empty() {
        changes.push(Change::Components);
    }
    if !terms.is_empty() {
        changes.extend(terms.iter().cloned().map(Change::Term));
    } else if rating.contract_penalty > 0.0 || !facts.contract_gates.is_empty() || !facts.contract_gates_open.is_empty()
    {
        changes.push(Change::Terms);
    }
    changes
}

fn applied(facts: &Facts, change: &Change) -> Facts {
    let mut facts = facts.clone();
    let proven = |row: &mut Row| {
        row.credit = Credit::Share(1.0);
        row.evidence = EvidenceKind::Independent;
        row.age_days = 0;
        row.valid_days = None;
        row.mark = None;
    };
    match change {
        Change::Answer(id) | Change::Evidence(id) | Change::Practice(id) => {
            facts.rows.iter_mut().filter(|row| row.id == *id).for_each(proven);
        }
        Change::Components => facts.advisories.clear(),
        Change::Endpoint(_, codes) => {
            for endpoint in &mut facts.tls {
                endpoint.codes.retain(|code| !codes.contains(code));
            }
        }
        Change::Term(term) => {
            facts.contract_coverage = (facts.contract_coverage + term.coverage).min(100.0);
            for gates in [&mut facts.contract_gates, &mut facts.contract_gates_open] {
                gates.retain(|gate| Some(gate) != term.gate.as_ref());
            }
        }
        Change::Terms => {
            facts.contract_coverage = 100.0;
            facts.contract_gates.clear();
            facts.contract_gates_open.clear();
        }
    }
    facts
}

fn measured(policy: &Policy, facts: &Facts, before: &Rating, change: &Change) -> (Move, Rating) {
    let after = rate(policy, &applied(facts, change));
    let closes = before.causes.iter().find(|(name, cause)| {
        let then = after.causes.get(*name).map_or(GateState::Met, |cause| cause.state);
        cause.state >= GateState::Open && then < GateState::Open
    });
    let (kind, about) = match change {
        Change::Answer(id) => (MoveKind::Answer, id.clone()),
        Change::Components => (MoveKind::Components, String::new()),
        Change::Endpoint(name, _) => (MoveKind::Endpoint, name.clone()),
        Change::Evidence(id) => (MoveKind::Evidence, id.clone()),
        Change::Practice(id) => (MoveKind::Practice, id.clone()),
        Change::Term(term) => (MoveKind::Term, term.name.clone()),
        Change::Terms => (MoveKind::Terms, String::new()),
    };
    let points = printed(printed(after.assurance) - printed(before.assurance));
    let words = match change {
        Change::Term(term) if term.required != "yes" => {
            format!("Agree “{}” in the contract for: {about}", term.required)
        }
        _ => words(kind, &about),
    };
    (Move { words, kind, about, points, closes: closes.map(|(name, _)| name.clone()) }, after)
}

fn words(kind: MoveKind, about: &str) -> String {
    match kind {
        MoveKind::Answer => format!("Answer {about}, with evidence"),
        MoveKind::Components => "Update the components that advisories hit".to_owned(),
        MoveKind::Endpoint => format!("Mend what the check of endpoints found: {about}"),
        MoveKind::Evidence => format!("Get independent evidence for {about}"),
        MoveKind::Practice => format!("Bring {about} to full credit, with evidence"),
        MoveKind::Term => format!("Agree in the contract: {about}"),
        MoveKind::Terms => "Agree the missing contract terms".to_owned(),
    }
}

/// What keeps a service from a full rating, in words; empty when it is rated.
pub fn lacking(facts: &Facts, rating: &Rating) -> Vec<String> {
    let mut lacking = Vec::new();
    if !rating.inherent.triaged {
        lacking.push("Fewer than three factors are known: not triaged.".to_owned());
    }
    let blank = facts.rows.iter().filter(|row| row.credit == Credit::Blank && (row.weight > 0.0 || row.gate.is_some()));
    let blanks: Vec<&str> = blank.map(|row| row.id.as_str()).collect();
    if !blanks.is_empty() {
        lacking.push(format!("{} not answered: {}.", counted(blanks.len(), "question"), blanks.join(", ")));
    }
    if facts.unchecked {
        lacking.push("An endpoint or component list was never checked, or its check is overdue.".to_owned());
    }
    if rating.status != Status::Rated && lacking.is_empty() {
        lacking.push("A gate is open.".to_owned());
    }
    lacking
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn policy() -> Policy {
        Policy::from_json(include_bytes!("../../../../../assets/policies/caveat-1.json")).expect("the shipped policy")
    }

    fn facts(rows: &[(&str, f64, Option<&str>, &str)], codes: &[&str]) -> Facts {
        let rows: Vec<_> = rows
            .iter()
            .map(|(id, credit, gate, evidence)| {
                json!({ "id": id, "area": "A", "weight": 4, "credit": credit, "gate": gate, "evidence": evidence, "age_days": 10 })
            })
            .collect();
        let factors = json!({ "data_sensitivity": 3, "access": 3, "criticality": 3, "ai_autonomy": 3, "data_volume": 3,
                              "substitutability": 3, "regulatory": 3 });
        Facts::from_json(json!({ "factors": factors, "rows": rows, "tls": [{ "codes": codes }] })).expect("facts")
    }

    #[test]
    fn a_renewed_certificate_is_what_it_takes() {
        let facts = facts(&[("A", 1.0, None, "independent"), ("B", 1.0, None, "independent")], &["cert.expired"]);
        let rating = rate(&policy(), &facts);
        let way = moves(&policy(), &facts, &rating, &[]).expect("a way");
        assert_eq!(way.changes.len(), 1);
        assert_eq!((way.changes[0].kind, way.changes[0].about.as_str()), (MoveKind::Endpoint, "TLS-EXPIRED"));
        assert_eq!(way.changes[0].closes.as_deref(), Some("transport"));
        assert!(way.to < rating.residual.expect("rated"));
        assert_eq!(way.alone, way.changes);
    }

    #[test]
    fn a_cause_of_many_gates_is_closed_gate_by_gate() {
        let mut rows = vec![("PRV-02", 0.0, Some("hard"), "assertion"), ("X", 0.0, Some("hard"), "assertion")];
        let names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N"];
        rows.extend(names.map(|name| (name, 0.9, None, "assertion")));
        let facts = facts(&rows, &["cert.expired", "cert.name_mismatch"]);
        let rating = rate(&policy(), &facts);
        let way =
            moves(&policy(), &facts, &rating, &[]).expect("a way, however many small changes there are beside it");
        assert!(way.to < rating.residual.expect("rated"), "{way:?}");
        assert!(way.changes.len() <= 6, "{way:?}");
    }

    #[test]
    fn two_failed_gates_need_both_closed() {
        let rows = [
            ("A", 0.0, Some("hard"), "assertion"),
            ("B", 0.0, Some("hard"), "assertion"),
            ("C", 1.0, None, "independent"),
        ];
        let facts = facts(&rows, &[]);
        let rating = rate(&policy(), &facts);
        let way = moves(&policy(), &facts, &rating, &[]).expect("a way");
        assert!(way.alone.is_empty() || way.changes.len() == 1, "{way:?}");
        let done = way.changes.iter().filter(|change| change.kind == MoveKind::Practice).count();
        assert!(done >= 1, "{way:?}");
    }

    #[test]
    fn a_term_is_agreed_alone_where_that_is_enough() {
        let mut facts = facts(&[("A", 1.0, None, "independent"), ("B", 1.0, None, "independent")], &[]);
        facts.contract_coverage = 88.0;
        facts.contract_gates = vec!["TERM-NOTICE".to_owned()];
        let term = |name: &str, coverage, gate: Option<&str>| MissingTerm {
            name: name.to_owned(),
            required: "at most 24 hours".to_owned(),
            coverage,
            gate: gate.map(str::to_owned),
        };
        let terms = [term("Audit right", 4.0, None), term("Incident notice", 8.0, Some("TERM-NOTICE"))];
        let rating = rate(&policy(), &facts);
        let way = moves(&policy(), &facts, &rating, &terms).expect("a way");
        assert_eq!(way.changes.len(), 1, "{way:?}");
        let change = &way.changes[0];
        assert_eq!((change.kind, change.about.as_str()), (MoveKind::Term, "Incident notice"));
        assert_eq!((change.points, change.closes.as_deref()), (1.2, Some("notice")));
        assert_eq!(change.words, "Agree “at most 24 hours” in the contract for: Incident notice");
        // many small terms that only together would do are one change
        facts.contract_gates.clear();
        facts.contract_coverage = 0.0;
        facts.external_deduction = 40.0;
        let many: Vec<MissingTerm> = (0..50).map(|at| term(&format!("Term {at}"), 2.0, None)).collect();
        let rating = rate(&policy(), &facts);
        let way = moves(&policy(), &facts, &rating, &many).expect("a way");
        assert_eq!(way.changes.iter().map(|change| change.kind).collect::<Vec<_>>(), [MoveKind::Terms], "{way:?}");
    }

    proptest! {
        #[test]
        fn the_changes_do_what_they_promise(credits in proptest::collection::vec(0.0f64..1.0, 1..16), bad in 0usize..4) {
            let names = ["A", "B", "PRV-02", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O"];
            let rows: Vec<_> = credits.iter().enumerate().map(|(at, credit)| (names[at], *credit, Some("hard").filter(|_| at % 2 == 0), "assertion")).collect();
            let facts = facts(&rows, &["cert.expired", "cert.name_mismatch", "proto.tls10"][..bad]);
            let rating = rate(&policy(), &facts);
            if let Some(way) = moves(&policy(), &facts, &rating, &[]) {
                prop_assert!(way.to < rating.residual.expect("rated"));
                prop_assert!(!way.changes.is_empty());
                let sum: f64 = way.changes.iter().map(|change| change.points).sum();
                prop_assert!((printed(rating.assurance) + sum - way.assurance).abs() < 1e-6, "{way:?}");
            }
        }
    }
}
