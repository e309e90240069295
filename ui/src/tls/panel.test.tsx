import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test } from "vitest";
import never from "../../pages/answers/show_endpoint@sso.northwind.example.json";
import vendor from "../../pages/answers/show_vendor.json";
import type { VendorView } from "../api/generated/VendorView";
import { endRehearsal, rehearse, type Asked } from "../api/rehearsal";
import { wishes } from "../api/wishes";
import { Endpoints } from "./panel";

afterEach(() => {
  cleanup();
  endRehearsal();
});

test("a host in a private network is dialled only when that is asked for", async () => {
  const asked: Asked[] = [];
  rehearse((wish) => {
    if (wish.name !== "check_endpoint") return never;
    asked.push(wish);
    if (!wish.input["allow_private"]) throw { code: "private_address", message: "It is at a private address.", hint: "--allow-private" };
    return never;
  });
  const view = vendor as unknown as VendorView;
  const only = view.services.flatMap((one) => one.endpoints).filter((one) => one.host.startsWith("sso"));
  render(
    <QueryClientProvider client={wishes()}>
      <MemoryRouter>
        <Endpoints view={{ ...view, services: view.services.slice(0, 1).map((one) => ({ ...one, endpoints: only })) }} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /^Check sso/ }));
  const why = await screen.findByRole("alert");
  expect(why.textContent).toContain("It is in a private network");
  expect(why.textContent).not.toContain("--allow-private");
  await user.click(screen.getByRole("button", { name: "Check it all the same" }));
  expect(asked.map(({ input }) => input["allow_private"])).toEqual([false, true]);
});
