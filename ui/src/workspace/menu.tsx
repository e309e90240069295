// The workspace file at the head of the frame: which one is open, and the way to another.
import { ChevronsUpDown, FilePlus, FolderOpen, HardDrive } from "lucide-react";
import { Button as AriaButton, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator, Text } from "react-aria-components";
import type { Workspace } from "../api/generated/Workspace";
import { useAnswer } from "../api/wishes";
import { Logo } from "../kit/signs";
import type { Roads } from "./open";
import "./workspace.css";

/** The name without its ending. */
export function title(fileName: string): string {
  return fileName.replace(/\.caveat$/, "");
}

export function WorkspaceMenu({ open, roads }: { open: Workspace | undefined; roads: Roads }) {
  const recent = useAnswer("list_recent", {});
  const others = (recent.data?.files ?? []).filter((file) => !file.current && file.token !== null);
  return (
    <MenuTrigger>
      <AriaButton className="brand" aria-label={open ? `Workspace ${open.file_name}` : "Workspace"}>
        <Logo />
        <span className="trunc">{open ? title(open.file_name) : "Caveat"}</span>
        <ChevronsUpDown size={14} aria-hidden className="mut" />
      </AriaButton>
      <Popover className="menu" placement="bottom start">
        <Menu
          className="options"
          aria-label="Workspace"
          disabledKeys={roads.busy ? ["open", "create"] : []}
          onAction={(key) => {
            if (key === "open") roads.open();
            else if (key === "create") roads.create();
            else roads.reopen(String(key));
          }}
        >
          <MenuItem id="open" className="option" textValue="Open a workspace">
            <FolderOpen size={16} aria-hidden /> Open a workspace <kbd>Ctrl O</kbd>
          </MenuItem>
          <MenuItem id="create" className="option" textValue="New workspace">
            <FilePlus size={16} aria-hidden /> New workspace
          </MenuItem>
          {others.length > 0 && <Separator />}
          {others.length > 0 && (
            <MenuSection>
              <Header className="mut s12">Open lately</Header>
              {others.map((file) => (
                <MenuItem key={file.token} id={file.token ?? ""} className="option" textValue={file.name}>
                  <HardDrive size={16} aria-hidden />
                  <Text slot="label">{file.name}</Text>
                  <Text slot="description" className="mut s12 trunc">
                    {file.folder}
                  </Text>
                </MenuItem>
              ))}
            </MenuSection>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
