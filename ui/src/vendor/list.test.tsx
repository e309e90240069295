import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { MemoryRouter, Route, Routes, useLocation, useNavigate } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { VendorRow } from "../api/generated/VendorRow";
import type { WorstRating } from "../api/generated/WorstRating";
import { endRehearsal, rehearse } from "../api/rehearsal";
import { wishes } from "../api/wishes";
import { chips, fromAddress, passes, toAddress } from "./filters";
import { Vendors } from "./list";

function vendor(name: string, tier: 1 | 2 | 3 | 4 | null, residual: WorstRating["residual"], rest: Partial<VendorRow> = {}): VendorRow {
  const worst: WorstRating = { service: "Main", claimed: 80, supported: 60, assurance: 50, likelihood: "high", residual, status: residual ? "rated" : "not_rated", approval: "blocked" };
  return {
    id: name,
    name,
    kind: "saas",
    stage: "active",
    owner: null,
    services: 1,
    tier: tier ?? 1,
    triaged: tier !== null,
    score: 50,
    unknown_factors: 0,
    riskiest: "Main",
    archived: false,
    conflicts: 0,
    worst,
    claims: { contradicted: 0, unverified: 3, supported: 5 },
    gates: [],
    ...rest,
  };
}

const failed = [{ cause: "notice", asks: "We are told in time", state: "failed" as const }];
const rows = [
  vendor("Lumen", 1, "very_high", { gates: failed, kind: "ai_vendor", claims: { contradicted: 2, unverified: 1, supported: 1 } }),
  vendor("Payline", 1, "high", { gates: [{ cause: "notice", asks: "We are told in time", state: "open" }] }),
  vendor("Fraudline", 2, "high", { gates: failed }),
  vendor("Sizewise", null, null),
  vendor("Daily Draft", 4, "very_low"),
];
const names = (address: string) => rows.filter((row) => passes(row, fromAddress(new URLSearchParams(address)))).map((row) => row.name);

beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(640);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1200);
  Element.prototype.scrollTo = () => undefined;
  rehearse(({ name }) => {
    if (name === "list_vendors") return { vendors: rows };
    throw { code: "not_found", message: "Not there.", hint: "Look elsewhere." };
  });
});
afterEach(() => {
  cleanup();
  endRehearsal();
  vi.restoreAllMocks();
});

test("an address narrows: within a group any, across groups all", () => {
  expect(names("")).toHaveLength(5);
  expect(names("residual=high,very_high")).toEqual(["Lumen", "Payline", "Fraudline"]);
  expect(names("residual=high&tier=1")).toEqual(["Payline"]);
  expect([names("tier=untriaged"), names("residual=not_rated")]).toEqual([["Sizewise"], ["Sizewise"]]);
  expect([names("gate=failed"), names("gate=notice"), names("gate=training")]).toEqual([["Lumen", "Fraudline"], ["Lumen", "Fraudline"], []]);
  expect([names("claims=contradicted"), names("kind=ai_vendor")]).toEqual([["Lumen"], ["Lumen"]]);
  expect(names("cells=1.high,untriaged.not_rated")).toEqual(["Payline", "Sizewise"]);
  expect(names("q=LINE&gate=failed")).toEqual(["Fraudline"]);
  expect(names("tier=7&residual=worse")).toHaveLength(5);
  const address = { q: "line", tier: "1,2", residual: "high", kind: "saas", gate: "failed", claims: "contradicted", cells: "1.high" };
  expect(toAddress(fromAddress(new URLSearchParams(address)))).toEqual(address);
});

test("a chip counts what it would show beside the other groups", () => {
  const of = (address: string, key: string) => chips(rows, fromAddress(new URLSearchParams(address))).flat().find((chip) => chip.key === key);
  expect([of("", "high")?.count, of("", "very_low")?.count, of("", "low")?.count]).toEqual([2, 1, 0]);
  expect([of("tier=1", "high")?.count, of("tier=1", "2")?.count, of("gate=failed", "1")?.count]).toEqual([1, 1, 1]);
  expect(of("cells=1.high", "cells")?.words).toBe("Tier 1: High");
  expect([of("gate=notice", "notice")?.words, of("gate=notice", "notice")?.turned.gate]).toEqual(["We are told in time", null]);
});

function Elsewhere() {
  const go = useNavigate();
  return (
    <button type="button" onClick={() => void go(-1)}>
      Back
    </button>
  );
}

function Address() {
  return <p data-testid="address">{useLocation().search}</p>;
}

function shown(address: string) {
  return render(
    <QueryClientProvider client={wishes()}>
      <MemoryRouter initialEntries={[`/vendors${address}`]}>
        <Address />
        <Routes>
          <Route path="/vendors" element={<Vendors />} />
          <Route path="/vendors/:id" element={<Elsewhere />} />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

test("chips come from the address and write it; going back finds the row again", async () => {
  const { container } = shown("?residual=high,very_high");
  const user = userEvent.setup();
  const drawn = () => within(screen.getByRole("table", { name: "Vendors" })).getAllByRole("row").slice(1);
  await screen.findByText("3 of 5");
  expect(screen.getByRole("button", { name: "High 2" }).getAttribute("aria-pressed")).toBe("true");
  expect(screen.getByRole("button", { name: "Low 0" }).className).toContain("none");
  await user.click(screen.getByRole("button", { name: "Gate failed 2" }));
  expect(screen.getByTestId("address").textContent).toBe("?residual=very_high%2Chigh&gate=failed");
  expect(drawn()).toHaveLength(2);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);

  drawn()[0]?.focus();
  await user.keyboard("{ArrowDown}{Enter}");
  await user.click(await screen.findByRole("button", { name: "Back" }));
  await screen.findByText("2 of 5");
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/Fraudline/));
  await user.click(screen.getByRole("button", { name: "Clear" }));
  expect(screen.getByTestId("address").textContent).toBe("");
  expect(drawn()).toHaveLength(5);
});

test("a filter that finds nothing says which, and offers to clear it", async () => {
  shown("?tier=4&gate=failed");
  await screen.findByText("5 vendors in the inventory, none with Gate failed and Tier 4.");
  await userEvent.setup().click(screen.getByRole("button", { name: "Clear search and filters" }));
  await screen.findByRole("table", { name: "Vendors" });
});
