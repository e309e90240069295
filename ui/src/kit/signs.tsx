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
