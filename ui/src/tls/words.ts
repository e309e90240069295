// Words for what a look saw.
import type { Grave } from "../kit/signs";
import { counted, daysFrom } from "../kit/words";

/** The common name of a distinguished name, or all of it. */
export function common(name: string): string {
  return /(?:^|, )CN=([^,]+)/.exec(name)?.[1] ?? name;
}

/** Sixteen digits of a hash, in groups of four. */
export function short(sha256: string): string {
  return (sha256.slice(0, 16).match(/.{4}/g) ?? []).join(" ");
}

/** How long a certificate still lasts, or since when it has ended. */
export function left(asOf: string, until: string): string {
  const whole = counted(Math.abs(daysFrom(asOf, until)), "day");
  return Date.parse(until) < Date.parse(asOf) ? `ended ${whole} ago` : whole;
}

const order: Grave[] = ["critical", "high", "medium", "low", "info"];

export function grave(severity: string): Grave {
  return order.find((one) => one === severity) ?? "info";
}

/** Gravest first; what only has to be known stands last. */
export function gravest<Finding extends { severity: string }>(findings: Finding[]): Finding[] {
  return [...findings].sort((a, b) => order.indexOf(grave(a.severity)) - order.indexOf(grave(b.severity)));
}
