// The answer to one question, and the reviewer's word on it.
import { useState } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import { failure } from "../api/call";
import type { QuestionnaireView } from "../api/generated/QuestionnaireView";
import type { Verdict } from "../api/generated/Verdict";
import { useAct } from "../api/wishes";
import { Button, Choice, Field } from "../kit/form";
import { Refusal } from "../kit/note";
import { number, spaced } from "../kit/words";

type Row = QuestionnaireView["rows"][number];
type Props = { view: QuestionnaireView; row: Row; next: () => void };

const verdicts: { key: Verdict | "none"; words: string }[] = [
  { key: "none", words: "Not reviewed" },
  { key: "accepted", words: "Accepted" },
  { key: "needs_evidence", words: "Needs evidence" },
  { key: "refused", words: "Refused" },
];

export function AnswerForm({ view, row, next }: Props) {
  const { question, answer, choices } = row;
  const [choice, setChoice] = useState(answer?.choice ?? "");
  const [count, setCount] = useState(answer?.number?.toString() ?? "");
  const [date, setDate] = useState(answer?.date ?? "");
  const [note, setNote] = useState(answer?.note ?? "");
  const [verdict, setVerdict] = useState<Verdict | "none">(answer?.verdict ?? "none");
  const [why, setWhy] = useState(answer?.verdict_note ?? "");
  const save = useAct("answer_question");
  const review = useAct("review_answer");
  const refused = save.error ? failure(save.error) : null;
  const unreviewed = review.error ? failure(review.error) : null;
  const meant = choices.find((one) => one.id === choice);

  const answered = (given: string) => {
    const picked = choices.find((one) => one.id === given);
    if ((picked?.needs_date && !date) || (picked?.needs_number && !count)) return;
    const hours = picked?.needs_number ? Number(count) : null;
    const on = picked?.needs_date ? date : null;
    const same = answer !== null && (answer.choice ?? "") === given && answer.number === hours && answer.date === on;
    if (!same || (given === "n/a" && note.trim() !== (answer.note ?? ""))) {
      // the verdict was on another answer, or on another reason
      setVerdict("none");
      setWhy("");
      review.reset();
    }
    save.mutate({
      questionnaire: view.questionnaire.id,
      question: question.id,
      choice: given || null,
      number: hours,
      date: on,
      note: note || null,
      answered_on: same ? answer.answered_on : null,
      bases: row.bases,
    });
  };

  return (
    <>
      <section>
        <p className="mut s12">
          {question.id} · {row.area_name} · weight {number(question.weight)}
          {question.gate && `, ${question.gate} gate`}
        </p>
        <h2 className="asked">{question.text}</h2>
        {refused && <Refusal of={refused} />}
        <RadioGroup
          aria-label={question.text}
          className="choices"
          value={choice}
          onChange={(given) => {
            setChoice(given);
            answered(given);
          }}
        >
          {choices.map((one) => (
            <Radio key={one.id} value={one.id} className="choice">
              <span>{one.label}</span>
              <span className="mut s12">{one.id === "n/a" ? "once accepted" : `${number(one.credit, 2)} of 1`}</span>
            </Radio>
          ))}
        </RadioGroup>
        {meant?.needs_number && (
          <div className="two">
            <Field label="Hours" value={count} onChange={setCount} onBlur={() => answered(choice)} help="From noticing to telling us" />
          </div>
        )}
        {meant?.needs_date && (
          <div className="two">
            <Field label="Date" value={date} onChange={setDate} onBlur={() => answered(choice)} help="Year-month-day, 2026-11-24" />
          </div>
        )}
        <Field label="Their words" lines={3} value={note} onChange={setNote} onBlur={() => choice && note !== (answer?.note ?? "") && answered(choice)} />
        <div className="row" style={{ marginTop: "var(--s-3)" }}>
          <span className="mut s12" role="status">
            {save.isPending ? "saving" : save.isSuccess ? "saved" : answer?.choice ? "saved before" : "not answered"}
          </span>
          <span className="space" />
          {answer?.choice && (
            <Button
              kind="quiet"
              onPress={() => {
                setChoice("");
                answered("");
              }}
            >
              Take the answer back
            </Button>
          )}
          <Button onPress={next}>
            Next question <kbd>J</kbd>
          </Button>
        </div>
      </section>
      {answer?.choice && (
        <section className="reviewed">
          <h2 className="pane-head">Review</h2>
          {unreviewed && <Refusal of={unreviewed} />}
          <div className="two">
            <Choice
              label="Verdict"
              value={verdict}
              options={verdicts}
              onChange={(given) => {
                setVerdict(given);
                if (given !== "refused" || why)
                  review.mutate({ questionnaire: view.questionnaire.id, question: question.id, verdict: given === "none" ? null : given, note: why || null });
              }}
              help={unreviewed ? "Not saved" : verdict === "refused" && !why ? "A refusal needs its reason" : undefined}
            />
            <Field
              label="Reason"
              value={why}
              onChange={setWhy}
              onBlur={() =>
                verdict !== "none" &&
                review.mutate({ questionnaire: view.questionnaire.id, question: question.id, verdict, note: why || null })
              }
              help={answer.verdict ? `Now: ${spaced(answer.verdict).toLowerCase()}` : undefined}
            />
          </div>
        </section>
      )}
    </>
  );
}
