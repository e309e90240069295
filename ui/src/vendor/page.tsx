// One vendor: what is known on top of every tab; what is not assessed yet is said, hollow.
import { Archive, ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Link, useLocation, useNavigate, useParams } from "react-router";
import { failure } from "../api/call";
import type { FactorPolicy } from "../api/generated/FactorPolicy";
import type { VendorView } from "../api/generated/VendorView";
import { useAct, useAnswer } from "../api/wishes";
import { isTyping, useKeys } from "../kit/keys";
import { GapBar, Residual } from "../kit/charts";
import { Button } from "../kit/form";
import { Empty, Note } from "../kit/note";
import { ServiceChoice } from "../kit/services";
import { Tier } from "../kit/signs";
import { away, counted, day, daysFrom, number, spaced } from "../kit/words";
import { Details } from "./details";
import { TierExplained } from "./factors";
import { VendorHistory } from "./history";
import { Services } from "./services";
import { Summary } from "./summary";
import { kinds, stages } from "./words";
import "./vendor.css";

/** A tab of another subject, brought in by the frame. */
export type Panel = { id: string; title: string; count: (view: VendorView) => number; show: (view: VendorView) => ReactNode };

type PageProps = { panels?: Panel[]; acts?: (view: VendorView) => ReactNode };

export function VendorPage({ panels = [], acts }: PageProps) {
  const { id = "" } = useParams();
  const view = useAnswer("show_vendor", { vendor: id });
  const known = useAnswer("list_factors", {});
  const go = useNavigate();
  // opened from the list: going back finds it as it was left
  const listed = (useLocation().state as { listed?: boolean } | null)?.listed === true;

  useKeys((event) => {
    if (event.key === "Escape" && !isTyping(event) && !event.defaultPrevented) void (listed ? go(-1) : go("/vendors"));
  });

  if (view.isError) {
    const { code, message, hint } = failure(view.error);
    if (code === "not_found" || code === "bad_input") {
      return (
        <Empty title="There is no such vendor" step={<Link to="/vendors">All vendors</Link>}>
          It may be in another workspace, or its address was mistyped.
        </Empty>
      );
    }
    return (
      <Empty title={message} step={<Link to="/vendors">All vendors</Link>}>
        {hint}
      </Empty>
    );
  }
  return view.data && known.data ? <Shown key={id} view={view.data} known={known.data.factors} panels={panels} acts={acts?.(view.data)} /> : null;
}

type ShownProps = { view: VendorView; known: FactorPolicy[]; panels: Panel[]; acts: ReactNode };

function Shown({ view, known, panels, acts }: ShownProps) {
  const { vendor, riskiest, services, conflicts } = view;
  const archive = useAct("archive_vendor");
  const restore = useAct("restore_vendor");
  const change = vendor.archived ? restore : archive;
  const worst = services[0];
  const [chosen, choose] = useState<string | null>(null);
  const shown = services.find((one) => one.service.id === chosen) ?? worst;
  const late = worst !== undefined && daysFrom(view.as_of, worst.reassess_on) < 0;
  return (
    <>
      <header className="bar">
        <Link to="/vendors">Vendors</Link>
        <ChevronRight size={14} aria-hidden />
        <h1>{vendor.name}</h1>
        <span className="mut trunc">
          {[vendor.legal_name, kinds[vendor.kind], counted(services.length, "service")].filter(Boolean).join(", ")}
        </span>
        <span className="space" />
        <Button onPress={() => change.mutate({ vendor: vendor.id })}>
          <Archive size={16} aria-hidden /> {vendor.archived ? "Take out of the archive" : "Archive vendor"}
        </Button>
        {acts}
      </header>
      <div className="verdict">
        <div>
          <span className="mut s12">Inherent risk, higher is riskier</span>
          <span className="value">
            <Tier tier={riskiest?.inherent.tier ?? 1} triaged={riskiest?.inherent.triaged ?? false} />
            {riskiest?.inherent.triaged ? `Tier ${riskiest.inherent.tier}` : "Not triaged"}
          </span>
          <span className="mut s12">
            {riskiest?.inherent.triaged
              ? `${number(riskiest.inherent.score)} of 100, from ${riskiest.service}`
              : "needs a service with three known factors"}
          </span>
        </div>
        {worst?.assessment.rating.answers.any ? (
          <div className="numbers">
            <dl>
              <div>
                <dt className="mut s12">Claimed</dt>
                <dd className="big sec">{number(worst.assessment.rating.answers.claimed)}</dd>
              </div>
              <div>
                <dt className="mut s12">Supported</dt>
                <dd className="big">{number(worst.assessment.rating.answers.supported)}</dd>
              </div>
              <div>
                <dt className="mut s12">Assurance</dt>
                <dd className="big">
                  {number(worst.assessment.rating.assurance)} <span className="mut s12">of 100, higher is safer</span>
                </dd>
              </div>
            </dl>
            <GapBar
              claimed={worst.assessment.rating.answers.claimed}
              supported={worst.assessment.rating.answers.supported}
              assurance={worst.assessment.rating.assurance}
            />
          </div>
        ) : (
          <div>
            <span className="mut s12">Assurance, higher is safer</span>
            <span className="hollow">Not assessed</span>
          </div>
        )}
        <div>
          <span className="mut s12">Residual risk, {worst ? spaced(worst.assessment.rating.status).toLowerCase() : "not rated"}</span>
          <span className="value">
            <Residual level={worst?.assessment.rating.residual ?? null} />
          </span>
          <span className="mut s12">
            {worst ? `Approval ${worst.assessment.rating.approval}${services.length > 1 ? `; worst service: ${worst.service.name}` : ""}` : "needs a service"}
          </span>
        </div>
        <div>
          <span className="mut s12">Reassess by</span>
          <span className="value">{vendor.archived ? "not while archived" : worst ? day(worst.reassess_on) : "no service yet"}</span>
          <span className="mut s12">
            {worst && late && !vendor.archived && <span className="con">{away(view.as_of, worst.reassess_on)}. </span>}
            {vendor.archived ? "Archived" : `Stage ${stages[vendor.stage].toLowerCase()}`}, {vendor.owner ? `owner ${vendor.owner}` : "nobody answers for it yet"}
          </span>
        </div>
      </div>
      {vendor.archived && <Note>This vendor is archived: outside lists and counts, its history kept.</Note>}
      {conflicts.map((conflict) => (
        <Note kind="warn" key={conflict.field}>
          Two values for {conflict.field.replaceAll("_", " ")}: {conflict.values.map((one) => `“${one.value ?? "nothing"}”`).join(" and ")}.
          Saving the field again chooses.
        </Note>
      ))}
      <Tabs className="tabs">
        <TabList className="tab-list" aria-label="About this vendor">
          <Tab id="summary" className="tab">
            Summary
          </Tab>
          <Tab id="services" className="tab">
            Services <span className="n">{number(services.length)}</span>
          </Tab>
          {panels.map((panel) => (
            <Tab key={panel.id} id={panel.id} className="tab">
              {panel.title} <span className="n">{number(panel.count(view))}</span>
            </Tab>
          ))}
          <Tab id="about" className="tab">
            About
          </Tab>
          <Tab id="history" className="tab">
            History
          </Tab>
        </TabList>
        <TabPanel id="summary" className="tab-panel column">
          {services.length > 1 && shown && (
            <div className="bar sub">
              <ServiceChoice services={services} shown={shown} choose={choose} />
            </div>
          )}
          <div className="body">
            {shown ? (
              <Summary assessment={shown.assessment} of={services.length > 1 ? shown.service.name : null} />
            ) : (
              <Empty title="No service yet">Add the one you use under Services; risk arises there.</Empty>
            )}
          </div>
        </TabPanel>
        <TabPanel id="services" className="tab-panel">
          <Services view={view} known={known} />
        </TabPanel>
        {panels.map((panel) => (
          <TabPanel key={panel.id} id={panel.id} className="tab-panel">
            {panel.show(view)}
          </TabPanel>
        ))}
        <TabPanel id="about" className="tab-panel">
          <div className="pane" style={{ flex: 1 }}>
            <section>
              <div className="pane-head">
                <h2>Where the tier comes from</h2>
                {riskiest && <span className="mut s12">its riskiest service, {riskiest.service}</span>}
              </div>
              {riskiest ? (
                <div style={{ maxWidth: "60rem" }}>
                  <TierExplained inherent={riskiest.inherent} known={known} wide />
                </div>
              ) : (
                <p className="sec">No service yet. Add the one you use under Services; risk arises there.</p>
              )}
            </section>
          </div>
          <Details view={view} />
        </TabPanel>
        <TabPanel id="history" className="tab-panel">
          <VendorHistory row={vendor.id} />
        </TabPanel>
      </Tabs>
    </>
  );
}
