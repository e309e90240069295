// The vendor's own fields: read in place, edited in place with the versions they were opened
// at, so that somebody else's change is never overwritten unseen.
import { useState } from "react";
import { failure } from "../api/call";
import type { VendorChanges } from "../api/generated/VendorChanges";
import type { VendorView } from "../api/generated/VendorView";
import { useAct } from "../api/wishes";
import { Button, Choice, Field } from "../kit/form";
import { Refusal } from "../kit/note";
import { kinds, options, stages } from "./words";

const fields = [
  ["name", "Name"],
  ["legal_name", "Legal name"],
  ["website", "Website"],
  ["country", "Country"],
  ["owner", "Owner"],
  ["note", "Note"],
] as const;
type Named = (typeof fields)[number][0];

export function Details({ view }: { view: VendorView }) {
  const [opened, setOpened] = useState<VendorView | null>(null);
  const { vendor } = view;
  return (
    <aside className="pane aside" aria-label="Details">
      <section>
        <div className="row" style={{ marginBottom: "var(--s-3)" }}>
          <h2>Details</h2>
          <span className="space" />
          {!opened && <Button onPress={() => setOpened(view)}>Edit details</Button>}
        </div>
        {opened ? (
          <DetailsForm opened={opened} close={() => setOpened(null)} />
        ) : (
          <dl className="kv">
            <dt>Kind</dt>
            <dd>{kinds[vendor.kind]}</dd>
            <dt>Stage</dt>
            <dd>{stages[vendor.stage]}</dd>
            {fields.slice(1).map(([name, label]) => (
              <div key={name} style={{ display: "contents" }}>
                <dt>{label}</dt>
                <dd>{vendor[name] ?? <span className="mut">not known</span>}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
    </aside>
  );
}

function DetailsForm({ opened, close }: { opened: VendorView; close: () => void }) {
  const { vendor, bases } = opened;
  const start = Object.fromEntries(fields.map(([name]) => [name, vendor[name] ?? ""])) as Record<Named, string>;
  const [words, setWords] = useState(start);
  const [kind, setKind] = useState(vendor.kind);
  const [stage, setStage] = useState(vendor.stage);
  const edit = useAct("edit_vendor");

  const save = () => {
    const changes: VendorChanges = {};
    for (const [name] of fields) {
      if (words[name] !== start[name]) changes[name] = words[name];
    }
    if (kind !== vendor.kind) changes.kind = kind;
    if (stage !== vendor.stage) changes.stage = stage;
    edit.mutate({ vendor: vendor.id, changes, bases }, { onSuccess: close });
  };
  const refused = edit.error ? failure(edit.error) : null;
  return (
    <form
      style={{ display: "grid", gap: "var(--s-3)" }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      {refused && <Refusal of={refused} />}
      {fields.map(([name, label]) => (
        <Field
          key={name}
          label={label}
          name={name}
          autoFocus={name === "name"}
          lines={name === "note" ? 3 : undefined}
          value={words[name]}
          onChange={(value) => setWords({ ...words, [name]: value })}
          error={name === "name" && !words.name.trim() ? "Needed: the name people here know it by." : undefined}
        />
      ))}
      <Choice label="Kind" value={kind} options={options(kinds)} onChange={setKind} />
      <Choice label="Stage" value={stage} options={options(stages)} onChange={setStage} />
      <div className="row">
        <Button kind="primary" type="submit" isDisabled={edit.isPending || !words.name.trim()}>
          Save details
        </Button>
        <Button kind="quiet" onPress={close}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
