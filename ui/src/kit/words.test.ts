import { afterEach, expect, test, vi } from "vitest";
import { counted, locale, number, spaced } from "./words";

afterEach(() => vi.restoreAllMocks());

test("numbers carry a true minus and at most the decimals asked for", () => {
  vi.spyOn(navigator, "language", "get").mockReturnValue("en-GB");
  expect([number(68.75, 2), number(68.75), number(-3.5, 1), number(10000)]).toEqual(["68.75", "69", "−3.5", "10,000"]);
  expect([counted(1, "act"), counted(0, "act"), counted(2, "entry", "entries")]).toEqual(["1 act", "0 acts", "2 entries"]);
  expect(spaced("security_review")).toBe("Security review");
});

test("a locale that Intl does not know falls back to English", () => {
  vi.spyOn(navigator, "language", "get").mockReturnValue("C");
  expect(locale()).toBe("en-GB");
  expect(number(1234.5, 1)).toBe("1,234.5");
});
