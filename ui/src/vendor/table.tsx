// The vendor table. A real table whose rows out of sight are two spacers; arrow keys walk it.
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { VendorRow } from "../api/generated/VendorRow";
import { GapBar, Residual } from "../kit/charts";
import { Marked, Tier } from "../kit/signs";
import { counted, number } from "../kit/words";
import { kinds, stages } from "./words";

type Column = "tier" | "name" | "kind" | "stage" | "residual" | "assurance" | "score" | "owner";
type Sort = { by: Column; down: boolean };

const heads: { key: Column; words: string; right?: boolean; width: string }[] = [
  { key: "tier", words: "Tier", width: "5rem" },
  { key: "name", words: "Vendor and riskiest service", width: "auto" },
  { key: "kind", words: "Kind", width: "8rem" },
  { key: "stage", words: "Stage", width: "8rem" },
  { key: "residual", words: "Residual risk", width: "10.5rem" },
  { key: "assurance", words: "Assurance, higher is safer", width: "12rem" },
  { key: "score", words: "Inherent, higher is riskier", right: true, width: "11rem" },
  { key: "owner", words: "Owner", width: "7.5rem" },
];

/** Not rated stands right under high, so that it never sinks. */
const ranks = ["very_high", "high", null, "moderate", "low", "very_low"];
const rank = (row: VendorRow) => ranks.indexOf(row.worst?.residual ?? null);
const assurance = (row: VendorRow) => row.worst?.assurance ?? 0;

/** Unknown sorts as the riskiest, so that it never sinks. */
const order: Record<Column, (a: VendorRow, b: VendorRow) => number> = {
  tier: (a, b) => Number(a.triaged) - Number(b.triaged) || a.tier - b.tier || b.score - a.score,
  name: (a, b) => a.name.localeCompare(b.name),
  kind: (a, b) => kinds[a.kind].localeCompare(kinds[b.kind]),
  stage: (a, b) => Object.keys(stages).indexOf(a.stage) - Object.keys(stages).indexOf(b.stage),
  residual: (a, b) => rank(a) - rank(b) || assurance(a) - assurance(b),
  assurance: (a, b) => assurance(a) - assurance(b),
  score: (a, b) => Number(a.triaged) - Number(b.triaged) || b.score - a.score,
  owner: (a, b) => (a.owner ?? "\uffff").localeCompare(b.owner ?? "\uffff"),
};

export function sorted(rows: VendorRow[], { by, down }: Sort): VendorRow[] {
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => sign * order[by](a, b) || a.name.localeCompare(b.name));
}

type Props = { rows: VendorRow[]; sought: string; open: (id: string) => void };

export function VendorTable({ rows, sought, open }: Props) {
  const [sort, setSort] = useState<Sort>({ by: "tier", down: false });
  const [at, setAt] = useState(0);
  const [walking, setWalking] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const lines = useMemo(() => sorted(rows, sort), [rows, sort]);
  const rem = typeof window === "undefined" ? 16 : parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const view = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 2 * rem,
    overscan: 8,
    scrollPaddingStart: 2 * rem,
    initialRect: { width: 1200, height: 800 },
  });
  const items = view.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = view.getTotalSize() - (items.at(-1)?.end ?? 0);
  const current = Math.min(at, lines.length - 1);

  useEffect(() => {
    if (walking) body.current?.querySelector<HTMLElement>(`[data-index="${current}"]`)?.focus();
  }, [walking, current, items]);

  const walk = (event: React.KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 320) / (2 * rem)) - 2);
    const steps: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: lines.length - 1,
    };
    const next = steps[event.key];
    const line = lines[current];
    if (next !== undefined) {
      event.preventDefault();
      const kept = Math.min(Math.max(next, 0), lines.length - 1);
      setAt(kept);
      setWalking(true);
      view.scrollToIndex(kept);
    } else if (event.key === "Enter" && line) {
      open(line.id);
    }
  };

  return (
    <div ref={scroller} className="pane" style={{ flex: 1 }}>
      <table className="tbl" style={{ tableLayout: "fixed" }} aria-label="Vendors" aria-rowcount={lines.length + 1}>
        <colgroup>
          {heads.map((head) => (
            <col key={head.key} style={{ width: head.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {heads.map(({ key, words, right }) => {
              const on = sort.by === key;
              const Arrow = sort.down ? ArrowUp : ArrowDown;
              return (
                <th
                  key={key}
                  scope="col"
                  className={right ? "right" : undefined}
                  aria-sort={on ? (sort.down ? "descending" : "ascending") : undefined}
                >
                  <button type="button" onClick={() => setSort({ by: key, down: on && !sort.down })}>
                    {words} {on && <Arrow size={12} aria-hidden />}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={walk} onBlur={() => setWalking(false)}>
          {above > 0 && <tr style={{ height: above }} aria-hidden />}
          {items.map(({ index }) => {
            const row = lines[index];
            return (
              row && (
                <tr
                  key={row.id}
                  data-index={index}
                  aria-rowindex={index + 2}
                  tabIndex={index === current ? 0 : -1}
                  onFocus={() => setAt(index)}
                  onClick={() => open(row.id)}
                >
                  <Line row={row} sought={sought} />
                </tr>
              )
            );
          })}
          {below > 0 && <tr style={{ height: below }} aria-hidden />}
        </tbody>
      </table>
    </div>
  );
}

function Line({ row, sought }: { row: VendorRow; sought: string }) {
  const missing = row.unknown_factors > 0 && `${counted(row.unknown_factors, "factor")} not known`;
  return (
    <>
      <td>
        <Tier tier={row.tier} triaged={row.triaged} />
      </td>
      <td className="trunc" title={[row.name, row.riskiest].filter(Boolean).join(", ")}>
        <span className="strong">
          <Marked text={row.name} sought={sought} />
        </span>{" "}
        <span className="mut s12">{row.riskiest ? <Marked text={row.riskiest} sought={sought} /> : "no service yet"}</span>
        {row.conflicts > 0 && <span className="s12"> · {counted(row.conflicts, "field")} with two values</span>}
      </td>
      <td className="sec trunc">
        <Marked text={kinds[row.kind]} sought={sought} />
      </td>
      <td className="sec trunc">{stages[row.stage]}</td>
      <td>
        <Residual level={row.worst?.residual ?? null} />{" "}
        {row.worst?.status === "provisional" && <span className="mut s12">provisional</span>}
      </td>
      <td>
        {row.worst && row.worst.claimed > 0 ? (
          <span className="row">
            <GapBar claimed={row.worst.claimed} supported={row.worst.supported} assurance={row.worst.assurance} width={104} />
            <span className="strong">{number(row.worst.assurance)}</span>
          </span>
        ) : (
          <span className="mut">nothing claimed</span>
        )}
      </td>
      <td className="right">
        {row.triaged ? (
          <>
            {missing && <span className="mut s12">{missing} </span>}
            <span className="strong">{number(row.score)}</span>
          </>
        ) : (
          <span className="mut">not triaged</span>
        )}
      </td>
      <td className="sec trunc">{row.owner ? <Marked text={row.owner} sought={sought} /> : <span className="mut">nobody</span>}</td>
    </>
  );
}
