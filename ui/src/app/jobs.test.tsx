import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { run } from "../api/jobs";
import { endRehearsal, rehearse } from "../api/rehearsal";
import { JobStatus } from "./jobs";

type Told = { index: number; message: { what: string; done: number; total: number } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  cleanup();
  endRehearsal();
});

test("long work is shown after half a second, with how far it has come and a way to break it off", async () => {
  let tell: (told: Told) => void = () => undefined;
  let end: () => void = () => undefined;
  const cancelled: unknown[] = [];
  rehearse((asked) => {
    const { name, input, job, progress } = asked as unknown as {
      name: string;
      input: object;
      job: string;
      progress: { id: number };
    };
    if (name === "cancel_job") {
      cancelled.push(input);
      return {};
    }
    tell = (told) => (window as unknown as { __TAURI_INTERNALS__: { runCallback: (id: number, told: Told) => void } }).__TAURI_INTERNALS__.runCallback(progress.id, told);
    return new Promise((done) => {
      end = () => done({ job });
    });
  });
  render(<JobStatus />);
  const done = run("import_advisories", { paths: [] });
  await act(() => vi.advanceTimersByTimeAsync(400));
  expect(screen.queryByRole("status")).toBeNull();
  await act(() => vi.advanceTimersByTimeAsync(200));
  expect(screen.getByRole("status").textContent).toContain("Import advisories");
  expect(screen.queryByRole("button")).toBeNull();

  act(() => tell({ index: 0, message: { what: "Reading advisories", done: 41, total: 120 } }));
  expect(screen.getByRole("status").textContent).toContain("Reading advisories 41 of 120");
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("41");
  act(() => screen.getByRole("button", { name: "Cancel" }).click());
  await act(() => vi.advanceTimersByTimeAsync(0));
  expect(cancelled).toHaveLength(1);
  expect(screen.getByRole("status").textContent).toContain("Stopping");

  await act(async () => {
    end();
    await done;
  });
  expect(screen.queryByRole("status")).toBeNull();
});
