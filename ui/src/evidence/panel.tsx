// What stands behind the answers of a vendor's services: noting it, and confirming it.
import { Archive, Check, Plus } from "lucide-react";
import { useState } from "react";
import { failure } from "../api/call";
import type { EvidenceKind } from "../api/generated/EvidenceKind";
import type { ServiceView } from "../api/generated/ServiceView";
import type { VendorView } from "../api/generated/VendorView";
import { useAct, useAnswer } from "../api/wishes";
import { Button, Choice, EntryForm, Field, Some } from "../kit/form";
import { Heads } from "../kit/heads";
import { day, daysFrom } from "../kit/words";

const kinds: Record<EvidenceKind, string> = {
  assertion: "Their word",
  document: "Their document",
  independent: "Independent report",
  observed: "Own check",
  public: "Public page",
};

export function EvidencePanel({ view }: { view: VendorView }) {
  const [adding, setAdding] = useState(false);
  const confirm = useAct("confirm_evidence");
  const archive = useAct("archive_evidence");
  const all = view.services.flatMap((one) => one.evidence.map((piece) => ({ piece, service: one.service.name })));
  if (adding) return <AddEvidence services={view.services} close={() => setAdding(false)} />;
  return (
    <div className="pane" style={{ flex: 1 }}>
      <section>
        <div className="row" style={{ marginBottom: "var(--s-3)" }}>
          <h2>Evidence</h2>
          <span className="mut s12">counts above a bare word once kind, scope and period are confirmed</span>
          <span className="space" />
          <Button isDisabled={view.services.length === 0} onPress={() => setAdding(true)}>
            <Plus size={16} aria-hidden /> Note evidence
          </Button>
        </div>
        {all.length === 0 ? (
          <p className="sec">None yet: every answer is the vendor’s word. Note a report, a document or a public page.</p>
        ) : (
          <table className="tbl in" aria-label="Evidence">
            <Heads of={["Evidence", "Kind", "Service", "Dated", "Valid until", "Behind", { right: "Reviewed" }]} acts />
            <tbody>
              {all.map(({ piece, service }) => (
                <tr key={piece.id}>
                  <td className="wrap">
                    <span className="strong">{piece.title}</span> <span className="mut s12">{[piece.issuer, piece.scope].filter(Boolean).join(", ")}</span>
                  </td>
                  <td className="sec">{kinds[piece.kind]}</td>
                  <td className="sec">{service}</td>
                  <td className="sec">{day(piece.dated_on)}</td>
                  <td className="sec">
                    {piece.valid_until ? day(piece.valid_until) : "not said"}
                    {piece.valid_until && daysFrom(view.as_of, piece.valid_until) < 0 && <span className="con"> ended</span>}
                  </td>
                  <td className="sec wrap">{piece.questions.length > 0 ? <code>{piece.questions.join(" ")}</code> : "no question"}</td>
                  <td className="right">
                    {piece.confirmed ? (
                      <Button kind="quiet" aria-label={`Take back the confirmation of ${piece.title}`} onPress={() => confirm.mutate({ evidence: piece.id, confirmed: false })}>
                        <Check size={14} aria-hidden /> Confirmed
                      </Button>
                    ) : (
                      <Button aria-label={`Confirm ${piece.title}`} onPress={() => confirm.mutate({ evidence: piece.id, confirmed: true })}>
                        Confirm
                      </Button>
                    )}
                  </td>
                  <td className="acts">
                    <Button kind="quiet" aria-label={`Archive ${piece.title}`} onPress={() => archive.mutate({ evidence: piece.id })}>
                      <Archive size={14} aria-hidden /> Archive
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}

function AddEvidence({ services, close }: { services: ServiceView[]; close: () => void }) {
  const [service, setService] = useState(services[0]?.service.id ?? "");
  const [kind, setKind] = useState<EvidenceKind>("independent");
  const [title, setTitle] = useState("");
  const [issuer, setIssuer] = useState("");
  const [scope, setScope] = useState("");
  const [dated, setDated] = useState("");
  const [until, setUntil] = useState("");
  const [questions, setQuestions] = useState<string[]>([]);
  const templates = useAnswer("list_templates", {});
  const add = useAct("add_evidence");
  const refused = add.error ? failure(add.error) : null;
  const asked = (templates.data?.templates ?? []).flatMap((template) =>
    template.questions.map((question) => ({ key: question.id, words: `${question.id}: ${question.claim}` })),
  );
  return (
    <EntryForm
      title="Note evidence"
      save="Save evidence"
      needed="a title and a day"
      ready={title.trim() !== "" && dated.trim() !== "" && !add.isPending}
      close={close}
      refused={refused}
      submit={() => {
        add.mutate(
          { service, kind, title, issuer: issuer || null, scope: scope || null, dated_on: dated, valid_until: until || null, questions },
          { onSuccess: close },
        );
      }}
    >
      <Field label="Title" autoFocus value={title} onChange={setTitle} />
      <Choice
        label="Kind"
        value={kind}
        options={(["independent", "document", "public"] as const).map((key) => ({ key, words: kinds[key] }))}
        onChange={setKind}
      />
      <Field label="Dated" value={dated} onChange={setDated} help="Year-month-day: when it was issued, or its period ended" />
      <Field label="Valid until" value={until} onChange={setUntil} help="Year-month-day, or nothing: a year is assumed" />
      <Field label="Issuer" value={issuer} onChange={setIssuer} />
      <Field label="Scope" value={scope} onChange={setScope} />
      {services.length > 1 && (
        <Choice
          label="Service"
          value={service}
          options={services.map((one) => ({ key: one.service.id as string, words: one.service.name }))}
          onChange={setService}
        />
      )}
      <div className="wide">
        <Some label="Behind which answers" values={questions} options={asked} onChange={setQuestions} />
      </div>
    </EntryForm>
  );
}
