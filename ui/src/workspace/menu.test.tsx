import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { MemoryRouter } from "react-router";
import { afterEach, expect, test } from "vitest";
import { endRehearsal, rehearse, type Asked } from "../api/rehearsal";
import { useAnswer, wishes } from "../api/wishes";
import { WorkspaceMenu } from "./menu";
import { useRoads } from "./open";

afterEach(() => {
  cleanup();
  endRehearsal();
});

function Head() {
  const open = useAnswer("show_workspace", {});
  const roads = useRoads();
  return (
    <main>
      <WorkspaceMenu open={open.data} roads={roads} />
      <p role="alert">{roads.refused?.message}</p>
    </main>
  );
}

function shown(answer: (asked: Asked) => unknown) {
  const asked: Asked[] = [];
  rehearse((wish) => {
    asked.push(wish);
    return answer(wish);
  });
  render(
    <QueryClientProvider client={wishes()}>
      <MemoryRouter>
        <Head />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return asked;
}

const recent = {
  files: [
    { name: "shop.caveat", folder: "/data", current: true, token: "a" },
    { name: "old.caveat", folder: "/old", current: false, token: "b" },
    { name: "gone.caveat", folder: "/old", current: false, token: null },
  ],
};

test("a file that was open lately is opened by its token; those gone and the open one are not offered", async () => {
  const asked = shown(({ name }) => (name === "list_recent" ? recent : { file_name: "shop.caveat" }));
  await userEvent.click(await screen.findByRole("button", { name: /^Workspace/ }));
  const items = await screen.findAllByRole("menuitem");
  expect(items.map((item) => item.getAttribute("aria-label") ?? item.textContent)).toHaveLength(4);
  expect((await axe.run(document.body, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  await userEvent.click(screen.getByRole("menuitem", { name: /old\.caveat/ }));
  expect(asked.find(({ name }) => name === "open_workspace")?.input).toEqual({ file: { token: "b" } });
});

test("a file that cannot be opened says why, and nothing else changes", async () => {
  const asked = shown(({ name }) => {
    if (name === "list_recent") return recent;
    if (name === "choose_file") return { token: "c", name: "notes.txt" };
    throw { code: "not_a_workspace", message: "The file is not a Caveat workspace.", hint: "Choose another." };
  });
  await userEvent.click(await screen.findByRole("button", { name: /^Workspace/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: /Open a workspace/ }));
  expect(await screen.findByText("The file is not a Caveat workspace.")).toBeTruthy();
  expect(asked.filter(({ name }) => name === "list_recent")).toHaveLength(1);
});

test("nothing of the workspace before stays on show while the next one is read", async () => {
  let answer: (workspace: unknown) => void = () => undefined;
  const read = new Promise((resolve) => (answer = resolve));
  let opened = false;
  shown(({ name }) => {
    if (name === "list_recent") return recent;
    if (name === "open_workspace") opened = true;
    if (name !== "show_workspace") return {};
    return opened ? read : { file_name: "shop.caveat" };
  });
  await userEvent.click(await screen.findByRole("button", { name: "Workspace shop.caveat" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: /old\.caveat/ }));
  await waitFor(() => expect(opened).toBe(true));
  expect(await screen.findByRole("button", { name: "Workspace" })).toBeTruthy();
  answer({ file_name: "old.caveat" });
  expect(await screen.findByRole("button", { name: "Workspace old.caveat" })).toBeTruthy();
});
