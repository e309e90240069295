//! A fixture of one service: each of the five claims flips between all three states, and what
//! is known moves the rating the way it must.

use super::*;
use crate::contract::{Contract, Term, TermValue};
use crate::evidence::Evidence;
use crate::factors::{Factors, Level};
use crate::id::*;
use crate::known::{
    Acceptance, ChainLink, Checked, ComponentList, Endpoint, Finding, Issued, LinkKind, Look, OpenAdvisory, Undecided,
};
use crate::policy::Severity;
use crate::questionnaire::{Questionnaire, Source, Template};
use crate::rating::gates::GateState;
use crate::service::Service;
use chrono::Days;
use uuid::Uuid;

fn policy() -> Policy {
    Policy::from_json(include_bytes!("../../../../../assets/policies/caveat-1.json")).expect("the policy")
}

fn baseline() -> Baseline {
    Baseline::from_json(include_bytes!("../../../../../assets/terms/contract-terms-1.json")).expect("the baseline")
}

fn template() -> Template {
    Template::from_json(include_bytes!("../../../../../assets/questionnaires/short-form.json")).expect("a template")
}

fn now() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().expect("a moment")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

const SERVICE: ServiceId = ServiceId(Uuid::from_u128(1));

fn answer(question: &str, choice: &str, number: Option<i32>) -> Answer {
    Answer {
        id: AnswerId(Uuid::from_u128(2)),
        questionnaire: QuestionnaireId(Uuid::from_u128(3)),
        question: question.to_owned(),
        choice: Some(choice.to_owned()),
        number,
        date: Some(day("2026-06-01")).filter(|_| choice == "done"),
        note: None,
        source: Source::Vendor,
        answered_on: day("2026-11-01"),
        verdict: None,
        verdict_note: None,
        verdict_on: None,
    }
}

fn good_answers() -> Vec<Answer> {
    let special =
        [answer("PRV-06", "prohibited", None), answer("SUP-04", "hours", Some(24)), answer("DEF-04", "done", None)];
    let scale = ["PRV-02", "PRV-03", "API-01", "API-05", "API-06", "SUP-01", "REG-05", "OPS-02", "OPS-05"];
    scale.iter().map(|id| answer(id, "yes", None)).chain(special).collect()
}

fn look(days_ago: u64, codes: &[&str]) -> Look {
    let at = now().checked_sub_days(Days::new(days_ago)).expect("a day");
    let finding = |code: &&str| Finding {
        code: (*code).to_owned(),
        severity: "high".to_owned(),
        summary: format!("{code} was seen"),
        remedy: "Mend it.".to_owned(),
    };
    Look {
        at,
        outcome: "completed".to_owned(),
        completed: true,
        versions: vec!["TLS 1.3".to_owned()],
        protocols: Vec::new(),
        suite: None,
        group: None,
        trusted: Some(!codes.iter().any(|code| code.starts_with("chain."))),
        hostname_ok: Some(!codes.contains(&"cert.name_mismatch")),
        life: None,
        chain: vec![ChainLink {
            kind: LinkKind::Leaf,
            names: 1,
            subject: "CN=api.lumen.example".to_owned(),
            issuer: "CN=Test CA".to_owned(),
            not_before: None,
            not_after: Some("2027-01-30T00:00:00Z".parse().expect("a moment")),
            key: "EC P-256".to_owned(),
            signature: "ECDSA with SHA-256".to_owned(),
            sha256: "00".repeat(32),
        }],
        findings: codes.iter().map(finding).collect(),
    }
}

fn endpoint(look: Option<Look>) -> Endpoint {
    Endpoint {
        id: EndpointId(Uuid::from_u128(4)),
        service: SERVICE,
        host: "api.lumen.example".to_owned(),
        port: 443,
        carries_data: true,
        https: true,
        look,
        missed: None,
    }
}

fn list(open: Vec<OpenAdvisory>, library_on: &str, received_on: &str) -> ComponentList {
    ComponentList {
        id: ComponentListId(Uuid::from_u128(5)),
        service: SERVICE,
        file_name: "Cargo.lock".to_owned(),
        format: "Cargo.lock".to_owned(),
        received_on: day(received_on),
        total: 40,
        checked: Some(Checked {
            library_on: day(library_on),
            open,
            notices: Vec::new(),
            clean: 39,
            undecidable: Vec::new(),
        }),
    }
}

fn advisory(severity: Severity, published_on: &str) -> OpenAdvisory {
    OpenAdvisory {
        ids: vec!["RUSTSEC-2026-0001".to_owned()],
        aliases: Vec::new(),
        component: "left".to_owned(),
        version: "1.0.0".to_owned(),
        severity,
        score: Some(9.8),
        summary: "Harm".to_owned(),
        published_on: Some(day(published_on)),
        fixed: vec!["1.0.1".to_owned()],
        kev_due: None,
    }
}

fn report(confirmed: bool, dated_on: &str, valid_until: &str) -> Evidence {
    Evidence {
        id: EvidenceId(Uuid::from_u128(6)),
        service: SERVICE,
        kind: EvidenceKind::Independent,
        title: "SOC 2 Type II".to_owned(),
        issuer: Some("Auditor".to_owned()),
        scope: Some("the service".to_owned()),
        dated_on: day(dated_on),
        valid_until: Some(day(valid_until)),
        place: None,
        confirmed,
        questions: vec!["OPS-05".to_owned()],
    }
}

fn contract(value: TermValue, confirmed: bool) -> Contract {
    let term = |id: &str, value: TermValue, confirmed| Term {
        id: TermId(Uuid::from_u128(7)),
        term: id.to_owned(),
        value,
        clause: Some("clause 9".to_owned()),
        quote: None,
        confirmed,
        excepted_until: None,
    };
    Contract {
        id: ContractId(Uuid::from_u128(8)),
        vendor: VendorId(Uuid::from_u128(9)),
        service: None,
        title: "Agreement".to_owned(),
        starts_on: Some(day("2026-01-01")),
        ends_on: None,
        notice_days: None,
        renews: Some(false),
        terms: vec![
            term("ir_notify", value, confirmed),
            term("ai_train", TermValue::Word("prohibited".to_owned()), true),
        ],
    }
}

fn known(template: &Template) -> Known<'_> {
    let level = Level::new(3).ok();
    Known {
        service: Service {
            id: SERVICE,
            vendor: VendorId(Uuid::from_u128(9)),
            name: "Assist".to_owned(),
            purpose: None,
            business_owner: None,
            factors: Factors {
                data_sensitivity: level,
                access: level,
                criticality: level,
                ai_autonomy: level,
                data_volume: level,
                substitutability: level,
                regulatory: level,
            },
            archived: false,
        },
        stage: Stage::Active,
        questionnaires: vec![Issued {
            questionnaire: Questionnaire {
                id: QuestionnaireId(Uuid::from_u128(3)),
                service: SERVICE,
                template: template.id.clone(),
                template_hash: template.hash.clone(),
                issued_on: day("2026-10-01"),
                due_on: Some(day("2026-11-15")),
            },
            template,
            answers: good_answers(),
        }],
        missing: Vec::new(),
        evidence: vec![report(true, "2026-09-30", "2027-09-30")],
        endpoints: vec![endpoint(Some(look(3, &[])))],
        lists: vec![list(Vec::new(), "2026-11-20", "2026-11-01")],
        contracts: vec![contract(TermValue::Number(24.0), true)],
        acceptances: Vec::new(),
    }
}

fn state(known: &Known<'_>, check: Check) -> (ClaimState, String) {
    let assessment = assess(&policy(), &baseline(), known, now());
    let claim = assessment.claims.iter().find(|claim| claim.check == Some(check)).expect("a claim");
    (claim.state, claim.seen.clone())
}

#[test]
fn five_claims_flip_between_all_three_states() {
    use ClaimState::{Contradicted, Supported, Unverified};
    let template = template();
    let is = |change: &dyn Fn(&mut Known<'_>), check: Check, wanted: ClaimState| {
        let mut known = known(&template);
        change(&mut known);
        let (found, seen) = state(&known, check);
        assert_eq!(found, wanted, "{check:?}: {seen}");
        assert!(!seen.is_empty());
    };
    is(&|_| {}, Check::TlsVersion, Supported);
    is(&|k| k.endpoints[0].look = Some(look(3, &["proto.tls10"])), Check::TlsVersion, Contradicted);
    is(&|k| k.endpoints[0].look = Some(look(31, &["proto.tls10"])), Check::TlsVersion, Unverified);
    is(&|k| k.endpoints[0].look = None, Check::TlsVersion, Unverified);
    is(&|k| k.endpoints.clear(), Check::TlsVersion, Unverified);

    is(&|_| {}, Check::Certificate, Supported);
    is(&|k| k.endpoints[0].look = Some(look(3, &["cert.expired"])), Check::Certificate, Contradicted);
    is(&|k| k.endpoints[0].look = Some(look(3, &["chain.untrusted_root"])), Check::Certificate, Contradicted);
    is(&|k| k.endpoints[0].look = None, Check::Certificate, Unverified);
    is(&|k| k.endpoints.push(endpoint(None)), Check::Certificate, Unverified);

    let old = || vec![advisory(Severity::Critical, "2026-10-01")];
    is(&|_| {}, Check::CriticalFixes, Supported);
    is(&|k| k.lists = vec![list(old(), "2026-11-20", "2026-11-01")], Check::CriticalFixes, Contradicted);
    let young = || vec![advisory(Severity::Critical, "2026-11-01"), advisory(Severity::High, "2020-01-01")];
    is(&|k| k.lists = vec![list(young(), "2026-11-20", "2026-11-01")], Check::CriticalFixes, Supported);
    let exploited =
        || vec![OpenAdvisory { kev_due: Some(day("2026-12-01")), ..advisory(Severity::Unscored, "2026-10-01") }];
    is(&|k| k.lists = vec![list(exploited(), "2026-11-20", "2026-11-01")], Check::CriticalFixes, Contradicted);
    is(&|k| k.lists = vec![list(old(), "2026-11-20", "2026-01-01")], Check::CriticalFixes, Unverified);
    is(&|k| k.lists = vec![list(Vec::new(), "2026-09-01", "2026-11-01")], Check::CriticalFixes, Unverified);
    is(&|k| k.lists.clear(), Check::CriticalFixes, Unverified);
    let undecided = Undecided { name: "x".to_owned(), reason: "no version".to_owned(), own: false };
    let undecide = |k: &mut Known<'_>| {
        k.lists[0].checked.as_mut().expect("checked").undecidable.push(undecided.clone());
    };
    is(&undecide, Check::CriticalFixes, Unverified);

    is(&|_| {}, Check::ReportPeriod, Supported);
    is(&|k| k.evidence = vec![report(true, "2025-09-30", "2026-09-30")], Check::ReportPeriod, Contradicted);
    is(&|k| k.evidence = vec![report(true, "2025-09-30", "2026-11-24")], Check::ReportPeriod, Supported);
    is(&|k| k.evidence = vec![report(false, "2026-09-30", "2027-09-30")], Check::ReportPeriod, Unverified);
    is(&|k| k.evidence.clear(), Check::ReportPeriod, Unverified);

    is(&|_| {}, Check::IncidentNotice, Supported);
    is(&|k| k.contracts = vec![contract(TermValue::Number(72.0), true)], Check::IncidentNotice, Contradicted);
    is(&|k| k.contracts = vec![contract(TermValue::Absent, true)], Check::IncidentNotice, Contradicted);
    is(&|k| k.contracts = vec![contract(TermValue::Number(72.0), false)], Check::IncidentNotice, Unverified);
    is(&|k| k.contracts = vec![contract(TermValue::UndueDelay, true)], Check::IncidentNotice, Unverified);
    is(&|k| k.contracts.clear(), Check::IncidentNotice, Unverified);
}

#[test]
fn what_is_not_known_supports_nothing() {
    use ClaimState::{Contradicted, Supported, Unverified};
    let template = template();
    let is = |change: &dyn Fn(&mut Known<'_>), check: Check, wanted: ClaimState, words: &str| {
        let mut known = known(&template);
        change(&mut known);
        let (found, seen) = state(&known, check);
        assert_eq!(found, wanted, "{check:?}: {seen}");
        assert!(seen.contains(words), "{check:?}: {seen}");
    };
    let fixes = |change: &dyn Fn(&mut Known<'_>), words: &str| is(change, Check::CriticalFixes, Unverified, words);
    let undated = |severity| vec![OpenAdvisory { published_on: None, ..advisory(severity, "2026-11-01") }];
    fixes(&|k| k.lists = vec![list(undated(Severity::Critical), "2026-11-20", "2026-11-01")], "has no date");
    fixes(&|k| k.lists = vec![list(undated(Severity::Unscored), "2026-11-20", "2026-11-01")], "has no severity");
    let unscored = |on: &str| vec![list(vec![advisory(Severity::Unscored, on)], "2026-11-20", "2026-11-01")];
    fixes(&|k| k.lists = unscored("2026-10-01"), "has no severity");
    is(&|k| k.lists = unscored("2026-11-10"), Check::CriticalFixes, Supported, "40 components");
    fixes(&|k| k.lists.push(list(Vec::new(), "2026-11-20", "2026-01-01")), "older than 180 days");
    fixes(&|k| k.lists[0].total = 0, "no component");
    fixes(&|k| k.lists[0].checked = None, "no advisory data");

    let ends = |end: &str, renews: bool| {
        let end = day(end);
        move |k: &mut Known<'_>| {
            k.contracts[0].ends_on = Some(end);
            k.contracts[0].renews = Some(renews);
        }
    };
    is(&ends("2026-11-23", false), Check::IncidentNotice, Unverified, "has ended");
    is(&ends("2026-11-24", false), Check::IncidentNotice, Supported, "24 hours");
    is(&ends("2026-11-23", true), Check::IncidentNotice, Supported, "24 hours");

    is(&|k| k.endpoints[0].carries_data = false, Check::Certificate, Unverified, "No endpoint that carries our data");
    is(&|k| k.evidence = vec![report(true, "2027-01-01", "2028-01-01")], Check::ReportPeriod, Unverified, "future");
    let planned = |k: &mut Known<'_>| {
        k.endpoints[0].look = Some(look(3, &["net.plain_http"]));
        let answer = k.questionnaires[0].answers.iter_mut().find(|answer| answer.question == "PRV-02").expect("asked");
        answer.choice = Some("planned".to_owned());
        answer.date = Some(day("2027-01-01"));
    };
    is(&planned, Check::TlsVersion, Unverified, "net.plain_http");
    is(
        &|k| k.endpoints[0].look = Some(look(3, &["net.plain_http"])),
        Check::TlsVersion,
        Contradicted,
        "net.plain_http",
    );
}

#[test]
fn an_advisory_of_several_lists_counts_once_and_as_the_gravest_and_earliest_known() {
    let template = template();
    let mut known = known(&template);
    let named = |severity, aliases: &[&str], kev_due: Option<&str>| OpenAdvisory {
        ids: vec![aliases[0].to_owned()],
        aliases: aliases[1..].iter().map(|alias| (*alias).to_owned()).collect(),
        kev_due: kev_due.map(day),
        ..advisory(severity, "2026-11-01")
    };
    let lists = |first: Vec<OpenAdvisory>, second: Vec<OpenAdvisory>| {
        vec![list(first, "2026-11-20", "2026-11-20"), list(second, "2026-11-20", "2026-10-01")]
    };
    let mut counted = |first: Vec<OpenAdvisory>, second: Vec<OpenAdvisory>| {
        known.lists = lists(first, second);
        let facts = assess(&policy(), &baseline(), &known, now()).facts;
        facts.advisories.iter().map(|one| (one.severity, one.kev_overdue)).collect::<Vec<_>>()
    };
    // the new list would give another fourteen days
    let one = counted(
        vec![named(Severity::Low, &["GHSA-1", "CVE-1"], Some("2026-12-04"))],
        vec![named(Severity::High, &["RUSTSEC-1", "CVE-1"], Some("2026-10-15"))],
    );
    assert_eq!(one, [(Severity::High, true)]);
    // a third name joins two that seemed apart
    let joined = counted(
        vec![named(Severity::Low, &["A"], None), named(Severity::Unscored, &["B"], None)],
        vec![named(Severity::Low, &["A", "B"], None), named(Severity::Critical, &["C"], None)],
    );
    assert_eq!(joined, [(Severity::Unscored, false), (Severity::Critical, false)]);
}

#[test]
fn an_ended_contract_leaves_its_gates_open() {
    let template = template();
    let mut known = known(&template);
    known.contracts[0].ends_on = Some(day("2026-11-23"));
    let standing = assess(&policy(), &baseline(), &known, now()).standing;
    assert_eq!((standing.on_file, standing.coverage), (false, 0.0));
    assert_eq!(standing.open, ["TERM-NOTICE", "TERM-TRAINING"]);
}

#[test]
fn what_is_seen_moves_the_rating() {
    let template = template();
    let good = assess(&policy(), &baseline(), &known(&template), now());
    assert_eq!(good.rating.answers.completeness, 100.0);
    assert!(good.rating.answers.supported < good.rating.answers.claimed);
    let mut bad = known(&template);
    bad.endpoints[0].look = Some(look(3, &["cert.expired"]));
    let bad = assess(&policy(), &baseline(), &bad, now());
    assert_eq!(bad.rating.answers.claimed, good.rating.answers.claimed, "what they say stays what they say");
    assert!(bad.rating.assurance < good.rating.assurance && bad.rating.likelihood >= good.rating.likelihood);
    let transport = &bad.rating.causes["transport"];
    assert_eq!((transport.state, transport.members.len()), (GateState::Failed, 2));
    assert!(bad.gates[0].why.contains("cert.expired") || bad.gates[1].why.contains("cert.expired"), "{:?}", bad.gates);
    assert_eq!(bad.claims[0].state, ClaimState::Contradicted, "worst first");
}

#[test]
fn a_questionnaire_never_sent_counts_as_blank() {
    let template = template();
    let mut silent = known(&template);
    silent.questionnaires.clear();
    silent.missing = vec![&template];
    let silent = assess(&policy(), &baseline(), &silent, now());
    assert_eq!((silent.rating.answers.claimed, silent.rating.answers.completeness), (0.0, 0.0));
    assert!(
        silent.claims.is_empty() && silent.lacking[0].contains("12 questions not answered"),
        "{:?}",
        silent.lacking
    );
}

#[test]
fn an_acceptance_covers_the_gates_it_names_while_it_lasts() {
    let template = template();
    let mut known = known(&template);
    known.questionnaires[0].answers.retain(|answer| answer.question != "OPS-02");
    let state = |known: &Known<'_>| assess(&policy(), &baseline(), known, now()).rating.causes["OPS-02"].state;
    assert_eq!(state(&known), GateState::Overdue);
    known.acceptances.push(Acceptance {
        id: AcceptanceId(Uuid::from_u128(11)),
        service: SERVICE,
        gates: vec!["OPS-02".to_owned()],
        owner: "A. Lee".to_owned(),
        reason: "Being rolled out".to_owned(),
        given_on: day("2026-11-01"),
        until: day("2026-12-31"),
    });
    assert_eq!(state(&known), GateState::Covered);
    known.acceptances[0].until = day("2027-11-01");
    assert_eq!(state(&known), GateState::Overdue, "longer than 180 days is no acceptance");
}

#[test]
fn a_question_in_two_questionnaires_counts_once_with_its_newest_reviewed_answer() {
    let template = template();
    let mut known = known(&template);
    let mut second = known.questionnaires[0].clone();
    for answer in &mut second.answers {
        answer.answered_on = day("2026-11-20");
        answer.choice = Some("no".to_owned()).filter(|_| answer.question == "PRV-03").or(answer.choice.take());
    }
    known.questionnaires.push(second);
    let rows = |known: &Known<'_>| assess(&policy(), &baseline(), known, now()).facts.rows;
    let credit = |known: &Known<'_>| rows(known).iter().find(|row| row.id == "PRV-03").expect("asked").credit;
    assert_eq!(rows(&known).len(), 12);
    assert_eq!(credit(&known), Credit::Share(0.0));
    for answer in &mut known.questionnaires[0].answers {
        answer.verdict = Some(Verdict::Accepted);
    }
    assert_eq!(credit(&known), Credit::Share(1.0));
}
