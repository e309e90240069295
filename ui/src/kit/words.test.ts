import { afterEach, expect, test, vi } from "vitest";
import { counted, locale, number, sentence, spaced } from "./words";

afterEach(() => vi.restoreAllMocks());

test("numbers carry a true minus and at most the decimals asked for", () => {
  vi.spyOn(navigator, "language", "get").mockReturnValue("en-GB");
  expect([number(68.75, 2), number(68.75), number(-3.5, 1), number(10000)]).toEqual(["68.75", "69", "−3.5", "10,000"]);
  expect([counted(1, "act"), counted(0, "act"), counted(2, "entry", "entries")]).toEqual(["1 act", "0 acts", "2 entries"]);
  expect(spaced("security_review")).toBe("Security review");
});

test("days in a sentence are written as the user writes days", () => {
  const language = vi.spyOn(navigator, "language", "get").mockReturnValue("en-US");
  expect(sentence("ended on 4 Dec 2026, valid from 12 Jun 2025.")).toBe("ended on Dec 4, 2026, valid from Jun 12, 2025.");
  language.mockReturnValue("de-DE");
  expect(sentence("until 9 Nov 2026")).toBe("until 9. Nov. 2026");
  expect(sentence("1 May be, 31 Decades, 2026")).toBe("1 May be, 31 Decades, 2026");
});

test("a locale that Intl does not know falls back to English", () => {
  vi.spyOn(navigator, "language", "get").mockReturnValue("C");
  expect(locale()).toBe("en-GB");
  expect(number(1234.5, 1)).toBe("1,234.5");
});
