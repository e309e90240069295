// Claims against evidence: who is contradicted most, what they say and what was seen; and what
// AI vendors claim, one mark for each.
import { Link } from "react-router";
import type { AiVendors } from "../api/generated/AiVendors";
import type { Overview } from "../api/generated/Overview";
import { Residual } from "../kit/charts";
import { ClaimCounts, ClaimSign } from "../kit/claims";
import { UnitMarks } from "../kit/marks";
import { Tier } from "../kit/signs";
import { counted, number, sentence } from "../kit/words";

const SHOWN = 6;

export function Claims({ seen }: { seen: Overview }) {
  const { claims, contradicted } = seen;
  const total = claims.contradicted + claims.unverified + claims.supported;
  return (
    <section>
      <div className="pane-head">
        <h2>Claims against evidence</h2>
        <span className="mut s12">{total > 0 ? `${counted(total, "claim")}, contradicted ones count nothing` : "nothing is claimed yet"}</span>
        <span className="space" />
        {total > 0 && <ClaimCounts counts={claims} />}
      </div>
      {contradicted.vendors === 0 && total > 0 && (
        <p className="sec">No claim is contradicted by what was seen. {number(claims.unverified)} rest on the vendor’s word until something is seen.</p>
      )}
      {total === 0 && <p className="sec">No vendor has answered anything. Issue a questionnaire on a vendor’s page.</p>}
      <ul className="worst-claims">
        {contradicted.first.slice(0, SHOWN).map(({ vendor, claims: own, says, seen: found }) => (
          <li key={vendor.id}>
            <div className="row">
              <Tier tier={vendor.tier ?? 1} triaged={vendor.tier !== null} />
              <Link to={`/vendors/${vendor.id}`} className="name trunc">
                {vendor.name}
              </Link>
              <Residual level={vendor.residual} />
              <span className="space" />
              <ClaimCounts counts={own} />
            </div>
            <div className="against">
              <span className="trunc" title={says}>
                {says}
              </span>
              <ClaimSign state="contradicted" />
              <span className="con trunc" title={sentence(found)}>
                {sentence(found)}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {contradicted.vendors > SHOWN && (
        <p className="s12 more">
          <Link to="/vendors?claims=contradicted">All {number(contradicted.vendors)} with contradicted claims</Link>
        </p>
      )}
    </section>
  );
}

export function AiClaims({ ai }: { ai: AiVendors }) {
  return (
    <section>
      <div className="pane-head">
        <h2>AI vendors</h2>
        <span className="mut s12">{number(ai.vendors)}, one mark for each</span>
      </div>
      <ul className="ai-claims">
        {ai.questions.map((line) => (
          <li key={line.question}>
            <p>{line.says}</p>
            <div className="row">
              <UnitMarks counts={line.claims} nothing={line.nothing} />
              <span className="space" />
              <ClaimCounts counts={line.claims} />
            </div>
            {line.nothing > 0 && <p className="mut s12">{number(line.nothing)} claim nothing of it: not answered, or answered with no</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
