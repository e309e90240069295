import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { MemoryRouter, useLocation } from "react-router";
import { afterEach, beforeEach, expect, test } from "vitest";
import acts from "../../pages/answers/list_acts.json";
import everybody from "../../pages/answers/show_overview.json";
import few from "../../pages/answers/show_overview.within.json";
import { endRehearsal, rehearse, type Asked } from "../api/rehearsal";
import { wishes } from "../api/wishes";
import { Overview } from "./overview";

let asked: Asked[] = [];
let seen: unknown = everybody;

beforeEach(() => {
  asked = [];
  seen = everybody;
  rehearse((wish) => {
    asked.push(wish);
    if (wish.name === "show_overview") return wish.input["within"] ? few : seen;
    if (wish.name === "list_acts") return acts;
    return { file_name: "story.caveat" };
  });
});
afterEach(() => {
  cleanup();
  endRehearsal();
});

function Address() {
  const { pathname, search } = useLocation();
  return <p data-testid="address">{pathname + search}</p>;
}

function shown(address = "/") {
  return render(
    <QueryClientProvider client={wishes()}>
      <MemoryRouter initialEntries={[address]} useTransitions={false}>
        <Address />
        <Overview />
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

test("what nobody looked at is not a zero", async () => {
  const lines = everybody.findings.lines.map((line) => ({ ...line, tls: 0 }));
  seen = { ...everybody, findings: { ...everybody.findings, endpoints_seen: 0, lines } };
  shown();
  const findings = await screen.findByRole("table", { name: "Open findings by severity" });
  expect(within(findings).getAllByText("not checked").length).toBeGreaterThan(0);
});

test("every count is a way to who is meant, and the page is sound", async () => {
  const { container } = shown();
  const high = await screen.findByRole("link", { name: `${everybody.high} of ${everybody.heat.vendors} vendors are High or Very high` });
  expect(high.getAttribute("href")).toBe("/vendors?residual=high,very_high");
  const failed = screen.getByRole("link", { name: `${everybody.gate_failed} with a failed or overdue gate` });
  expect(failed.getAttribute("href")).toBe("/vendors?gate=failed");
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);
});

test("chosen cells filter the page, stand in the address and lead to the list", async () => {
  shown();
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /^Tier 1, Very high/ }));
  await user.click(screen.getByRole("button", { name: /^Tier 1, Moderate/ }));
  await screen.findByText(`${few.looked_at.vendors} of ${everybody.heat.vendors} vendors`);
  const places = [
    { tier: 1, residual: "very_high" },
    { tier: 1, residual: "moderate" },
  ];
  await waitFor(() => expect(asked.filter(({ name }) => name === "show_overview").at(-1)?.input).toEqual({ within: places }));
  expect(screen.getByTestId("address").textContent).toBe("/?cells=1.very_high%2C1.moderate");
  await user.click(screen.getByRole("button", { name: `Show ${few.looked_at.vendors} vendors` }));
  expect(screen.getByTestId("address").textContent).toBe("/vendors?cells=1.very_high,1.moderate");
});

test("Esc gives the whole page back; a chip gives one row back", async () => {
  shown("/?cells=1.high,2.high");
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Tier 2: High" }));
  expect(screen.getByTestId("address").textContent).toBe("/?cells=1.high");
  await user.keyboard("{Escape}");
  expect(screen.getByTestId("address").textContent).toBe("/");
  await screen.findByRole("link", { name: /High or Very high/ });
});

test("the dates stand in a table as well, each with its vendor", async () => {
  shown();
  await userEvent.setup().click(await screen.findByRole("button", { name: "As table" }));
  const rows = within(screen.getByRole("table", { name: "Dates" })).getAllByRole("row");
  expect(rows).toHaveLength(everybody.dates.length + 1);
  expect(rows[1]?.textContent).toMatch(/days late/);
});

test("an empty workspace shows the roads into it and how a claim is marked", async () => {
  rehearse(({ name }) => (name === "show_overview" ? { ...everybody, heat: { ...everybody.heat, vendors: 0 } } : { file_name: "new.caveat" }));
  const { container } = shown();
  await screen.findByRole("heading", { name: "No vendors yet" });
  expect(await screen.findByText("new.caveat")).toBeTruthy();
  expect(screen.getByRole("table", { name: "How a claim is marked" })).toBeTruthy();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);
  await userEvent.setup().click(screen.getByRole("button", { name: /Add your first vendor/ }));
  expect(screen.getByTestId("address").textContent).toBe("/vendors/new");
});
