// One endpoint: what the newest look saw and what it means, the series of looks, the claims it
// touches, and what to ask the vendor. A visit is not graded: what it does not try stays hollow.
import { Archive, Check, CircleDashed, Minus, Radar, TriangleAlert } from "lucide-react";
import type { EndpointView } from "../api/generated/EndpointView";
import type { Look } from "../api/generated/Look";
import { Seam } from "../kit/claims";
import { CopyButton } from "../kit/copy";
import { Button } from "../kit/form";
import { Heads } from "../kit/heads";
import { Note } from "../kit/note";
import { SeveritySign } from "../kit/signs";
import { capital, counted, moment, sentence, spaced } from "../kit/words";
import { Chain } from "./chain";
import { Timeline } from "./timeline";
import { grave, gravest } from "./words";

type ShownProps = { view: EndpointView; checking: boolean; check: () => void; archive: () => void };

export function EndpointShown({ view, checking, check, archive }: ShownProps) {
  const { endpoint, age_days } = view;
  const { look } = endpoint;
  const place = `${endpoint.host}:${endpoint.port}`;
  const old = age_days !== null && age_days > view.valid_days;
  return (
    <>
      <header className="bar">
        <h2 className="trunc">
          <code>{place}</code>
        </h2>
        <span className="mut s12 trunc">
          {look ? `Seen ${moment(look.at)}, ${look.outcome}` : "Never checked"}
        </span>
        <span className="space" />
        <Button kind="quiet" aria-label={`Archive ${place}`} onPress={archive}>
          <Archive size={14} aria-hidden /> Archive
        </Button>
        <Button isDisabled={checking} aria-label={look ? `Check ${place} again` : `Check ${place} now`} onPress={check}>
          <Radar size={16} aria-hidden /> {checking ? "Checking" : look ? "Check again" : "Check now"}
        </Button>
      </header>
      <div className="sends">
        {old && (
          <Note kind="warn">
            <p>
              This look is {counted(age_days, "day")} old. After {counted(view.valid_days, "day")} it bears no claim out and contradicts
              none. Check again to know what is so now.
            </p>
          </Note>
        )}
        {endpoint.missed && look && (
          <Note kind="warn">
            <p>
              Tried again {moment(endpoint.missed.at)}: {endpoint.missed.words}. That says nothing; what is shown was seen {moment(look.at)}.
            </p>
          </Note>
        )}
        <p className="mut s12">
          {look ? "The last check sent this on " : "Nothing was sent yet. A check sends: "}
          {look ? `${moment((endpoint.missed ?? look).at)}: ` : ""}
          {view.sends}
        </p>
      </div>
      {look ? (
        <>
          <div className="halves first">
            <div>
              <span className="mut s12">Grade</span>
              <span className="hollow">Not graded</span>
              <span className="mut s12">a visit does not try every protocol and suite</span>
            </div>
            <Findings look={look} host={endpoint.host} />
          </div>
          <div className="halves">
            <Protocols look={look} />
            <Chain look={look} asOf={view.as_of} />
          </div>
          <Timeline view={view} />
          <div className="halves">
            <Ask view={view} old={old} />
            <Touched view={view} />
          </div>
        </>
      ) : (
        <div className="halves">
          <section>
            <h2 className="pane-head">What a check shows</h2>
            <p className="sec">
              The versions of TLS spoken, the certificate chain with its dates and names, whether it is trusted, and what to ask the vendor.
              It is what a browser sees; nothing is tried that a browser would not do.
            </p>
          </section>
          <Touched view={view} />
        </div>
      )}
    </>
  );
}

function Findings({ look, host }: { look: Look; host: string }) {
  return (
    <section>
      <div className="pane-head">
        <h2>What is wrong</h2>
        {look.findings.length > 0 && <span className="mut s12">gravest first</span>}
      </div>
      {look.findings.length === 0 ? (
        <p className="sec">This look found nothing wrong with what it tried.</p>
      ) : (
        <table className="tbl in flat findings" aria-label={`Findings of ${host}`}>
          <thead className="hidden">
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">What is so, and what to do</th>
              <th scope="col">Code</th>
            </tr>
          </thead>
          <tbody>
            {gravest(look.findings).map((one) => (
              <tr key={one.code + one.summary}>
                <td className="s12">
                  <SeveritySign severity={grave(one.severity)} /> {spaced(one.severity)}
                </td>
                <td>
                  {capital(sentence(one.summary))}
                  <p className="mut s12">{one.remedy}</p>
                </td>
                <td className="right">
                  <code className="mut">{one.code}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Protocols({ look }: { look: Look }) {
  const newest = look.protocols.find((one) => one.accepted);
  const tried = (version: string) => version === "TLS 1.3" || version === "TLS 1.2";
  return (
    <section>
      <div className="pane-head">
        <h2>Protocols</h2>
      </div>
      <table className="tbl in flat protocols" aria-label="Protocols">
        <Heads of={["Version", "Answer", "Suite and key exchange"]} />
        <tbody>
          {look.protocols.map(({ version, accepted }) => (
            <tr key={version}>
              <th scope="row">{version}</th>
              <td>
                <Answer version={version} accepted={accepted} tried={tried(version)} />
              </td>
              <td className="sec suite" title={version === newest?.version ? (look.suite ?? undefined) : undefined}>
                {version === newest?.version && [look.suite && suite(look.suite), look.group].filter(Boolean).join(", ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mut s12">A visit makes ordinary handshakes only: TLS 1.1 and older are not looked at.</p>
    </section>
  );
}

function Answer({ version, accepted, tried }: { version: string; accepted: boolean | null; tried: boolean }) {
  if (accepted === null) {
    return (
      <span className="answer unv">
        <CircleDashed size={14} aria-hidden /> {tried ? "Not known" : "Not looked at"}
      </span>
    );
  }
  if (accepted) {
    const weak = !tried;
    const Icon = weak ? TriangleAlert : Check;
    return (
      <span className={weak ? "answer con strong" : "answer"}>
        <Icon size={14} aria-hidden /> Accepted
      </span>
    );
  }
  return (
    <span className="answer sec" title={version === "TLS 1.3" ? "It was offered, and the endpoint agreed on less" : undefined}>
      <Minus size={14} aria-hidden /> Refused
    </span>
  );
}

/** TLS13_AES_256_GCM_SHA384 as people write it. */
function suite(name: string): string {
  return name.replace(/^TLS(13)?_/, "").replace("_WITH_", " ").replaceAll("_", "-");
}

function Ask({ view, old }: { view: EndpointView; old: boolean }) {
  return (
    <section>
      <div className="pane-head">
        <h2>Ask the vendor</h2>
        {view.ask && <span className="mut s12">plain text, nothing of our rating in it</span>}
        <span className="space" />
        {view.ask && <CopyButton text={view.ask} label={`Copy what to ask about ${view.endpoint.host}`} />}
      </div>
      {view.ask ? (
        <pre className="ask" tabIndex={0} aria-label="What to ask the vendor">
          {view.ask.trim()}
        </pre>
      ) : (
        <p className="sec">{old ? "Nothing: the look is too old to ask about. Check again." : "There is nothing to ask."}</p>
      )}
    </section>
  );
}

function Touched({ view }: { view: EndpointView }) {
  return (
    <section>
      <div className="pane-head">
        <h2>Claims this touches</h2>
        {view.claims.length > 0 && <span className="mut s12">over all endpoints that carry our data</span>}
      </div>
      {view.claims.length > 0 ? <Seam claims={view.claims} /> : <p className="sec">The vendor has claimed nothing that a look could show.</p>}
      {!view.endpoint.carries_data && view.claims.length > 0 && (
        <p className="mut s12">This endpoint does not carry our data: it bears none of them out and contradicts none.</p>
      )}
    </section>
  );
}
