import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { useState } from "react";
import { afterEach, expect, test } from "vitest";
import { HeatMap, type HeatRows } from "./heat";
import { read, said, written, type Place } from "./places";

afterEach(cleanup);

const levels = ["very_low", "low", "moderate", "high", "very_high", null] as const;
const row = (tier: HeatRows["rows"][number]["tier"], counts: (number | null)[]): HeatRows["rows"][number] => ({
  tier,
  impact: "high",
  cells: counts.map((count, place) => ({ residual: levels[place] ?? null, vendors: count ?? 0, occurs: count !== null })),
  vendors: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
});
const map: HeatRows = {
  rows: [row(1, [null, null, 5, 2, 1, 1]), row(2, [null, 7, 0, 4, null, 1]), row(null, [null, null, null, 0, 0, 3])],
  columns: [0, 7, 5, 6, 1, 5],
  vendors: 24,
};

function Held({ said: tell }: { said?: (places: Place[]) => void }) {
  const [chosen, setChosen] = useState<Place[]>([]);
  const choose = (places: Place[]) => {
    setChosen(places);
    tell?.(places);
  };
  return <HeatMap map={map} policy="caveat/1" chosen={chosen} choose={choose} />;
}

test("counts are toggles, empty cells are figures, what cannot occur says so", async () => {
  const { container } = render(<Held />);
  const table = screen.getByRole("table", { name: "Vendors by tier and residual risk" });
  expect(within(table).getAllByRole("button")).toHaveLength(8);
  const first = within(table).getAllByRole<HTMLTableRowElement>("row")[1];
  expect([...(first?.cells ?? [])].map((cell) => cell.textContent)).toEqual([
    "T1high impact",
    "cannot occur",
    "cannot occur",
    "5",
    "2",
    "1",
    "1",
    "9",
  ]);
  expect(within(table).getByRole("button", { name: "Not triaged, Not rated: 3 vendors" })).toBeTruthy();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);
});

test("cells are chosen together and given back one by one", async () => {
  let chosen: Place[] = [];
  render(<Held said={(places) => (chosen = places)} />);
  const user = userEvent.setup();
  const cell = (name: string) => screen.getByRole("button", { name });
  await user.click(cell("Tier 1, High: 2 vendors"));
  await user.click(cell("Tier 1, Very high: 1 vendor"));
  expect(chosen).toEqual([
    { tier: 1, residual: "high" },
    { tier: 1, residual: "very_high" },
  ]);
  expect(cell("Tier 1, High: 2 vendors").getAttribute("aria-pressed")).toBe("true");
  await user.click(cell("Tier 1, High: 2 vendors"));
  expect(chosen).toEqual([{ tier: 1, residual: "very_high" }]);
});

test("one stop for the tab key; arrows walk to the nearest count", async () => {
  render(<Held />);
  const user = userEvent.setup();
  const focused = () => document.activeElement?.getAttribute("aria-label");
  await user.tab();
  expect(focused()).toBe("Tier 1, Moderate: 5 vendors");
  await user.keyboard("{ArrowRight}");
  expect(focused()).toBe("Tier 1, High: 2 vendors");
  await user.keyboard("{ArrowDown}");
  expect(focused()).toBe("Tier 2, High: 4 vendors");
  await user.keyboard("{ArrowLeft}");
  expect(focused()).toBe("Tier 2, Low: 7 vendors");
  await user.keyboard("{ArrowDown}");
  expect(focused()).toBe("Not triaged, Not rated: 3 vendors");
  await user.keyboard("{ArrowUp}{ }");
  expect(document.activeElement?.getAttribute("aria-pressed")).toBe("true");
  await user.tab();
  expect(document.activeElement).toBe(document.body);
});

test("places stand in an address and are said in words", () => {
  const places: Place[] = [
    { tier: 1, residual: "very_high" },
    { tier: 1, residual: "high" },
    { tier: null, residual: null },
  ];
  expect(written(places)).toBe("1.very_high,1.high,untriaged.not_rated");
  expect(read(written(places))).toEqual(places);
  expect(read("1.high,1.high,9.high,2.worse,,x")).toEqual([{ tier: 1, residual: "high" }]);
  expect(said(places)).toEqual(["Tier 1: High or Very high", "Not triaged: Not rated"]);
});
