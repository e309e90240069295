// The one door to the Rust side: a wrong name or shape does not compile.
import { invoke } from "@tauri-apps/api/core";
import type { Actions } from "./generated/Actions";
import type { Failure } from "./generated/Failure";

export type Wish = keyof Actions;
export type Input<Name extends Wish> = Actions[Name][0];
export type Output<Name extends Wish> = Actions[Name][1];

export function call<Name extends Wish>(name: Name, input: Input<Name>): Promise<Output<Name>> {
  return invoke("perform", { name, input });
}

/** What was thrown, as a failure: the Rust side throws nothing else, the bridge itself may. */
export function failure(thrown: unknown): Failure {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown && "hint" in thrown) {
    return thrown as Failure;
  }
  return {
    code: "unexpected",
    message: `The window could not ask: ${String(thrown)}.`,
    hint: "Close Caveat and open it again; nothing saved is lost.",
  };
}
