// After an act that can be undone: what was done, and the way back. Ctrl Z does the same.
import { useEffect, useRef, useState } from "react";
import { failure } from "../api/call";
import type { ActLine } from "../api/generated/ActLine";
import { useAct } from "../api/wishes";
import { Button } from "../kit/form";
import { isTyping, useKeys } from "../kit/keys";
import { counted, spaced } from "../kit/words";

const SHOWN_FOR = 8000;

const done: Record<string, string> = {
  accept: "Accepted",
  add: "Added",
  answer: "Answered",
  archive: "Archived",
  check: "Checked",
  confirm: "Confirmed",
  edit: "Changed",
  issue: "Issued",
  restore: "Restored",
  review: "Reviewed",
  withdraw: "Withdrew",
};

/** “Archived vendor” for `archive_vendor`. */
function past(wish: string): string {
  const [verb = "", ...what] = wish.split("_");
  return `${done[verb] ?? `Done: ${verb}`} ${what.join(" ")}`;
}

export function UndoToast({ acts, last }: { acts: number; last: ActLine | null }) {
  const undo = useAct("undo_act");
  const [said, setSaid] = useState<{ words: string; act: string | null } | null>(null);
  const [held, setHeld] = useState(false);
  const seen = useRef(acts);

  const takeBack = (act: string | null) =>
    undo.mutate(
      { act },
      {
        onSuccess: ({ wish, restored, left }) => {
          const kept = left.length > 0 ? `, ${counted(left.length, "change")} left because of later ones` : "";
          setSaid({ words: `Undone: ${spaced(wish).toLowerCase()}, ${counted(restored, "change")}${kept}.`, act: null });
        },
        onError: (thrown) => setSaid({ words: failure(thrown).message, act: null }),
      },
    );

  useEffect(() => {
    if (acts > seen.current && last && last.undo_of === null) {
      setSaid({ words: `${past(last.wish)}.`, act: last.id });
    }
    seen.current = acts;
  }, [acts, last]);

  useEffect(() => {
    if (!said || held) return;
    const timer = setTimeout(() => setSaid(null), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [said, held]);

  useKeys((event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z" && !isTyping(event)) {
      event.preventDefault();
      takeBack(null);
    }
  });

  if (!said) return null;
  return (
    <div
      className="toast"
      role="status"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{said.words}</span>
      {said.act && (
        <Button onPress={() => takeBack(said.act)}>
          Undo <kbd>Ctrl Z</kbd>
        </Button>
      )}
    </div>
  );
}
