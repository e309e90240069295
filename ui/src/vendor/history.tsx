// What each field has held, who wrote it, when; the newest first.
import { useAnswer } from "../api/wishes";
import { Heads } from "../kit/heads";
import { moment, spaced } from "../kit/words";
import { kinds, stages } from "./words";

/** A value in the words people use for it. */
function said(field: string, value: string): string {
  if (field === "kind" && value in kinds) return kinds[value as keyof typeof kinds];
  if (field === "stage" && value in stages) return stages[value as keyof typeof stages];
  if (field === "archived") return value === "1" ? "yes" : "no";
  return value;
}

export function VendorHistory({ row }: { row: string }) {
  const answer = useAnswer("show_history", { row });
  const versions = (answer.data?.fields ?? [])
    .flatMap((field) => field.versions.map((one) => ({ ...one, field: field.field })))
    .sort((a, b) => b.at.localeCompare(a.at));
  return (
    <div className="pane" style={{ flex: 1 }}>
      <section>
        <div className="pane-head">
          <h2>History</h2>
          <span className="mut s12">every value each field has held; nothing is ever overwritten</span>
        </div>
        <table className="tbl in versions" aria-label="History">
          <Heads of={["When", "Field", "Value", "Who", "Act"]} />
          <tbody>
            {versions.map((one) => (
              <tr key={`${one.act}${one.field}${one.at}`} className={one.current ? undefined : "old"}>
                <td className="sec">{moment(one.at)}</td>
                <td>{spaced(one.field)}</td>
                <td>
                  {one.erased ? "erased" : one.value === null ? <span className="mut">nothing</span> : said(one.field, one.value)}
                  {!one.current && <span className="mut s12"> · replaced</span>}
                </td>
                <td className="sec">{one.person ?? "name erased"}</td>
                <td className="sec">{spaced(one.wish)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
