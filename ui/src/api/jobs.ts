// Wishes that may take long: each is a job with an id to break it off by, and a channel that
// says how far it has come. The frame shows the ones that run.
import { Channel, invoke } from "@tauri-apps/api/core";
import { useSyncExternalStore } from "react";
import { call, type Input, type Output, type Wish } from "./call";
import type { Progress } from "./generated/Progress";

export type Running = { id: string; wish: Wish; progress: Progress | null };

let running: readonly Running[] = [];
const listeners = new Set<() => void>();

function tell(next: readonly Running[]) {
  running = next;
  for (const listener of listeners) listener();
}

export async function run<Name extends Wish>(name: Name, input: Input<Name>): Promise<Output<Name>> {
  const id = crypto.randomUUID();
  const progress = new Channel<Progress>();
  progress.onmessage = (now) => tell(running.map((job) => (job.id === id ? { ...job, progress: now } : job)));
  tell([...running, { id, wish: name, progress: null }]);
  try {
    return await invoke<Output<Name>>("perform", { name, input, job: id, progress });
  } finally {
    tell(running.filter((job) => job.id !== id));
  }
}

export function breakOff(id: string) {
  void call("cancel_job", { job: id });
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The jobs that run now, oldest first. */
export function useJobs(): readonly Running[] {
  return useSyncExternalStore(subscribe, () => running);
}
