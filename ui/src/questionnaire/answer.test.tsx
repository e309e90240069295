import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import recorded from "../../pages/answers/show_questionnaire.json";
import type { Answer } from "../api/generated/Answer";
import type { QuestionnaireView } from "../api/generated/QuestionnaireView";
import { endRehearsal, rehearse, type Asked } from "../api/rehearsal";
import { wishes } from "../api/wishes";
import { AnswerForm } from "./answer";

afterEach(() => {
  cleanup();
  endRehearsal();
});

const view = recorded as unknown as QuestionnaireView;
const [row] = view.rows;
if (!row?.answer) throw new Error("the first question of the recorded questionnaire has an answer");
const question = row;
const exempt: Answer = { ...row.answer, choice: "n/a", number: null, date: null, note: null, verdict: null, verdict_note: null };

const refusal = { code: "bad_input", message: "“Does not apply” needs its reason before it can be accepted.", hint: "Say why." };

/** A reviewer's page on “does not apply”: accepting it without a reason is refused, as Rust refuses it. */
function reviewed(answer: Answer): Asked[] {
  const asked: Asked[] = [];
  rehearse((wish) => {
    asked.push(wish);
    if (wish.name === "review_answer" && !wish.input["note"]) throw refusal;
    return view;
  });
  render(
    <QueryClientProvider client={wishes()}>
      <AnswerForm view={view} row={{ ...question, answer }} next={() => undefined} />
    </QueryClientProvider>,
  );
  return asked;
}

async function accept(user: ReturnType<typeof userEvent.setup>) {
  await user.click(screen.getByRole("button", { name: /Verdict/ }));
  await user.click(await screen.findByRole("option", { name: "Accepted" }));
}

test("a verdict that is refused says why beside it and is not taken for saved; its reason saves it", async () => {
  const asked = reviewed(exempt);
  const user = userEvent.setup();
  await accept(user);
  const why = await screen.findByRole("alert");
  expect(why.textContent).toContain(refusal.message);
  expect(why.closest("section")?.querySelector("h2")?.textContent).toBe("Review");
  expect(screen.getByText("Not saved")).toBeTruthy();
  await user.type(screen.getByLabelText("Reason"), "No API is used");
  await user.tab();
  expect(asked.map(({ input }) => [input["verdict"], input["note"]])).toEqual([
    ["accepted", null],
    ["accepted", "No API is used"],
  ]);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("another reason why it does not apply takes the verdict back", async () => {
  const asked = reviewed({ ...exempt, note: "Nothing is stored", verdict: "accepted" });
  const user = userEvent.setup();
  expect(screen.getByRole("button", { name: /Verdict/ }).textContent).toContain("Accepted");
  await user.type(screen.getByLabelText("Their words"), " for long");
  await user.tab();
  expect(asked.map(({ name, input }) => [name, input["note"]])).toEqual([["answer_question", "Nothing is stored for long"]]);
  expect(screen.getByRole("button", { name: /Verdict/ }).textContent).toContain("Not reviewed");
});
