// The frame: navigation with only what works, the page, and the bar that says what is so.
import { Building2, FolderOpen, HardDrive, LayoutDashboard, Store, WifiOff, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button as AriaButton, ListBox, ListBoxItem, Popover, Select, SelectValue } from "react-aria-components";
import { Link, NavLink, Route, Routes } from "react-router";
import { useAnswer } from "../api/wishes";
import { Button } from "../kit/form";
import { useKeys } from "../kit/keys";
import { Refusal } from "../kit/note";
import { counted, moment, number } from "../kit/words";
import { Notices } from "../notices/page";
import type { Road } from "../overview/beginnings";
import { Overview } from "../overview/overview";
import { Sheet } from "../questionnaire/sheet";
import { AddVendor } from "../vendor/add";
import { Vendors } from "../vendor/list";
import { WorkspaceMenu } from "../workspace/menu";
import { useRoads, type Roads } from "../workspace/open";
import { Blocked } from "./failures";
import { JobStatus } from "./jobs";
import { applyLook, looks, rememberedLook, type Look } from "./look";
import { VendorWithPanels } from "./panels";
import { UndoToast } from "./undo";

export function Frame() {
  const workspace = useAnswer("show_workspace", {});
  const policy = useAnswer("list_factors", {});
  const open = workspace.data;
  const roads = useRoads();
  useKeys((event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "o") {
      event.preventDefault();
      roads.open();
    }
  });
  return (
    <div className="app">
      <nav className="side" aria-label="Main">
        <WorkspaceMenu open={open} roads={roads} />
        <NavLink to="/" end className="nav" title="Overview">
          <LayoutDashboard size={16} aria-hidden /> <span>Overview</span>
        </NavLink>
        <NavLink to="/vendors" className="nav" title="Vendors">
          <Building2 size={16} aria-hidden /> <span>Vendors</span>
          {open && <span className="n" aria-hidden>{number(open.vendors)}</span>}
        </NavLink>
      </nav>
      <main className="main">
        {roads.refused && (
          <Refusal of={roads.refused}>
            <Button kind="quiet" aria-label="Put this note away" onPress={roads.calm}>
              <X size={16} aria-hidden />
            </Button>
          </Refusal>
        )}
        {workspace.isError ? (
          <Blocked thrown={workspace.error} roads={roads} />
        ) : (
          open && (
            <Routes>
              <Route path="/" element={<Overview roads={beginnings(roads)} />} />
              <Route path="/vendors" element={<Vendors />} />
              <Route path="/vendors/new" element={<AddVendor />} />
              <Route path="/vendors/:id" element={<VendorWithPanels />} />
              <Route path="/questionnaires/:id" element={<Sheet />} />
              <Route path="/notices" element={<Notices />} />
            </Routes>
          )
        )}
      </main>
      <footer className="status">
        {open && (
          <span className="row" title={open.path}>
            <HardDrive size={14} aria-hidden /> {open.file_name}
          </span>
        )}
        {open && (
          <span className="row">
            <WifiOff size={14} aria-hidden />{" "}
            {open.last_sent ? `Last sent ${moment(open.last_sent)}, to a host that was checked` : "Nothing was sent from this workspace"}
          </span>
        )}
        {open && <span>{counted(open.acts, "act")} in the log</span>}
        <JobStatus />
        <span className="space" />
        <Link to="/notices">Sources and licences</Link>
        {policy.data && <span title={`SHA-256 ${policy.data.policy_hash}`}>Policy {policy.data.policy}</span>}
        <LookChoice />
      </footer>
      {open && <UndoToast acts={open.acts} last={open.last_act} />}
    </div>
  );
}

/** Ways into an empty workspace besides adding a vendor. */
function beginnings(roads: Roads): Road[] {
  return [
    {
      icon: Store,
      title: "Look around first",
      words: "A sample shop with its vendors and a year of their story, in a file of its own. This workspace stays empty.",
      step: (
        <Button isDisabled={roads.busy} onPress={roads.sample}>
          Open the sample
        </Button>
      ),
    },
    {
      icon: FolderOpen,
      title: "Go on where you were",
      words: "A workspace file that Caveat made, on this computer.",
      step: (
        <Button isDisabled={roads.busy} onPress={roads.open}>
          Open a workspace <kbd>Ctrl O</kbd>
        </Button>
      ),
    },
  ];
}

function LookChoice() {
  const [look, setLook] = useState<Look>(rememberedLook);
  useEffect(() => applyLook(look), [look]);
  return (
    <Select aria-label="Look" value={look} onChange={(key) => setLook(key as Look)}>
      <AriaButton className="btn quiet">
        Look: <SelectValue />
      </AriaButton>
      <Popover className="menu" placement="top end">
        <ListBox className="options">
          {looks.map(({ key, words }) => (
            <ListBoxItem key={key} id={key} className="option">
              {words}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
