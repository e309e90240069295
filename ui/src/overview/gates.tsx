// Gates by cause: at whom they failed, are overdue or stand open.
import { CircleDashed, Clock, OctagonAlert } from "lucide-react";
import { Link } from "react-router";
import type { GateLine } from "../api/generated/GateLine";
import type { Named } from "../api/generated/Named";
import { Heads } from "../kit/heads";
import { counted, number } from "../kit/words";

const SHOWN = 8;
const NAMES = 2;

export function Gates({ gates, failed }: { gates: GateLine[]; failed: number }) {
  return (
    <section>
      <div className="pane-head">
        <h2>Gates</h2>
        <span className="mut s12">
          {gates.length === 0 ? "" : `${counted(failed, "vendor")} blocked by a failed or overdue one`}
        </span>
      </div>
      {gates.length === 0 ? (
        <p className="sec">No gate stands open.</p>
      ) : (
        <table className="tbl in flat tight gates" aria-label="Gates by cause">
          <colgroup>
            <col />
            <col className="at-whom" />
            <col className="count" />
            <col className="count" />
          </colgroup>
          <Heads of={["What is asked for", "Failed", "Overdue", "Open"]} />
          <tbody>
            {gates.slice(0, SHOWN).map((gate) => (
              <tr key={gate.cause}>
                <th scope="row" className="trunc" title={`${gate.cause}: ${gate.asks}`}>
                  {gate.asks}
                </th>
                <td className="trunc">
                  {gate.failed.vendors === 0 ? (
                    <span className="mut">0</span>
                  ) : (
                    <>
                      <Link to={`/vendors?gate=${gate.cause}`} className="con strong" aria-label={`${gate.failed.vendors} failed: ${gate.asks}`}>
                        <OctagonAlert size={14} aria-hidden /> {number(gate.failed.vendors)}
                      </Link>{" "}
                      <span className="sec s12">{names(gate.failed)}</span>
                    </>
                  )}
                </td>
                <td title={names(gate.overdue)}>
                  {gate.overdue.vendors === 0 ? (
                    <span className="mut">0</span>
                  ) : (
                    <Link to={`/vendors?gate=${gate.cause}`} className="con strong" aria-label={`${gate.overdue.vendors} overdue: ${gate.asks}`}>
                      <Clock size={14} aria-hidden /> {number(gate.overdue.vendors)}
                    </Link>
                  )}
                </td>
                <td title={names(gate.open)}>
                  {gate.open.vendors === 0 ? (
                    <span className="mut">0</span>
                  ) : (
                    <span className="unv">
                      <CircleDashed size={14} aria-hidden /> {number(gate.open.vendors)}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {gates.length > SHOWN && <p className="mut s12 more">{counted(gates.length - SHOWN, "more cause")} with fewer vendors</p>}
    </section>
  );
}

function names(named: Named): string {
  const first = named.first.slice(0, NAMES).map((vendor) => vendor.name);
  const more = named.vendors - first.length;
  return first.join(", ") + (more > 0 ? ` +${number(more)}` : "");
}
