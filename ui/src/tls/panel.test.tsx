import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test } from "vitest";
import fine from "../../pages/answers/show_endpoint@api.northwind.example.json";
import never from "../../pages/answers/show_endpoint@sso.northwind.example.json";
import vendor from "../../pages/answers/show_vendor.json";
import type { Endpoint } from "../api/generated/Endpoint";
import type { VendorView } from "../api/generated/VendorView";
import { endRehearsal, rehearse, type Asked } from "../api/rehearsal";
import { wishes } from "../api/wishes";
import { Endpoints } from "./panel";

afterEach(() => {
  cleanup();
  endRehearsal();
});

const view = vendor as unknown as VendorView;
const endpointsOf = (host: string) => view.services.flatMap((one) => one.endpoints).filter((one) => one.host.startsWith(host));

function listed(endpoints: Endpoint[]) {
  render(
    <QueryClientProvider client={wishes()}>
      <MemoryRouter>
        <Endpoints view={{ ...view, services: view.services.slice(0, 1).map((one) => ({ ...one, endpoints })) }} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

test("a later try that came to nothing is listed beside what was seen before it", async () => {
  rehearse(() => fine);
  const missed = { at: "2026-11-24T06:10:00Z", words: "did not answer in time" };
  listed(endpointsOf("api").map((one) => ({ ...one, missed })));
  const row = await screen.findByRole("button", { name: /^api\.northwind/ });
  expect(within(row).getByText(/^Tried .*2026: did not answer in time$/)).toBeTruthy();
  expect(row.querySelector(".stands")).toBeTruthy();
});

test("a host in a private network is dialled only when that is asked for", async () => {
  const asked: Asked[] = [];
  rehearse((wish) => {
    if (wish.name !== "check_endpoint") return never;
    asked.push(wish);
    if (!wish.input["allow_private"]) throw { code: "private_address", message: "It is at a private address.", hint: "--allow-private" };
    return never;
  });
  listed(endpointsOf("sso"));
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /^Check sso/ }));
  const why = await screen.findByRole("alert");
  expect(why.textContent).toContain("It is in a private network");
  expect(why.textContent).not.toContain("--allow-private");
  await user.click(screen.getByRole("button", { name: "Check it all the same" }));
  expect(asked.map(({ input }) => input["allow_private"])).toEqual([false, true]);
});
