// Risks of a vendor's services that a named person takes knowingly until a date, and the gates
// that could be taken so.
import { Clock, Handshake } from "lucide-react";
import { useState, type ReactNode } from "react";
import { failure } from "../api/call";
import type { Acceptance } from "../api/generated/Acceptance";
import type { GateState } from "../api/generated/GateState";
import type { ServiceView } from "../api/generated/ServiceView";
import type { VendorView } from "../api/generated/VendorView";
import { useAct } from "../api/wishes";
import { Button, EntryForm, Field, Some } from "../kit/form";
import { Heads } from "../kit/heads";
import { capital, day, daysFrom, spaced } from "../kit/words";

type Entering = { what: "acceptance"; service: ServiceView } | { what: "withdrawal"; acceptance: Acceptance } | null;

export function Acceptances({ view }: { view: VendorView }) {
  const [entering, enter] = useState<Entering>(null);
  const close = () => enter(null);
  if (entering?.what === "acceptance") return <AcceptRisk of={entering.service} close={close} />;
  if (entering?.what === "withdrawal") return <Withdraw acceptance={entering.acceptance} close={close} />;
  return (
    <div className="pane" style={{ flex: 1 }}>
      {view.services.length === 0 && (
        <section>
          <p className="sec">A risk is taken for a service. Add one under Services.</p>
        </section>
      )}
      {view.services.map((one) => (
        <section key={one.service.id}>
          <div className="row" style={{ marginBottom: "var(--s-3)" }}>
            <h2>{one.service.name}</h2>
            <span className="mut s12">an accepted gate no longer blocks approval; its points stay the same</span>
            <span className="space" />
            <Button
              isDisabled={coverable(one).length === 0}
              aria-label={`Accept a risk of ${one.service.name}`}
              onPress={() => enter({ what: "acceptance", service: one })}
            >
              <Handshake size={16} aria-hidden /> Accept a risk
            </Button>
          </div>
          {one.acceptances.length === 0 ? (
            <p className="sec">{coverable(one).length === 0 ? "No gate stands open, so there is nothing to accept." : "Nobody has accepted a risk of this service."}</p>
          ) : (
            <Given of={one} asOf={view.as_of} withdraw={(acceptance) => enter({ what: "withdrawal", acceptance })} />
          )}
        </section>
      ))}
    </div>
  );
}

/** Gates that an acceptance would cover: those that are neither met nor covered. */
function coverable(of: ServiceView) {
  return of.assessment.gates.filter((gate) => gate.state !== "met" && gate.state !== "covered");
}

type GivenProps = { of: ServiceView; asOf: string; withdraw: (acceptance: Acceptance) => void };

function Given({ of, asOf, withdraw }: GivenProps) {
  const states = new Map(of.assessment.gates.map((gate) => [gate.name, gate.state]));
  return (
    <table className="tbl in" aria-label={`Accepted risks of ${of.service.name}`}>
      <Heads of={["Gates", "Accepted by", "Reason", "Given", "Until", "Now"]} acts />
      <tbody>
        {of.acceptances.map((one) => (
          <tr key={one.id}>
            <td>
              <code>{one.gates.join(" ")}</code>
            </td>
            <td className="strong">{one.owner}</td>
            <td className="sec wrap">{one.reason}</td>
            <td className="sec">{day(one.given_on)}</td>
            <td>{day(one.until)}</td>
            <td className="sec">{now(one.gates.map((gate) => states.get(gate)), daysFrom(asOf, one.until) < 0)}</td>
            <td className="acts">
              <Button kind="quiet" aria-label={`Withdraw the acceptance by ${one.owner} until ${day(one.until)}`} onPress={() => withdraw(one)}>
                Withdraw
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What an acceptance does, from how the gates it names stand; one that has ended does nothing. */
function now(gates: (GateState | undefined)[], ended: boolean): ReactNode {
  const met = gates.every((state) => state === "met" || state === undefined);
  if (ended) return met ? "Ended; the gates are met" : <span className="hollow">Ended</span>;
  if (gates.includes("covered")) {
    return (
      <span className="row">
        <Clock size={14} aria-hidden /> Covers
      </span>
    );
  }
  return met ? "Not needed: the gates are met" : <span className="hollow">Covers nothing</span>;
}

function AcceptRisk({ of, close }: { of: ServiceView; close: () => void }) {
  const gates = coverable(of);
  const [covered, cover] = useState<string[]>(gates.length === 1 && gates[0] ? [gates[0].name] : []);
  const [owner, setOwner] = useState("");
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const accept = useAct("accept_risk");
  return (
    <EntryForm
      title={`Accept a risk of ${of.service.name}`}
      save="Save acceptance"
      needed="a gate, a name, a day and a reason"
      ready={covered.length > 0 && [owner, until, reason].every((entered) => entered.trim() !== "") && !accept.isPending}
      close={close}
      refused={accept.error ? failure(accept.error) : null}
      submit={() => accept.mutate({ service: of.service.id, gates: covered, owner, until, reason }, { onSuccess: close })}
    >
      <div className="wide">
        <Some
          label="It covers these gates, and no others"
          values={covered}
          options={gates.map((gate) => ({ key: gate.name, words: `${gate.name}, ${spaced(gate.state).toLowerCase()}: ${capital(gate.asks)}` }))}
          onChange={cover}
        />
      </div>
      <Field label="Accepted by" value={owner} onChange={setOwner} help="Who answers for it, by name" />
      <Field label="Until" value={until} onChange={setUntil} help="Year-month-day, within 180 days; its last day counts" />
      <div className="wide">
        <Field label="Reason" lines={3} value={reason} onChange={setReason} />
      </div>
    </EntryForm>
  );
}

function Withdraw({ acceptance, close }: { acceptance: Acceptance; close: () => void }) {
  const [reason, setReason] = useState("");
  const withdraw = useAct("withdraw_acceptance");
  return (
    <EntryForm
      title={`Withdraw the acceptance by ${acceptance.owner}`}
      about={`${acceptance.gates.join(" ")}, until ${day(acceptance.until)}`}
      save="Withdraw"
      needed="a reason"
      ready={reason.trim() !== "" && !withdraw.isPending}
      close={close}
      refused={withdraw.error ? failure(withdraw.error) : null}
      submit={() => withdraw.mutate({ acceptance: acceptance.id, reason }, { onSuccess: close })}
    >
      <div className="wide">
        <Field label="Reason" autoFocus value={reason} onChange={setReason} />
      </div>
    </EntryForm>
  );
}
