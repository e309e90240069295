// Signs: a shape and a word first, colour third.

/** An inherent tier, or the hollow sign of a service nobody has weighed. */
export function Tier({ tier, triaged }: { tier: number; triaged: boolean }) {
  if (!triaged) {
    return (
      <span className="tier none" role="img" aria-label="Not triaged" title="Not triaged: fewer than three factors known">
        ?
      </span>
    );
  }
  const says = `Tier ${tier} of 4 (1 is riskiest)`;
  return (
    <span className={`tier t${tier}`} role="img" aria-label={says} title={says}>
      T{tier}
    </span>
  );
}

/** A factor's level as four blocks; hatched when it is not known and only counted. */
export function Level({ counted, known }: { counted: number; known: boolean }) {
  const says = known ? `level ${counted} of 4` : `not known, counts as ${counted} of 4`;
  return (
    <svg className="level" viewBox="0 0 74 9" role="img" aria-label={says}>
      <defs>
        <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.6" height="4" className="hatch" />
        </pattern>
      </defs>
      {[0, 1, 2, 3].map((place) => {
        const kind = place >= counted ? "open" : known ? "full" : "guess";
        return <rect key={place} className={kind} x={place * 19 + 0.5} y="0.5" width="16" height="8" />;
      })}
    </svg>
  );
}

export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 18 18" aria-hidden="true">
      <rect x="2.75" y="2.75" width="4.5" height="12.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <rect x="10" y="7" width="6" height="9" fill="currentColor" />
    </svg>
  );
}

/** The text with every hit marked. */
export function Marked({ text, sought }: { text: string; sought: string }) {
  if (!sought) return text;
  const parts: React.ReactNode[] = [];
  const lower = text.toLocaleLowerCase();
  const word = sought.toLocaleLowerCase();
  let from = 0;
  for (let at = lower.indexOf(word); at >= 0 && lower.length === text.length; at = lower.indexOf(word, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + word.length)}</mark>);
    from = at + word.length;
  }
  return [...parts, text.slice(from)];
}

/** How grave something is; malicious counts as critical, and what only has to be known as unscored. */
export type Grave = "malicious" | "critical" | "high" | "medium" | "low" | "unscored" | "info";

/** Octagon, triangle, half diamond, ring, dashed square: a shape for each severity. */
export function SeveritySign({ severity }: { severity: Grave }) {
  return (
    <svg className={`severity ${severity}`} width="14" height="14" viewBox="0 0 14 14" aria-hidden>
      {(severity === "critical" || severity === "malicious") && (
        <>
          <path d="M4.2 0h5.6L14 4.2v5.6L9.8 14H4.2L0 9.8V4.2Z" className="body" />
          <path d="M7 3v5M7 10v1.4" className="mark" />
        </>
      )}
      {severity === "high" && <path d="M7 .8 13.6 13H.4Z" className="body" />}
      {severity === "medium" && (
        <>
          <path d="M7 .6 13.4 7 7 13.4.6 7Z" className="edge" />
          <path d="M7 .6V13.4L.6 7Z" className="body" />
        </>
      )}
      {severity === "low" && <circle cx="7" cy="7" r="5.6" className="edge" />}
      {(severity === "unscored" || severity === "info") && <rect x="1.4" y="1.4" width="11.2" height="11.2" className="edge dashed" />}
    </svg>
  );
}
