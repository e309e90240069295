// Open findings by severity, and beside them what nobody looked at: none found is not none there.
import { CircleDashed } from "lucide-react";
import type { Findings as Found } from "../api/generated/Findings";
import { Heads } from "../kit/heads";
import { CountBar, Severity } from "../kit/severity";
import { counted, number } from "../kit/words";

const usual = new Set(["critical", "high", "medium", "low"]);

export function Findings({ findings }: { findings: Found }) {
  const { lines, unchecked, endpoints_seen, lists_held } = findings;
  const shown = lines.filter((line) => usual.has(line.severity) || line.tls + line.advisories > 0);
  const most = Math.max(...lines.flatMap((line) => [line.tls, line.advisories]));
  const total = lines.reduce((sum, line) => sum + line.tls + line.advisories, 0);
  const blind = [
    unchecked.endpoints > 0 && `${counted(unchecked.endpoints, "endpoint")} never seen`,
    unchecked.endpoints_old > 0 && `${counted(unchecked.endpoints_old, "endpoint")} not seen for 30 days`,
    unchecked.services_without_endpoint > 0 && `${counted(unchecked.services_without_endpoint, "service")} without an endpoint`,
    unchecked.services_without_list > 0 && `${counted(unchecked.services_without_list, "service")} without a component list`,
    unchecked.lists > 0 && `${counted(unchecked.lists, "component list")} old or without advisory data`,
  ].filter((words) => words !== false);
  return (
    <section>
      <div className="pane-head">
        <h2>Open findings</h2>
        <span className="mut s12">{number(total)}, fewer is better</span>
      </div>
      <table className="tbl in flat tight" aria-label="Open findings by severity">
        <Heads of={["Severity", "TLS", "Advisories"]} />
        <tbody>
          {shown.map((line) => (
            <tr key={line.severity}>
              <th scope="row">
                <Severity of={line.severity} />
              </th>
              <td>
                <CountBar of={line.severity} count={line.tls} most={most} looked={endpoints_seen > 0} />
              </td>
              <td>
                <CountBar of={line.severity} count={line.advisories} most={most} looked={lists_held > 0} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {blind.length > 0 && (
        <p className="not-checked s12">
          <CircleDashed size={14} aria-hidden /> <span>Not checked: {blind.join(", ")}.</span>
        </p>
      )}
    </section>
  );
}
