// The heat map: a real table of tier by residual risk. Counts stand in the cells, which are
// toggles; what cannot occur is hatched, what is not rated is a dashed column.
import { useRef, useState } from "react";
import { ToggleButton } from "react-aria-components";
import { degrees, Meter, type Degree } from "./charts";
import { has, type Place } from "./places";
import { Tier } from "./signs";
import { counted, number } from "./words";

export type HeatRows = {
  rows: { tier: 1 | 2 | 3 | 4 | null; impact: Degree; cells: { residual: Degree | null; vendors: number; occurs: boolean }[]; vendors: number }[];
  columns: number[];
  vendors: number;
};

type Props = { map: HeatRows; policy: string; chosen: Place[]; choose: (places: Place[]) => void };

const columns = [...(Object.keys(degrees) as Degree[]), null];
const word = (level: Degree | null) => (level === null ? "Not rated" : degrees[level]);
const shade = (level: Degree | null) => `v${level === null ? 0 : columns.indexOf(level) + 1}`;

/** Arrow keys walk the toggles: to the nearest in their direction. */
function beside(from: HTMLElement, key: string): HTMLElement | null {
  const at = (one: HTMLElement) => [Number(one.dataset["row"]), Number(one.dataset["column"])] as const;
  const [row, column] = at(from);
  const ways: Record<string, (down: number, right: number) => [number, number] | null> = {
    ArrowRight: (down, right) => (right > 0 && down === 0 ? [right, 0] : null),
    ArrowLeft: (down, right) => (right < 0 && down === 0 ? [-right, 0] : null),
    ArrowDown: (down, right) => (down > 0 ? [down, Math.abs(right)] : null),
    ArrowUp: (down, right) => (down < 0 ? [-down, Math.abs(right)] : null),
  };
  const way = ways[key];
  if (!way) return null;
  const cells = [...(from.closest("table")?.querySelectorAll<HTMLElement>("button[data-row]") ?? [])];
  const far = cells.flatMap((cell) => {
    const [down, right] = [at(cell)[0] - row, at(cell)[1] - column];
    const distance = way(down, right);
    return distance ? [{ cell, distance }] : [];
  });
  far.sort((a, b) => a.distance[0] - b.distance[0] || a.distance[1] - b.distance[1]);
  return far[0]?.cell ?? null;
}

export function HeatMap({ map, policy, chosen, choose }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const first = map.rows.flatMap((row, at) => row.cells.flatMap((cell, place) => (cell.vendors > 0 ? [`${at}.${place}`] : [])))[0];
  const [at, setAt] = useState<string | undefined>();
  const known = map.rows.some((row, place) => row.cells.some((cell, column) => cell.vendors > 0 && `${place}.${column}` === at));
  const current = known ? at : first;
  return (
    <>
      <table ref={table} className="heat" aria-label="Vendors by tier and residual risk">
        <colgroup>
          <col className="head" />
          {columns.map((level) => (
            <col key={level ?? "none"} className={level === null ? "unrated" : undefined} />
          ))}
          <col className="sum" />
        </colgroup>
        <thead>
          <tr>
            <td />
            {columns.map((level) => (
              <th scope="col" key={level ?? "none"}>
                {level !== null && <Meter level={level} />}
                {word(level)}
              </th>
            ))}
            <th scope="col">
              <span className="hidden">All</span>
            </th>
          </tr>
        </thead>
        <tbody
          onKeyDown={(event) => {
            const next = event.target instanceof HTMLElement ? beside(event.target, event.key) : null;
            if (next) {
              event.preventDefault();
              next.focus();
            }
          }}
        >
          {map.rows.map((row, place) => (
            <tr key={row.tier ?? "untriaged"}>
              <th scope="row">
                <span className="row">
                  <Tier tier={row.tier ?? 1} triaged={row.tier !== null} />
                  <span className="mut">{row.tier === null ? "not triaged" : `${degrees[row.impact].toLowerCase()} impact`}</span>
                </span>
              </th>
              {row.cells.map((cell, column) => {
                const key = cell.residual ?? "none";
                if (!cell.occurs) {
                  return (
                    <td key={key} className="no">
                      <span className="hidden">cannot occur</span>
                    </td>
                  );
                }
                if (cell.vendors === 0) {
                  return (
                    <td key={key} className={`zero ${shade(cell.residual)}`}>
                      0
                    </td>
                  );
                }
                const spot: Place = { tier: row.tier, residual: cell.residual };
                const on = has(chosen, spot);
                const says = `${row.tier === null ? "Not triaged" : `Tier ${row.tier}`}, ${word(cell.residual)}: ${counted(cell.vendors, "vendor")}`;
                return (
                  <td key={key}>
                    <ToggleButton
                      className={`cell ${shade(cell.residual)}`}
                      aria-label={says}
                      isSelected={on}
                      onChange={() => choose(on ? chosen.filter((one) => !has([spot], one)) : [...chosen, spot])}
                      onFocus={() => setAt(`${place}.${column}`)}
                      excludeFromTabOrder={current !== `${place}.${column}`}
                      data-row={place}
                      data-column={column}
                    >
                      {number(cell.vendors)}
                    </ToggleButton>
                  </td>
                );
              })}
              <td className="sum">{number(row.vendors)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              <span className="hidden">All</span>
            </th>
            {map.columns.map((sum, place) => (
              <td key={columns[place] ?? "none"}>{number(sum)}</td>
            ))}
            <td className="sum">{number(map.vendors)}</td>
          </tr>
        </tfoot>
      </table>
      <p className="heat-key mut">
        <span>Further right and further up is riskier.</span>
        <span className="row">
          <span className="hatch" aria-hidden /> cannot occur under {policy}
        </span>
      </p>
    </>
  );
}
