// An empty workspace: the roads into it, side by side, and how a claim will be marked.
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useAnswer } from "../api/wishes";
import { ClaimSign, states, type State } from "../kit/claims";

/** One way to begin: what it is, what it takes, and the step itself. */
export type Road = { icon: LucideIcon; title: string; words: string; step: ReactNode };

const examples: { says: string; state: State; seen: string; counts: string }[] = [
  { says: "Audit report covers this service", state: "supported", seen: "Report in hand, its period covers today", counts: "Counts in full" },
  { says: "TLS 1.2 or later everywhere", state: "contradicted", seen: "Server accepts TLS 1.0", counts: "Counts as nothing and opens a finding" },
  { says: "All staff use MFA", state: "unverified", seen: "Nothing to check it against", counts: "Counts in part, less for higher tiers" },
];

export function Beginnings({ roads }: { roads: Road[] }) {
  const workspace = useAnswer("show_workspace", {});
  return (
    <div className="beginnings">
      <h2 className="title">No vendors yet</h2>
      <p className="lead">
        Caveat sets what a vendor says beside what can be seen. It needs one vendor to begin with. Everything stays in{" "}
        {workspace.data ? <code>{workspace.data.file_name}</code> : "one file"} on this computer.
      </p>
      <ul className="roads">
        {roads.map(({ icon: Icon, title, words, step }) => (
          <li key={title}>
            <Icon size={16} aria-hidden />
            <h3>{title}</h3>
            <p>{words}</p>
            <div>{step}</div>
          </li>
        ))}
      </ul>
      <h3 id="marked">How a claim is marked</h3>
      <table className="legend" aria-labelledby="marked">
        <colgroup>
          <col />
          <col className="line" />
          <col />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">They say</th>
            <th scope="col">
              <span className="hidden">Mark</span>
            </th>
            <th scope="col">What was seen</th>
            <th scope="col">What it counts</th>
          </tr>
        </thead>
        <tbody>
          {examples.map(({ says, state, seen, counts }) => (
            <tr key={state} className={state}>
              <td>{says}</td>
              <td className="line">
                <ClaimSign state={state} size={18} />
              </td>
              <td className="seen">{seen}</td>
              <td>
                <span className="state">{states[state]}</span>
                <span className="mut s12">{counts}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
