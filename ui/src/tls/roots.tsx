// The roots that this workspace trusts besides Mozilla's.
import { Anchor, Archive, Plus } from "lucide-react";
import { useState } from "react";
import { failure } from "../api/call";
import type { RootView } from "../api/generated/RootView";
import { useAct, useAnswer } from "../api/wishes";
import { Button, EntryForm, Field } from "../kit/form";
import { Heads } from "../kit/heads";
import { Refusal } from "../kit/note";
import { counted, day } from "../kit/words";

export function Roots({ close }: { close: () => void }) {
  const [adding, setAdding] = useState(false);
  const known = useAnswer("list_roots", {});
  const archive = useAct("archive_root");
  if (adding) return <AddRoot close={() => setAdding(false)} />;
  const roots = known.data?.roots ?? [];
  return (
    <div className="pane" style={{ flex: 1 }}>
      <section>
        <div className="row" style={{ marginBottom: "var(--s-3)" }}>
          <h2>Roots of this workspace</h2>
          <span className="mut s12">trusted besides Mozilla’s, for every vendor; kept looks are judged anew by them</span>
          <span className="space" />
          <Button kind="quiet" onPress={close}>
            Back to the endpoints
          </Button>
          <Button onPress={() => setAdding(true)}>
            <Plus size={16} aria-hidden /> Add root
          </Button>
        </div>
        {archive.error != null && <Refusal of={failure(archive.error)} />}
        {known.data && roots.length === 0 && (
          <p className="sec">None: endpoints are trusted by Mozilla’s roots alone. Add the certificate of an authority of your own, or of a vendor.</p>
        )}
        {roots.map((root) => (
          <Root key={root.id} root={root} archive={() => archive.mutate({ root: root.id })} />
        ))}
      </section>
    </div>
  );
}

function Root({ root, archive }: { root: RootView; archive: () => void }) {
  return (
    <div className="root">
      <div className="row">
        <Anchor size={16} aria-hidden className="mut" />
        <span className="strong">{root.name}</span>
        <span className="mut s12">{counted(root.certificates.length, "certificate")}</span>
        <span className="space" />
        <Button kind="quiet" aria-label={`Trust ${root.name} no longer`} onPress={archive}>
          <Archive size={14} aria-hidden /> Trust no longer
        </Button>
      </div>
      <table className="tbl in" aria-label={`Certificates of ${root.name}`}>
        <Heads of={["Subject", "Key", "Valid until", "SHA-256"]} />
        <tbody>
          {root.certificates.map((one) => (
            <tr key={one.sha256}>
              <td className="trunc">{one.subject ?? "cannot be read"}</td>
              <td className="sec">{one.key ?? "–"}</td>
              <td className="sec">{one.not_after ? day(one.not_after) : "–"}</td>
              <td className="sec">
                <code title={one.sha256}>{one.sha256.slice(0, 16)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AddRoot({ close }: { close: () => void }) {
  const [name, setName] = useState("");
  const [pem, setPem] = useState("");
  const add = useAct("add_root");
  return (
    <EntryForm
      title="Add root"
      save="Trust this root"
      needed="a name and a certificate"
      ready={name.trim() !== "" && pem.trim() !== "" && !add.isPending}
      close={close}
      refused={add.error ? failure(add.error) : null}
      submit={() => add.mutate({ name, pem }, { onSuccess: close })}
    >
      <Field label="Name" autoFocus value={name} onChange={setName} help="What it is called here, and in reports" />
      <div className="wide">
        <Field
          label="Certificate"
          lines={12}
          value={pem}
          onChange={setPem}
          help="PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----; several may follow each other"
        />
      </div>
    </EntryForm>
  );
}
