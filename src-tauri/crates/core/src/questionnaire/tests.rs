//! Templates, and what answers are worth.

use super::*;

const SHORT: &str = include_str!("../../../../../assets/questionnaires/short-form.json");

fn answer(choice: &str, number: Option<i32>, date: Option<&str>) -> Answer {
    Answer {
        id: AnswerId::from_bytes([1; 16]),
        questionnaire: QuestionnaireId::from_bytes([2; 16]),
        question: String::new(),
        choice: Some(choice.to_owned()),
        number,
        date: date.map(|date| date.parse().expect("a date")),
        note: None,
        source: Source::Vendor,
        answered_on: "2026-11-01".parse().expect("a date"),
        verdict: None,
        verdict_note: None,
        verdict_on: None,
    }
}

#[test]
fn an_answer_is_worth_what_its_template_says() {
    let template = Template::from_json(SHORT.as_bytes()).expect("the short form");
    assert_eq!(template.questions.len(), 12);
    let today = "2026-11-24".parse().expect("a date");
    for (question, given, baseline, worth) in [
        ("PRV-03", answer("yes", None, None), None, 1.0),
        ("PRV-03", answer("partly", None, None), None, 0.5),
        ("PRV-03", answer("planned", None, Some("2026-11-25")), None, 0.25),
        ("PRV-03", answer("planned", None, Some("2026-11-24")), None, 0.0),
        ("PRV-06", answer("opt_out", None, None), None, 0.25),
        ("SUP-04", answer("hours", Some(24), None), Some(24.0), 1.0),
        ("SUP-04", answer("hours", Some(25), None), Some(24.0), 0.5),
        ("SUP-04", answer("hours", Some(73), None), Some(24.0), 0.25),
        ("SUP-04", answer("hours", Some(72), None), None, 0.5),
        ("SUP-04", answer("none", None, None), Some(24.0), 0.0),
        ("DEF-04", answer("done", None, Some("2025-11-24")), None, 1.0),
        ("DEF-04", answer("done", None, Some("2025-11-23")), None, 0.5),
        ("DEF-04", answer("done", None, Some("2024-11-23")), None, 0.0),
        ("DEF-04", answer("done", None, Some("2027-01-01")), None, 0.0),
    ] {
        let asked = template.question(question).expect("a question");
        assert_eq!(asked.credit(&given, baseline, today), Credit::Share(worth), "{question} {given:?}");
    }
    let asked = template.question("PRV-03").expect("a question");
    let mut none = answer("n/a", None, None);
    assert_eq!(asked.credit(&none, None, today), Credit::Blank);
    none.verdict = Some(Verdict::Accepted);
    assert_eq!(asked.credit(&none, None, today), Credit::Blank, "no reason is on file that could be accepted");
    none.note = Some("They train no model.".to_owned());
    assert_eq!(asked.credit(&none, None, today), Credit::NotApplicable);
    (none.note, none.verdict_note) = (Some(" ".to_owned()), Some("Seen in the architecture paper.".to_owned()));
    assert_eq!(asked.credit(&none, None, today), Credit::NotApplicable);
}

#[test]
fn an_answer_out_of_range_is_refused() {
    let template = Template::from_json(SHORT.as_bytes()).expect("the short form");
    let check = |id: &str, choice: &str, number| template.question(id).expect("asked").check(choice, number, None);
    assert!(matches!(check("PRV-03", "perhaps", None), Err(AnswerError::Choice { .. })));
    assert!(matches!(check("PRV-03", "planned", None), Err(AnswerError::DateMissing(_))));
    assert!(matches!(check("SUP-04", "hours", Some(-1)), Err(AnswerError::Number(_))));
    assert!(matches!(check("SUP-04", "hours", None), Err(AnswerError::Number(_))));
    assert_eq!(check("SUP-04", "hours", Some(0)), Ok(()));
    assert_eq!(check("PRV-03", "n/a", None), Ok(()));
}

#[test]
fn an_unsound_template_is_refused() {
    for (from, to) in [
        ("\"id\": \"PRV-03\"", "\"id\": \"PRV-02\""),
        ("\"area\": \"PRV\"", "\"area\": \"XYZ\""),
        ("\"weight\": 4", "\"weight\": 3"),
        ("\"credit\": 0.25", "\"credit\": 1.25"),
        ("\"claim\"", "\"claims\""),
    ] {
        assert!(SHORT.contains(from), "{from}");
        assert!(Template::from_json(SHORT.replacen(from, to, 1).as_bytes()).is_err(), "{to}");
    }
}
