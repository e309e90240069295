// The questionnaires of a vendor's services: issuing one, and how far each has come.
import { ListChecks, Plus } from "lucide-react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import type { Service } from "../api/generated/Service";
import type { VendorView } from "../api/generated/VendorView";
import { Button } from "../kit/form";
import { Heads } from "../kit/heads";
import { day, daysFrom } from "../kit/words";
import { IssueForm, titled } from "./issue";

export function Questionnaires({ view }: { view: VendorView }) {
  const [issuing, issue] = useState<{ service: Service; template: string } | null>(null);
  const go = useNavigate();
  const open = (questionnaire: string) => void go(`/questionnaires/${questionnaire}`);
  if (issuing) return <IssueForm {...issuing} asOf={view.as_of} issued={open} close={() => issue(null)} />;
  return (
    <div className="pane" style={{ flex: 1 }}>
      <section>
        <div className="pane-head">
          <h2>Questionnaires</h2>
          <span className="mut s12">one that the tier asks for and that was not issued counts as unanswered</span>
        </div>
        {view.services.length === 0 && <p className="sec">A questionnaire is asked of a service. Add one under Services.</p>}
        {view.services.length > 0 && (
          <table className="tbl in" aria-label="Questionnaires">
            <Heads of={["Service", "Questionnaire", { right: "Answered" }, "Issued", "Due"]} acts />
            <tbody>
              {view.services.flatMap((one) => [
                ...one.questionnaires.map((sheet) => (
                  <tr key={sheet.id}>
                    <td>{one.service.name}</td>
                    <td>
                      <Link to={`/questionnaires/${sheet.id}`}>{sheet.title}</Link>
                    </td>
                    <td className="right">
                      {sheet.answered} of {sheet.asked}
                    </td>
                    <td className="sec">{day(sheet.issued_on)}</td>
                    <td className="sec">
                      {sheet.due_on ? day(sheet.due_on) : "no day set"}
                      {sheet.due_on && sheet.answered < sheet.asked && daysFrom(view.as_of, sheet.due_on) < 0 && <span className="con"> late</span>}
                    </td>
                    <td className="acts">
                      <Button kind="quiet" aria-label={`Open ${sheet.title} of ${one.service.name}`} onPress={() => open(sheet.id)}>
                        <ListChecks size={14} aria-hidden /> Open
                      </Button>
                    </td>
                  </tr>
                )),
                ...one.missing.map((template) => (
                  <tr key={`${one.service.id}${template}`}>
                    <td>{one.service.name}</td>
                    <td>
                      {titled(template)} <span className="hollow">Not issued</span>
                    </td>
                    <td className="right mut">counts as blank</td>
                    <td />
                    <td />
                    <td className="acts">
                      <Button
                        aria-label={`Issue ${titled(template)} for ${one.service.name}`}
                        onPress={() => issue({ service: one.service, template })}
                      >
                        <Plus size={14} aria-hidden /> Issue
                      </Button>
                    </td>
                  </tr>
                )),
              ])}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}
