//! Cells that cannot occur come from the policy; a vendor with one of each date, early and late.

use super::dates::{DateKind, dates, due};
use super::*;
use crate::assessment::rated;
use crate::contract::Contract;
use crate::contract::baseline::Baseline;
use crate::evidence::Evidence;
use crate::factors::{Factors, Level};
use crate::id::*;
use crate::known::{Acceptance, ChainLink, Endpoint, Issued, Known, LinkKind, Look};
use crate::policy::EvidenceKind;
use crate::questionnaire::{Answer, Questionnaire, Source};
use crate::service::Service;
use crate::vendor::{Stage, Vendor, VendorKind};
use chrono::{DateTime, Days, Utc};
use proptest::prelude::*;
use uuid::Uuid;

const SHIPPED: &str = include_str!("../../../../../assets/policies/caveat-1.json");

fn policy() -> Policy {
    Policy::from_json(SHIPPED.as_bytes()).expect("the policy")
}

fn words(policy: &Policy, tier: Option<Tier>) -> String {
    let initials = |degree: Degree| degree.words().split(' ').map(|word| &word[..1]).collect::<String>();
    occurring(policy, tier).into_iter().map(initials).collect::<Vec<_>>().join(" ")
}

#[test]
fn cells_that_cannot_occur_are_the_policys() {
    let shipped = policy();
    let rows = |policy: &Policy| Tier::ALL.map(|tier| words(policy, Some(tier)));
    assert_eq!(rows(&shipped), ["M H Vh", "L M H", "Vl L M", "Vl L"]);
    assert_eq!(words(&shipped, None), "H Vh");

    let without_floors = SHIPPED.replace(
        r#"["moderate", "low", "very_low", "very_low"]"#,
        r#"["very_low", "very_low", "very_low", "very_low"]"#,
    );
    assert_ne!(without_floors, SHIPPED);
    let without_floors = Policy::from_json(without_floors.as_bytes()).expect("a policy");
    assert_eq!(rows(&without_floors), ["L M H Vh", "L M H", "Vl L M", "Vl L"]);
}

#[test]
fn the_heat_map_hides_nobody() {
    let cell =
        |tier: Option<u8>, residual| Cell { tier: tier.map(|tier| Tier::try_from(tier).expect("a tier")), residual };
    let triaged = HeatMap::of(&policy(), [cell(Some(1), Some(Degree::High)), cell(Some(4), None)]);
    assert_eq!(triaged.rows.len(), 4, "no row for the untriaged when there are none");
    assert_eq!((triaged.columns.as_slice(), triaged.vendors), ([0, 0, 0, 1, 0, 1].as_slice(), 2));
    // a place the policy rules out is shown all the same once somebody stands there
    let odd = HeatMap::of(&policy(), [cell(Some(4), Some(Degree::VeryHigh)), cell(None, None)]);
    let place = odd.rows[3].cells[4];
    assert_eq!((place.vendors, place.occurs), (1, true));
    assert_eq!((odd.rows[4].tier, odd.rows[4].vendors, odd.rows[4].impact), (None, 1, Degree::VeryHigh));
    assert!(odd.rows[4].cells[5].occurs && !odd.rows[4].cells[0].occurs);
}

proptest! {
    #[test]
    fn rows_and_columns_add_up(places in proptest::collection::vec((0u8..=4, 0usize..=5), 0..60)) {
        let cells = places.iter().map(|(tier, residual)| Cell {
            tier: Tier::try_from(*tier).ok(),
            residual: Degree::ALL.get(*residual).copied(),
        });
        let map = HeatMap::of(&policy(), cells);
        prop_assert_eq!(map.vendors as usize, places.len());
        prop_assert_eq!(map.columns.iter().sum::<u32>(), map.vendors);
        prop_assert_eq!(map.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.vendors).sum::<u32>(), map.vendors);
    }
}

fn now() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().expect("a moment")
}

/// So many days from today; negative is past.
fn day(days: i64) -> NaiveDate {
    let today = now().date_naive();
    let by = Days::new(days.unsigned_abs());
    if days < 0 { today - by } else { today + by }
}

#[test]
fn a_date_is_late_near_ahead_or_beyond() {
    let near = |days: i64| nearness(day(days), now().date_naive());
    assert_eq!([near(-400), near(-1)], [Some(Nearness::Late); 2]);
    assert_eq!([near(0), near(10)], [Some(Nearness::Near); 2]);
    assert_eq!([near(11), near(90), near(91)], [Some(Nearness::Ahead), Some(Nearness::Ahead), None]);
}

#[test]
fn causes_are_said_in_words() {
    let templates =
        [Template::from_json(include_bytes!("../../../../../assets/questionnaires/short-form.json")).expect("one")];
    assert_eq!(cause_asks("notice", &templates), "We are told about incidents in time");
    assert!(cause_asks("OPS-02", &templates).starts_with("Phishing-resistant MFA"));
    assert_eq!(cause_asks("KEV-OVERDUE", &templates), "Known exploited faults are fixed in time");
    for question in AI_QUESTIONS {
        assert!(templates[0].question(question).is_some(), "{question}");
    }
}

const SERVICE: ServiceId = ServiceId(Uuid::from_u128(1));
const VENDOR: VendorId = VendorId(Uuid::from_u128(2));

fn evidence(title: &str, until: Option<i64>, questions: &[&str]) -> Evidence {
    Evidence {
        id: EvidenceId(Uuid::from_u128(3)),
        service: SERVICE,
        kind: EvidenceKind::Independent,
        title: title.to_owned(),
        issuer: None,
        scope: None,
        dated_on: day(-330),
        valid_until: until.map(day),
        place: None,
        confirmed: true,
        questions: questions.iter().map(|one| (*one).to_owned()).collect(),
    }
}

fn contract(title: &str, ends: i64, notice_days: Option<u32>, renews: bool) -> Contract {
    Contract {
        id: ContractId(Uuid::from_u128(4)),
        vendor: VENDOR,
        service: None,
        title: title.to_owned(),
        starts_on: None,
        ends_on: Some(day(ends)),
        notice_days,
        renews: Some(renews),
        terms: Vec::new(),
    }
}

fn answer(question: &str, choice: Option<&str>, on: i64) -> Answer {
    Answer {
        id: AnswerId(Uuid::from_u128(5)),
        questionnaire: QuestionnaireId(Uuid::from_u128(6)),
        question: question.to_owned(),
        choice: choice.map(str::to_owned),
        number: None,
        date: None,
        note: None,
        source: Source::Vendor,
        answered_on: day(on),
        verdict: None,
        verdict_note: None,
        verdict_on: None,
    }
}

fn acceptance(gate: &str, given: i64, until: i64) -> Acceptance {
    Acceptance {
        id: AcceptanceId(Uuid::from_u128(7)),
        service: SERVICE,
        gates: vec![gate.to_owned()],
        owner: "A. Rahimi".to_owned(),
        reason: "Until the new release".to_owned(),
        given_on: day(given),
        until: day(until),
    }
}

fn known<'t>(template: &'t Template, answers: Vec<Answer>, due: i64) -> Known<'t> {
    let level = |level: u8| Level::new(level).ok();
    let factors = Factors {
        data_sensitivity: level(3),
        access: level(3),
        criticality: level(3),
        ai_autonomy: level(3),
        data_volume: level(3),
        substitutability: level(3),
        regulatory: level(3),
    };
    let questionnaire = Questionnaire {
        id: QuestionnaireId(Uuid::from_u128(6)),
        service: SERVICE,
        template: template.id.clone(),
        template_hash: template.hash.clone(),
        issued_on: day(-60),
        due_on: Some(day(due)),
    };
    Known {
        service: Service {
            id: SERVICE,
            vendor: VENDOR,
            name: "Chat".to_owned(),
            purpose: None,
            business_owner: None,
            factors,
            archived: false,
        },
        stage: Stage::Active,
        questionnaires: vec![Issued { questionnaire, template, answers }],
        missing: Vec::new(),
        evidence: Vec::new(),
        endpoints: Vec::new(),
        lists: Vec::new(),
        contracts: Vec::new(),
        acceptances: Vec::new(),
    }
}

fn listed(known: Known<'_>, contracts: &[Contract]) -> Vec<(DateKind, i64, Nearness, String)> {
    let policy = policy();
    let baseline =
        Baseline::from_json(include_bytes!("../../../../../assets/terms/contract-terms-1.json")).expect("the baseline");
    let rated = rated(&policy, &baseline, &known, now());
    let vendor = Vendor {
        id: VENDOR,
        name: "Lumen".to_owned(),
        kind: VendorKind::AiVendor,
        stage: Stage::Active,
        legal_name: None,
        website: None,
        country: None,
        owner: None,
        note: None,
        archived: false,
    };
    let today = now().date_naive();
    let lines = dates(&policy, &vendor, &[(known, rated)], contracts, now());
    lines.into_iter().map(|line| (line.kind, (line.on - today).num_days(), line.nearness, line.what)).collect()
}

fn template() -> Template {
    Template::from_json(include_bytes!("../../../../../assets/questionnaires/short-form.json")).expect("a template")
}

#[test]
fn a_contract_is_listed_by_its_notice_and_its_end() {
    let template = template();
    let lines = |contract: Contract| listed(known(&template, Vec::new(), 400), &[contract]);
    let kinds = |contract: Contract| lines(contract).into_iter().map(|line| (line.0, line.1)).collect::<Vec<_>>();
    use DateKind::{ContractEnds, NoticeBy};
    assert_eq!(kinds(contract("Terms", 60, Some(50), true)), [(ContractEnds, 60), (NoticeBy, 10)]);
    assert_eq!(kinds(contract("Terms", 100, Some(90), false)), [(NoticeBy, 10)], "its end is beyond the horizon");
    assert_eq!(kinds(contract("Terms", 20, Some(30), true)), [(ContractEnds, 20), (NoticeBy, -10)], "missed");
    assert_eq!(kinds(contract("Terms", 20, Some(30), false)), [(ContractEnds, 20)], "it ends anyway");
    assert_eq!(kinds(contract("Terms", -3, Some(30), true)), [(ContractEnds, -3)], "over: only its end is late");
    assert_eq!(kinds(contract("Terms", 20, None, true)), [(ContractEnds, 20)], "no notice period is known");
    let elsewhere = Contract { service: Some(ServiceId(Uuid::from_u128(99))), ..contract("Other", 20, None, true) };
    assert_eq!(kinds(elsewhere), [], "of a service that is not in use");
    assert_eq!(lines(contract("Terms", 100, Some(90), true))[0].3, "Terms, renews by itself");
}

#[test]
fn evidence_is_listed_until_something_lasts_longer() {
    let template = template();
    let lines = |evidence: Vec<Evidence>| {
        let lines = listed(Known { evidence, ..known(&template, Vec::new(), 400) }, &[]);
        lines.into_iter().map(|line| (line.3, line.1, line.2)).collect::<Vec<_>>()
    };
    let old = || evidence("Old report", Some(-30), &["OPS-05"]);
    assert_eq!(lines(vec![old()]), [("Old report".to_owned(), -30, Nearness::Late)]);
    assert_eq!(lines(vec![old(), evidence("New report", Some(300), &["OPS-05", "PRV-03"])]), []);
    let both =
        lines(vec![evidence("Old report", Some(-30), &["OPS-05", "API-01"]), evidence("New", Some(300), &["OPS-05"])]);
    assert_eq!(both.len(), 1, "it still stands alone behind one question: {both:?}");
    let unsaid = lines(vec![evidence("Undated", None, &[])]);
    assert_eq!(unsaid, [("Undated".to_owned(), 35, Nearness::Ahead)], "365 days when nothing was said");
}

#[test]
fn answers_acceptances_certificates_and_looks_have_their_dates() {
    let template = template();
    let asked = template.questions.len();
    let one = vec![answer("API-01", Some("no"), -85), answer("OPS-02", None, -1)];
    let mut facts = known(&template, one, -5);
    facts.acceptances =
        vec![acceptance("API-01", -100, -2), acceptance("OPS-02", -100, 60), acceptance("NONE", -100, -2)];
    let look = Look {
        at: now(),
        outcome: "completed".to_owned(),
        completed: true,
        versions: vec!["TLS 1.3".to_owned()],
        protocols: Vec::new(),
        suite: None,
        group: None,
        life: None,
        trusted: Some(true),
        hostname_ok: Some(true),
        chain: vec![ChainLink {
            kind: LinkKind::Leaf,
            names: 1,
            subject: "CN=a".to_owned(),
            issuer: "CN=b".to_owned(),
            not_before: None,
            not_after: Some(now() + Days::new(9)),
            key: "EC P-256".to_owned(),
            signature: "ECDSA".to_owned(),
            sha256: String::new(),
        }],
        findings: Vec::new(),
    };
    let endpoint = |host: &str, look: Option<Look>| Endpoint {
        id: EndpointId(Uuid::from_u128(8)),
        service: SERVICE,
        host: host.to_owned(),
        port: 443,
        carries_data: true,
        https: true,
        look,
        missed: None,
    };
    facts.endpoints = vec![endpoint("api.lumen.example", Some(look)), endpoint("new.lumen.example", None)];
    let lines = listed(facts.clone(), &[]);
    use DateKind::{AcceptanceEnds, CertificateExpires, QuestionnaireDue, ReassessBy};
    let expected = [
        (CertificateExpires, 9, Nearness::Near, "api.lumen.example".to_owned()),
        (QuestionnaireDue, -5, Nearness::Late, format!("Short form, 1 of {asked} answered")),
        (AcceptanceEnds, -2, Nearness::Late, "API-01".to_owned()),
        (AcceptanceEnds, 60, Nearness::Ahead, "OPS-02".to_owned()),
        // three months after 31 August
        (ReassessBy, 6, Nearness::Near, "Chat".to_owned()),
    ];
    assert_eq!(lines, expected, "an acceptance that ended matters only while its gate is open");

    let rated = rated(
        &policy(),
        &Baseline::from_json(include_bytes!("../../../../../assets/terms/contract-terms-1.json")).expect("one"),
        &facts,
        now(),
    );
    assert!(due(&policy(), &facts, &rated.rating).is_some());
    facts.questionnaires[0].answers.clear();
    assert_eq!(due(&policy(), &facts, &rated.rating), None, "nobody answered: not rated, not due");
}
