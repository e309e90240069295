// Stands in for the Rust side in component tests: answers wishes by name.
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";

export type Asked = { name: string; input: Record<string, unknown> };

/** What is thrown is what the Rust side would refuse with. */
export function rehearse(answer: (asked: Asked) => unknown) {
  mockIPC((_, payload) => answer(payload as Asked));
}

export const endRehearsal = clearMocks;
