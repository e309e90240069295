//! The rating against the policy's worked cases, and its laws over made-up facts.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test reads the shared facts, says when it skips them, and stops where it fails"
)]

use caveat_core::policy::Policy;
use caveat_core::rating::evaluate::evaluate;
use caveat_core::rating::facts::{Credit, Facts};
use caveat_core::rating::{Rating, Status, rate};
use proptest::prelude::*;
use serde_json::{Value, json};

fn policy() -> Policy {
    Policy::from_json(include_bytes!("../../../../assets/policies/caveat-1.json")).unwrap()
}

/// Where two results differ, numbers compared to a tenth.
fn differences(path: &str, found: &Value, expected: &Value, out: &mut Vec<String>) {
    match (found, expected) {
        (Value::Number(a), Value::Number(b)) => {
            if (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() > 1e-9 {
                out.push(format!("{path}: {a}, expected {b}"));
            }
        }
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys()).collect::<std::collections::BTreeSet<_>>() {
                differences(&format!("{path}.{key}"), &found[key], &expected[key], out);
            }
        }
        _ if found == expected => {}
        _ => out.push(format!("{path}: {found}, expected {expected}")),
    }
}

fn check(cases: Value) -> usize {
    let results = evaluate(&policy(), cases.clone()).unwrap();
    let mut wrong = Vec::new();
    for (case, result) in cases.as_array().unwrap().iter().zip(results.as_array().unwrap()) {
        differences(case["name"].as_str().unwrap(), result, &case["expect"], &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    results.as_array().unwrap().len()
}

#[test]
fn every_worked_case_comes_out_to_the_tenth() {
    assert_eq!(
        check(serde_json::from_str(include_str!("../../../../tests/fixtures/scoring/vectors.json")).unwrap()),
        65
    );
}

#[test]
fn and_so_does_every_case_of_the_shared_facts() {
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/scoring/vectors.json");
    match std::fs::read_to_string(shared) {
        Ok(text) => assert!(check(serde_json::from_str(&text).unwrap()) > 0),
        Err(_) => println!("skipped: ../shared/data is not here"),
    }
}

#[test]
fn one_case_in_is_one_result_out_and_bad_facts_are_named() {
    let policy = policy();
    assert_eq!(evaluate(&policy, json!({})).unwrap()["status"], "not rated");
    let row = json!({ "id": "A-1", "area": "A", "weight": 4, "credit": 1.5, "gate": null, "evidence": "document", "age_days": 0, "valid_days": null });
    for (case, word) in [
        (json!({ "rows": [row] }), "A-1"),
        (json!({ "contract_coverage": 101 }), "contract_coverage"),
        (json!({ "external_deduction": -1 }), "external_deduction"),
        (json!({ "factors": { "access": 9 } }), "level"),
        (json!({ "rowz": [] }), "rowz"),
        (json!([{}, { "covered": 1 }]), "case 2"),
        (json!(7), "read"),
    ] {
        let said = evaluate(&policy, case.clone()).unwrap_err().to_string();
        assert!(said.contains(word), "{case}: {said}");
    }
}

fn any_row(number: usize) -> impl Strategy<Value = Value> {
    let credit = prop_oneof![
        Just(json!(null)),
        Just(json!("n/a")),
        prop::sample::select(vec![0.0, 0.25, 0.5, 1.0]).prop_map(|c| json!(c))
    ];
    let evidence = prop::sample::select(vec!["independent", "observed", "document", "public", "assertion"]);
    let gate = prop::sample::select(vec![json!(null), json!("hard"), json!("soft")]);
    let mark = prop::sample::select(vec![
        json!(null),
        json!(null),
        json!("contradicted"),
        json!("refused"),
        json!("needs evidence"),
    ]);
    let ids = ["PRV-02", "PRV-06", "SUP-04", "OPS-02", "API-01", "DEF-04", "INT-01", "REG-05"];
    (credit, evidence, gate, mark, prop::sample::select(vec![4, 2, 1]), -5..900i32, 0..3usize).prop_map(
        move |(credit, evidence, gate, mark, weight, age, area)| {
            json!({ "id": ids[number], "area": (["A", "B", "C"][area]), "weight": weight, "credit": credit, "gate": gate,
                    "evidence": evidence, "age_days": age, "valid_days": null, "mark": mark })
        },
    )
}

fn any_case() -> impl Strategy<Value = Value> {
    let rows = (0..8usize).map(any_row).collect::<Vec<_>>();
    let levels = proptest::array::uniform7(proptest::option::weighted(0.9, 0u8..=4));
    let codes = prop::sample::subsequence(
        vec![
            "proto.tls10",
            "cipher.rc4",
            "cipher.3des",
            "cert.expired",
            "http.hsts_missing",
            "cert.name_mismatch",
            "chain.incomplete",
        ],
        0..4,
    );
    let severities = prop::collection::vec(
        prop::sample::select(vec!["critical", "high", "medium", "low", "unscored", "malicious"]),
        0..5,
    );
    let covered = prop::sample::subsequence(vec!["PRV-02", "TLS-EXPIRED", "SUP-04", "TERM-NOTICE", "OPS-02"], 0..4);
    (rows, levels, codes, severities, covered, 0..=100u32, any::<[bool; 4]>()).prop_map(
        |(rows, l, codes, severities, covered, coverage, [carries, due, unchecked, open])| {
            json!({
                "factors": { "data_sensitivity": l[0], "access": l[1], "criticality": l[2], "ai_autonomy": l[3], "data_volume": l[4], "substitutability": l[5], "regulatory": l[6] },
                "rows": rows,
                "tls": [{ "codes": codes, "carries_data": carries }],
                "advisories": severities.iter().map(|severity| json!({ "severity": severity })).collect::<Vec<_>>(),
                "contract_coverage": coverage, "covered": covered, "due_passed": due, "unchecked": unchecked,
                "contract_gates_open": if open { vec!["TERM-NOTICE"] } else { vec![] },
            })
        },
    )
}

fn facts(case: &Value) -> Facts {
    Facts::from_json(case.clone()).unwrap()
}

/// Is `after` no worse than `before` in any of the three?
fn no_worse(before: &Rating, after: &Rating) -> bool {
    after.assurance + 1e-9 >= before.assurance
        && after.likelihood <= before.likelihood
        && after.residual <= before.residual
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn raising_a_credit_above_nothing_never_worsens(case in any_case(), which in 0..8usize) {
        let before = facts(&case);
        let mut after = before.clone();
        let row = &mut after.rows[which];
        let Credit::Share(share) = row.credit else { return Ok(()) };
        if row.mark.is_some() || share == 0.0 { return Ok(()) }
        row.credit = Credit::Share(1.0);
        prop_assert!(no_worse(&rate(&policy(), &before), &rate(&policy(), &after)));
    }

    #[test]
    fn a_signal_a_failed_gate_or_an_expiry_never_improves(case in any_case(), what in 0..4usize) {
        let before = facts(&case);
        let mut after = before.clone();
        match what {
            0 => after.tls[0].codes.push("proto.sslv3".to_owned()),
            1 => after.external_gates.push("KEV-OVERDUE".to_owned()),
            2 => after.tls[0].codes.push("cert.expired".to_owned()),
            _ => after.rows.iter_mut().for_each(|row| row.age_days = row.age_days.max(0) + 200),
        }
        prop_assert!(no_worse(&rate(&policy(), &after), &rate(&policy(), &before)) || what == 3 && before.rows.iter().any(|row| row.age_days < 0));
    }

    #[test]
    fn removing_an_answer_never_raises_assurance_nor_helps_once_due(case in any_case(), which in 0..8usize) {
        let before = facts(&case);
        if !matches!(before.rows[which].credit, Credit::Share(_)) { return Ok(()) }
        let mut after = before.clone();
        after.rows[which].credit = Credit::Blank;
        let (before, after) = (rate(&policy(), &before), rate(&policy(), &after));
        prop_assert!(after.assurance <= before.assurance + 1e-9);
        if case["due_passed"] == true && case["rows"][which]["gate"] != "soft" {
            prop_assert!(no_worse(&after, &before));
        }
    }

    #[test]
    fn the_order_of_what_comes_in_never_matters(case in any_case()) {
        let forth = facts(&case);
        let mut back = forth.clone();
        back.rows.reverse();
        back.advisories.reverse();
        back.tls[0].codes.reverse();
        back.covered.reverse();
        let (forth, back) = (rate(&policy(), &forth), rate(&policy(), &back));
        prop_assert!((forth.assurance - back.assurance).abs() < 1e-9);
        prop_assert_eq!((forth.likelihood, forth.residual, forth.causes), (back.likelihood, back.residual, back.causes));
    }

    #[test]
    fn the_parts_add_up_and_nothing_unknown_counts_as_good(case in any_case()) {
        let rating = rate(&policy(), &facts(&case));
        let answers = &rating.answers;
        let left = answers.claimed - answers.marked_off - answers.unproven - answers.faded;
        prop_assert!((left - answers.supported).abs() < 1e-9);
        prop_assert!(answers.capped <= answers.supported + 1e-9 && rating.assurance <= answers.capped + 1e-9);
        prop_assert!((0.0..=100.0).contains(&rating.assurance));
        prop_assert_eq!(rating.residual.is_none(), rating.status == Status::NotRated);
    }
}
