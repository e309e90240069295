// A vendor's kinds and stages, as people say them.
import type { Stage } from "../api/generated/Stage";
import type { VendorKind } from "../api/generated/VendorKind";

export const kinds: Record<VendorKind, string> = {
  ai_vendor: "AI vendor",
  cloud_provider: "Cloud provider",
  data_supplier: "Data supplier",
  other: "Other",
  saas: "SaaS",
};

export const stages: Record<Stage, string> = {
  request: "Request",
  triage: "Triage",
  assessment: "Assessment",
  security_review: "Security review",
  contract: "Contract",
  decision: "Decision",
  active: "Active",
  exit: "Exit",
};

/** The words of a table as the options of a choice. */
export function options<Key extends string>(words: Record<Key, string>): { key: Key; words: string }[] {
  return (Object.entries(words) as [Key, string][]).map(([key, said]) => ({ key, words: said }));
}
