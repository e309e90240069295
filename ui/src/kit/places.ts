// Places in the heat map: an inherent tier and a residual risk. How they are said, and how they
// stand in an address: "1.very_high,untriaged.not_rated".
import { degrees, type Degree } from "./charts";

export type Place = { tier: 1 | 2 | 3 | 4 | null; residual: Degree | null };

const tiers = [1, 2, 3, 4] as const;

export const same = (a: Place, b: Place) => a.tier === b.tier && a.residual === b.residual;

export const has = (places: Place[], place: Place) => places.some((one) => same(one, place));

export function written(places: Place[]): string {
  return places.map(({ tier, residual }) => `${tier ?? "untriaged"}.${residual ?? "not_rated"}`).join(",");
}

/** The places an address names; what is none of them is passed over. */
export function read(text: string | null): Place[] {
  const places: Place[] = [];
  for (const part of (text ?? "").split(",")) {
    const [row, column] = part.split(".");
    const tier = tiers.find((one) => String(one) === row) ?? null;
    const residual = Object.keys(degrees).find((one) => one === column) as Degree | undefined;
    const known = (tier !== null || row === "untriaged") && (residual !== undefined || column === "not_rated");
    if (known && !has(places, { tier, residual: residual ?? null })) places.push({ tier, residual: residual ?? null });
  }
  return places;
}

/** "Tier 1: High or Very high" for each tier that is named. */
export function said(places: Place[]): string[] {
  const rows = [...tiers, null].map((tier) => ({ tier, of: places.filter((place) => place.tier === tier) }));
  return rows
    .filter(({ of }) => of.length > 0)
    .map(({ tier, of }) => {
      const order = [...(Object.keys(degrees) as Degree[]), null];
      const levels = order.filter((level) => of.some((place) => place.residual === level));
      const words = levels.map((level) => (level === null ? "Not rated" : degrees[level]));
      return `${tier === null ? "Not triaged" : `Tier ${tier}`}: ${words.join(" or ")}`;
    });
}
