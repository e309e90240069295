import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { VendorRow } from "../api/generated/VendorRow";
import { sorted, sortFrom, sortText, VendorTable, type Sort } from "./table";

function vendor(name: string, rest: Partial<VendorRow> = {}): VendorRow {
  return {
    id: name,
    name,
    kind: "saas",
    stage: "request",
    owner: null,
    services: 1,
    tier: 3,
    triaged: true,
    score: 30,
    unknown_factors: 0,
    riskiest: "Main",
    archived: false,
    conflicts: 0,
    worst: null,
    claims: { contradicted: 0, unverified: 0, supported: 0 },
    gates: [],
    ...rest,
  };
}

const byTier: Sort = { by: "tier", down: false };
const still = { sought: "", sort: byTier, setSort: () => undefined };

// jsdom lays nothing out: the scroller is given the height of twenty rows
beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(640);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1200);
  Element.prototype.scrollTo = () => undefined;
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test("unknown sorts as the riskiest, and the other way round only when asked", () => {
  const rows = [
    vendor("Low", { tier: 4, score: 0 }),
    vendor("Nobody weighed", { triaged: false, tier: 1, score: 75 }),
    vendor("Grave", { tier: 1, score: 90 }),
    vendor("Graver", { tier: 1, score: 95 }),
  ];
  const names = (down: boolean) => sorted(rows, { by: "tier", down }).map((row) => row.name);
  expect(names(false)).toEqual(["Nobody weighed", "Graver", "Grave", "Low"]);
  expect(names(true)).toEqual(["Low", "Grave", "Graver", "Nobody weighed"]);
});

test("not rated sorts right under high; the order stands in the address", () => {
  const worst = (residual: "very_high" | "high" | "moderate" | null) =>
    ({ residual, assurance: 40, claimed: 60, supported: 50, status: residual ? "rated" : "not_rated", service: "Main", likelihood: "high", approval: "blocked" }) as const;
  const rows = [
    vendor("Moderate", { worst: worst("moderate") }),
    vendor("No service"),
    vendor("High", { worst: worst("high") }),
    vendor("Very high", { worst: worst("very_high") }),
  ];
  expect(sorted(rows, sortFrom(null)).map((row) => row.name)).toEqual(["Very high", "High", "No service", "Moderate"]);
  expect([sortFrom("-gates"), sortFrom("nonsense").by]).toEqual([{ by: "gates", down: true }, "residual"]);
  expect([sortText({ by: "gates", down: true }), sortText({ by: "residual", down: false })]).toEqual([{ sort: "-gates" }, {}]);
});

test("ten thousand vendors draw only the rows in sight and say how many there are", () => {
  const rows = Array.from({ length: 10_000 }, (_, at) => vendor(`Vendor ${String(at).padStart(5, "0")}`));
  render(<VendorTable {...still} rows={rows} open={() => undefined} />);
  const table = screen.getByRole("table", { name: "Vendors" });
  expect(table.getAttribute("aria-rowcount")).toBe("10001");
  const drawn = within(table).getAllByRole("row").length;
  expect(drawn).toBeGreaterThan(10);
  expect(drawn).toBeLessThan(80);
});

test("rows are walked and opened by keyboard", async () => {
  const open = vi.fn();
  render(<VendorTable {...still} rows={["A", "B", "C"].map((name) => vendor(name))} open={open} />);
  const user = userEvent.setup();
  within(screen.getByRole("table")).getAllByRole("row")[1]?.focus();
  await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}{Enter}");
  expect(open).toHaveBeenLastCalledWith("C", { at: 2, top: 0 });
  await user.keyboard("{Home}{Enter}");
  expect(open).toHaveBeenLastCalledWith("A", { at: 0, top: 0 });
});

test("what is not known says so, and every hit is marked", async () => {
  const gate = (cause: string) => ({ cause, asks: `About ${cause}`, state: "failed" as const });
  const rows = [
    vendor("Acme", { triaged: false, riskiest: null, services: 0 }),
    vendor("Macmillan", {
      unknown_factors: 2,
      conflicts: 1,
      claims: { contradicted: 2, unverified: 1, supported: 7 },
      gates: ["notice", "OPS-02", "training"].map(gate),
    }),
    vendor("Pacific", { gates: [{ ...gate("notice"), state: "open" }] }),
  ];
  const { container } = render(<VendorTable {...still} rows={rows} sought="ac" open={() => undefined} />);
  expect(screen.getByRole("img", { name: "Not triaged" })).toBeTruthy();
  expect(screen.getByText("no service yet")).toBeTruthy();
  expect(screen.getAllByText("nothing claimed")).toHaveLength(2);
  expect([screen.getByText("not known"), screen.getByText("1 open")]).toHaveLength(2);
  expect(screen.getByText("notice, 2 more")).toBeTruthy();
  expect(screen.getByTitle("2 contradicted")).toBeTruthy();
  expect(screen.getByText(/2 factors not known/)).toBeTruthy();
  expect(screen.getByText(/1 field with two values/)).toBeTruthy();
  expect([...container.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual(["Ac", "ac", "ac"]);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);
});
