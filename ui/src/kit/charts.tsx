// Charts as small SVG: each says in one sentence what it shows, and never by colour alone.
import { number } from "./words";

type Gap = { claimed: number; supported: number; assurance: number; width?: number };

/** Supported solid, claimed beyond it hatched, assurance an upright tick. */
export function GapBar({ claimed, supported, assurance, width = 330 }: Gap) {
  const at = (points: number) => (Math.min(100, Math.max(0, points)) / 100) * (width - 1);
  const says = `claimed ${number(claimed)}, supported ${number(supported)}, assurance ${number(assurance)} of 100, higher is safer`;
  return (
    <svg className="gap-bar" width={width} height="16" role="img" aria-label={says}>
      <title>{says}</title>
      <defs>
        <pattern id="gap-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.7" height="4" className="accent" />
        </pattern>
      </defs>
      <rect x="0.5" y="4.5" width={width - 1} height="7" className="track" />
      <rect x="0.5" y="4.5" width={at(supported)} height="7" className="accent" />
      {claimed > supported && (
        <rect
          x={0.5 + at(supported)}
          y="4.5"
          width={at(claimed) - at(supported)}
          height="7"
          fill="url(#gap-hatch)"
          className="claimed"
        />
      )}
      <rect x={at(assurance) - 1.5} y="0" width="4" height="16" className="halo" />
      <rect x={at(assurance) - 0.5} y="1" width="2" height="14" className="tick" />
    </svg>
  );
}

export type Degree = "very_low" | "low" | "moderate" | "high" | "very_high";

export const degrees: Record<Degree, string> = {
  very_low: "Very low",
  low: "Low",
  moderate: "Moderate",
  high: "High",
  very_high: "Very high",
};

/** Five rising bars, filled up to the level; all empty when not rated. */
export function Meter({ level }: { level: Degree | null }) {
  const filled = level === null ? 0 : Object.keys(degrees).indexOf(level) + 1;
  return (
    <svg className={`meter m${filled}`} width="22" height="14" viewBox="0 0 22 14" aria-hidden>
      {[0, 1, 2, 3, 4].map((place) => {
        const height = 4 + place * 2.3;
        const kind = place < filled ? "full" : "open";
        return <rect key={place} className={kind} x={place * 4.4 + 0.5} y={13.5 - height} width="3" height={height} />;
      })}
    </svg>
  );
}

/** The meter, then the word. */
export function Residual({ level }: { level: Degree | null }) {
  const filled = level === null ? 0 : Object.keys(degrees).indexOf(level) + 1;
  return (
    <span className={`residual m${filled}`}>
      <Meter level={level} />
      {level === null ? "Not rated" : degrees[level]}
    </span>
  );
}

export type Bar = { step: string; label: string; points: number };

const totals = new Set(["claimed", "supported", "assurance"]);
const against = new Set(["contradicted", "signals"]);

/** How claimed became assurance: totals stand on the axis, moves hang between them. */
export function Waterfall({ bars }: { bars: Bar[] }) {
  const [width, height, left, top, foot] = [660, 232, 30, 18, 34];
  const inner = height - top - foot;
  const y = (points: number) => top + inner - (Math.min(100, Math.max(0, points)) / 100) * inner;
  const step = (width - left) / bars.length;
  const one = (points: number) => number(points, 1);
  const shown = (bar: Bar) => {
    const words = Math.abs(bar.points).toFixed(1);
    if (totals.has(bar.step)) return words;
    return bar.points < 0 ? `−${words}` : bar.points > 0 ? `+${words}` : words;
  };
  const placed = bars.reduce<(Bar & { from: number; to: number })[]>((done, bar) => {
    const level = done.at(-1)?.to ?? 0;
    const from = totals.has(bar.step) ? 0 : level;
    return [...done, { ...bar, from, to: totals.has(bar.step) ? bar.points : level + bar.points }];
  }, []);
  const says = `From claimed to assurance, points of 100, higher is safer: ${bars.map((bar) => `${bar.label} ${one(bar.points)}`).join(", ")}`;
  return (
    <svg className="waterfall" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says}>
      {[0, 25, 50, 75, 100].map((line) => (
        <g key={line}>
          <line x1={left} x2={width} y1={y(line)} y2={y(line)} className={line === 0 ? "zero" : "grid"} />
          <text x={left - 6} y={y(line) + 4} className="axis right">
            {line}
          </text>
        </g>
      ))}
      {placed.map((bar, place) => {
        const x = left + place * step + step * 0.12;
        const wide = step * 0.76;
        const [high, low] = [Math.max(bar.from, bar.to), Math.min(bar.from, bar.to)];
        const total = totals.has(bar.step);
        const kind = bar.step === "claimed" ? "claimed" : total ? "total" : against.has(bar.step) && bar.points !== 0 ? "against" : "neutral";
        const words = bar.label.length > 11 ? bar.label.split(/(?<=,)\s|\s/) : [bar.label];
        return (
          <g key={bar.step}>
            <rect
              x={x}
              y={y(high)}
              width={wide}
              height={Math.max(1, y(low) - y(high))}
              className={kind}
              fill={kind === "claimed" ? "url(#gap-hatch)" : undefined}
            />
            {place + 1 < placed.length && (
              <line x1={x + wide} x2={x + step * 1.12} y1={y(bar.to)} y2={y(bar.to)} className="join" />
            )}
            <text x={x + wide / 2} y={y(high) - 5} className={total ? "value strong" : "value"}>
              {shown(bar)}
            </text>
            {words.map((word, line) => (
              <text key={word} x={x + wide / 2} y={height - foot + 14 + line * 12} className={total ? "name strong" : "name"}>
                {word}
              </text>
            ))}
          </g>
        );
      })}
    </svg>
  );
}

/** A score of 100 as a bar; dashed and empty when there is none. */
export function ScoreBar({ score, label }: { score: number | null; label: string }) {
  return (
    <svg className="score-bar" width="120" height="10" role="img" aria-label={score === null ? `${label}: not assessed` : `${label}: ${number(score)} of 100`}>
      <rect x="0.5" y="0.5" width="119" height="9" className={score === null ? "empty" : "track"} />
      {score !== null && <rect x="0.5" y="0.5" width={score * 1.19} height="9" className="accent" />}
    </svg>
  );
}
