// What a contract says of one term, as it was read.
import { useState } from "react";
import { failure } from "../api/call";
import type { Contract } from "../api/generated/Contract";
import type { TermLine } from "../api/generated/TermLine";
import type { TermRule } from "../api/generated/TermRule";
import type { TermValue } from "../api/generated/TermValue";
import { useAct } from "../api/wishes";
import { Choice, EntryForm, Field, Some, type Option } from "../kit/form";
import { spaced } from "../kit/words";

type Said = "value" | "undue_delay" | "elsewhere" | "absent" | "unknown";
type YesNo = "yes" | "no";

const yesOrNo: Option<YesNo>[] = [
  { key: "yes", words: "Yes" },
  { key: "no", words: "No" },
];

/** What the fields hold; each kind of term uses its own. */
type Typed = { text: string; members: string[]; place: string; read: YesNo };

/** A value that stands, as the fields show it. */
function typedOf(rule: TermRule, value: TermValue | undefined): { said: Said; typed: Typed } {
  const typed: Typed = { text: rule.kind === "bool" ? "yes" : rule.kind === "enum" ? (rule.order.at(-1) ?? "") : "", members: [], place: "", read: "no" };
  if (!value) return { said: "value", typed };
  switch (value.is) {
    case "elsewhere":
      return { said: "elsewhere", typed: { ...typed, place: value.of.place, read: value.of.read ? "yes" : "no" } };
    case "members":
      return { said: "value", typed: { ...typed, members: value.of } };
    case "truth":
      return { said: "value", typed: { ...typed, text: value.of ? "yes" : "no" } };
    case "number":
    case "word":
      return { said: "value", typed: { ...typed, text: String(value.of) } };
    default:
      return { said: value.is, typed };
  }
}

/** What was entered, as the term's kind takes it. */
function valueOf(rule: TermRule, said: Said, { text, members, place, read }: Typed): TermValue {
  if (said === "elsewhere") return { is: said, of: { place, read: read === "yes" } };
  if (said !== "value") return { is: said };
  if (rule.kind === "bool") return { is: "truth", of: text === "yes" };
  if (rule.kind === "enum") return { is: "word", of: text };
  if (rule.kind === "set") return { is: "members", of: members };
  return { is: "number", of: Number(text.replaceAll(",", "")) };
}

type Props = { contracts: Contract[]; line: TermLine; rule: TermRule; close: () => void };

export function TermForm({ contracts, line, rule, close }: Props) {
  const [chosen, choose] = useState(line.contract_id ?? contracts.at(-1)?.id ?? "");
  return <Fields key={chosen} {...{ contracts, line, rule, close, chosen, choose }} />;
}

type FieldsProps = Props & { chosen: string; choose: (contract: string) => void };

function Fields({ contracts, line, rule, close, chosen, choose }: FieldsProps) {
  const before = contracts.find((one) => one.id === chosen)?.terms.find((one) => one.term === rule.id);
  const begun = typedOf(rule, before?.value);
  const [said, setSaid] = useState(begun.said);
  const [typed, setTyped] = useState(begun.typed);
  const [clause, setClause] = useState(before?.clause ?? "");
  const [quote, setQuote] = useState(before?.quote ?? "");
  const [confirmed, setConfirmed] = useState<YesNo>((before?.confirmed ?? true) ? "yes" : "no");
  const [excepted, setExcepted] = useState(before?.excepted_until ?? "");
  const save = useAct("edit_term");
  const word = (key: string) => spaced(rule.words[key] ?? key);
  const says: Option<Said>[] = [
    { key: "value", words: "a value" },
    ...(rule.kind === "duration" ? [{ key: "undue_delay" as const, words: "“without undue delay”" }] : []),
    { key: "elsewhere", words: "that it stands in another text" },
    { key: "absent", words: "nothing of it" },
    { key: "unknown", words: "not known, not read yet" },
  ];
  const entered = said === "value" ? rule.kind === "set" || typed.text.trim() !== "" : said !== "elsewhere" || typed.place.trim() !== "";
  return (
    <EntryForm
      title={line.name}
      about={`required: ${line.required}`}
      save="Save term"
      needed="a value"
      ready={!save.isPending && entered}
      close={close}
      refused={save.error ? failure(save.error) : null}
      submit={() =>
        save.mutate(
          { contract: chosen, term: rule.id, value: valueOf(rule, said, typed), clause: clause || null, quote: quote || null, confirmed: confirmed === "yes", excepted_until: excepted || null },
          { onSuccess: close },
        )
      }
    >
      {contracts.length > 1 && <Choice label="Contract" value={chosen} options={contracts.map((one) => ({ key: one.id, words: one.title }))} onChange={choose} />}
      <Choice label="What the contract says" value={said} options={says} onChange={setSaid} />
      {said === "value" && <Value rule={rule} word={word} typed={typed} change={setTyped} />}
      {said === "elsewhere" && (
        <>
          <Field label="Which text" value={typed.place} onChange={(place) => setTyped({ ...typed, place })} help="Such as “Order form” or “Annex C”" />
          <Choice label="Was that text read" value={typed.read} options={yesOrNo} onChange={(read) => setTyped({ ...typed, read })} />
        </>
      )}
      <Field label="Clause" value={clause} onChange={setClause} />
      <Choice
        label="Reading confirmed"
        value={confirmed}
        options={[
          { key: "yes", words: "Yes, I read it" },
          { key: "no", words: "Not yet" },
        ]}
        onChange={setConfirmed}
        help="What nobody confirmed never counts as met"
      />
      <Field label="Excepted until" value={excepted} onChange={setExcepted} help="Year-month-day: the last day on which less than required is accepted" />
      <div className="wide">
        <Field label="Exact wording" lines={3} value={quote} onChange={setQuote} />
      </div>
    </EntryForm>
  );
}

type ValueProps = { rule: TermRule; word: (key: string) => string; typed: Typed; change: (typed: Typed) => void };

function Value({ rule, word, typed, change }: ValueProps) {
  const text = (text: string) => change({ ...typed, text });
  if (rule.kind === "set") {
    const options = rule.order.map((key) => ({ key, words: word(key) }));
    return <Some label="It names" values={typed.members} options={options} onChange={(members) => change({ ...typed, members })} />;
  }
  if (rule.kind === "bool") return <Choice label="Value" value={typed.text} options={yesOrNo as Option<string>[]} onChange={text} />;
  if (rule.kind === "enum") return <Choice label="Value" value={typed.text} options={rule.order.map((key) => ({ key, words: word(key) }))} onChange={text} />;
  return <Field label="Value" value={typed.text} onChange={text} help={rule.unit ?? undefined} />;
}
