// Where all vendors stand: real counts, each of which leads to who is behind it. Cells of the
// heat map filter the page; the filter stands in the address.
import { Plus } from "lucide-react";
import { useRef } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { Overview as Seen } from "../api/generated/Overview";
import { failure } from "../api/call";
import { useAnswer } from "../api/wishes";
import { Button } from "../kit/form";
import { HeatMap } from "../kit/heat";
import { isTyping, useKeys } from "../kit/keys";
import { Refusal } from "../kit/note";
import { read, written, type Place } from "../kit/places";
import { counted, moment, number } from "../kit/words";
import { Beginnings, type Road } from "./beginnings";
import { AiClaims, Claims } from "./claims";
import { Dates } from "./dates";
import { Chosen, Digest } from "./digest";
import { Findings } from "./findings";
import { Gates } from "./gates";
import { Lately } from "./lately";
import { Due, Untriaged } from "./lists";
import "./overview.css";

/** `roads`: the ways into an empty workspace besides adding a vendor, brought in by the frame. */
export function Overview({ roads = [] }: { roads?: Road[] }) {
  const [search, setSearch] = useSearchParams();
  const chosen = read(search.get("cells"));
  const seen = useAnswer("show_overview", chosen.length > 0 ? { within: chosen } : {});
  const go = useNavigate();
  const choose = (places: Place[]) => setSearch(places.length > 0 ? { cells: written(places) } : {}, { replace: true });
  const all = seen.data?.heat.vendors ?? 0;
  const add = () => void go("/vendors/new");

  useKeys((event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && chosen.length > 0) choose([]);
    if (event.key === "n") {
      event.preventDefault();
      add();
    }
  });

  const beginnings: Road[] = [
    {
      icon: Plus,
      title: "Add one vendor",
      words: "A name is enough to begin. Seven factors then say how much could go wrong; about 3 minutes to a first tier.",
      step: (
        <Button kind="primary" onPress={add}>
          Add your first vendor <kbd>N</kbd>
        </Button>
      ),
    },
    ...roads,
  ];
  return (
    <>
      <header className="bar">
        <h1>Overview</h1>
        {seen.data && all > 0 && (
          <span className="mut">
            {counted(all, "vendor")}, as of {moment(seen.data.as_of)}
          </span>
        )}
      </header>
      {seen.isError && <Refusal of={failure(seen.error)} />}
      {seen.data && (all === 0 ? <Beginnings roads={beginnings} /> : <Panes seen={seen.data} chosen={chosen} choose={choose} />)}
    </>
  );
}

type PanesProps = { seen: Seen; chosen: Place[]; choose: (places: Place[]) => void };

function Panes({ seen, chosen, choose }: PanesProps) {
  const dates = useRef<HTMLElement>(null);
  const toDates = () => {
    dates.current?.scrollIntoView({ block: "nearest" });
    dates.current?.focus({ preventScroll: true });
  };
  return (
    <div className="overview">
      {chosen.length > 0 ? <Chosen seen={seen} chosen={chosen} choose={choose} /> : <Digest seen={seen} toDates={toDates} />}
      <div className="panes">
        <div className="two-panes">
          <section>
            <div className="pane-head">
              <h2>Tier by residual risk</h2>
              <span className="mut s12">{number(seen.heat.vendors)} vendors; select cells to filter this page</span>
            </div>
            <HeatMap map={seen.heat} policy={seen.policy} chosen={chosen} choose={choose} />
          </section>
          <Claims seen={seen} />
        </div>
        <Dates seen={seen} at={dates} />
        <div className="pane-row">
          <Findings findings={seen.findings} />
          {seen.ai && <AiClaims ai={seen.ai} />}
          <Due due={seen.due} asOf={seen.as_of} />
        </div>
        <div className="pane-row last">
          <Gates gates={seen.gates} failed={seen.gate_failed} />
          <Untriaged untriaged={seen.untriaged} />
          <Lately />
        </div>
      </div>
    </div>
  );
}
