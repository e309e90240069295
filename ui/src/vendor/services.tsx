// The vendor's services: each with its tier, its factors to edit, and the tier live beside.
import { Archive, Plus } from "lucide-react";
import { useState } from "react";
import { failure } from "../api/call";
import type { FactorPolicy } from "../api/generated/FactorPolicy";
import type { Factors } from "../api/generated/Factors";
import type { ServiceView } from "../api/generated/ServiceView";
import type { VendorView } from "../api/generated/VendorView";
import { useAct, useAnswer } from "../api/wishes";
import { Button, Field, FormHead } from "../kit/form";
import { Heads } from "../kit/heads";
import { Refusal } from "../kit/note";
import { Tier } from "../kit/signs";
import { counted, number } from "../kit/words";
import { FactorFields, TierExplained } from "./factors";

type Props = { view: VendorView; known: FactorPolicy[] };

export function Services({ view, known }: Props) {
  const [open, setOpen] = useState<ServiceView | "new" | null>(null);
  const archive = useAct("archive_service");
  if (open) {
    return (
      <ServiceForm
        vendor={view.vendor.id}
        opened={open === "new" ? null : open}
        known={known}
        close={() => setOpen(null)}
      />
    );
  }
  return (
    <div className="pane" style={{ flex: 1 }}>
      <section>
        <div className="row" style={{ marginBottom: "var(--s-3)" }}>
          <h2>Services</h2>
          <span className="mut s12">what we use from this vendor; its tier is that of the riskiest</span>
          <span className="space" />
          <Button onPress={() => setOpen("new")} isDisabled={view.vendor.archived}>
            <Plus size={16} aria-hidden /> Add service
          </Button>
        </div>
        {view.services.length === 0 ? (
          <p className="sec">None yet. A vendor without a service is not triaged and counts as tier 1.</p>
        ) : (
          <table className="tbl in" aria-label="Services">
            <Heads of={["Tier", "Service", "Business owner", "Factors not known", { right: "Inherent risk, higher is riskier" }]} acts />
            <tbody>
              {view.services.map((one) => (
                <tr key={one.service.id}>
                  <td>
                    <Tier tier={one.inherent.tier} triaged={one.inherent.triaged} />
                  </td>
                  <td className="trunc">
                    <span className="strong">{one.service.name}</span> <span className="mut s12">{one.service.purpose}</span>
                  </td>
                  <td className="sec">{one.service.business_owner ?? <span className="mut">nobody</span>}</td>
                  <td className="sec">
                    {one.inherent.unknown_factors.length > 0 ? counted(one.inherent.unknown_factors.length, "factor") : "none"}
                  </td>
                  <td className="right strong">{one.inherent.triaged ? number(one.inherent.score) : "–"}</td>
                  <td className="acts">
                    <Button kind="quiet" aria-label={`Edit ${one.service.name}`} onPress={() => setOpen(one)}>
                      Edit factors
                    </Button>
                    <Button
                      kind="quiet"
                      aria-label={`Archive ${one.service.name}`}
                      onPress={() => archive.mutate({ service: one.service.id })}
                    >
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

type FormProps = { vendor: string; opened: ServiceView | null; known: FactorPolicy[]; close: () => void };

function ServiceForm({ vendor, opened, known, close }: FormProps) {
  const before = opened?.service;
  const [name, setName] = useState(before?.name ?? "");
  const [purpose, setPurpose] = useState(before?.purpose ?? "");
  const [owner, setOwner] = useState(before?.business_owner ?? "");
  const [factors, setFactors] = useState<Factors>(before?.factors ?? {});
  const weighed = useAnswer("weigh_factors", { factors });
  const add = useAct("add_service");
  const edit = useAct("edit_service");
  const thrown = add.error ?? edit.error;
  const refused = thrown ? failure(thrown) : null;

  const save = () => {
    if (opened && before) {
      // only what was changed, so that an untouched field is no claim about it
      const changed = Object.fromEntries(
        known.map(({ factor }) => [factor, factors[factor] ?? null] as const).filter(([factor, level]) => level !== (before.factors[factor] ?? null)),
      );
      const changes = {
        ...(name !== before.name && { name }),
        ...(purpose !== (before.purpose ?? "") && { purpose }),
        ...(owner !== (before.business_owner ?? "") && { business_owner: owner }),
        factors: changed,
      };
      edit.mutate({ service: before.id, changes, bases: opened.bases }, { onSuccess: close });
    } else {
      add.mutate({ vendor, name, purpose, business_owner: owner, factors }, { onSuccess: close });
    }
  };

  return (
    <form
      className="body"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="pane" style={{ flex: 1 }}>
        <section>
          <FormHead
            title={before ? before.name : "Add service"}
            needed="a name"
            save="Save service"
            ready={name.trim() !== "" && !add.isPending && !edit.isPending}
            close={close}
          />
          {refused && <Refusal of={refused} />}
          <div className="two">
            <Field
              label="Service"
              name="service"
              autoFocus
              value={name}
              onChange={setName}
              error={opened && !name.trim() ? "Needed: what you use from it." : undefined}
            />
            <Field label="Business owner" name="business_owner" value={owner} onChange={setOwner} />
            <div className="wide">
              <Field label="Purpose" name="purpose" lines={2} value={purpose} onChange={setPurpose} />
            </div>
          </div>
        </section>
        <section>
          <h2 className="pane-head">What could go wrong</h2>
          <FactorFields known={known} factors={factors} onChange={setFactors} />
        </section>
      </div>
      <aside className="pane aside" aria-label="So far">
        <section>
          <h2 className="pane-head">So far</h2>
          {weighed.data && <TierExplained inherent={weighed.data} known={known} />}
        </section>
      </aside>
    </form>
  );
}
