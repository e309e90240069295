// A vendor's contracts: their dates, and what the tier requires beside what they say.
import { Archive, CircleCheck, CircleDashed, CircleMinus, CircleX, Clock, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { failure } from "../api/call";
import type { ContractView } from "../api/generated/ContractView";
import type { NoticeState } from "../api/generated/NoticeState";
import type { ServiceView } from "../api/generated/ServiceView";
import type { TermLine } from "../api/generated/TermLine";
import type { TermState } from "../api/generated/TermState";
import type { VendorView } from "../api/generated/VendorView";
import { useAct, useAnswer } from "../api/wishes";
import { Button } from "../kit/form";
import { Heads } from "../kit/heads";
import { Refusal } from "../kit/note";
import { ServiceChoice } from "../kit/services";
import { capital, day, number, sentence } from "../kit/words";
import { AddContract, EditContract } from "./form";
import { TermForm } from "./term";
import "./contract.css";

const signs: Record<TermState, { Icon: typeof Clock; words: string; kind: string }> = {
  met: { Icon: CircleCheck, words: "Met", kind: "sup" },
  excepted: { Icon: Clock, words: "Excepted", kind: "warn" },
  weaker: { Icon: CircleMinus, words: "Weaker", kind: "warn" },
  unknown: { Icon: CircleDashed, words: "Unknown", kind: "mut" },
  absent: { Icon: CircleX, words: "Absent", kind: "con" },
};

const noticed: Record<NoticeState, string> = { by: "", not_needed: "sec", passed: "con", renewed: "unv", unknown: "unv" };

const groups: Record<string, string> = { ai: "AI", subprocessors: "sub-processors" };

/** What is being entered, in place of the lists. */
type Entering = { what: "contract" } | { what: "dates"; view: ContractView } | { what: "term"; line: TermLine } | null;

export function Contracts({ view }: { view: VendorView }) {
  const [entering, enter] = useState<Entering>(null);
  const [chosen, choose] = useState<string | null>(null);
  const known = useAnswer("list_terms", {});
  const archive = useAct("archive_contract");
  const shown = view.services.find((one) => one.service.id === chosen) ?? view.services[0];
  const close = () => enter(null);
  if (entering?.what === "contract") return <AddContract vendor={view.vendor.id} services={view.services.map((one) => one.service)} close={close} />;
  if (entering?.what === "dates") return <EditContract view={entering.view} close={close} />;
  const rule = entering && known.data?.terms.find((one) => one.id === entering.line.term);
  if (rule && shown) return <TermForm contracts={shown.contracts} line={entering.line} rule={rule} close={close} />;
  return (
    <div className="pane" style={{ flex: 1 }}>
      <section>
        <div className="row" style={{ marginBottom: "var(--s-3)" }}>
          <h2>Contracts</h2>
          <span className="space" />
          <Button isDisabled={view.services.length === 0} onPress={() => enter({ what: "contract" })}>
            <Plus size={16} aria-hidden /> Add contract
          </Button>
        </div>
        {archive.error != null && <Refusal of={failure(archive.error)} />}
        {view.contracts.length === 0 ? (
          <p className="sec">None on file. Nothing that is required counts as promised until a contract says so.</p>
        ) : (
          <Dates contracts={view.contracts} services={view.services} edit={(view) => enter({ what: "dates", view })} archive={(contract) => archive.mutate({ contract })} />
        )}
      </section>
      {shown && (
        <section>
          <div className="pane-head row">
            <h2>Terms against the baseline</h2>
            <span className="mut s12">
              {shown.service.name}, tier {shown.inherent.tier}: {number(shown.assessment.standing.coverage)} of 100 covered, higher is safer
            </span>
            <span className="space" />
            <ServiceChoice services={view.services} shown={shown} choose={choose} />
          </div>
          <Terms of={shown} enter={(line) => enter({ what: "term", line })} />
        </section>
      )}
    </div>
  );
}

type DatesProps = { contracts: ContractView[]; services: ServiceView[]; edit: (view: ContractView) => void; archive: (contract: string) => void };

/** One service's contract says whose; one of a service no longer in use says only that. */
function covers(service: string | null, services: ServiceView[]): string {
  if (service === null) return "all services";
  return services.find((one) => one.service.id === service)?.service.name ?? "a service not in use";
}

function Dates({ contracts, services, edit, archive }: DatesProps) {
  return (
    <table className="tbl in" aria-label="Contracts">
      <Heads of={["Contract", "Covers", "From", "Until", "Give notice by", "Then"]} acts />
      <tbody>
        {contracts.map((view) => {
          const { contract: one, notice } = view;
          return (
            <tr key={one.id}>
              <td className="strong">{one.title}</td>
              <td className="sec">{covers(one.service, services)}</td>
              <td className="sec">{one.starts_on ? day(one.starts_on) : "–"}</td>
              <td className="sec">{one.ends_on ? day(one.ends_on) : "–"}</td>
              <td className={noticed[notice.state]}>{capital(sentence(notice.words))}</td>
              <td className="sec">
                {one.renews === null ? <span className="hollow">not known whether it renews</span> : one.renews ? "renews by itself" : "ends by itself"}
              </td>
              <td className="acts">
                <Button kind="quiet" aria-label={`Edit ${one.title}`} onPress={() => edit(view)}>
                  <Pencil size={14} aria-hidden /> Edit
                </Button>
                <Button kind="quiet" aria-label={`Archive ${one.title}`} onPress={() => archive(one.id)}>
                  <Archive size={14} aria-hidden /> Archive
                </Button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The terms a contract speaks of first: the others are yet to be read. */
function Terms({ of, enter }: { of: ServiceView; enter: (line: TermLine) => void }) {
  const lines = [...of.assessment.standing.terms].sort((a, b) => Number(a.contract === null) - Number(b.contract === null));
  return (
    <table className="tbl in terms" aria-label="Terms against the baseline">
      <Heads of={["Term", "Required", "Offered", "State", "Gap"]} acts />
      <tbody>
        {lines.map((line) => {
          const { Icon, words, kind } = signs[line.state];
          return (
            <tr key={line.term}>
              <td>
                {line.name} <span className="mut s12">{groups[line.group] ?? line.group}</span>
              </td>
              <td className="sec">{line.required}</td>
              <td>
                {line.actual} <span className="mut s12">{line.clause}</span>
              </td>
              <td className={kind}>
                <span className="row">
                  <Icon size={14} aria-hidden /> {words}
                  {line.state === "excepted" && line.excepted_until && ` until ${day(line.excepted_until)}`}
                </span>
              </td>
              <td className="sec">{line.gap}</td>
              <td className="acts">
                <Button kind="quiet" aria-label={`${line.contract ? "Edit" : "Add"} ${line.name}`} isDisabled={of.contracts.length === 0} onPress={() => enter(line)}>
                  {line.contract ? "Edit" : "Add"}
                </Button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
