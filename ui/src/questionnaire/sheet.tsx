// One questionnaire, question by question: the list, the answer, and what was seen beside it.
// Each choice is saved at once; arrow keys walk the questions.
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { failure } from "../api/call";
import type { QuestionnaireView } from "../api/generated/QuestionnaireView";
import { useAnswer } from "../api/wishes";
import { GapBar } from "../kit/charts";
import { ClaimSign, Seam, type State } from "../kit/claims";
import { isTyping, useKeys } from "../kit/keys";
import { Empty } from "../kit/note";
import { day, number } from "../kit/words";
import { AnswerForm } from "./answer";
import "./questionnaire.css";

type Row = QuestionnaireView["rows"][number];

/** The worst state of a row's claims; nothing while nothing is claimed. */
function worst(row: Row): State | null {
  const order: State[] = ["contradicted", "unverified", "supported"];
  return order.find((state) => row.claims.some((claim) => claim.state === state)) ?? null;
}

export function Sheet() {
  const { id = "" } = useParams();
  const answer = useAnswer("show_questionnaire", { questionnaire: id });
  if (answer.isError) {
    const { message, hint } = failure(answer.error);
    return (
      <Empty title={message} step={<Link to="/vendors">All vendors</Link>}>
        {hint}
      </Empty>
    );
  }
  return answer.data ? <Shown key={id} view={answer.data} /> : null;
}

function Shown({ view }: { view: QuestionnaireView }) {
  const [at, setAt] = useState(0);
  const row = view.rows[Math.min(at, view.rows.length - 1)];
  useKeys((event) => {
    if (isTyping(event) || event.altKey || event.ctrlKey || event.metaKey) return;
    if ((event.target as HTMLElement).closest("[role=radiogroup]")) return;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((now) => Math.min(Math.max(now + step, 0), view.rows.length - 1));
    }
  });
  const answered = view.rows.filter((one) => one.answer?.choice).length;
  return (
    <>
      <header className="bar">
        <Link to="/vendors">Vendors</Link>
        <ChevronRight size={14} aria-hidden />
        <Link to={`/vendors/${view.vendor}`}>{view.vendor_name}</Link>
        <ChevronRight size={14} aria-hidden />
        <h1>
          {view.title}, {view.service_name}
        </h1>
        <span className="mut trunc" role="status">
          {answered} of {view.rows.length} answered
          {view.questionnaire.due_on && `, due ${day(view.questionnaire.due_on)}`}
        </span>
        <span className="space" />
        <span className="mut s12">
          claimed {number(view.claimed)}, supported {number(view.supported)} of 100, higher is safer
        </span>
        <GapBar claimed={view.claimed} supported={view.supported} assurance={view.assurance} width={160} />
      </header>
      <div className="body">
        <nav className="pane questions" aria-label="Questions">
          {view.rows.map((one, place) => {
            const state = worst(one);
            return (
              <button
                key={one.question.id}
                type="button"
                className="question"
                aria-current={place === at}
                onClick={() => setAt(place)}
              >
                <code>{one.question.id}</code>
                <span className="trunc">{one.question.claim}</span>
                {state ? <ClaimSign state={state} /> : <span className="mut s12">{one.answer?.choice ? "" : "blank"}</span>}
              </button>
            );
          })}
        </nav>
        {row && (
          <>
            <div className="pane" style={{ flex: 1 }}>
              <AnswerForm key={row.question.id} view={view} row={row} next={() => setAt(at + 1)} />
            </div>
            <aside className="pane aside" aria-label="What was seen">
              <section>
                <h2 className="pane-head">They say, and what was seen</h2>
                {row.claims.length === 0 ? (
                  <p className="sec">Nothing is claimed yet.</p>
                ) : (
                  <Seam claims={row.claims} />
                )}
              </section>
              <section>
                <h2 className="pane-head">Wanted as evidence</h2>
                <p className="sec">{row.question.evidence}</p>
                {view.evidence
                  .filter((piece) => row.evidence.includes(piece.id))
                  .map((piece) => (
                    <p key={piece.id}>
                      {piece.title} <span className="mut s12">{piece.confirmed ? "confirmed" : "not confirmed yet"}, {day(piece.dated_on)}</span>
                    </p>
                  ))}
              </section>
            </aside>
          </>
        )}
      </div>
    </>
  );
}
