// A vendor's contracts: their dates, and what the tier requires beside what they say.
import { CircleCheck, CircleDashed, CircleMinus, CircleX, Clock, Plus } from "lucide-react";
import { useState } from "react";
import { failure } from "../api/call";
import type { TermLine } from "../api/generated/TermLine";
import type { TermRule } from "../api/generated/TermRule";
import type { TermState } from "../api/generated/TermState";
import type { TermValue } from "../api/generated/TermValue";
import type { VendorView } from "../api/generated/VendorView";
import { useAct, useAnswer } from "../api/wishes";
import { Button, Choice, EntryForm, Field } from "../kit/form";
import { day, number, spaced } from "../kit/words";
import "./contract.css";

const signs: Record<TermState, { Icon: typeof Clock; words: string; kind: string }> = {
  met: { Icon: CircleCheck, words: "Met", kind: "sup" },
  excepted: { Icon: Clock, words: "Excepted", kind: "warn" },
  weaker: { Icon: CircleMinus, words: "Weaker", kind: "warn" },
  unknown: { Icon: CircleDashed, words: "Unknown", kind: "mut" },
  absent: { Icon: CircleX, words: "Absent", kind: "con" },
};

export function Contracts({ view }: { view: VendorView }) {
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<TermLine | null>(null);
  const known = useAnswer("list_terms", {});
  const worst = view.services[0];
  const contracts = [...new Map(view.services.flatMap((one) => one.contracts).map((one) => [one.id, one])).values()];
  const first = contracts.at(-1);
  if (adding) return <AddContract vendor={view.vendor.id} close={() => setAdding(false)} />;
  const rule = editing && known.data?.terms.find((one) => one.id === editing.term);
  if (rule && first) return <TermForm contract={first.id} line={editing} rule={rule} close={() => setEditing(null)} />;
  return (
    <div className="pane" style={{ flex: 1 }}>
      <section>
        <div className="row" style={{ marginBottom: "var(--s-3)" }}>
          <h2>Contracts</h2>
          <span className="space" />
          <Button isDisabled={view.services.length === 0} onPress={() => setAdding(true)}>
            <Plus size={16} aria-hidden /> Add contract
          </Button>
        </div>
        {contracts.length === 0 ? (
          <p className="sec">None on file. Nothing that is required counts as promised until a contract says so.</p>
        ) : (
          <table className="tbl in" aria-label="Contracts">
            <thead>
              <tr>
                <th scope="col">Contract</th>
                <th scope="col">From</th>
                <th scope="col">Until</th>
                <th scope="col">Give notice by</th>
                <th scope="col">Then</th>
              </tr>
            </thead>
            <tbody>
              {contracts.map((one) => (
                <tr key={one.id}>
                  <td className="strong">{one.title}</td>
                  <td className="sec">{one.starts_on ? day(one.starts_on) : "–"}</td>
                  <td className="sec">{one.ends_on ? day(one.ends_on) : "–"}</td>
                  <td>{one.ends_on ? day(notice(one.ends_on, one.notice_days ?? 0)) : "–"}</td>
                  <td className="sec">{one.renews ? "renews by itself" : "ends"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {worst && (
        <section>
          <div className="pane-head">
            <h2>Terms against the baseline</h2>
            <span className="mut s12">
              {worst.service.name}, tier {worst.inherent.tier}: {number(worst.assessment.standing.coverage)} of 100 covered, higher is safer
            </span>
          </div>
          <table className="tbl in terms" aria-label="Terms against the baseline">
            <thead>
              <tr>
                <th scope="col">Term</th>
                <th scope="col">Required</th>
                <th scope="col">Offered</th>
                <th scope="col">State</th>
                <th scope="col">Gap</th>
                <th scope="col" className="right">
                  <span className="hidden">Acts</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {[...worst.assessment.standing.terms].sort((a, b) => Number(a.contract === null) - Number(b.contract === null)).map((line) => {
                const { Icon, words, kind } = signs[line.state];
                return (
                  <tr key={line.term}>
                    <td>{line.name}</td>
                    <td className="sec">{line.required}</td>
                    <td>
                      {line.actual} <span className="mut s12">{line.clause}</span>
                    </td>
                    <td className={kind}>
                      <span className="row">
                        <Icon size={14} aria-hidden /> {words}
                      </span>
                    </td>
                    <td className="sec">{line.gap}</td>
                    <td className="acts">
                      <Button kind="quiet" aria-label={`Enter ${line.name}`} isDisabled={!first} onPress={() => setEditing(line)}>
                        Enter
                      </Button>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

function notice(ends: string, days: number): string {
  const date = new Date(`${ends}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString();
}

function AddContract({ vendor, close }: { vendor: string; close: () => void }) {
  const [title, setTitle] = useState("");
  const [starts, setStarts] = useState("");
  const [ends, setEnds] = useState("");
  const [days, setDays] = useState("");
  const [renews, setRenews] = useState<"yes" | "no">("yes");
  const add = useAct("add_contract");
  const refused = add.error ? failure(add.error) : null;
  return (
    <EntryForm
      title="New contract"
      save="Save contract"
      ready={title.trim() !== "" && !add.isPending}
      close={close}
      refused={refused}
      submit={() => {
        add.mutate(
          { vendor, title, starts_on: starts || null, ends_on: ends || null, notice_days: days ? Number(days) : null, renews: renews === "yes" },
          { onSuccess: close },
        );
      }}
    >
      <Field label="Title" autoFocus value={title} onChange={setTitle} />
      <Choice
        label="At its end it"
        value={renews}
        options={[
          { key: "yes", words: "renews by itself" },
          { key: "no", words: "ends" },
        ]}
        onChange={setRenews}
      />
      <Field label="From" value={starts} onChange={setStarts} help="Year-month-day" />
      <Field label="Until" value={ends} onChange={setEnds} help="Year-month-day" />
      <Field label="Notice period in days" value={days} onChange={setDays} help="Notice has to be given so many days before the end" />
    </EntryForm>
  );
}

type Said = "value" | "undue_delay" | "absent" | "unknown";

/** What was typed, as the term's kind takes it. */
function read(rule: TermRule, said: Said, typed: string): TermValue {
  if (said !== "value") return { is: said };
  if (rule.kind === "bool") return { is: "truth", of: typed === "yes" };
  if (rule.kind === "enum") return { is: "word", of: typed };
  if (rule.kind === "set") return { is: "members", of: typed.split(/[\s,]+/).filter(Boolean) };
  return { is: "number", of: Number(typed) };
}

type TermProps = { contract: string; line: TermLine; rule: TermRule; close: () => void };

function TermForm({ contract, line, rule, close }: TermProps) {
  const words = rule.kind === "bool" ? ["yes", "no"] : rule.kind === "enum" ? rule.order : null;
  const [said, setSaid] = useState<Said>("value");
  const [typed, setTyped] = useState(words?.[0] ?? "");
  const [clause, setClause] = useState(line.clause ?? "");
  const [quote, setQuote] = useState(line.quote ?? "");
  const [confirmed, setConfirmed] = useState<"yes" | "no">("yes");
  const save = useAct("edit_term");
  const refused = save.error ? failure(save.error) : null;
  const says: { key: Said; words: string }[] = [
    { key: "value", words: "says this" },
    ...(rule.kind === "duration" ? [{ key: "undue_delay" as const, words: "says “without undue delay”" }] : []),
    { key: "absent", words: "does not speak of it" },
    { key: "unknown", words: "not known" },
  ];
  return (
    <EntryForm
      title={line.name}
      about={`required: ${line.required}`}
      save="Save term"
      ready={!save.isPending && (said !== "value" || typed.trim() !== "")}
      close={close}
      refused={refused}
      submit={() => {
        save.mutate(
          { contract, term: rule.id, value: read(rule, said, typed), clause: clause || null, quote: quote || null, confirmed: confirmed === "yes", excepted_until: line.excepted_until },
          { onSuccess: close },
        );
      }}
    >
      <Choice label="The contract" value={said} options={says} onChange={setSaid} />
      {said === "value" &&
        (words ? (
          <Choice label="Value" value={typed} options={words.map((key) => ({ key, words: spaced(key) }))} onChange={setTyped} />
        ) : (
          <Field label="Value" value={typed} onChange={setTyped} help={rule.kind === "set" ? rule.order.join(", ") : (rule.unit ?? undefined)} />
        ))}
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
      <div className="wide">
        <Field label="Its very words" lines={3} value={quote} onChange={setQuote} />
      </div>
    </EntryForm>
  );
}
