// The endpoints of a vendor's services: a list, and the page of the one that is chosen.
import { Anchor, Plus } from "lucide-react";
import { useState } from "react";
import { Button as Row } from "react-aria-components";
import { failure } from "../api/call";
import type { Endpoint } from "../api/generated/Endpoint";
import type { VendorView } from "../api/generated/VendorView";
import { useAct, useAnswer } from "../api/wishes";
import { Button } from "../kit/form";
import { Empty, Refusal } from "../kit/note";
import { SeveritySign } from "../kit/signs";
import { day } from "../kit/words";
import { AddEndpoint } from "./add";
import { EndpointShown } from "./endpoint";
import { Roots } from "./roots";
import { grave, gravest } from "./words";
import "./tls.css";

export function Endpoints({ view }: { view: VendorView }) {
  const [adding, setAdding] = useState(false);
  const [trusting, setTrusting] = useState(false);
  const [chosen, choose] = useState<string | null>(null);
  const all = view.services.flatMap((one) => one.endpoints.map((endpoint) => ({ endpoint, service: one.service.name })));
  const shown = all.find((one) => one.endpoint.id === chosen) ?? all[0];
  if (adding) return <AddEndpoint view={view} close={() => setAdding(false)} />;
  if (trusting) return <Roots close={() => setTrusting(false)} />;
  const add = (
    <Button isDisabled={view.services.length === 0} onPress={() => setAdding(true)}>
      <Plus size={16} aria-hidden /> Add endpoint
    </Button>
  );
  if (!shown) {
    return (
      <Empty title="No endpoint is listed" step={add}>
        List the hosts that carry our data. Nothing is sent to one until you check it, and then what an ordinary browser would send.
      </Empty>
    );
  }
  return (
    <>
      <nav className="pane endpoints" aria-label="Endpoints">
        <div className="bar sub">
          {add}
          <span className="space" />
          <Button kind="quiet" onPress={() => setTrusting(true)}>
            <Anchor size={16} aria-hidden /> Roots
          </Button>
        </div>
        <ul>
          {all.map(({ endpoint, service }) => (
            <li key={endpoint.id}>
              <Row
                className="endpoint-row"
                aria-current={endpoint.id === shown.endpoint.id ? "true" : undefined}
                onPress={() => choose(endpoint.id)}
              >
                <code>
                  {endpoint.host}
                  {endpoint.port !== 443 && (
                    <>
                      <wbr />:{endpoint.port}
                    </>
                  )}
                </code>
                <Stands endpoint={endpoint} />
                <span className="mut s12 trunc">
                  {service}, {endpoint.carries_data ? "our data" : "none of our data"}
                </span>
              </Row>
            </li>
          ))}
        </ul>
      </nav>
      <Chosen key={shown.endpoint.id} endpoint={shown.endpoint} />
    </>
  );
}

/** How a listed endpoint stands, in a sign and words: nothing wrong is not the same as nothing seen. */
function Stands({ endpoint }: { endpoint: Endpoint }) {
  const { missed } = endpoint;
  return (
    <>
      <Seen endpoint={endpoint} />
      {missed && (
        <span className="s12 warn">
          Tried {day(missed.at)}: {missed.words}
        </span>
      )}
    </>
  );
}

function Seen({ endpoint: { id, look } }: { endpoint: Endpoint }) {
  const { data } = useAnswer("show_endpoint", { endpoint: id });
  if (!look) return <span className="hollow">Never checked</span>;
  const worst = gravest(look.findings)[0];
  if (data?.age_days && data.age_days > data.valid_days) return <span className="hollow">Too old, {day(look.at)}</span>;
  if (!look.completed) return <span className="hollow">No handshake, {day(look.at)}</span>;
  return (
    <span className="s12 sec stands">
      {worst && <SeveritySign severity={grave(worst.severity)} />}
      {worst ? `${worst.severity}, ` : "nothing found, "}
      {day(look.at)}
    </span>
  );
}

function Chosen({ endpoint }: { endpoint: Endpoint }) {
  const view = useAnswer("show_endpoint", { endpoint: endpoint.id });
  const check = useAct("check_endpoint");
  const archive = useAct("archive_endpoint");
  const thrown = check.error ?? archive.error ?? view.error;
  const refused = thrown ? failure(thrown) : null;
  return (
    <div className="pane endpoint">
      {refused?.code === "private_address" ? (
        <Refusal of={{ ...refused, hint: "Nothing was sent. It is in a private network: dial it if it is yours." }}>
          <Button onPress={() => check.mutate({ endpoint: endpoint.id, allow_private: true })}>Check it all the same</Button>
        </Refusal>
      ) : (
        refused && <Refusal of={refused} />
      )}
      {view.data && (
        <EndpointShown
          view={view.data}
          checking={check.isPending}
          check={() => check.mutate({ endpoint: endpoint.id, allow_private: false })}
          archive={() => archive.mutate({ endpoint: endpoint.id })}
        />
      )}
    </div>
  );
}
