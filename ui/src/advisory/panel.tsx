// The component lists of a vendor's services, and the advisories that hit them.
import { Archive, Database, Plus } from "lucide-react";
import { useState } from "react";
import { call, failure } from "../api/call";
import type { ComponentList } from "../api/generated/ComponentList";
import type { OpenAdvisory } from "../api/generated/OpenAdvisory";
import type { Severity } from "../api/generated/Severity";
import type { VendorView } from "../api/generated/VendorView";
import { useAct, useAnswer } from "../api/wishes";
import { Button } from "../kit/form";
import { Heads } from "../kit/heads";
import { Refusal } from "../kit/note";
import { SeveritySign } from "../kit/signs";
import { counted, day, number } from "../kit/words";
import "./advisory.css";

const severities: Record<Severity, string> = {
  malicious: "Malicious",
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  unscored: "Unscored",
};

export function Components({ view }: { view: VendorView }) {
  const library = useAnswer("show_library", {});
  const add = useAct("add_component_list");
  const bring = useAct("import_advisories");
  const archive = useAct("archive_component_list");
  const [refused, setRefused] = useState<{ message: string; hint: string } | null>(null);

  const choose = async (title: string, endings: string[], then: (token: string) => Promise<unknown>) => {
    setRefused(null);
    try {
      const { token } = await call("choose_file", { place: "open", title, endings });
      if (token) await then(token);
    } catch (thrown) {
      setRefused(failure(thrown));
    }
  };
  const bringData = () =>
    choose("Choose an OSV dump", ["zip", "json"], (token) => bring.mutateAsync({ paths: [{ token }] }));
  const none = library.isError && failure(library.error).code === "no_library";

  return (
    <div className="pane" style={{ flex: 1 }}>
      <section>
        <div className="row">
          <h2>Advisory data</h2>
          {library.data && (
            <span className={library.data.stale ? "warn-text s12" : "mut s12"}>
              {counted(library.data.records, "advisory", "advisories")}, newest {number(library.data.age_days)} days old
            </span>
          )}
          {none && <span className="hollow">None yet</span>}
          <span className="space" />
          <Button isDisabled={bring.isPending} onPress={() => void bringData()}>
            <Database size={16} aria-hidden /> {bring.isPending ? "Importing" : "Import advisory data"}
          </Button>
        </div>
        {none && <p className="sec">Without it no component can be held against anything. Import an OSV dump (all.zip); nothing is sent.</p>}
        {bring.data && (
          <p className="mut s12" role="status">
            {number(bring.data.added)} added, {number(bring.data.updated)} updated, {number(bring.data.unchanged)} unchanged
            {bring.data.broken > 0 && `, ${counted(bring.data.broken, "entry", "entries")} could not be read`}
          </p>
        )}
        {refused && <Refusal of={refused} />}
      </section>
      {view.services.map((one) => (
        <section key={one.service.id}>
          <div className="row" style={{ marginBottom: "var(--s-3)" }}>
            <h2>{one.service.name}</h2>
            <span className="space" />
            <Button
              aria-label={`Add a component list of ${one.service.name}`}
              onPress={() =>
                void choose("Choose a component list", [], (token) =>
                  add.mutateAsync({ service: one.service.id, file: { token } }),
                )
              }
            >
              <Plus size={16} aria-hidden /> Add component list
            </Button>
          </div>
          {one.lists.length === 0 && (
            <p className="sec">No component list. Ask the vendor for an SBOM (CycloneDX JSON) or a Cargo.lock, and add it here.</p>
          )}
          {one.lists.map((list) => (
            <List key={list.id} list={list} archive={() => archive.mutate({ list: list.id })} />
          ))}
        </section>
      ))}
      {view.services.length === 0 && (
        <section>
          <p className="sec">A component list belongs to a service. Add one under Services.</p>
        </section>
      )}
    </div>
  );
}

function List({ list, archive }: { list: ComponentList; archive: () => void }) {
  const { checked } = list;
  return (
    <div className="list">
      <div className="row">
        <span className="strong">{list.file_name}</span>
        <span className="mut s12">
          {list.format}, {counted(list.total, "component")}, received {day(list.received_on)}
        </span>
        <span className="space" />
        <Button kind="quiet" aria-label={`Archive ${list.file_name}`} onPress={archive}>
          <Archive size={14} aria-hidden /> Archive
        </Button>
      </div>
      {!checked && <span className="hollow">Not checked: no advisory data</span>}
      {checked && (
        <>
          <p className="mut s12">
            {counted(checked.open.length, "open advisory", "open advisories")}, {counted(checked.notices.length, "notice")},{" "}
            {counted(checked.clean, "component")} without an advisory, {number(checked.undecidable.length)} undecided; data of {day(checked.library_on)}
          </p>
          {checked.open.length > 0 && <Advisories name={`Advisories of ${list.file_name}`} rows={checked.open} />}
          {checked.notices.length > 0 && <Advisories name={`Notices of ${list.file_name}`} rows={checked.notices} />}
          {checked.undecidable.length > 0 && (
            <details>
              <summary>{counted(checked.undecidable.length, "component")} could not be decided</summary>
              <ul className="lines">
                {checked.undecidable.map((one) => (
                  <li key={one.name}>
                    <span>{one.name}</span>
                    <span className="mut">{one.reason}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </div>
  );
}

function Advisories({ name, rows }: { name: string; rows: OpenAdvisory[] }) {
  return (
    <table className="tbl in advisories" aria-label={name}>
      <Heads of={["Severity", "Component", "Advisory", "About", "Fixed in", "Published"]} />
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.component}${row.version}${row.ids.join()}`}>
            <td>
              <SeveritySign severity={row.severity} /> {severities[row.severity]}
              {row.score !== null && <span className="mut s12"> {row.score.toFixed(1)}</span>}
              {row.kev_due && <span className="con s12"> exploited</span>}
            </td>
            <td className="strong">
              {row.component} <span className="sec">{row.version}</span>
            </td>
            <td>
              <code title={row.aliases.join(", ")}>{row.ids.join(" ")}</code>
            </td>
            <td className="sec wrap">{row.summary.replaceAll("`", "")}</td>
            <td className="sec">{row.fixed.join(", ") || "no fix known"}</td>
            <td className="sec">{row.published_on ? day(row.published_on) : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
