// Seven factors to answer, and what they come to: each point explained, unknown never hidden.
import type { FactorPolicy } from "../api/generated/FactorPolicy";
import type { Factors } from "../api/generated/Factors";
import type { Inherent } from "../api/generated/Inherent";
import type { Level as LevelNumber } from "../api/generated/Level";
import { Choice } from "../kit/form";
import { Level, Tier } from "../kit/signs";
import { number, points } from "../kit/words";

type Picks = { known: FactorPolicy[]; factors: Factors; onChange: (factors: Factors) => void };
type Pick = "unknown" | "0" | "1" | "2" | "3" | "4";

/** One choice a factor, "Not known" among them, with what that costs. */
export function FactorFields({ known, factors, onChange }: Picks) {
  return (
    <div className="two">
      {known.map((entry) => {
        const level = factors[entry.factor] ?? null;
        const options: { key: Pick; words: string }[] = [
          { key: "unknown", words: "Not known" },
          ...entry.levels.map((words, level) => ({ key: String(level) as Pick, words: `${level} · ${words}` })),
        ];
        return (
          <Choice
            key={entry.factor}
            label={entry.label}
            value={level === null ? "unknown" : (String(level) as Pick)}
            options={options}
            help={level === null ? "Counts as 3 of 4 until known." : undefined}
            onChange={(pick) =>
              onChange({ ...factors, [entry.factor]: pick === "unknown" ? null : (Number(pick) as LevelNumber) })
            }
          />
        );
      })}
    </div>
  );
}

type Explained = { inherent: Inherent; known: FactorPolicy[]; wide?: boolean };

/** The tier, the rule that gave it, and the points that add up to the score. */
export function TierExplained({ inherent, known, wide = false }: Explained) {
  return (
    <div className="explained">
      <p className="row">
        <span className="mut">Inherent risk</span>
        {inherent.triaged ? <span className="score">{number(inherent.score)}</span> : <span className="hollow">Not triaged</span>}
        <span className="mut">{inherent.triaged && "of 100, "}higher is riskier</span>
      </p>
      <p className="row rule">
        <Tier tier={inherent.tier} triaged={inherent.triaged} />
        {inherent.triaged && <span className="strong">Tier {inherent.tier}</span>}
        <span className="mut s12">{inherent.rules.join("; ")}</span>
      </p>
      <table className={wide ? "tbl flat in wide" : "tbl flat in"} aria-label="Points by factor">
        <thead>
          <tr>
            <th scope="col">Factor</th>
            {wide && <th scope="col">What was answered</th>}
            <th scope="col">Level</th>
            <th scope="col" className="right">
              Points
            </th>
          </tr>
        </thead>
        <tbody>
          {inherent.parts.map((part) => {
            const entry = known.find((entry) => entry.factor === part.factor);
            return (
              <tr key={part.factor}>
                <td className="trunc" title={part.level === null ? undefined : entry?.levels[part.level]}>
                  {entry?.label ?? part.factor}{" "}
                  {part.level === null && !wide && <span className="unknown s12">unknown, so {part.counted}</span>}
                </td>
                {wide && (
                  <td className="sec trunc">
                    {part.level === null ? `not known, counts as ${part.counted} of 4` : entry?.levels[part.level]}
                  </td>
                )}
                <td>
                  <Level counted={part.counted} known={part.level !== null} />
                </td>
                <td className="right">{points(part.points)}</td>
              </tr>
            );
          })}
          <tr>
            <th scope="row" colSpan={wide ? 3 : 2}>
              {inherent.triaged ? "Inherent score" : "If no more becomes known"}
            </th>
            <td className="right strong">{points(inherent.score)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
