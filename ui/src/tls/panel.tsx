// The endpoints of a vendor's services: what each look saw, and what it means.
import { Archive, Plus, Radar } from "lucide-react";
import { useState } from "react";
import { failure } from "../api/call";
import type { Endpoint } from "../api/generated/Endpoint";
import type { VendorView } from "../api/generated/VendorView";
import { useAct, useAnswer } from "../api/wishes";
import { Button, Choice, Field } from "../kit/form";
import { Note } from "../kit/note";
import { counted, day, moment } from "../kit/words";
import "./tls.css";

export function Endpoints({ view }: { view: VendorView }) {
  const [adding, setAdding] = useState(false);
  const check = useAct("check_endpoint");
  const archive = useAct("archive_endpoint");
  const refused = check.error ? failure(check.error) : null;
  const all = view.services.flatMap((one) => one.endpoints.map((endpoint) => ({ endpoint, service: one.service.name })));
  if (adding) return <AddEndpoint view={view} close={() => setAdding(false)} />;
  return (
    <div className="pane" style={{ flex: 1 }}>
      <section>
        <div className="row">
          <h2>Endpoints</h2>
          <span className="mut s12">a check sends at most four handshakes and one request for headers to the host</span>
          <span className="space" />
          <Button isDisabled={view.services.length === 0} onPress={() => setAdding(true)}>
            <Plus size={16} aria-hidden /> Add endpoint
          </Button>
        </div>
        {refused && (
          <Note kind="con">
            <p className="strong">{refused.message}</p>
            <p>{refused.hint}</p>
          </Note>
        )}
        {all.length === 0 && (
          <p className="sec">None listed. List the hosts that carry our data; nothing is sent until you check one.</p>
        )}
      </section>
      {all.map(({ endpoint, service }) => (
        <section key={endpoint.id}>
          <div className="row">
            <h2>
              <code>
                {endpoint.host}:{endpoint.port}
              </code>
            </h2>
            <span className="mut s12">
              {service}, {endpoint.carries_data ? "carries our data" : "does not carry our data"}
            </span>
            <span className="space" />
            <Button isDisabled={check.isPending} aria-label={`Check ${endpoint.host} now`} onPress={() => check.mutate({ endpoint: endpoint.id, allow_private: false })}>
              <Radar size={16} aria-hidden /> {check.isPending ? "Checking" : "Check now"}
            </Button>
            <Button kind="quiet" aria-label={`Archive ${endpoint.host}`} onPress={() => archive.mutate({ endpoint: endpoint.id })}>
              <Archive size={14} aria-hidden /> Archive
            </Button>
          </div>
          <Looked endpoint={endpoint} />
        </section>
      ))}
    </div>
  );
}

function Looked({ endpoint }: { endpoint: Endpoint }) {
  const series = useAnswer("show_endpoint", { endpoint: endpoint.id });
  const { look } = endpoint;
  if (!look) return <span className="hollow">Never checked</span>;
  const leaf = look.chain[0];
  const verdict = (good: boolean | null) => (good === null ? "not seen" : good ? "yes" : "no");
  return (
    <>
      <dl className="kv looked">
        <dt>Checked</dt>
        <dd>
          {moment(look.at)}, {look.outcome}
        </dd>
        <dt>Speaks</dt>
        <dd>{look.versions.length > 0 ? look.versions.join(", ") : "nothing we could agree on"}; older versions were not tried</dd>
        <dt>Trusted</dt>
        <dd className={look.trusted === false ? "con" : undefined}>{verdict(look.trusted)}</dd>
        <dt>Carries the name</dt>
        <dd className={look.hostname_ok === false ? "con" : undefined}>{verdict(look.hostname_ok)}</dd>
        {leaf && (
          <>
            <dt>Certificate</dt>
            <dd>
              {leaf.subject}, {leaf.key}, {leaf.not_after ? `until ${day(leaf.not_after)}` : "dates cannot be read"}
            </dd>
            <dt>Issued by</dt>
            <dd>{leaf.issuer}</dd>
          </>
        )}
      </dl>
      {look.findings.length > 0 ? (
        <table className="tbl in findings" aria-label={`Findings of ${endpoint.host}`}>
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">What is so</th>
              <th scope="col">What to do</th>
              <th scope="col">Code</th>
            </tr>
          </thead>
          <tbody>
            {look.findings.map((one) => (
              <tr key={one.code}>
                <td className={one.severity === "critical" || one.severity === "high" ? "con strong" : undefined}>{one.severity}</td>
                <td>{one.summary}</td>
                <td className="sec">{one.remedy}</td>
                <td>
                  <code>{one.code}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="sec">This look found nothing wrong.</p>
      )}
      {series.data && series.data.series.length > 1 && (
        <details>
          <summary>{counted(series.data.series.length, "look")}</summary>
          <ul className="lines">
            {series.data.series.map((one) => (
              <li key={one.at}>
                <span>{moment(one.at)}</span>
                <span className="mut">
                  {one.outcome}
                  {one.changed && ", something changed"}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function AddEndpoint({ view, close }: { view: VendorView; close: () => void }) {
  const [service, setService] = useState<string>(view.services[0]?.service.id ?? "");
  const [host, setHost] = useState("");
  const [data, setData] = useState<"yes" | "no">("yes");
  const [https, setHttps] = useState<"yes" | "no">("yes");
  const add = useAct("add_endpoint");
  const refused = add.error ? failure(add.error) : null;
  return (
    <form
      className="pane"
      style={{ flex: 1 }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ service, host, carries_data: data === "yes", https: https === "yes" }, { onSuccess: close });
      }}
    >
      <section>
        <div className="row" style={{ marginBottom: "var(--s-3)" }}>
          <h2>New endpoint</h2>
          <span className="space" />
          <Button kind="quiet" onPress={close}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" isDisabled={!host.trim() || add.isPending}>
            Save endpoint
          </Button>
        </div>
        {refused && (
          <Note kind="con">
            <p className="strong">{refused.message}</p>
            <p>{refused.hint}</p>
          </Note>
        )}
        <div className="two">
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
        </div>
      </section>
    </form>
  );
}
