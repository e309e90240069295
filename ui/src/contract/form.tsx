// A contract entered, or changed: what it is called, and its dates.
import { useState, type ReactNode } from "react";
import { failure } from "../api/call";
import type { ContractView } from "../api/generated/ContractView";
import type { Service } from "../api/generated/Service";
import { useAct } from "../api/wishes";
import { Choice, EntryForm, Field } from "../kit/form";

type Close = { close: () => void };
type Entered = { title: string; starts_on: string | null; ends_on: string | null; notice_days: number | null; renews: boolean | null };
type Renews = "yes" | "no" | "unknown";

/** The choice that is no service's id. */
const ALL = "all";

export function AddContract({ vendor, services, close }: Close & { vendor: string; services: Service[] }) {
  const add = useAct("add_contract");
  const [covers, cover] = useState(ALL);
  const service = covers === ALL ? null : covers;
  return (
    <ContractForm
      title="Add contract"
      refused={add.error}
      busy={add.isPending}
      close={close}
      save={(entered) => add.mutate({ vendor, service, ...entered }, { onSuccess: close })}
    >
      {services.length > 1 && (
        <Choice
          label="Covers"
          value={covers}
          options={[{ key: ALL, words: "all services" }, ...services.map(({ id, name }) => ({ key: id, words: name }))]}
          onChange={cover}
        />
      )}
    </ContractForm>
  );
}

/** The view is the one that stood when editing began: what others change meanwhile must not move its bases. */
export function EditContract({ view: { contract: before, bases }, close }: Close & { view: ContractView }) {
  const edit = useAct("edit_contract");
  return (
    <ContractForm
      title={`Edit ${before.title}`}
      before={before}
      refused={edit.error}
      busy={edit.isPending}
      close={close}
      save={(changes) => edit.mutate({ contract: before.id, changes, bases }, { onSuccess: close })}
    />
  );
}

type FormProps = Close & { children?: ReactNode; title: string; before?: ContractView["contract"]; refused: unknown; busy: boolean; save: (entered: Entered) => void };

function ContractForm({ title: head, before, refused, busy, close, save, children }: FormProps) {
  const [title, setTitle] = useState(before?.title ?? "");
  const [starts, setStarts] = useState(before?.starts_on ?? "");
  const [ends, setEnds] = useState(before?.ends_on ?? "");
  const [days, setDays] = useState(before?.notice_days?.toString() ?? "");
  const [renews, setRenews] = useState<Renews>(before?.renews == null ? "unknown" : before.renews ? "yes" : "no");
  return (
    <EntryForm
      title={head}
      save="Save contract"
      needed="a title"
      ready={title.trim() !== "" && !busy}
      close={close}
      refused={refused ? failure(refused) : null}
      submit={() =>
        save({
          title,
          starts_on: starts || null,
          ends_on: ends || null,
          notice_days: days.trim() ? Number(days) : null,
          renews: renews === "unknown" ? null : renews === "yes",
        })
      }
    >
      <Field label="Title" autoFocus value={title} onChange={setTitle} />
      <Choice
        label="At the end of its term it"
        value={renews}
        options={[
          { key: "yes", words: "renews by itself" },
          { key: "no", words: "ends" },
          { key: "unknown", words: "not known" },
        ]}
        onChange={setRenews}
      />
      <Field label="From" value={starts} onChange={setStarts} help="Year-month-day" />
      <Field label="Until" value={ends} onChange={setEnds} help="Year-month-day" />
      <Field label="Notice period in days" value={days} onChange={setDays} help="Notice has to be given so many days before the end" />
      {children}
    </EntryForm>
  );
}
