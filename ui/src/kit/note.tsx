// Messages that stay with what they are about, and what an empty pane says.
import { Info, OctagonAlert } from "lucide-react";
import type { ReactNode } from "react";

export function Note({ kind = "plain", children }: { kind?: "plain" | "con" | "warn"; children: ReactNode }) {
  const Icon = kind === "con" ? OctagonAlert : Info;
  return (
    <div className={`note ${kind}`} role={kind === "con" ? "alert" : "note"}>
      <Icon size={16} aria-hidden />
      <div>{children}</div>
    </div>
  );
}

/** Why something was refused: what happened, and what to do. */
export function Refusal({ of, children }: { of: { message: string; hint: string }; children?: ReactNode }) {
  return (
    <Note kind="con">
      <p className="strong">{of.message}</p>
      <p>{of.hint}</p>
      {children}
    </Note>
  );
}

/** What goes here, why it is empty, and one next step. */
export function Empty({ title, children, step }: { title: string; children: ReactNode; step?: ReactNode }) {
  return (
    <section className="empty">
      <h2>{title}</h2>
      <p>{children}</p>
      {step}
    </section>
  );
}
