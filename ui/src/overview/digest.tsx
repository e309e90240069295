// The line under the title: what matters, counted, each a way to who is meant. With cells
// selected it says what the page is filtered by instead.
import { Check, List, OctagonAlert, X } from "lucide-react";
import { Button as AriaButton, ToggleButton } from "react-aria-components";
import { Link, useNavigate } from "react-router";
import type { Overview } from "../api/generated/Overview";
import { Button } from "../kit/form";
import { said, written, type Place } from "../kit/places";
import { counted, number } from "../kit/words";

type Line = { count: number; words: string; to: string };

export function Digest({ seen, toDates }: { seen: Overview; toDates: () => void }) {
  const all = seen.heat.vendors;
  const late = seen.dates.filter((date) => date.nearness === "late").length;
  const lines: Line[] = [
    { count: seen.gate_failed, words: "with a failed or overdue gate", to: "gate=failed" },
    { count: seen.contradicted.vendors, words: "with contradicted claims", to: "claims=contradicted" },
    { count: seen.status.not_rated, words: "not rated", to: "residual=not_rated" },
    { count: seen.untriaged.vendors, words: "not triaged", to: "tier=untriaged" },
  ];
  return (
    <div className="digest">
      <Link to="/vendors?residual=high,very_high">
        <strong>
          {number(seen.high)} of {number(all)}
        </strong>{" "}
        {all === 1 ? "vendor is" : "vendors are"} High or Very high
      </Link>
      {lines
        .filter((line) => line.count > 0)
        .map((line) => (
          <Link key={line.to} to={`/vendors?${line.to}`}>
            <strong>{number(line.count)}</strong> {line.words}
          </Link>
        ))}
      <span className="space" />
      {late > 0 && (
        <AriaButton className="late-dates" onPress={toDates}>
          <OctagonAlert size={14} aria-hidden /> {counted(late, "date is", "dates are")} late
        </AriaButton>
      )}
    </div>
  );
}

type ChosenProps = { seen: Overview; chosen: Place[]; choose: (places: Place[]) => void };

export function Chosen({ seen, chosen, choose }: ChosenProps) {
  const go = useNavigate();
  const { vendors, first } = seen.looked_at;
  const names = first.map((vendor) => vendor.name).join(", ");
  const rows = [...new Set(chosen.map((place) => place.tier))].sort((a, b) => (a ?? 5) - (b ?? 5));
  return (
    <div className="digest chosen">
      <strong role="status">
        {number(vendors)} of {counted(seen.heat.vendors, "vendor")}
      </strong>
      {said(chosen).map((words, place) => (
        <ToggleButton key={words} className="chip" isSelected onChange={() => choose(chosen.filter((one) => one.tier !== rows[place]))}>
          <Check size={12} aria-hidden /> {words}
        </ToggleButton>
      ))}
      <span className="sec trunc" title={names}>
        {names}
        {vendors > first.length && ` and ${number(vendors - first.length)} more`}
      </span>
      <span className="space" />
      <Button onPress={() => void go(`/vendors?cells=${written(chosen)}`)}>
        <List size={16} aria-hidden /> Show {counted(vendors, "vendor")}
      </Button>
      <Button kind="quiet" onPress={() => choose([])}>
        <X size={16} aria-hidden /> Clear <kbd>Esc</kbd>
      </Button>
    </div>
  );
}
