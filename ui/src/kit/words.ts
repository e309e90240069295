// Numbers, dates and counts as people read them.

/** The user's locale, or English where the system names none that Intl knows ("C"). */
export function locale(): string {
  try {
    return Intl.getCanonicalLocales(navigator.language)[0] ?? "en-GB";
  } catch {
    return "en-GB";
  }
}

/** At most so many decimals; a true minus. */
export function number(value: number, decimals = 0): string {
  const scale = 10 ** decimals;
  const rounded = (Math.sign(value) * Math.round(Math.abs(value) * scale + 1e-9)) / scale;
  return rounded.toLocaleString(locale(), { maximumFractionDigits: decimals }).replace("-", "−");
}

/** Points of a sum: two decimals always, so that the parts add up as printed. */
export function points(value: number): string {
  return value.toLocaleString(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).replace("-", "−");
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function moment(at: string): string {
  const date = new Date(at);
  const day = date.toLocaleDateString(locale(), { day: "numeric", month: "short", year: "numeric" });
  return `${day}, ${date.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" })}`;
}

/** A calendar day, as ISO 8601 has it. */
export function day(on: string): string {
  return new Date(`${on.slice(0, 10)}T00:00:00Z`).toLocaleDateString(locale(), {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const written = new RegExp(String.raw`\b(\d{1,2}) (${months.join("|")}) (\d{4})\b`, "g");

/** A sentence that was written elsewhere, its days (“4 Dec 2026”) as the user writes days. */
export function sentence(words: string): string {
  return words.replace(written, (_, date: string, month: string, year: string) =>
    day(`${year}-${String(months.indexOf(month) + 1).padStart(2, "0")}-${date.padStart(2, "0")}`),
  );
}

/** The day so many days after a moment, in UTC, as it is entered: year-month-day. */
export function later(at: string, days: number): string {
  const on = new Date(at);
  on.setUTCDate(on.getUTCDate() + days);
  return on.toISOString().slice(0, 10);
}

/** The first moment of a day, in UTC. */
export const midnight = (on: string) => Date.parse(`${on.slice(0, 10)}T00:00:00Z`);

/** Days of the calendar from one day to another; past ones are negative. */
export const daysFrom = (today: string, on: string) => Math.round((midnight(on) - midnight(today)) / 86_400_000);

/** "in 6 days", "today", "12 days late". */
export function away(today: string, on: string): string {
  const days = daysFrom(today, on);
  if (days === 0) return "today";
  return days > 0 ? `in ${counted(days, "day")}` : `${counted(-days, "day")} late`;
}

/** Points that were moved: a sign, one decimal. */
export function moved(points: number): string {
  const words = Math.abs(points).toFixed(1);
  return points < 0 ? `−${words}` : `+${words}`;
}

/** The same words with a capital at the head: a sentence of its own. A host stays as it is. */
export function capital(words: string): string {
  if (/^\S+\.\S/.test(words)) return words;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The same words inside a sentence: “Done on 4 Dec 2026” is “done on 4 Dec 2026”. */
export function inner(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** snake_case as words. */
export function spaced(word: string): string {
  return capital(word.replaceAll("_", " "));
}
