// Severity: each a shape of its own, then the word.

export type Gravity = "malicious" | "critical" | "high" | "medium" | "low" | "unscored";

export const gravities: Record<Gravity, string> = {
  malicious: "Malicious",
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  unscored: "Unscored",
};

export function Severity({ of }: { of: Gravity }) {
  return (
    <span className={`severity ${of}`}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden>
        {(of === "critical" || of === "malicious") && (
          <>
            <path className="full" d="M4.2.8h5.6l3.4 3.4v5.6l-3.4 3.4H4.2L.8 9.8V4.2z" />
            <path className="on" d="M7 3.6v4M7 9.9v.2" />
          </>
        )}
        {of === "high" && <path className="full" d="M7 1l6.3 11.6H.7z" />}
        {of === "medium" && (
          <>
            <path className="line" d="M7 1 13 7 7 13 1 7z" />
            <path className="full" d="M7 1v12L1 7z" />
          </>
        )}
        {of === "low" && <circle className="line" cx="7" cy="7" r="4.6" />}
        {of === "unscored" && <rect className="line" x="1.5" y="1.5" width="11" height="11" strokeDasharray="2.5 2" />}
      </svg>
      {gravities[of]}
    </span>
  );
}

type Counted = { of: Gravity; count: number; most: number; looked: boolean };

/** So many, as a bar against the most there are, then the number; none only where somebody looked. */
export function CountBar({ of, count, most, looked }: Counted) {
  if (count === 0 && !looked) return <span className="hollow">not checked</span>;
  if (count === 0) return <span className="mut">0</span>;
  const width = Math.max(3, (count / Math.max(1, most)) * 72);
  return (
    <span className={`row count-bar ${of}`}>
      <svg width={width} height="10" aria-hidden>
        <rect width={width} height="10" className="full" />
      </svg>
      {count}
    </span>
  );
}
