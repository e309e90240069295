// The summary of one service: how claimed became assurance, what would move it, its gates, and
// what it claims beside what was seen.
import { CircleDashed, Clock, OctagonAlert } from "lucide-react";
import type { Assessment } from "../api/generated/Assessment";
import type { Gate } from "../api/generated/Gate";
import { degrees, ScoreBar, Waterfall } from "../kit/charts";
import { ClaimCounts, Seam, type State } from "../kit/claims";
import { capital, moved, number, sentence, spaced } from "../kit/words";

/** `of` names the service where the vendor has several. */
export function Summary({ assessment, of }: { assessment: Assessment; of: string | null }) {
  const { breakdown, claims, moves, gates, areas, lacking, rating } = assessment;
  const count = (state: State) => claims.filter((claim) => claim.state === state).length;
  const open = gates.filter((gate) => gate.state !== "met");
  return (
    <>
      <div className="pane" style={{ flex: 1 }}>
        <section>
          <div className="pane-head">
            <h2>From claimed to assurance</h2>
            <span className="mut s12">points of 100, higher is safer</span>
          </div>
          {rating.answers.any ? (
            <Waterfall bars={breakdown} />
          ) : (
            <p className="sec">Nothing has been asked yet. Issue a questionnaire under Questionnaires.</p>
          )}
        </section>
        {moves && (
          <section>
            <div className="pane-head">
              <h2>What would move this to {degrees[moves.to]}</h2>
              <span className="mut s12">
                {moves.changes.length > 1 ? "the smallest set: all of these" : "this alone"}, assurance {number(rating.assurance)} to{" "}
                {number(moves.assurance)}
              </span>
            </div>
            <ul className="lines">
              {moves.changes.map((change) => (
                <li key={`${change.kind}${change.about}`}>
                  <span>
                    {change.words}
                    {change.closes && <span className="mut s12"> closes the gate “{change.closes}”</span>}
                  </span>
                  {(change.points !== 0 || !change.closes) && <span className="strong">{moved(change.points)}</span>}
                </li>
              ))}
            </ul>
          </section>
        )}
        <section>
          <div className="pane-head">
            <h2>Gates</h2>
            <span className="mut s12">
              {number(gates.length - open.length)} met, {number(open.length)} not
            </span>
          </div>
          {open.length === 0 ? <p className="sec">Every gate is met.</p> : <Gates gates={open} />}
        </section>
        <section>
          <div className="pane-head">
            <h2>Areas</h2>
            <span className="mut s12">what stands up to evidence, of 100, higher is safer</span>
          </div>
          <table className="tbl in flat areas" aria-label="Areas">
            <tbody>
              {areas.map((area) => (
                <tr key={area.area}>
                  <th scope="row">{area.name}</th>
                  <td>
                    <ScoreBar score={area.score} label={area.name} />
                  </td>
                  <td className="right strong">{area.score === null ? "–" : number(area.score, 1)}</td>
                  <td className="mut s12">
                    {area.answered} of {area.asked} answered, {area.supported} borne out
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        {lacking.length > 0 && (
          <section>
            <h2 className="pane-head">What is missing</h2>
            {lacking.map((what) => (
              <p className="sec" key={what}>
                {what}
              </p>
            ))}
          </section>
        )}
      </div>
      <div className="pane" style={{ width: "36%", minWidth: "24rem" }}>
        <section>
          <div className="row pane-head">
            <h2>Claims against evidence</h2>
            {of && <span className="mut s12 trunc">{of}</span>}
            <span className="space" />
            <ClaimCounts counts={{ contradicted: count("contradicted"), unverified: count("unverified"), supported: count("supported") }} />
          </div>
          {claims.length === 0 ? <p className="sec">The vendor has claimed nothing yet.</p> : <Seam claims={claims} />}
        </section>
      </div>
    </>
  );
}

/** Shape first: closed for good, not answered yet, or covered until a date. */
function GateSign({ state }: { state: Gate["state"] }) {
  const Icon = state === "covered" ? Clock : state === "open" ? CircleDashed : OctagonAlert;
  return <Icon size={16} aria-hidden className={`gate ${state}`} />;
}

function Gates({ gates }: { gates: Gate[] }) {
  return (
    <ul className="lines gates">
      {gates.map((gate) => (
        <li key={gate.name}>
          <GateSign state={gate.state} />
          <span className={`state ${gate.state}`}>{spaced(gate.state)}</span>
          <span className="asks">
            {gate.asks} <code className="mut">{gate.name}</code>
            {gate.cause !== gate.name && <span className="mut s12"> part of “{gate.cause}”</span>}
            <span className="mut s12 why">{capital(sentence(gate.why))}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
