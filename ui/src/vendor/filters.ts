// What the inventory is narrowed to, and how it stands in the address: a link says it, going
// back finds it again. Within a group any of what is on, across groups all.
import type { VendorKind } from "../api/generated/VendorKind";
import type { VendorRow } from "../api/generated/VendorRow";
import { degrees, type Degree } from "../kit/charts";
import { has, read, said, written, type Place } from "../kit/places";
import { kinds } from "./words";

export type TierKey = "1" | "2" | "3" | "4" | "untriaged";
export type ResidualKey = Degree | "not_rated";

export type Filters = {
  sought: string;
  tier: TierKey[];
  residual: ResidualKey[];
  kind: VendorKind[];
  /** "failed" for any gate, else a cause by name. */
  gate: string | null;
  contradicted: boolean;
  cells: Place[];
};

export const tierKeys: TierKey[] = ["1", "2", "3", "4", "untriaged"];
export const residualKeys: ResidualKey[] = ["very_high", "high", "not_rated", "moderate", "low", "very_low"];
export const kindKeys = Object.keys(kinds) as VendorKind[];

export const tierWords = (key: TierKey) => (key === "untriaged" ? "Not triaged" : `Tier ${key}`);
export const residualWords = (key: ResidualKey) => (key === "not_rated" ? "Not rated" : degrees[key]);

export const tierOf = (row: VendorRow): TierKey => (row.triaged ? (String(row.tier) as TierKey) : "untriaged");
export const residualOf = (row: VendorRow): ResidualKey => row.worst?.residual ?? "not_rated";

export const nothing: Filters = { sought: "", tier: [], residual: [], kind: [], gate: null, contradicted: false, cells: [] };

function listed<Key extends string>(text: string | null, known: Key[]): Key[] {
  const named = new Set((text ?? "").split(","));
  return known.filter((key) => named.has(key));
}

export function fromAddress(search: URLSearchParams): Filters {
  return {
    sought: search.get("q") ?? "",
    tier: listed(search.get("tier"), tierKeys),
    residual: listed(search.get("residual"), residualKeys),
    kind: listed(search.get("kind"), kindKeys),
    gate: search.get("gate"),
    contradicted: search.get("claims") === "contradicted",
    cells: read(search.get("cells")),
  };
}

/** The address without what is not narrowed. */
export function toAddress(filters: Filters): Record<string, string> {
  const parts: Record<string, string> = {
    q: filters.sought,
    tier: filters.tier.join(","),
    residual: filters.residual.join(","),
    kind: filters.kind.join(","),
    gate: filters.gate ?? "",
    claims: filters.contradicted ? "contradicted" : "",
    cells: written(filters.cells),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ""));
}

/** What a search looks through; kept, because each key pressed asks for it of every row. */
const texts = new WeakMap<VendorRow, string>();
function textOf(row: VendorRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = [row.name, row.riskiest, kinds[row.kind], row.owner].join("\n").toLocaleLowerCase();
  texts.set(row, text);
  return text;
}

type Group = keyof Filters;

/** Does the row pass? `but` leaves one group out, to count what its chips would show. */
export function passes(row: VendorRow, filters: Filters, but?: Group): boolean {
  const { sought, tier, residual, kind, gate, contradicted, cells } = filters;
  const word = sought.trim().toLocaleLowerCase();
  return (
    (but === "tier" || tier.length === 0 || tier.includes(tierOf(row))) &&
    (but === "residual" || residual.length === 0 || residual.includes(residualOf(row))) &&
    (but === "kind" || kind.length === 0 || kind.includes(row.kind)) &&
    (but === "gate" || gate === null || gateHit(row, gate)) &&
    (but === "contradicted" || !contradicted || row.claims.contradicted > 0) &&
    (but === "cells" || cells.length === 0 || has(cells, { tier: row.triaged ? row.tier : null, residual: row.worst?.residual ?? null })) &&
    (word === "" || textOf(row).includes(word))
  );
}

/** Gates that failed or are overdue; open ones are only not answered yet. */
export const failedGates = (row: VendorRow) => row.gates.filter((gate) => gate.state !== "open");

const gateHit = (row: VendorRow, gate: string) => failedGates(row).some((one) => gate === "failed" || one.cause === gate);

export type Chip = { group: Group; key: string; words: string; on: boolean; count: number; turned: Filters };

/** The chips with live counts: what each would show beside what is on in the other groups. */
export function chips(rows: VendorRow[], filters: Filters): Chip[][] {
  const counts = (group: Group, key: (row: VendorRow) => string) => {
    const found = new Map<string, number>();
    for (const row of rows) if (passes(row, filters, group)) found.set(key(row), (found.get(key(row)) ?? 0) + 1);
    return found;
  };
  const group = <Key extends string>(
    name: "tier" | "residual" | "kind",
    keys: Key[],
    words: (key: Key) => string,
    of: (row: VendorRow) => string,
    turned: (keys: Key[]) => Filters,
  ): Chip[] => {
    const found = counts(name, of);
    const on = filters[name] as readonly string[];
    return keys.map((key) => {
      const is = on.includes(key);
      const next = is ? keys.filter((one) => one !== key && on.includes(one)) : keys.filter((one) => one === key || on.includes(one));
      return { group: name, key, words: words(key), on: is, count: found.get(key) ?? 0, turned: turned(next) };
    });
  };
  const toggle = (name: "gate" | "contradicted", words: string, on: boolean, hit: (row: VendorRow) => boolean, turned: Filters): Chip => ({
    group: name,
    key: name,
    words,
    on,
    count: rows.filter((row) => hit(row) && passes(row, filters, name)).length,
    turned,
  });
  const asks = (cause: string) => rows.flatMap((row) => row.gates).find((gate) => gate.cause === cause)?.asks ?? cause;
  const { gate, contradicted, cells } = filters;
  const marks = [
    toggle("gate", "Gate failed", gate === "failed", (row) => gateHit(row, "failed"), { ...filters, gate: gate === "failed" ? null : "failed" }),
    toggle("contradicted", "Contradicted claims", contradicted, (row) => row.claims.contradicted > 0, { ...filters, contradicted: !contradicted }),
  ];
  // what only a link can ask for stands as a chip while it is on
  if (gate !== null && gate !== "failed") {
    const one = toggle("gate", asks(gate), true, (row) => gateHit(row, gate), { ...filters, gate: null });
    marks.push({ ...one, key: gate });
  }
  if (cells.length > 0) {
    const count = rows.filter((row) => passes(row, filters)).length;
    marks.push({ group: "cells", key: "cells", words: said(cells).join(", "), on: true, count, turned: { ...filters, cells: [] } });
  }
  return [
    marks,
    group("tier", tierKeys, tierWords, tierOf, (tier) => ({ ...filters, tier })),
    group("residual", residualKeys, residualWords, residualOf, (residual) => ({ ...filters, residual })),
    group("kind", kindKeys, (key) => kinds[key], (row) => row.kind, (kind) => ({ ...filters, kind })),
  ];
}

/** What is on, in words, for the page that finds nothing. */
export function inWords(filters: Filters, all: Chip[][]): string {
  const groups = all.map((group) => group.filter((chip) => chip.on).map((chip) => chip.words).join(" or "));
  return [filters.sought.trim() && `“${filters.sought.trim()}”`, ...groups].filter(Boolean).join(" and ");
}
