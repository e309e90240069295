// One mark for each of a small set: a diamond contradicted, dashed unverified, a full square
// supported, a dotted ring where nothing is claimed. Beyond thirty, the counts alone.
import { states, type State, type Trio } from "./claims";

const MOST = 30;
type Kind = State | "nothing";

export function UnitMarks({ counts, nothing }: { counts: Trio; nothing: number }) {
  const all: Kind[] = [
    ...(Object.keys(states) as State[]).flatMap((state) => Array.from({ length: counts[state] }, (): Kind => state)),
    ...Array.from({ length: nothing }, (): Kind => "nothing"),
  ];
  if (all.length > MOST) return null;
  return (
    <svg className="units" width={all.length * 15} height="15" aria-hidden>
      {all.map((kind, place) => {
        const x = place * 15;
        if (kind === "contradicted") return <path key={place} className="contradicted" d={`M${x + 7} 0l7 7.5-7 7.5-7-7.5z`} />;
        if (kind === "nothing") return <circle key={place} className="nothing" cx={x + 7} cy="7.5" r="5.2" />;
        return <rect key={place} className={kind} x={x + 1.75} y="2.25" width="10.5" height="10.5" />;
      })}
    </svg>
  );
}
