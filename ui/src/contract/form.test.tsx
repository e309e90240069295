import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import vendor from "../../pages/answers/show_vendor.json";
import type { VendorView } from "../api/generated/VendorView";
import { endRehearsal, rehearse, type Asked } from "../api/rehearsal";
import { wishes } from "../api/wishes";
import { AddContract } from "./form";

afterEach(() => {
  cleanup();
  endRehearsal();
});

const known = (vendor as unknown as VendorView).services.map((one) => one.service);
const [first] = known;
if (!first) throw new Error("the recorded vendor has a service");
const two = [first, { ...first, id: "other", name: "Order calls" }];

function form(services: typeof known): Asked[] {
  const asked: Asked[] = [];
  rehearse((wish) => {
    asked.push(wish);
    return {};
  });
  render(
    <QueryClientProvider client={wishes()}>
      <AddContract vendor="v" services={services} close={() => undefined} />
    </QueryClientProvider>,
  );
  return asked;
}

test("what is not entered of a contract is not known, and it covers every service", async () => {
  const asked = form(two);
  const user = userEvent.setup();
  await user.type(screen.getByLabelText("Title"), "Terms");
  await user.click(screen.getByRole("button", { name: "Save contract" }));
  expect(asked[0]?.input).toEqual({ vendor: "v", service: null, title: "Terms", starts_on: null, ends_on: null, notice_days: null, renews: null });
});

test("a contract is for one service, and ends", async () => {
  const asked = form(two);
  const user = userEvent.setup();
  await user.type(screen.getByLabelText("Title"), "Terms");
  for (const [label, words] of [
    [/Covers/, "Order calls"],
    [/At the end of its term/, "ends"],
  ] as const) {
    await user.click(screen.getByRole("button", { name: label }));
    await user.click(await screen.findByRole("option", { name: words }));
  }
  await user.click(screen.getByRole("button", { name: "Save contract" }));
  expect(asked[0]?.input).toMatchObject({ service: "other", renews: false });
});

test("where there is one service there is nothing to choose", () => {
  form(two.slice(0, 1));
  expect(screen.queryByRole("button", { name: /Covers/ })).toBeNull();
});
