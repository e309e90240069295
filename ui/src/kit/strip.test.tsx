import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DateStrip, type Dated, type Lane } from "./strip";
import { away } from "./words";

beforeEach(() => vi.spyOn(navigator, "language", "get").mockReturnValue("en-GB"));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const lanes: Lane[] = [
  { key: "notice", words: "Notice dates", single: "Notice by", many: "notice dates", shape: "flag" },
  { key: "ends", words: "Evidence ends", single: "Evidence ends", many: "reports", shape: "bar" },
];
const date = (lane: string, on: string, nearness: Dated["nearness"], name: string): Dated => ({ lane, on, nearness, name, what: "Terms", href: `#/${name}` });
const dates = [
  date("notice", "2026-11-12", "late", "Fraudline"),
  date("notice", "2026-12-01", "near", "Payline"),
  date("ends", "2027-01-31", "ahead", "Cartflow"),
  date("ends", "2027-01-31", "ahead", "Mailbarn"),
];

test("a date is so many days away, today, or late", () => {
  expect(away("2026-11-24T23:00:00Z", "2026-11-25")).toBe("in 1 day");
  expect([away("2026-11-24", "2026-11-24"), away("2026-11-24", "2026-11-12")]).toEqual(["today", "12 days late"]);
});

test("the strip says itself in a sentence; late dates stand apart with the word", async () => {
  const { container } = render(<DateStrip today="2026-11-24T09:00:00Z" days={90} lanes={lanes} dates={dates} openAll={() => undefined} />);
  expect(screen.getByRole("group", { name: "4 dates in the next 90 days or late: notice dates 2, evidence ends 2; 1 late." })).toBeTruthy();
  expect(screen.getByText("1 late")).toBeTruthy();
  expect(screen.getByText("Payline: Terms")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Notice by: Fraudline, Terms, 12 Nov 2026 (12 days late)" }).getAttribute("href")).toBe("#/Fraudline");
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);
});

test("arrow keys walk the marks; a mark of several opens the table", async () => {
  const openAll = vi.fn();
  render(<DateStrip today="2026-11-24T09:00:00Z" days={90} lanes={lanes} dates={dates} openAll={openAll} />);
  const user = userEvent.setup();
  await user.tab();
  expect(document.activeElement?.getAttribute("aria-label")).toMatch(/Fraudline/);
  await user.keyboard("{ArrowRight}{ArrowRight}");
  expect(document.activeElement?.getAttribute("aria-label")).toMatch(/2 reports: Cartflow.*Mailbarn/);
  await user.keyboard("{Enter}");
  expect(openAll).toHaveBeenCalledOnce();
  await user.keyboard("{ArrowRight}{ArrowLeft}");
  expect(document.activeElement?.getAttribute("aria-label")).toMatch(/Payline/);
});
