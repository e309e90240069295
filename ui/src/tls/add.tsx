// A new endpoint: listed first, looked at only when asked.
import { useState } from "react";
import { failure } from "../api/call";
import type { VendorView } from "../api/generated/VendorView";
import { useAct } from "../api/wishes";
import { Choice, EntryForm, Field } from "../kit/form";

export function AddEndpoint({ view, close }: { view: VendorView; close: () => void }) {
  const [service, setService] = useState<string>(view.services[0]?.service.id ?? "");
  const [host, setHost] = useState("");
  const [data, setData] = useState<"yes" | "no">("yes");
  const [https, setHttps] = useState<"yes" | "no">("yes");
  const add = useAct("add_endpoint");
  const refused = add.error ? failure(add.error) : null;
  return (
    <EntryForm
      title="Add endpoint"
      save="Save endpoint"
      needed="a host"
      ready={host.trim() !== "" && !add.isPending}
      close={close}
      refused={refused}
      submit={() => {
        add.mutate({ service, host, carries_data: data === "yes", https: https === "yes" }, { onSuccess: close });
      }}
    >
      <Field label="Host" autoFocus value={host} onChange={setHost} help="api.vendor.example, or with a port: api.vendor.example:8443" />
      {view.services.length > 1 && (
        <Choice
          label="Service"
          value={service}
          options={view.services.map((one) => ({ key: one.service.id as string, words: one.service.name }))}
          onChange={setService}
        />
      )}
      <Choice
        label="Carries our data"
        value={data}
        options={[
          { key: "yes", words: "Yes, or not known" },
          { key: "no", words: "No" },
        ]}
        onChange={setData}
        help="A bad certificate there fails a gate"
      />
      <Choice
        label="Speaks HTTP over TLS"
        value={https}
        options={[
          { key: "yes", words: "Yes" },
          { key: "no", words: "No, another protocol" },
        ]}
        onChange={setHttps}
      />
    </EntryForm>
  );
}
