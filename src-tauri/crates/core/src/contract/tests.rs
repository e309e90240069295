//! Tables of cases: each kind of term, the gates, exceptions, and values of another kind.

use super::baseline::Baseline;
use super::standing::{TermState, standing};
use super::*;
use crate::factors::{Factors, Level};
use crate::rating::inherent::Tier;

fn baseline() -> Baseline {
    Baseline::from_json(include_bytes!("../../../../../assets/terms/contract-terms-1.json")).expect("the baseline")
}

fn contract(terms: &[(&str, TermValue)]) -> Contract {
    Contract {
        id: ContractId::from_bytes([1; 16]),
        vendor: VendorId::from_bytes([2; 16]),
        service: None,
        title: "Master agreement".to_owned(),
        starts_on: None,
        ends_on: Some("2027-03-31".parse().expect("a date")),
        notice_days: Some(90),
        renews: Some(true),
        terms: terms
            .iter()
            .map(|(term, value)| Term {
                id: TermId::from_bytes([3; 16]),
                term: (*term).to_owned(),
                value: value.clone(),
                clause: None,
                quote: None,
                confirmed: true,
                excepted_until: None,
            })
            .collect(),
    }
}

fn harmless() -> Factors {
    let none = Level::new(0).ok();
    Factors { data_sensitivity: none, ai_autonomy: none, regulatory: none, ..Factors::default() }
}

fn state_of(value: TermValue, term: &str, tier: Tier) -> TermState {
    let today = "2026-11-24".parse().expect("a date");
    let standing = standing(&baseline(), &[contract(&[(term, value)])], tier, &Factors::default(), today);
    standing.terms.iter().find(|line| line.term == term).expect("required").state
}

#[test]
fn a_term_is_met_weaker_absent_or_unknown() {
    use TermState::{Absent, Met, Unknown, Weaker};
    use TermValue as V;
    for (term, value, tier, state) in [
        ("ir_notify", V::Number(24.0), Tier::T1, Met),
        ("ir_notify", V::Number(25.0), Tier::T1, Weaker),
        ("ir_notify", V::Number(48.0), Tier::T2, Met),
        ("ir_notify", V::UndueDelay, Tier::T1, Weaker),
        ("ir_notify", V::UndueDelay, Tier::T4, Met),
        ("ir_notify", V::Number(500.0), Tier::T4, Weaker),
        ("ir_notify", V::Absent, Tier::T1, Absent),
        ("ir_notify", V::Unknown, Tier::T1, Unknown),
        ("ir_notify", V::Elsewhere { place: "the order form".into(), read: false }, Tier::T1, Unknown),
        ("ir_notify", V::Elsewhere { place: "the order form".into(), read: true }, Tier::T1, Weaker),
        ("ir_trigger", V::Word("aware".into()), Tier::T1, Weaker),
        ("ir_trigger", V::Word("suspected".into()), Tier::T1, Met),
        ("ir_trigger", V::Word("unstated".into()), Tier::T1, Absent),
        ("ir_hedge", V::Truth(true), Tier::T1, Weaker),
        ("ir_hedge", V::Truth(false), Tier::T1, Met),
        ("ir_channel", V::Truth(false), Tier::T1, Absent),
        ("ir_content", V::Members(vec!["contact_point".into()]), Tier::T1, Weaker),
        ("ir_scope", V::Members(vec!["personal_data".into()]), Tier::T4, Met),
        ("sub_notice", V::Number(30.0), Tier::T1, Met),
        ("sub_notice", V::Number(29.0), Tier::T1, Weaker),
        ("ai_train", V::Word("allowed".into()), Tier::T1, Absent),
        ("ai_train", V::Word("opt_out".into()), Tier::T4, Met),
    ] {
        assert_eq!(state_of(value.clone(), term, tier), state, "{term} {value:?} {tier:?}");
    }
}

#[test]
fn what_is_asked_offered_and_missing_is_said_in_words() {
    use TermValue as V;
    let members = |words: &[&str]| V::Members(words.iter().map(|word| (*word).to_owned()).collect());
    for (term, value, tier, said) in [
        ("ir_notify", V::Number(72.0), Tier::T1, ["at most 24 hours", "72 hours", "48 hours too long"]),
        ("ir_notify", V::Number(25.0), Tier::T1, ["at most 24 hours", "25 hours", "1 hour too long"]),
        ("ir_notify", V::UndueDelay, Tier::T1, ["at most 24 hours", "without undue delay", "ask for at most 24 hours"]),
        (
            "ir_notify",
            V::Absent,
            Tier::T4,
            ["without undue delay", "not in the text", "ask for it without undue delay"],
        ),
        ("ir_trigger", V::Word("aware".into()), Tier::T1, ["first suspicion", "awareness", "ask for first suspicion"]),
        (
            "ir_trigger",
            V::Word("confirmed".into()),
            Tier::T2,
            ["awareness or earlier", "confirmation", "ask for awareness or earlier"],
        ),
        ("ir_hedge", V::Truth(true), Tier::T1, ["no", "yes", "ask to strike it"]),
        ("ir_channel", V::Truth(false), Tier::T1, ["yes", "no", "ask for it"]),
        (
            "ir_scope",
            members(&["personal_data", "ai_incident"]),
            Tier::T1,
            ["all 6", "2 of 6: personal data, AI incident", "4 more"],
        ),
        (
            "ir_content",
            members(&["nature_and_numbers", "contact_point", "measures_taken"]),
            Tier::T1,
            ["all 4", "3 of 4, without likely consequences", "1 more"],
        ),
        (
            "ir_scope",
            members(&["service_outage"]),
            Tier::T4,
            ["personal data", "1 of 6: service outage", "ask for personal data"],
        ),
        ("sub_notice", V::Number(10.0), Tier::T1, ["at least 30 days before", "10 days before", "20 days short"]),
        ("sub_notice", V::Number(1.0), Tier::T1, ["at least 30 days before", "1 day before", "29 days short"]),
        ("sla_avail", V::Number(99.5), Tier::T1, ["at least 99.9 %", "99.5 %", "0.4 % short"]),
        (
            "liab_cap",
            V::Number(1.0),
            Tier::T1,
            ["at least 3 × 12-month fees", "1 × 12-month fees", "2 × 12-month fees short"],
        ),
        ("ins_cyber", V::Number(2e6), Tier::T1, ["at least USD 5,000,000", "USD 2,000,000", "USD 3,000,000 short"]),
        ("aud_pentest", V::Absent, Tier::T1, ["at least 1 per year", "not in the text", "ask for at least 1 per year"]),
        (
            "aud_reports",
            V::Word("any_report".into()),
            Tier::T1,
            ["SOC 2 Type II or ISO/IEC 27001", "any report", "ask for SOC 2 Type II or ISO/IEC 27001"],
        ),
        (
            "ai_train",
            V::Word("opt_out".into()),
            Tier::T3,
            ["opt-in or stricter", "opt-out", "ask for opt-in or stricter"],
        ),
        ("ai_train", V::Word("prohibited".into()), Tier::T1, ["prohibited", "prohibited", ""]),
    ] {
        let today = "2026-11-24".parse().expect("a date");
        let standing = standing(&baseline(), &[contract(&[(term, value)])], tier, &Factors::default(), today);
        let line = standing.terms.iter().find(|line| line.term == term).expect("required");
        assert_eq!([line.required.as_str(), &line.actual, &line.gap], said, "{term}");
        assert_eq!((line.contract.as_deref(), line.contract_id.is_some()), (Some("Master agreement"), true));
    }
}

#[test]
fn no_contract_covers_nothing_and_opens_the_gates() {
    let today = "2026-11-24".parse().expect("a date");
    let none = standing(&baseline(), &[], Tier::T1, &Factors::default(), today);
    assert_eq!((none.on_file, none.coverage), (false, 0.0));
    assert_eq!(none.open, ["TERM-NOTICE", "TERM-TRAINING"]);
    let plain = standing(&baseline(), &[], Tier::T1, &harmless(), today);
    assert_eq!(plain.open, ["TERM-NOTICE"]);
    assert!(standing(&baseline(), &[], Tier::T3, &Factors::default(), today).open.is_empty());
}

#[test]
fn gates_follow_the_two_terms_and_exceptions_last_until_their_day() {
    let today: NaiveDate = "2026-11-24".parse().expect("a date");
    let terms = [("ir_notify", TermValue::Absent), ("ai_train", TermValue::Word("opt_out".to_owned()))];
    let mut bad = contract(&terms);
    let at = |contract: &Contract, today| {
        standing(&baseline(), std::slice::from_ref(contract), Tier::T1, &Factors::default(), today)
    };
    assert_eq!(at(&bad, today).failed, ["TERM-NOTICE", "TERM-TRAINING"]);
    let before = at(&bad, today).coverage;
    for term in &mut bad.terms {
        term.excepted_until = Some(today);
    }
    assert!(at(&bad, today).coverage > before);
    assert_eq!(at(&bad, today).failed.len(), 2, "an exception covers no gate");
    assert_eq!(at(&bad, today.succ_opt().expect("a day")).coverage, before);
    let state = |contract: &Contract, today| {
        let standing = at(contract, today);
        standing.terms.into_iter().find(|line| line.term == "ai_train").map(|line| (line.state, line.excepted_until))
    };
    bad.terms[1].excepted_until = "2030-01-01".parse().ok();
    let notice = bad.notice_on().expect("a notice date");
    assert_eq!(state(&bad, notice), Some((TermState::Excepted, Some(notice))), "to the notice date and no longer");
    assert_eq!(state(&bad, notice.succ_opt().expect("a day")), Some((TermState::Weaker, None)));
    bad.terms[1].confirmed = false;
    assert_eq!(state(&bad, today), Some((TermState::Unknown, None)), "nobody knows to what it is an exception");
    bad.terms[1].confirmed = true;
    bad.terms[0].confirmed = false;
    bad.terms[0].excepted_until = None;
    assert_eq!(at(&bad, today).open, ["TERM-NOTICE"]);
    assert_eq!(bad.notice_on(), "2026-12-31".parse().ok());
}

#[test]
fn what_is_not_said_is_not_promised() {
    let today = "2026-11-24".parse().expect("a date");
    let hours = |hours: f64| ("ir_notify", TermValue::Number(hours));
    let none = || TermValue::Members(Vec::new());
    let other = || TermValue::Members(vec!["service_outage".to_owned()]);
    for ((term, value), tier, state) in [
        (("ai_train", TermValue::Word("silent".to_owned())), Tier::T1, TermState::Absent),
        (("ai_train", TermValue::Word("silent".to_owned())), Tier::T4, TermState::Absent),
        (("ai_own", TermValue::Word("unstated".to_owned())), Tier::T2, TermState::Absent),
        (("ir_scope", none()), Tier::T4, TermState::Absent),
        (("ir_scope", none()), Tier::T1, TermState::Absent),
        (("ir_scope", other()), Tier::T4, TermState::Absent),
        (("ir_scope", other()), Tier::T1, TermState::Weaker),
        (hours(72.0), Tier::T4, TermState::Met),
        (hours(72.5), Tier::T4, TermState::Weaker),
        (hours(8760.0), Tier::T4, TermState::Weaker),
    ] {
        let standing = standing(&baseline(), &[contract(&[(term, value.clone())])], tier, &Factors::default(), today);
        let line = standing.terms.iter().find(|line| line.term == term).expect("required");
        assert_eq!(line.state, state, "{term} {value:?}");
    }
    assert_eq!(baseline().number("ir_notify", Tier::T4), Some(72.0));
    assert_eq!(baseline().number("ir_trigger", Tier::T1), None);
}

#[test]
fn a_contract_yet_to_begin_speaks_only_where_none_in_force_does() {
    let today: NaiveDate = "2026-11-24".parse().expect("a date");
    let mut running = contract(&[("ir_notify", TermValue::Number(72.0))]);
    let mut to_come = contract(&[("ir_notify", TermValue::Number(24.0)), ("del_days", TermValue::Number(30.0))]);
    (running.title, to_come.title) = ("Running".to_owned(), "To come".to_owned());
    running.starts_on = "2025-01-01".parse().ok();
    to_come.starts_on = "2027-01-01".parse().ok();
    let said = |contracts: &[Contract], today, term: &str| {
        let standing = standing(&baseline(), contracts, Tier::T1, &Factors::default(), today);
        standing.terms.into_iter().find(|line| line.term == term).and_then(|line| line.contract)
    };
    let both = [to_come, running];
    let begun = "2027-01-01".parse().expect("a date");
    assert_eq!(said(&both, today, "ir_notify").as_deref(), Some("Running"));
    assert_eq!(said(&both, begun, "ir_notify").as_deref(), Some("To come"));
}

#[test]
fn a_notice_date_is_known_only_where_end_and_period_are() {
    use NoticeState as N;
    let on = |text: &str| text.parse::<NaiveDate>().expect("a day");
    for (ends, days, renews, today, state, words) in [
        (Some("2027-03-31"), Some(90), true, "2026-12-31", N::By, "31 Dec 2026"),
        (Some("2027-03-31"), Some(90), true, "2027-01-01", N::Passed, "31 Dec 2026, passed"),
        (Some("2027-03-31"), Some(90), true, "2027-03-31", N::Passed, "31 Dec 2026, passed"),
        (
            Some("2027-03-31"),
            Some(90),
            true,
            "2027-04-01",
            N::Renewed,
            "renewed on 31 Mar 2027, its new end is not on file",
        ),
        (
            Some("2027-03-31"),
            None,
            true,
            "2027-04-01",
            N::Renewed,
            "renewed on 31 Mar 2027, its new end is not on file",
        ),
        (Some("2027-03-31"), None, true, "2026-12-31", N::Unknown, "not known, no notice period on file"),
        (None, Some(90), true, "2026-12-31", N::Unknown, "not known, no end on file"),
        (None, None, true, "2026-12-31", N::Unknown, "not known, no end on file"),
        (Some("2027-03-31"), Some(0), true, "2026-12-31", N::By, "31 Mar 2027"),
        (Some("2027-03-31"), Some(90), false, "2026-12-31", N::By, "31 Dec 2026"),
        (Some("2027-03-31"), Some(90), false, "2027-01-01", N::NotNeeded, "none needed"),
        (Some("2027-03-31"), None, false, "2026-12-31", N::NotNeeded, "none needed"),
        (Some("2027-03-31"), Some(90), false, "2027-04-01", N::NotNeeded, "none needed"),
        (None, None, false, "2026-12-31", N::NotNeeded, "none needed"),
    ] {
        let mut one = contract(&[]);
        (one.ends_on, one.notice_days, one.renews) = (ends.map(on), days, Some(renews));
        let found = one.notice(on(today));
        assert_eq!((found.state, found.words.as_str()), (state, words), "{ends:?} {days:?} {renews} on {today}");
        assert_eq!(found.on.is_some(), ends.is_some() && days.is_some());
    }
    for (ends, days, today, state, words) in [
        (None, None, "2026-12-31", N::Unknown, "not known, no end on file"),
        (Some("2027-03-31"), None, "2026-12-31", N::Unknown, "not known, no notice period on file"),
        (Some("2027-03-31"), Some(90), "2026-12-31", N::By, "31 Dec 2026"),
        (Some("2027-03-31"), Some(90), "2027-01-01", N::Passed, "31 Dec 2026, passed"),
        (
            Some("2027-03-31"),
            Some(90),
            "2027-04-01",
            N::Unknown,
            "not known, whether it renewed on 31 Mar 2027 is not on file",
        ),
    ] {
        let mut one = contract(&[]);
        (one.ends_on, one.notice_days, one.renews) = (ends.map(on), days, None);
        let found = one.notice(on(today));
        assert_eq!((found.state, found.words.as_str()), (state, words), "{ends:?} {days:?} on {today}");
        assert_eq!(one.ended(on(today)), today == "2027-04-01", "what may have ended promises nothing");
    }
}

#[test]
fn a_value_of_another_kind_is_refused() {
    let baseline = baseline();
    let check = |id: &str, value: TermValue| baseline.rule(id).expect("a term").check(&value).is_ok();
    assert!(!check("ir_notify", TermValue::Truth(true)) && !check("ir_notify", TermValue::Number(-1.0)));
    assert!(!check("ir_notify", TermValue::Number(f64::NAN)));
    assert!(!check("ai_train", TermValue::Word("sometimes".to_owned())) && !check("ai_train", TermValue::UndueDelay));
    assert!(check("ai_train", TermValue::Word("opt_in".to_owned())) && check("ir_notify", TermValue::UndueDelay));
}
