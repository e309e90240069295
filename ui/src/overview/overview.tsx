// Where the inventory stands: counts by tier and kind, and what was done lately. Every number
// is counted from the vendor list; nothing here is estimated.
import { Plus } from "lucide-react";
import { Link, useNavigate } from "react-router";
import type { VendorKind } from "../api/generated/VendorKind";
import type { VendorRow } from "../api/generated/VendorRow";
import { useAnswer } from "../api/wishes";
import { Button } from "../kit/form";
import { Empty } from "../kit/note";
import { Tier } from "../kit/signs";
import { counted, moment, number, spaced } from "../kit/words";

const kinds: [VendorKind, string][] = [
  ["ai_vendor", "AI vendor"],
  ["cloud_provider", "Cloud provider"],
  ["data_supplier", "Data supplier"],
  ["saas", "SaaS"],
  ["other", "Other"],
];
const groups = ["untriaged", 1, 2, 3, 4] as const;
type Group = (typeof groups)[number];
const group = (row: VendorRow): Group => (row.triaged ? row.tier : "untriaged");

export function Overview() {
  const list = useAnswer("list_vendors", { archived: false });
  const acts = useAnswer("list_acts", { limit: 12 });
  const go = useNavigate();
  const rows = list.data?.vendors ?? [];
  const open = rows.filter((row) => !row.triaged);
  return (
    <>
      <header className="bar">
        <h1>Overview</h1>
        <span className="mut">{counted(rows.length, "vendor")}</span>
      </header>
      {list.data && rows.length === 0 ? (
        <Empty
          title="Nothing here yet"
          step={
            <Button kind="primary" onPress={() => void go("/vendors/new")}>
              <Plus size={16} aria-hidden /> Add your first vendor
            </Button>
          }
        >
          Caveat puts what a vendor says beside what can be seen. Begin with one vendor and the service you use from it; the
          seven factors take three minutes.
        </Empty>
      ) : (
        <div className="body">
          <div className="pane" style={{ flex: 1 }}>
            <section>
              <div className="pane-head">
                <h2>Inherent tier by kind</h2>
                <span className="mut s12">vendors, by their riskiest service; tier 1 is riskiest</span>
              </div>
              <Counts rows={rows} />
            </section>
            <section>
              <div className="pane-head">
                <h2>Not triaged</h2>
                <span className="mut s12">fewer than three factors known; counts as tier 1 until weighed</span>
              </div>
              {open.length === 0 ? (
                <p className="sec">None: every vendor has been weighed.</p>
              ) : (
                <ul>
                  {open.slice(0, 12).map((row) => (
                    <li key={row.id} className="row" style={{ minHeight: "var(--row)" }}>
                      <Tier tier={row.tier} triaged={false} />
                      <Link to={`/vendors/${row.id}`}>{row.name}</Link>
                      <span className="mut s12">{row.riskiest ?? "no service yet"}</span>
                    </li>
                  ))}
                  {open.length > 12 && (
                    <li>
                      <Link to="/vendors">{counted(open.length - 12, "more vendor")}</Link>
                    </li>
                  )}
                </ul>
              )}
            </section>
          </div>
          <aside className="pane" style={{ width: "25rem", flex: "none" }} aria-label="Lately">
            <section>
              <h2 className="pane-head">Lately</h2>
              <ul>
                {(acts.data?.acts ?? []).map((act) => (
                  <li key={act.id} className="row" style={{ minHeight: "var(--row)" }}>
                    <span className="trunc">
                      {spaced(act.wish)}
                      {act.undone_by && <span className="mut"> (undone)</span>}
                    </span>
                    <span className="space" />
                    <span className="mut s12 trunc">
                      {act.person ?? "name erased"}, {moment(act.at)}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          </aside>
        </div>
      )}
    </>
  );
}

function Counts({ rows }: { rows: VendorRow[] }) {
  const count = (kind: VendorKind | null, of: Group | null) =>
    rows.filter((row) => (kind === null || row.kind === kind) && (of === null || group(row) === of)).length;
  const cell = (value: number) => (value === 0 ? <span className="mut">0</span> : number(value));
  return (
    <table className="tbl in" aria-label="Vendors by kind and tier" style={{ maxWidth: "46rem" }}>
      <thead>
        <tr>
          <th scope="col">Kind</th>
          {groups.map((of) => (
            <th scope="col" key={of} className="right">
              {of === "untriaged" ? "Not triaged" : `Tier ${of}`}
            </th>
          ))}
          <th scope="col" className="right">
            All
          </th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(([kind, words]) => (
          <tr key={kind}>
            <th scope="row">
              {words}
            </th>
            {groups.map((of) => (
              <td key={of} className="right">
                {cell(count(kind, of))}
              </td>
            ))}
            <td className="right strong">{cell(count(kind, null))}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">
            All
          </th>
          {groups.map((of) => (
            <td key={of} className="right strong">
              {cell(count(null, of))}
            </td>
          ))}
          <td className="right strong">{number(rows.length)}</td>
        </tr>
      </tbody>
    </table>
  );
}
