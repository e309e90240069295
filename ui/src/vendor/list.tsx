// The inventory: search, filter, sort; stays instant because only the rows in sight are drawn.
import { Check, Plus, Search } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { ToggleButton } from "react-aria-components";
import { useNavigate } from "react-router";
import type { VendorRow } from "../api/generated/VendorRow";
import { useAnswer } from "../api/wishes";
import { Button } from "../kit/form";
import { isTyping, useKeys } from "../kit/keys";
import { Empty } from "../kit/note";
import { counted, number } from "../kit/words";
import { VendorTable } from "./table";
import { kinds } from "./words";

type Filter = "untriaged" | 1 | 2 | 3 | 4;
const filters: Filter[] = ["untriaged", 1, 2, 3, 4];

const words = (filter: Filter) => (filter === "untriaged" ? "Not triaged" : `Tier ${filter}`);
const group = (row: VendorRow): Filter => (row.triaged ? row.tier : "untriaged");

function found(row: VendorRow, sought: string): boolean {
  const text = [row.name, row.riskiest, kinds[row.kind], row.owner].join("\n").toLocaleLowerCase();
  return text.includes(sought.toLocaleLowerCase());
}

export function Vendors() {
  const answer = useAnswer("list_vendors", { archived: false });
  const [sought, setSought] = useState("");
  const [on, setOn] = useState<Set<Filter>>(new Set());
  const search = useRef<HTMLInputElement>(null);
  const go = useNavigate();
  const all = useMemo(() => answer.data?.vendors ?? [], [answer.data]);
  const matching = useMemo(() => all.filter((row) => found(row, sought.trim())), [all, sought]);
  const shown = useMemo(() => matching.filter((row) => on.size === 0 || on.has(group(row))), [matching, on]);

  useKeys((event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") {
      event.preventDefault();
      void go("/vendors/new");
    } else if (event.key === "/") {
      event.preventDefault();
      search.current?.focus();
    }
  });

  const add = (
    <Button kind="primary" onPress={() => void go("/vendors/new")}>
      <Plus size={16} aria-hidden /> Add vendor <kbd>N</kbd>
    </Button>
  );
  const clear = () => {
    setSought("");
    setOn(new Set());
  };
  const narrowed = sought.trim() !== "" || on.size > 0;

  return (
    <>
      <header className="bar">
        <h1>Vendors</h1>
        <span className="mut" role="status">
          {narrowed ? `${number(shown.length)} of ${number(all.length)}` : number(all.length)}
        </span>
        <label className="search">
          <Search size={16} aria-hidden />
          <input
            ref={search}
            type="search"
            aria-label="Search vendors"
            placeholder="Name, service, kind or owner"
            value={sought}
            onChange={(event) => setSought(event.target.value)}
            onKeyDown={(event) => event.key === "Escape" && setSought("")}
          />
          <kbd>/</kbd>
        </label>
        <span className="space" />
        {add}
      </header>
      {all.length > 0 && (
        <div className="bar sub" role="group" aria-label="Filter by tier">
          {filters.map((filter) => (
            <ToggleButton
              key={filter}
              className="chip"
              isSelected={on.has(filter)}
              onChange={(selected) => {
                const next = new Set(on);
                if (selected) next.add(filter);
                else next.delete(filter);
                setOn(next);
              }}
            >
              {on.has(filter) && <Check size={12} aria-hidden />}
              {words(filter)} <span className="n">{number(matching.filter((row) => group(row) === filter).length)}</span>
            </ToggleButton>
          ))}
          <span className="space" />
          {narrowed && (
            <Button kind="quiet" onPress={clear}>
              Clear
            </Button>
          )}
        </div>
      )}
      {answer.data && all.length === 0 && (
        <Empty title="No vendors yet" step={add}>
          A vendor is a company you depend on. Add the first with the service you use from it; seven factors then say how
          much could go wrong, before anything the vendor says about itself.
        </Empty>
      )}
      {all.length > 0 && shown.length === 0 && (
        <Empty title="No vendor matches" step={<Button onPress={clear}>Clear search and filter</Button>}>
          {counted(all.length, "vendor")} in the inventory, none with
          {sought.trim() && ` “${sought.trim()}”`}
          {sought.trim() && on.size > 0 && " and"}
          {on.size > 0 && ` ${[...on].map(words).join(" or ")}`}.
        </Empty>
      )}
      {shown.length > 0 && <VendorTable rows={shown} sought={sought.trim()} open={(id) => void go(`/vendors/${id}`)} />}
    </>
  );
}
