// The vendor table. A real table whose rows out of sight are two spacers; arrow keys walk it.
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp, CircleDashed, OctagonAlert } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { VendorRow } from "../api/generated/VendorRow";
import { GapBar, Residual } from "../kit/charts";
import { ClaimCounts } from "../kit/claims";
import { Marked, Tier } from "../kit/signs";
import { counted, number } from "../kit/words";
import { failedGates } from "./filters";
import { kinds, stages } from "./words";

type Column = "tier" | "name" | "kind" | "claims" | "claimed" | "supported" | "assurance" | "residual" | "gates" | "stage" | "owner";
export type Sort = { by: Column; down: boolean };

/** Where the reader was: the row with the focus, and how far down. */
export type Spot = { at: number; top: number };

/** `middle` and `wide` columns make room for the others in narrow windows, `widest` need a very wide one. */
type Head = { key: Column; words: string; more?: string; title?: string; right?: boolean; shown?: "middle" | "wide" | "widest" };

const heads: Head[] = [
  { key: "tier", words: "Tier", title: "Inherent tier, 1 is riskiest" },
  { key: "name", words: "Vendor and riskiest service" },
  { key: "kind", words: "Kind", shown: "wide" },
  { key: "claims", words: "Claims", title: "Contradicted, unverified, supported; of all its services", shown: "middle" },
  { key: "claimed", words: "Claimed", title: "0 to 100, higher is safer", right: true, shown: "wide" },
  { key: "supported", words: "Supported", title: "0 to 100, higher is safer", right: true, shown: "wide" },
  { key: "assurance", words: "Assurance", more: ", higher is safer", title: "0 to 100, higher is safer" },
  { key: "residual", words: "Residual risk" },
  { key: "gates", words: "Gates not met" },
  { key: "stage", words: "Stage", shown: "widest" },
  { key: "owner", words: "Owner", shown: "widest" },
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
  claims: (a, b) => b.claims.contradicted - a.claims.contradicted || b.claims.unverified - a.claims.unverified,
  claimed: (a, b) => (a.worst?.claimed ?? 0) - (b.worst?.claimed ?? 0),
  supported: (a, b) => (a.worst?.supported ?? 0) - (b.worst?.supported ?? 0),
  assurance: (a, b) => assurance(a) - assurance(b),
  residual: (a, b) => rank(a) - rank(b) || assurance(a) - assurance(b),
  gates: (a, b) => failedGates(b).length - failedGates(a).length || b.gates.length - a.gates.length || rank(a) - rank(b),
  stage: (a, b) => Object.keys(stages).indexOf(a.stage) - Object.keys(stages).indexOf(b.stage),
  owner: (a, b) => (a.owner ?? "\uffff").localeCompare(b.owner ?? "\uffff"),
};

const usual: Sort = { by: "residual", down: false };

/** "tier", or "-tier" for the other way round. */
export function sortFrom(text: string | null): Sort {
  const by = heads.find((head) => head.key === text?.replace(/^-/, ""))?.key;
  return by === undefined ? usual : { by, down: text?.startsWith("-") ?? false };
}

export function sortText({ by, down }: Sort): Record<string, string> {
  return by === usual.by && down === usual.down ? {} : { sort: `${down ? "-" : ""}${by}` };
}

export function sorted(rows: VendorRow[], { by, down }: Sort): VendorRow[] {
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => sign * order[by](a, b) || a.name.localeCompare(b.name));
}

type Props = {
  rows: VendorRow[];
  sought: string;
  sort: Sort;
  setSort: (sort: Sort) => void;
  from?: Spot | null;
  open: (id: string, from: Spot) => void;
};

export function VendorTable({ rows, sought, sort, setSort, from, open }: Props) {
  const [at, setAt] = useState(from?.at ?? 0);
  const [walking, setWalking] = useState(from != null);
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
    initialOffset: from?.top ?? 0,
  });
  const items = view.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = view.getTotalSize() - (items.at(-1)?.end ?? 0);
  const current = Math.min(at, lines.length - 1);
  const leave = (id: string, place: number) => open(id, { at: place, top: scroller.current?.scrollTop ?? 0 });

  const back = useRef(from?.top ?? 0);
  useLayoutEffect(() => {
    if (scroller.current && back.current > 0) scroller.current.scrollTop = back.current;
  }, []);

  useEffect(() => {
    if (walking) body.current?.querySelector<HTMLElement>(`[data-index="${current}"]`)?.focus({ preventScroll: true });
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
      leave(line.id, current);
    }
  };

  return (
    <div ref={scroller} className="pane" style={{ flex: 1 }}>
      <table className="tbl vendors" aria-label="Vendors" aria-rowcount={lines.length + 1}>
        <colgroup>
          {heads.map((head) => (
            <col key={head.key} className={[`of-${head.key}`, head.shown].filter(Boolean).join(" ")} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {heads.map(({ key, words, more, title, right, shown }) => {
              const on = sort.by === key;
              const Arrow = sort.down ? ArrowUp : ArrowDown;
              return (
                <th
                  key={key}
                  scope="col"
                  title={title}
                  className={[right && "right", shown].filter(Boolean).join(" ") || undefined}
                  aria-sort={on ? (sort.down ? "descending" : "ascending") : undefined}
                >
                  <button type="button" onClick={() => setSort({ by: key, down: on && !sort.down })}>
                    {words}
                    {more && <span className="more">{more}</span>} {on && <Arrow size={12} aria-hidden />}
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
                  onClick={() => leave(row.id, index)}
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
  const { worst, claims, gates } = row;
  const notes = [
    row.unknown_factors > 0 && row.triaged && `${counted(row.unknown_factors, "factor")} not known`,
    row.conflicts > 0 && `${counted(row.conflicts, "field")} with two values`,
  ].filter((note) => note !== false);
  const claimed = worst !== null && worst.claimed > 0;
  const points = (of: number | undefined) => (claimed && of !== undefined ? number(of) : <span className="mut">none</span>);
  return (
    <>
      <td>
        <Tier tier={row.tier} triaged={row.triaged} />
      </td>
      <td className="trunc" title={[row.name, row.riskiest, ...notes].filter(Boolean).join(", ")}>
        <span className="strong">
          <Marked text={row.name} sought={sought} />
        </span>{" "}
        {/* the owner was meant, and has no column of its own: it stands first, where it cannot be cut off */}
        {row.owner && sought && row.owner.toLocaleLowerCase().includes(sought.toLocaleLowerCase()) && (
          <span className="mut s12 unless-widest">
            owner <Marked text={row.owner} sought={sought} /> ·{" "}
          </span>
        )}
        <span className="mut s12">{row.riskiest ? <Marked text={row.riskiest} sought={sought} /> : "no service yet"}</span>
        {notes.map((note) => (
          <span key={note} className="mut s12">
            {" "}
            · {note}
          </span>
        ))}
      </td>
      <td className="sec trunc wide">
        <Marked text={kinds[row.kind]} sought={sought} />
      </td>
      <td className="middle">{claims.contradicted + claims.unverified + claims.supported > 0 ? <ClaimCounts counts={claims} /> : <span className="mut">nothing claimed</span>}</td>
      <td className="right wide">{points(worst?.claimed)}</td>
      <td className="right wide">{points(worst?.supported)}</td>
      <td>
        {claimed ? (
          <span className="row">
            <GapBar claimed={worst.claimed} supported={worst.supported} assurance={worst.assurance} width={104} />
            <span className="space" />
            <span className="strong">{number(worst.assurance)}</span>
          </span>
        ) : (
          <span className="row">
            <span className="no-bar" aria-hidden />
            <span className="space" />
            <span className="mut">none</span>
          </span>
        )}
      </td>
      <td className="after-number">
        <span className="row">
          <Residual level={worst?.residual ?? null} />
          {worst?.status === "provisional" && <span className="mut s12">provisional</span>}
        </span>
      </td>
      <td className="trunc" title={gates.map((gate) => `${gate.asks}: ${gate.state}`).join("; ")}>
        <Gates row={row} />
      </td>
      <td className="sec trunc widest">{stages[row.stage]}</td>
      <td className="sec trunc widest">{row.owner ? <Marked text={row.owner} sought={sought} /> : <span className="mut">nobody</span>}</td>
    </>
  );
}

/** Failed and overdue gates by name; else how many stand open; none only where something is known. */
function Gates({ row }: { row: VendorRow }) {
  const failed = failedGates(row);
  if (failed.length > 0) {
    return (
      <span className="con">
        <OctagonAlert size={14} aria-hidden /> {failed[0]?.cause}
        {failed.length > 1 && `, ${failed.length - 1} more`}
      </span>
    );
  }
  if (row.services === 0) return <span className="unv">not known</span>;
  if (row.gates.length === 0) return <span className="mut">0</span>;
  return (
    <span className="unv">
      <CircleDashed size={14} aria-hidden /> {row.gates.length} open
    </span>
  );
}
