import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test } from "vitest";
import vendor from "../../pages/answers/show_vendor.json";
import type { VendorView } from "../api/generated/VendorView";
import { endRehearsal, rehearse, type Asked } from "../api/rehearsal";
import { wishes } from "../api/wishes";
import { Questionnaires } from "./panel";

afterEach(() => {
  cleanup();
  endRehearsal();
});

const known = vendor as unknown as VendorView;
const view: VendorView = {
  ...known,
  as_of: "2026-12-24T23:30:00Z",
  services: known.services.slice(0, 1).map((one) => ({ ...one, questionnaires: [], missing: ["short-form"] })),
};

async function issued(due: string | null): Promise<Asked[]> {
  const asked: Asked[] = [];
  rehearse((wish) => {
    asked.push(wish);
    return { questionnaire: { id: "q" } };
  });
  render(
    <QueryClientProvider client={wishes()}>
      <MemoryRouter>
        <Questionnaires view={view} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: /^Issue short form/ }));
  const field = screen.getByLabelText<HTMLInputElement>("Due on");
  expect(field.value).toBe("2027-01-07");
  if (due !== null) {
    await user.clear(field);
    if (due) await user.type(field, due);
  }
  await user.click(screen.getByRole("button", { name: "Issue questionnaire" }));
  return asked;
}

test.each([
  [null, "2027-01-07"],
  ["2027-02-01", "2027-02-01"],
  ["", null],
])("a questionnaire is issued with its due date: %s entered", async (entered, sent) => {
  const asked = await issued(entered);
  const service = view.services[0]?.service.id;
  expect(asked.map(({ name, input }) => [name, input])).toEqual([["issue_questionnaire", { service, template: "short-form", due_on: sent }]]);
});
