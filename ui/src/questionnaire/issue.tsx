// A questionnaire issued: for which service, and by when it is due.
import { useState } from "react";
import { failure } from "../api/call";
import type { Service } from "../api/generated/Service";
import { useAct } from "../api/wishes";
import { EntryForm, Field } from "../kit/form";
import { later } from "../kit/words";

/** What people call a template. */
export const titled = (template: string) => template.replaceAll("-", " ");

/** Days a vendor is given to answer, when nobody says otherwise. */
const DAYS = 14;

type IssueProps = { service: Service; template: string; asOf: string; issued: (questionnaire: string) => void; close: () => void };

export function IssueForm({ service, template, asOf, issued, close }: IssueProps) {
  const issue = useAct("issue_questionnaire");
  const [due, setDue] = useState(later(asOf, DAYS));
  return (
    <EntryForm
      title={`Issue ${titled(template)} for ${service.name}`}
      save="Issue questionnaire"
      ready={!issue.isPending}
      close={close}
      refused={issue.error ? failure(issue.error) : null}
      submit={() =>
        issue.mutate({ service: service.id, template, due_on: due.trim() || null }, { onSuccess: (made) => issued(made.questionnaire.id) })
      }
    >
      <Field label="Due on" autoFocus value={due} onChange={setDue} help="Year-month-day. Without a day no question falls overdue" />
    </EntryForm>
  );
}
