// Who has to be looked at again, and who was never weighed.
import { Link } from "react-router";
import type { DueLine } from "../api/generated/DueLine";
import type { Named } from "../api/generated/Named";
import { Tier } from "../kit/signs";
import { away, day, number } from "../kit/words";

const SHOWN = 8;

export function Due({ due, asOf }: { due: DueLine[]; asOf: string }) {
  return (
    <section>
      <div className="pane-head">
        <h2>Due for review</h2>
        <span className="mut s12">{number(due.length)} within 90 days</span>
      </div>
      {due.length === 0 && <p className="sec">Nobody is due. A vendor is, once it is rated and its tier’s months have passed.</p>}
      <table className="tbl in flat tight" aria-label="Due for review">
        <tbody>
          {due.slice(0, SHOWN).map(({ vendor, on, nearness }) => (
            <tr key={vendor.id}>
              <td className="first">
                <Tier tier={vendor.tier ?? 1} triaged={vendor.tier !== null} />
              </td>
              <td className="trunc">
                <Link to={`/vendors/${vendor.id}`}>{vendor.name}</Link>
              </td>
              <td className={`right ${nearness}`} title={day(on)}>
                {nearness === "ahead" ? day(on) : away(asOf, on)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {due.length > 0 && (
        <p className="mut s12 more">
          {due.length > SHOWN && `${number(due.length - SHOWN)} more, later. `}Counted from the newest answers, by tier.
        </p>
      )}
    </section>
  );
}

export function Untriaged({ untriaged }: { untriaged: Named }) {
  const { vendors, first } = untriaged;
  return (
    <section>
      <div className="pane-head">
        <h2>Not triaged</h2>
        <span className="mut s12">counts as tier 1</span>
      </div>
      {vendors === 0 && <p className="sec">None: three factors or more are known of every vendor.</p>}
      <ul className="lines plain">
        {first.slice(0, SHOWN).map((vendor) => (
          <li key={vendor.id}>
            <span className="row">
              <Tier tier={1} triaged={false} />
              <Link to={`/vendors/${vendor.id}`} className="trunc">
                {vendor.name}
              </Link>
            </span>
          </li>
        ))}
      </ul>
      {vendors > SHOWN && (
        <p className="s12 more">
          <Link to="/vendors?tier=untriaged">All {number(vendors)} not triaged</Link>
        </p>
      )}
    </section>
  );
}
