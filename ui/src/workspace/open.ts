// Going to another workspace file: the ids of the one before mean nothing there, so the way
// leads to the beginning, every answer of the one before is put away at once (not kept on show
// until its own successor comes), and everything is asked anew.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { call, failure } from "../api/call";
import type { Failure } from "../api/generated/Failure";
import { run } from "../api/jobs";

export type Roads = {
  create: () => void;
  open: () => void;
  reopen: (token: string) => void;
  sample: () => void;
  /** Puts the refusal away. */
  calm: () => void;
  /** Why the last one did not lead anywhere. */
  refused: Failure | null;
  /** Is a file being opened or made? */
  busy: boolean;
};

export function useRoads(): Roads {
  const asked = useQueryClient();
  const go = useNavigate();
  const [refused, setRefused] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  const along = async (step: () => Promise<boolean>) => {
    setRefused(null);
    setBusy(true);
    try {
      if (await step()) {
        void go("/");
        await asked.resetQueries();
      }
    } catch (thrown) {
      setRefused(failure(thrown));
    } finally {
      setBusy(false);
    }
  };
  const reopen = async (token: string) => {
    await run("open_workspace", { file: { token } });
    return true;
  };

  return {
    busy,
    refused,
    calm: () => setRefused(null),
    create: () =>
      void along(async () => {
        const { token } = await call("choose_file", { place: "save", title: "New workspace", name: "vendors.caveat", endings: ["caveat"] });
        if (token) await run("create_workspace", { file: { token } });
        return token !== null;
      }),
    open: () =>
      void along(async () => {
        const { token } = await call("choose_file", { place: "open", title: "Open a workspace", name: "vendors.caveat", endings: ["caveat"] });
        return token !== null && reopen(token);
      }),
    reopen: (token) => void along(() => reopen(token)),
    sample: () =>
      void along(async () => {
        await run("open_sample", {});
        return true;
      }),
  };
}
