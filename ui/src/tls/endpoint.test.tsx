import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, expect, test, vi } from "vitest";
import type { EndpointView } from "../api/generated/EndpointView";
import type { Look } from "../api/generated/Look";
import { EndpointShown } from "./endpoint";
import { common, gravest, left, short } from "./words";

afterEach(cleanup);

const sha256 = "9f3c51a70be244d1".padEnd(64, "0");

const look: Look = {
  at: "2026-11-20T06:10:00Z",
  outcome: "completed a handshake",
  completed: true,
  versions: ["TLS 1.3", "TLS 1.2"],
  protocols: ["TLS 1.3", "TLS 1.2", "TLS 1.1", "TLS 1.0", "SSL 3", "SSL 2"].map((version, place) => ({ version, accepted: place < 2 ? true : null })),
  suite: "TLS13_AES_256_GCM_SHA384",
  group: "X25519",
  trusted: true,
  hostname_ok: true,
  chain: [
    {
      kind: "leaf",
      names: 3,
      subject: "CN=api.vendor.example",
      issuer: "O=Example Trust, CN=Example Trust R3",
      not_before: "2026-07-05T00:00:00Z",
      not_after: "2027-01-20T00:00:00Z",
      key: "RSA 2048",
      signature: "RSA with SHA-256",
      sha256,
    },
  ],
  life: { days: 199, most: 200 },
  findings: [],
};

const view: EndpointView = {
  as_of: "2026-11-24T09:00:00Z",
  endpoint: { id: "e", service: "s", host: "api.vendor.example", port: 443, carries_data: true, https: true, look, missed: null },
  age_days: 4,
  valid_days: 30,
  sends: "At most 4 ordinary handshakes and 1 request for headers, without credentials, to api.vendor.example:443.",
  ask: null,
  claims: [],
  series: [
    {
      at: look.at,
      outcome: look.outcome,
      completed: true,
      versions: look.versions,
      changed: true,
      leaf: { sha256, not_before: "2026-07-05T00:00:00Z", not_after: "2027-01-20T00:00:00Z" },
    },
  ],
};

const failed = (outcome: string, code: string): EndpointView => ({
  ...view,
  endpoint: {
    ...view.endpoint,
    look: {
      ...look,
      outcome,
      completed: false,
      versions: [],
      protocols: look.protocols.map((one) => ({ ...one, accepted: null })),
      suite: null,
      group: null,
      trusted: null,
      hostname_ok: null,
      chain: [],
      life: null,
      findings: [{ code, severity: "info", summary: outcome, remedy: "Check the name and the port." }],
    },
  },
  series: [{ at: look.at, outcome, completed: false, versions: [], changed: true, leaf: null }],
});

async function shown(one: EndpointView, check: () => void = () => undefined) {
  const { container } = render(<EndpointShown view={one} checking={false} check={check} archive={() => undefined} />);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map((violation) => violation.id)).toEqual([]);
  return container;
}

test("a look that came to nothing takes nothing back, and is told", () => {
  const missed = { at: "2026-11-23T06:10:00Z", words: "did not answer in time" };
  render(<EndpointShown view={{ ...view, endpoint: { ...view.endpoint, missed } }} checking={false} check={vi.fn()} archive={vi.fn()} />);
  const told = screen.getByText(/^Tried again/).textContent;
  expect(told).toContain("did not answer in time. That says nothing; what is shown was seen");
  expect(screen.getByText("This look found nothing wrong with what it tried.")).toBeTruthy();
});

test("before the first check it says what would be sent to whom, and shows nothing as good", async () => {
  const check = vi.fn();
  const never = { ...view, endpoint: { ...view.endpoint, look: null }, age_days: null, series: [] };
  const container = await shown(never, check);
  expect(screen.getByText(/Nothing was sent yet. A check sends: At most 4 ordinary handshakes and 1 request for headers/)).toBeTruthy();
  expect(screen.getByText("Never checked")).toBeTruthy();
  expect(container.textContent).not.toMatch(/Accepted|right name/);
  await userEvent.click(screen.getByRole("button", { name: "Check api.vendor.example:443 now" }));
  expect(check).toHaveBeenCalledOnce();
});

test("a fine look is not graded, and what a visit does not try stays hollow", async () => {
  await shown(view);
  expect(screen.getByText("Not graded")).toBeTruthy();
  expect(screen.getByText(/The last check sent this on .*2026/)).toBeTruthy();
  expect(screen.getByText("This look found nothing wrong with what it tried.")).toBeTruthy();
  const rows = within(screen.getByRole("table", { name: "Protocols" })).getAllByRole("row").slice(1);
  const said = rows.map((row) => within(row).getAllByRole("cell")[0]?.textContent?.trim());
  expect(said).toEqual(["Accepted", "Accepted", ...Array.from({ length: 4 }, () => "Not looked at")]);
  expect(screen.getByText("AES-256-GCM-SHA384, X25519")).toBeTruthy();
  expect(screen.getByText(/2027, 57 days$/)).toBeTruthy();
  expect(screen.getByText("Lifetime 199 days. The limit for its day of issue is 200 days.")).toBeTruthy();
  expect(screen.getByText("Root, among those trusted here, not served")).toBeTruthy();
  expect(screen.getByText("There is nothing to ask.")).toBeTruthy();
  expect(screen.getByRole("img", { name: /^Time line from .*1 look, 1 certificate$/ })).toBeTruthy();
});

test("several faults stand gravest first, with what to ask in plain text to copy", async () => {
  const findings = [
    { code: "http.hsts_missing", severity: "low", summary: "no header is sent", remedy: "Ask for one." },
    { code: "cert.wildcard", severity: "info", summary: "covered by a wildcard", remedy: "Nothing to do." },
    { code: "cert.expired", severity: "critical", summary: "the certificate ended on 10 Nov 2026", remedy: "Renew." },
  ];
  const faulty: Look = { ...look, trusted: false, hostname_ok: false, life: { days: 399, most: 200 }, findings };
  const user = userEvent.setup();
  await shown({ ...view, endpoint: { ...view.endpoint, look: faulty }, ask: "We ask you to:\n- renew the certificate\n" });
  const rows = within(screen.getByRole("table", { name: /Findings of/ })).getAllByRole("row").slice(1);
  expect(rows.map((row) => within(row).getAllByRole("cell")[0]?.textContent?.trim())).toEqual(["Critical", "Low", "Info"]);
  expect(screen.getByText("1 certificate served, not trusted, another name")).toBeTruthy();
  expect(screen.queryByText(/Root, among those trusted/)).toBeNull();
  expect(within(screen.getByRole("alert")).getByText(/Lifetime 399 days/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: /Copy what to ask/ }));
  expect(await navigator.clipboard.readText()).toBe("We ask you to:\n- renew the certificate\n");
  expect(await screen.findByText("Copied")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: /Copy the whole SHA-256/ }));
  expect(await navigator.clipboard.readText()).toBe(sha256);
});

for (const [outcome, code] of [
  ["did not answer in time", "net.timeout"],
  ["answered with something that is not TLS", "net.garbage"],
] as const) {
  test(`an endpoint that ${outcome} is not known, rather than good or bad`, async () => {
    const container = await shown(failed(outcome, code));
    const table = screen.getByRole("table", { name: "Protocols" });
    expect(within(table).getAllByText("Not known")).toHaveLength(2);
    expect(screen.getByText("No certificate was seen")).toBeTruthy();
    expect(screen.getByText("no handshake was completed")).toBeTruthy();
    expect(container.querySelector(".timeline circle")?.getAttribute("class")).toBe("silent");
    expect(within(screen.getByRole("table", { name: /^Looks at/ })).getAllByText("not seen")).toHaveLength(3);
  });
}

test("a look past its days says that it says nothing any more", async () => {
  await shown({ ...view, as_of: "2026-12-24T09:00:00Z", age_days: 34 });
  expect(screen.getByRole("note").textContent).toMatch(/This look is 34 days old. After 30 days it bears no claim out and contradicts none/);
  expect(screen.getByText(/too old to ask about/)).toBeTruthy();
});

test("an endpoint without our data says that it bears nothing out", async () => {
  const claim = { question: "PRV-02", check: "certificate" as const, says: "Valid", answer: "Fulfilled", state: "unverified" as const, seen: "x", source: "Own check", on: null };
  await shown({ ...view, endpoint: { ...view.endpoint, carries_data: false }, claims: [claim] });
  expect(screen.getByText(/does not carry our data: it bears none of them out/)).toBeTruthy();
});

test("words of certificates", () => {
  expect(common("O=Example Trust, CN=Example Trust R3")).toBe("Example Trust R3");
  expect(common("O=Only")).toBe("O=Only");
  expect(short(sha256)).toBe("9f3c 51a7 0be2 44d1");
  expect(left("2026-11-24T09:00:00Z", "2026-11-24T00:00:00Z")).toBe("ended 0 days ago");
  expect(left("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z")).toBe("1 day");
  expect(gravest([{ severity: "unheard" }, { severity: "high" }]).map((one) => one.severity)).toEqual(["high", "unheard"]);
});
