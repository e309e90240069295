import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MemoryRouter, Route, Routes } from "react-router";
import { endRehearsal, rehearse, type Asked } from "../api/rehearsal";
import { wishes } from "../api/wishes";
import type { Failure } from "../api/generated/Failure";
import { AddVendor } from "./add";
import factors from "../../pages/answers/list_factors.json";
import weighed from "../../pages/answers/weigh_factors.json";

let asked: Asked[];
let refusal: Failure | null;

beforeEach(() => {
  asked = [];
  refusal = null;
  rehearse((wish) => {
    asked.push(wish);
    if (wish.name === "list_factors") return factors;
    if (wish.name === "weigh_factors") return weighed;
    if (wish.name === "add_vendor" && refusal) throw refusal;
    if (wish.name === "add_vendor") return { vendor: { id: "v1" } };
    return {};
  });
});
afterEach(() => {
  cleanup();
  endRehearsal();
});

function shown() {
  return render(
    <QueryClientProvider client={wishes()}>
      <MemoryRouter initialEntries={["/vendors/new"]}>
        <Routes>
          <Route path="/vendors/new" element={<AddVendor />} />
          <Route path="/vendors/:id" element={<p>its page</p>} />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

test("what is missing is said beside its field, and nothing is asked for", async () => {
  shown();
  const user = userEvent.setup();
  await screen.findByText("Data sensitivity", { selector: "td" });
  await user.click(screen.getByRole("button", { name: "Add vendor" }));
  expect(screen.getByText(/the name people here know it by/)).toBeTruthy();
  expect(screen.getByText(/what you use from it, such as/)).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Name")));
  expect(asked.some((wish) => wish.name === "add_vendor")).toBe(false);
});

test("a vendor and its service are added as they were entered", async () => {
  shown();
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Name"), "Acme");
  await user.type(screen.getByLabelText("Service"), "Chat");
  await user.click(await screen.findByRole("button", { name: /Access/ }));
  await user.click(await screen.findByRole("option", { name: /Writes to a system/ }));
  await user.click(screen.getByRole("button", { name: "Add vendor" }));
  await screen.findByText("its page");
  const added = asked.find((wish) => wish.name === "add_vendor");
  expect(added?.input).toMatchObject({ name: "Acme", kind: "ai_vendor" });
  const service = asked.find((wish) => wish.name === "add_service");
  expect(service?.input).toMatchObject({ vendor: "v1", name: "Chat", factors: { access: 3 } });
  expect(asked.some((wish) => wish.name === "weigh_factors" && JSON.stringify(wish.input).includes('"access":3'))).toBe(true);
});

test("a refusal says what happened and what to do, and keeps what was entered", async () => {
  refusal = { code: "exists", message: "“Acme” is in the inventory already.", hint: "Add the service to that vendor." };
  const { container } = shown();
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Name"), "Acme");
  await user.type(screen.getByLabelText("Service"), "Chat");
  await user.click(screen.getByRole("button", { name: "Add vendor" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Add the service to that vendor.");
  expect((screen.getByLabelText("Name") as HTMLInputElement).value).toBe("Acme");
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);
});
