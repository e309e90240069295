// The inventory: search, filter, sort; stays instant because only the rows in sight are drawn.
// What it is narrowed to stands in the address, where the reader was in the history beside it.
import { Check, Plus, Search } from "lucide-react";
import { useMemo, useRef } from "react";
import { ToggleButton } from "react-aria-components";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { useAnswer } from "../api/wishes";
import { Button } from "../kit/form";
import { isTyping, useKeys } from "../kit/keys";
import { Empty } from "../kit/note";
import { counted, number } from "../kit/words";
import { chips, fromAddress, inWords, nothing, passes, toAddress, type Filters } from "./filters";
import { sortFrom, sortText, VendorTable, type Spot } from "./table";
import "./vendor.css";

export function Vendors() {
  const answer = useAnswer("list_vendors", { archived: false });
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => fromAddress(search), [search]);
  const sort = sortFrom(search.get("sort"));
  const spot = useLocation().state as Spot | null;
  const box = useRef<HTMLInputElement>(null);
  const go = useNavigate();
  const all = useMemo(() => answer.data?.vendors ?? [], [answer.data]);
  const shown = useMemo(() => all.filter((row) => passes(row, filters)), [all, filters]);
  const groups = useMemo(() => chips(all, filters), [all, filters]);
  const address = (next: Filters, by = sort) => ({ ...toAddress(next), ...sortText(by) });
  const narrow = (next: Filters) => setSearch(address(next), { replace: true });
  const clear = () => narrow(nothing);
  const sought = filters.sought.trim();
  const narrowed = sought !== "" || groups.some((group) => group.some((chip) => chip.on));

  useKeys((event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") {
      event.preventDefault();
      void go("/vendors/new");
    } else if (event.key === "/") {
      event.preventDefault();
      box.current?.focus();
    }
  });

  const add = (
    <Button kind="primary" onPress={() => void go("/vendors/new")}>
      <Plus size={16} aria-hidden /> Add vendor <kbd>N</kbd>
    </Button>
  );
  const open = async (id: string, from: Spot) => {
    await go({ search: `?${new URLSearchParams(address(filters)).toString()}` }, { replace: true, state: from });
    await go(`/vendors/${id}`, { state: { listed: true } });
  };

  return (
    <>
      <header className="bar">
        <h1>Vendors</h1>
        <span className="mut count-of" role="status">
          {narrowed ? `${number(shown.length)} of ${number(all.length)}` : number(all.length)}
        </span>
        <label className="search">
          <Search size={16} aria-hidden />
          <input
            ref={box}
            type="search"
            aria-label="Search vendors"
            placeholder="Name, service, kind or owner"
            value={filters.sought}
            onChange={(event) => narrow({ ...filters, sought: event.target.value })}
            onKeyDown={(event) => event.key === "Escape" && narrow({ ...filters, sought: "" })}
          />
          <kbd>/</kbd>
        </label>
        <span className="space" />
        {add}
      </header>
      {all.length > 0 && (
        <div className="bar sub filters" role="group" aria-label="Filters">
          {groups.map((group, place) => (
            <span key={place} className="chips">
              {group.map((chip) => (
                <ToggleButton
                  key={chip.key}
                  className={chip.count === 0 && !chip.on ? "chip none" : "chip"}
                  isSelected={chip.on}
                  onChange={() => narrow(chip.turned)}
                >
                  {chip.on && <Check size={12} aria-hidden />}
                  {chip.words} <span className="n">{number(chip.count)}</span>
                </ToggleButton>
              ))}
            </span>
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
        <Empty title="No vendor matches" step={<Button onPress={clear}>Clear search and filters</Button>}>
          {counted(all.length, "vendor")} in the inventory, none with {inWords(filters, groups)}.
        </Empty>
      )}
      {shown.length > 0 && (
        <VendorTable
          rows={shown}
          sought={sought}
          sort={sort}
          setSort={(by) => setSearch(address(filters, by), { replace: true })}
          from={spot}
          open={(id, from) => void open(id, from)}
        />
      )}
    </>
  );
}
