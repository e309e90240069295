// What was done lately in this workspace.
import { useAnswer } from "../api/wishes";
import { moment, spaced } from "../kit/words";

const SHOWN = 8;

export function Lately() {
  const acts = useAnswer("list_acts", { limit: 12 });
  return (
    <section>
      <div className="pane-head">
        <h2>Lately</h2>
        <span className="mut s12">acts of everybody in this workspace</span>
      </div>
      <ul className="lines plain">
        {(acts.data?.acts ?? []).slice(0, SHOWN).map((act) => (
          <li key={act.id}>
            <span className="trunc">
              {spaced(act.wish)}
              {act.undone_by && <span className="mut"> (undone)</span>}
            </span>
            <span className="mut s12 trunc" title={moment(act.at)}>
              {act.person ?? "name erased"}, {moment(act.at)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
