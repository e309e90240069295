// Claims beside what was seen: the sign of each state, their counts, and the seam between.
import { day, inner, sentence } from "./words";

export type State = "contradicted" | "unverified" | "supported";

export const states: Record<State, string> = {
  contradicted: "Contradicted",
  unverified: "Unverified",
  supported: "Supported",
};

/** A tick in a disc, a diamond with ≠, or a dashed empty ring. */
export function ClaimSign({ state, size = 14 }: { state: State; size?: number }) {
  return (
    <svg className={`sign ${state}`} width={size} height={size} viewBox="0 0 18 18" role="img" aria-label={states[state]}>
      {state === "supported" && (
        <>
          <circle cx="9" cy="9" r="8" className="body" />
          <path d="M5 9.3 8 12l5-6" className="mark" />
        </>
      )}
      {state === "contradicted" && (
        <>
          <path d="M9 .2 17.8 9 9 17.8.2 9Z" className="body" />
          <path d="M5.6 7.4h6.8M5.6 10.6h6.8M7.4 13 10.6 5" className="mark thin" />
        </>
      )}
      {state === "unverified" && <circle cx="9" cy="9" r="7.2" className="ring" />}
    </svg>
  );
}

export type Trio = Record<State, number>;

export function ClaimCounts({ counts }: { counts: Trio }) {
  return (
    <span className="row s12 trio">
      {(Object.keys(states) as State[]).map((state) => (
        <span key={state} className={`row ${counts[state] > 0 ? state : "none"}`} title={`${counts[state]} ${states[state].toLowerCase()}`}>
          <ClaimSign state={state} /> {counts[state]}
        </span>
      ))}
    </span>
  );
}

export type SeamClaim = {
  question: string;
  says: string;
  answer: string;
  state: State;
  seen: string;
  source: string;
  on: string | null;
};

/** They say on the left, what was seen on the right, the verdict on the line between. */
export function Seam({ claims }: { claims: SeamClaim[] }) {
  return (
    <div className="seam" role="table" aria-label="Claims against evidence">
      <div className="seam-row head" role="row">
        <span role="columnheader">They say</span>
        <span role="columnheader" className="hidden">
          Verdict
        </span>
        <span role="columnheader">What was seen</span>
      </div>
      {claims.map((claim) => (
        <div className={`seam-row ${claim.state}`} role="row" key={`${claim.question}${claim.says}`}>
          <div role="cell">
            <p>{claim.says}</p>
            <p className="mut s12">
              {claim.question}, {inner(sentence(claim.answer))}
            </p>
          </div>
          <div role="cell" className="line">
            <ClaimSign state={claim.state} size={18} />
          </div>
          <div role="cell">
            <p className="seen">{sentence(claim.seen)}</p>
            <p className="mut s12">
              {states[claim.state]} · {claim.source}
              {claim.on && `, ${day(claim.on)}`}
            </p>
          </div>
        </div>
      ))}
    </div>
  );
}
