// Every date that something has to happen by, past ones and those within 90 days: as a strip, or
// as a table.
import { ChartGantt, Table2 } from "lucide-react";
import { useState, type RefObject } from "react";
import { Link } from "react-router";
import type { DateKind } from "../api/generated/DateKind";
import type { DateLine } from "../api/generated/DateLine";
import type { Overview } from "../api/generated/Overview";
import { Button } from "../kit/form";
import { Heads } from "../kit/heads";
import { DateStrip, type Lane } from "../kit/strip";
import { away, counted, day } from "../kit/words";

const lanes: (Lane & { key: DateKind })[] = [
  { key: "notice_by", words: "Notice dates", single: "Notice by", many: "notice dates", shape: "flag" },
  { key: "contract_ends", words: "Contracts end", single: "Contract ends", many: "contracts", shape: "end" },
  { key: "evidence_ends", words: "Evidence ends", single: "Evidence ends", many: "pieces of evidence", shape: "bar" },
  { key: "certificate_expires", words: "Certificates expire", single: "Certificate expires", many: "certificates", shape: "diamond" },
  { key: "questionnaire_due", words: "Answers due", single: "Answers due", many: "questionnaires", shape: "sheet" },
  { key: "reassess_by", words: "Reassess by", single: "Reassess by", many: "services", shape: "circle" },
  { key: "acceptance_ends", words: "Acceptances end", single: "Acceptance ends", many: "acceptances", shape: "triangle" },
];

export function Dates({ seen, at }: { seen: Overview; at: RefObject<HTMLElement | null> }) {
  const [asTable, setAsTable] = useState(false);
  const { dates, as_of } = seen;
  return (
    <section className="dates" ref={at} tabIndex={-1} aria-label="Next 90 days">
      <div className="pane-head">
        <h2>Next 90 days</h2>
        <span className="mut s12">{counted(dates.length, "date")}; amber falls within 10 days, late ones {asTable ? "first" : "stand left of today"}</span>
        <span className="space" />
        {dates.length > 0 && (
          <Button kind="quiet" onPress={() => setAsTable(!asTable)}>
            {asTable ? <ChartGantt size={16} aria-hidden /> : <Table2 size={16} aria-hidden />} {asTable ? "As chart" : "As table"}
          </Button>
        )}
      </div>
      {dates.length === 0 && <p className="sec">No date is known. Contracts, evidence, certificates and answers bring theirs along.</p>}
      {dates.length > 0 &&
        (asTable ? (
          <DateTable dates={dates} asOf={as_of} />
        ) : (
          <DateStrip
            today={as_of}
            days={90}
            lanes={lanes}
            dates={dates.map((date) => ({ ...date, lane: date.kind, href: `#/vendors/${date.vendor}` }))}
            openAll={() => setAsTable(true)}
          />
        ))}
    </section>
  );
}

const ROWS = 200;

function DateTable({ dates, asOf }: { dates: DateLine[]; asOf: string }) {
  const words = (kind: DateKind) => lanes.find((lane) => lane.key === kind)?.single ?? kind;
  return (
    <>
      <table className="tbl in flat" aria-label="Dates">
        <Heads of={["Date", "When", "What", "Vendor", "About"]} />
        <tbody>
          {dates.slice(0, ROWS).map((date, place) => (
            <tr key={place}>
              <td>{day(date.on)}</td>
              <td className={date.nearness}>{away(asOf, date.on)}</td>
              <td>{words(date.kind)}</td>
              <td>
                <Link to={`/vendors/${date.vendor}`}>{date.name}</Link>
              </td>
              <td className="sec">{date.what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {dates.length > ROWS && <p className="sec">{counted(dates.length - ROWS, "later date")} not listed; select cells of the heat map to see fewer vendors.</p>}
    </>
  );
}
