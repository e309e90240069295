import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, within } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import vendor from "../../pages/answers/show_vendor.json";
import type { VendorView } from "../api/generated/VendorView";
import { endRehearsal, rehearse } from "../api/rehearsal";
import { wishes } from "../api/wishes";
import { Contracts } from "./panel";

afterEach(() => {
  cleanup();
  endRehearsal();
});

const known = vendor as unknown as VendorView;
const [first] = known.contracts;
const service = known.services[0]?.service;
if (!first || !service) throw new Error("the recorded vendor has a contract and a service");

test("each contract says what it covers and what happens at its end; not known is neither", async () => {
  const contracts = [
    { renews: true, service: null },
    { renews: false, service: service.id },
    { renews: null, service: "gone" },
  ].map((said, place) => ({ ...first, contract: { ...first.contract, ...said, id: `c${place}`, title: `Contract ${place}` } }));
  rehearse(() => ({ terms: [] }));
  const { container } = render(
    <QueryClientProvider client={wishes()}>
      <Contracts view={{ ...known, contracts }} />
    </QueryClientProvider>,
  );
  const rows = within(screen.getByRole("table", { name: "Contracts" })).getAllByRole("row").slice(1);
  const cells = rows.map((row) => within(row).getAllByRole("cell").map((cell) => cell.textContent));
  expect(cells.map((row) => [row[1], row[5]])).toEqual([
    ["all services", "renews by itself"],
    [service.name, "ends by itself"],
    ["a service not in use", "not known whether it renews"],
  ]);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);
});
