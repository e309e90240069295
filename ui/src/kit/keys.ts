// Keys that work wherever the focus is, as long as the page is shown.
import { useLayoutEffect, useRef } from "react";

/** Listens from the moment the page is drawn: a key pressed at once is not lost. */
export function useKeys(onKey: (event: KeyboardEvent) => void) {
  const latest = useRef(onKey);
  useLayoutEffect(() => {
    latest.current = onKey;
  });
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => latest.current(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

/** Is the key meant for a field, a list or a dialog? */
export function isTyping(event: KeyboardEvent): boolean {
  return (event.target as HTMLElement).closest("input, textarea, [role=listbox], [role=dialog]") !== null;
}
