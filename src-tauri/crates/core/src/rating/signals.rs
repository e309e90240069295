//! What can be seen from outside: TLS findings and advisories. Signals only subtract, and the
//! gravest fail a gate.

use super::facts::{Endpoint, Facts};
use crate::policy::{Policy, Severity};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// What the signals come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct Signals {
    /// Points of deduction: those given, those of endpoints, those of advisories.
    pub deduction: f64,
    /// Points of assurance taken away.
    pub penalty: f64,
    /// Gates that failed, by name.
    pub failed: BTreeSet<String>,
}

/// Adds up the signals.
pub fn signals(policy: &Policy, facts: &Facts) -> Signals {
    let rule = &policy.signals;
    let mut failed: BTreeSet<String> = facts.external_gates.iter().cloned().collect();
    let mut groups: BTreeMap<&str, f64> = BTreeMap::new();
    for endpoint in &facts.tls {
        weigh(policy, endpoint, &mut groups, &mut failed);
    }
    let tls: f64 = groups.values().sum();
    let advisories: f64 = facts
        .advisories
        .iter()
        .map(|advisory| {
            let points = rule.advisories.get(&advisory.severity).copied().unwrap_or_default();
            if advisory.version_known { points } else { points * rule.version_unknown }
        })
        .sum();
    if facts.advisories.iter().any(|advisory| advisory.kev_overdue) {
        failed.insert("KEV-OVERDUE".to_owned());
    }
    if facts.advisories.iter().any(|advisory| advisory.severity == Severity::Malicious) {
        failed.insert("MALICIOUS-PACKAGE".to_owned());
    }
    let deduction = facts.external_deduction + tls + advisories.min(rule.advisories_most);
    Signals { deduction, penalty: (rule.share * deduction).min(rule.most), failed }
}

/// Within a group the largest counts, over the endpoints the worst.
fn weigh<'p>(
    policy: &'p Policy,
    endpoint: &Endpoint,
    groups: &mut BTreeMap<&'p str, f64>,
    failed: &mut BTreeSet<String>,
) {
    let rule = &policy.signals;
    for code in &endpoint.codes {
        if let Some(gate) = rule.tls_gates.iter().find(|gate| gate.codes.contains(code)) {
            if endpoint.carries_data {
                failed.insert(gate.gate.clone());
            } else {
                groups.insert("untrusted", rule.untrusted_elsewhere);
            }
            continue;
        }
        for entry in rule.tls.iter().filter(|entry| entry.codes.contains(code)) {
            if endpoint.https || !entry.https_only {
                let points = groups.entry(&entry.group).or_default();
                *points = points.max(entry.points);
            }
        }
    }
}
