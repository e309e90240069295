// Pages in headless Chromium, with answers that a journey recorded (answers/*.json, written by
// tests/journeys/pages.rs) so that they cannot drift. SHOTS=folder also takes pictures.
import { readdir, readFile, mkdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { preview } from "vite";

const here = new URL(".", import.meta.url);
const answers = {};
for (const file of await readdir(new URL("answers/", here))) {
  answers[file.replace(".json", "")] = JSON.parse(await readFile(new URL(`answers/${file}`, here), "utf8"));
}
const browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", process.env.CHROME].find(
  (path) => path && existsSync(path),
);
if (!browser) throw new Error("No Chromium or Chrome found; install the package chromium, or name one in CHROME.");

const served = await preview({ preview: { port: 0, host: "127.0.0.1" }, logLevel: "silent" });
const address = served.resolvedUrls.local[0];
const chrome = await chromium.launch({
  executablePath: browser,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const shots = process.env.SHOTS;
if (shots) await mkdir(shots, { recursive: true });

let passed = 0;
let failed = 0;
async function check(name, look, size, story) {
  const context = await chrome.newContext({ viewport: size, locale: "en-GB", timezoneId: "Europe/Berlin" });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (said) => said.type() === "error" && wrong.push(said.text()));
  await page.addInitScript(
    ({ answers, look }) => {
      localStorage.setItem("look", look);
      window.asked = [];
      window.empty = () => sessionStorage.setItem("empty", "yes");
      if (sessionStorage.getItem("empty")) {
        const { heat } = answers.show_overview;
        const show_workspace = { ...answers.show_workspace, vendors: 0 };
        answers = { ...answers, show_workspace, show_overview: { ...answers.show_overview, heat: { ...heat, vendors: 0 } } };
      }
      window.__TAURI_INTERNALS__ = {
        invoke: async (command, { name, input }) => {
          window.asked.push({ command, name, input });
          // an endpoint's answer is recorded under its host
          const listed = answers.show_vendor.services.flatMap((one) => one.endpoints).find((one) => one.id === input?.endpoint);
          const own = listed && answers[`${name}@${listed.host}`];
          if (own) return own;
          if (command !== "perform" || !(name in answers)) throw { code: "not_found", message: `No answer for ${name}.`, hint: "Record one." };
          return answers[`${name}.within`] && input.within ? answers[`${name}.within`] : answers[name];
        },
        transformCallback: () => 0,
        metadata: { currentWindow: { label: "main" }, currentWebview: { label: "main" } },
      };
    },
    { answers, look },
  );
  try {
    await page.goto(address);
    await story(page);
    const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    if (size[0] > size[1]) wrong.push(`the page is ${size[0]} wide in a window of ${size[1]}`);
    if (shots) await page.screenshot({ path: `${shots}/${name}-${look}-${page.viewportSize().width}.png` });
  } catch (error) {
    wrong.push(String(error));
  }
  await context.close();
  if (wrong.length === 0) passed += 1;
  else failed += 1;
  console.log(`${wrong.length === 0 ? "ok  " : "FAIL"} ${name} ${look} ${size.width}${wrong.map((what) => `\n     ${what}`).join("")}`);
}

const vendor = answers.show_vendor.vendor;
const stories = {
  overview: async (page) => {
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    await page.getByRole("table", { name: "Vendors by tier and residual risk" }).waitFor();
    await page.getByRole("group", { name: /dates in the next 90 days/ }).waitFor();
  },
  below: async (page) => {
    await stories.overview(page);
    await page.getByRole("button", { name: /dates are late/ }).click();
    await page.getByRole("heading", { name: "Lately" }).scrollIntoViewIfNeeded();
  },
  chosen: async (page) => {
    await stories.overview(page);
    const cell = page.getByRole("button", { name: /^Tier 1, Very high/ });
    await cell.focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Space");
    await page.getByText(/^\d+ of \d+ vendors$/).waitFor();
    const asked = await page.evaluate(() => window.asked.filter(({ name }) => name === "show_overview").at(-1)?.input);
    if (JSON.stringify(asked?.within?.[0]) !== '{"tier":1,"residual":"very_high"}') throw new Error(`asked ${JSON.stringify(asked)}`);
  },
  datetable: async (page) => {
    await stories.overview(page);
    await page.getByRole("button", { name: "As table" }).click();
    await page.getByRole("table", { name: "Dates" }).waitFor();
    await page.getByRole("table", { name: "Dates" }).scrollIntoViewIfNeeded();
  },
  beginnings: async (page) => {
    await page.evaluate(() => window.empty());
    await page.reload();
    await page.getByRole("heading", { name: "No vendors yet" }).waitFor();
    await page.getByRole("table", { name: "How a claim is marked" }).waitFor();
  },
  workspace: async (page) => {
    await page.getByRole("button", { name: /^Workspace story\.caveat/ }).click();
    await page.getByRole("menuitem", { name: /New workspace/ }).waitFor();
  },
  vendors: async (page) => {
    await page.getByRole("link", { name: "Vendors", exact: true }).click();
    await page.getByRole("table", { name: "Vendors", exact: true }).waitFor();
  },
  found: async (page) => {
    await stories.overview(page);
    await page.getByRole("link", { name: /High or Very high/ }).click();
    await page.getByRole("button", { name: /^Very high \d+/, pressed: true }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("in");
    await page.locator("mark").first().waitFor();
    const row = page.locator("tbody tr[data-index]").first();
    const name = await row.locator(".strong").first().textContent();
    await row.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Escape");
    await page.waitForFunction((name) => document.activeElement?.textContent?.includes(name), name);
    if (!page.url().includes("q=in")) throw new Error(`the search is gone: ${page.url()}`);
  },
  vendor: async (page) => {
    await page.getByRole("link", { name: "Vendors", exact: true }).click();
    await page.getByRole("row", { name: new RegExp(vendor.name) }).click();
    await page.getByRole("heading", { name: vendor.name }).waitFor();
    await page.getByRole("table", { name: "Claims against evidence" }).waitFor();
    await page.getByRole("img", { name: /From claimed to assurance/ }).waitFor();
  },
  about: async (page) => {
    await stories.vendor(page);
    await page.getByRole("tab", { name: "About" }).click();
    await page.getByRole("table", { name: "Points by factor" }).waitFor();
  },
  questionnaires: async (page) => {
    await stories.vendor(page);
    await page.getByRole("tab", { name: /Questionnaires/ }).click();
    await page.getByRole("table", { name: "Questionnaires" }).waitFor();
  },
  sheet: async (page) => {
    await stories.questionnaires(page);
    await page.getByRole("link", { name: "Short form" }).click();
    await page.getByRole("navigation", { name: "Questions" }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.getByRole("radiogroup").waitFor();
    await page.getByText("Customer content is never used to train models.").waitFor();
  },
  evidence: async (page) => {
    await stories.vendor(page);
    await page.getByRole("tab", { name: /Evidence/ }).click();
    await page.getByRole("table", { name: "Evidence" }).waitFor();
  },
  tls: async (page) => {
    await stories.vendor(page);
    await page.getByRole("tab", { name: /TLS/ }).click();
    await page.getByRole("navigation", { name: "Endpoints" }).waitFor();
    await page.getByText("This look found nothing wrong with what it tried.").waitFor();
    await page.getByRole("img", { name: /Time line from/ }).waitFor();
  },
  ...Object.fromEntries(
    Object.entries({
      "tls-faults": ["files", async (page) => page.getByRole("table", { name: "Findings of files.northwind.example" }).waitFor()],
      "tls-ask": [
        "files",
        async (page) => {
          await page.getByText("As table").click();
          await page.getByRole("button", { name: "Copy what to ask about files.northwind.example" }).scrollIntoViewIfNeeded();
          await page.getByLabel("What to ask the vendor").scrollIntoViewIfNeeded();
          await page.getByText(/This differs from your answer to PRV-02/).waitFor();
        },
      ],
      "tls-never": ["sso", async (page) => page.getByRole("button", { name: "Check sso.northwind.example:443 now" }).waitFor()],
      "tls-old": ["old", async (page) => page.getByText(/This look is 54 days old/).waitFor()],
      "tls-silent": ["status", async (page) => page.getByText("No certificate was seen", { exact: true }).waitFor()],
      "tls-other": ["ftp", async (page) => page.getByText("Answered with something that is not TLS").first().waitFor()],
    }).map(([name, [host, seen]]) => [
      name,
      async (page) => {
        await stories.tls(page);
        await page.getByRole("button", { name: new RegExp(`^${host}\\.northwind`) }).click();
        await page.getByRole("heading", { name: new RegExp(`${host}\\.northwind`) }).waitFor();
        await seen(page);
        await page.getByText(/At most 4 ordinary handshakes/).waitFor();
      },
    ]),
  ),
  endpoint: async (page) => {
    await stories.tls(page);
    await page.getByRole("button", { name: "Add endpoint" }).click();
    await page.getByLabel("Host").fill("api.northwind.example:8443");
    await page.getByRole("button", { name: "Save endpoint" }).waitFor();
  },
  components: async (page) => {
    await stories.vendor(page);
    await page.getByRole("tab", { name: /Components/ }).click();
    await page.getByRole("table", { name: "Advisories of Cargo.lock" }).waitFor();
    await page.getByText("1 component could not be decided").click();
  },
  contracts: async (page) => {
    await stories.vendor(page);
    await page.getByRole("tab", { name: /Contracts/ }).click();
    await page.getByRole("table", { name: "Terms against the baseline" }).waitFor();
  },
  term: async (page) => {
    await stories.contracts(page);
    await page.getByRole("button", { name: "Edit Time to tell us" }).click();
    await page.getByRole("button", { name: "Save term" }).waitFor();
    // what was read stands in the form
    if ((await page.getByRole("textbox", { name: "Value" }).inputValue()) !== "72") throw new Error("the value that was read is not in the form");
  },
  "term-set": async (page) => {
    await stories.contracts(page);
    await page.getByRole("button", { name: "Add Events covered" }).click();
    const event = page.getByRole("checkbox", { name: "AI incident" });
    await event.focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Save term" }).click();
    const asked = await page.evaluate(() => window.asked.find(({ name }) => name === "edit_term")?.input);
    if (JSON.stringify(asked?.value) !== '{"is":"members","of":["ai_incident"]}') throw new Error(`asked ${JSON.stringify(asked)}`);
  },
  contract: async (page) => {
    await stories.contracts(page);
    await page.getByRole("button", { name: "Edit Master agreement" }).click();
    if ((await page.getByLabel("Until").inputValue()) !== "2027-03-31") throw new Error("the end that stands is not in the form");
  },
  acceptances: async (page) => {
    await stories.vendor(page);
    await page.getByRole("tab", { name: /Acceptances/ }).click();
    await page.getByRole("button", { name: /^Accept a risk of/ }).first().waitFor();
  },
  accept: async (page) => {
    await stories.acceptances(page);
    await page.getByRole("button", { name: /^Accept a risk of/ }).first().click();
    await page.getByRole("checkbox").first().focus();
    await page.keyboard.press("Space");
    await page.getByLabel("Accepted by").fill("A. Rahimi");
    await page.getByLabel("Until").fill("2027-03-01");
    if (await page.getByRole("button", { name: "Save acceptance" }).isEnabled()) throw new Error("no reason was given");
    await page.getByLabel("Reason").fill("Rolled out by spring");
    await page.getByRole("button", { name: "Save acceptance" }).isEnabled();
  },
  roots: async (page) => {
    await stories.tls(page);
    await page.getByRole("button", { name: "Roots" }).click();
    await page.getByRole("table", { name: "Certificates of Example Trust" }).waitFor();
  },
  root: async (page) => {
    await stories.roots(page);
    await page.getByRole("button", { name: "Add root" }).click();
    await page.getByLabel("Certificate").waitFor();
  },
  notices: async (page) => {
    await page.getByRole("link", { name: "Sources and licences" }).click();
    await page.getByRole("heading", { name: "Sources and licences" }).waitFor();
    await page.getByText("# What the sample workspace is made of").waitFor();
  },
  services: async (page) => {
    await stories.vendor(page);
    await page.getByRole("tab", { name: /Services/ }).click();
    await page.getByRole("table", { name: "Services" }).waitFor();
  },
  factors: async (page) => {
    await stories.services(page);
    await page.getByRole("button", { name: /^Edit / }).first().click();
    await page.getByRole("button", { name: /Access/ }).click();
    await page.getByRole("option", { name: /Not known/ }).waitFor();
  },
  history: async (page) => {
    await stories.vendor(page);
    await page.getByRole("tab", { name: "History" }).click();
    await page.getByRole("table", { name: "History" }).waitFor();
  },
  add: async (page) => {
    await page.getByRole("link", { name: "Vendors", exact: true }).click();
    await page.getByRole("table", { name: "Vendors", exact: true }).waitFor();
    await page.keyboard.press("n");
    await page.getByLabel("Name").fill("Chatterline");
    await page.getByLabel("Country").fill("Germany");
    await page.getByRole("button", { name: "Add vendor" }).click();
    await page.getByText(/two letters, such as DE, or nothing/).waitFor();
    await page.getByText(/what you use from it/).waitFor();
  },
};

const wide = { width: 1440, height: 900 };
for (const [name, story] of Object.entries(stories)) {
  for (const look of ["light", "dark", "contrast"]) await check(name, look, wide, story);
  await check(name, "light", { width: 1024, height: 700 }, story);
}
// 200 % zoom of the smallest usual window, and a very wide one
for (const name of ["overview", "below", "vendors"]) {
  await check(name, "light", { width: 720, height: 450 }, stories[name]);
  await check(name, "light", { width: 2560, height: 1300 }, stories[name]);
}
await chrome.close();
await served.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
