// What the window does about each kind of failure: the one table.
import { useQueryClient } from "@tanstack/react-query";
import { FilePlus, FolderOpen, Store } from "lucide-react";
import { failure } from "../api/call";
import type { FailureCode } from "../api/generated/FailureCode";
import { Button } from "../kit/form";
import { Refusal } from "../kit/note";
import type { Roads } from "../workspace/open";

/** How it could be tried again, and what to do where the window has other ways than the command line. */
type Remedy = { again: string | null; hint?: string };

const table: Record<FailureCode, Remedy> = {
  bad_input: { again: null },
  busy: { again: "Try again" },
  cancelled: { again: null },
  damaged: { again: null },
  disk_full: { again: "Try again" },
  exists: { again: null },
  newer_workspace: { again: null },
  no_library: { again: null },
  no_workspace: { again: "Look again", hint: "It was moved, renamed or deleted. Open it where it is now, or another." },
  not_a_workspace: { again: null },
  not_found: { again: null },
  private_address: { again: null },
  read_only: { again: "Try again" },
  stale: { again: "Load again" },
  unexpected: { again: "Try again" },
};

/** Why the workspace cannot be shown, in place of every page, and the ways on. */
export function Blocked({ thrown, roads }: { thrown: unknown; roads: Roads }) {
  const asked = useQueryClient();
  const why = failure(thrown);
  const { again, hint } = table[why.code];
  return (
    <section className="empty">
      <h2>The workspace could not be opened</h2>
      <Refusal of={{ ...why, hint: hint ?? why.hint }} />
      <div className="row">
        {again && <Button onPress={() => void asked.invalidateQueries()}>{again}</Button>}
        <Button kind="primary" isDisabled={roads.busy} onPress={roads.open}>
          <FolderOpen size={16} aria-hidden /> Open another workspace
        </Button>
        <Button isDisabled={roads.busy} onPress={roads.create}>
          <FilePlus size={16} aria-hidden /> New workspace
        </Button>
        <Button isDisabled={roads.busy} onPress={roads.sample}>
          <Store size={16} aria-hidden /> Open the sample
        </Button>
      </div>
    </section>
  );
}
