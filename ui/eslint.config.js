// The page's walls: a subject imports api and kit, never another subject; the kit knows no
// subject; only api speaks to the window.
import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

const subjects = ["acceptance", "advisory", "contract", "evidence", "notices", "overview", "questionnaire", "report", "tls", "vendor", "workspace"];
const closed = (...patterns) => ["error", { patterns: patterns.map(([group, message]) => ({ group, message })) }];
const window_ = [["@tauri-apps/*"], "only api speaks to the window"];
const app = [["**/app/*"], "the frame imports the subjects, not the other way round"];

export default ts.config(
  { ignores: ["dist", "src/api/generated"] },
  js.configs.recommended,
  ...ts.configs.strict,
  hooks.configs.flat["recommended-latest"],
  {
    files: ["src/**/*.{ts,tsx}"],
    // the React compiler, which that hook rule speaks for, is not used
    rules: { "no-restricted-imports": closed(window_), "react-hooks/incompatible-library": "off" },
  },
  { files: ["src/api/**"], rules: { "no-restricted-imports": "off" } },
  {
    files: ["src/kit/**"],
    rules: {
      "no-restricted-imports": closed(window_, app, [subjects.map((name) => `**/${name}/*`), "the kit knows no subject"], [
        ["**/api/*"],
        "the kit knows no wish",
      ]),
    },
  },
  ...subjects.map((subject) => ({
    files: [`src/${subject}/**`],
    rules: {
      "no-restricted-imports": closed(window_, app, [
        subjects.filter((name) => name !== subject).map((name) => `**/${name}/*`),
        "a subject does not import another",
      ]),
    },
  })),
  { files: ["pages/**"], languageOptions: { globals: { console: "readonly", process: "readonly", window: "readonly", document: "readonly", localStorage: "readonly", sessionStorage: "readonly", URL: "readonly" } } },
);
