// What other subjects show on a vendor's page: the frame is where subjects meet.
import { Acceptances } from "../acceptance/panel";
import { Components } from "../advisory/panel";
import { Contracts } from "../contract/panel";
import { EvidencePanel } from "../evidence/panel";
import { Questionnaires } from "../questionnaire/panel";
import { ReportButton } from "../report/button";
import { Endpoints } from "../tls/panel";
import { VendorPage, type Panel } from "../vendor/page";

const panels: Panel[] = [
  {
    id: "questionnaires",
    title: "Questionnaires",
    count: (view) => view.services.reduce((sum, one) => sum + one.questionnaires.length, 0),
    show: (view) => <Questionnaires view={view} />,
  },
  {
    id: "evidence",
    title: "Evidence",
    count: (view) => view.services.reduce((sum, one) => sum + one.evidence.length, 0),
    show: (view) => <EvidencePanel view={view} />,
  },
  {
    id: "tls",
    title: "TLS",
    count: (view) => view.services.reduce((sum, one) => sum + one.endpoints.length, 0),
    show: (view) => <Endpoints view={view} />,
  },
  {
    id: "components",
    title: "Components",
    count: (view) => view.services.reduce((sum, one) => sum + one.lists.reduce((all, list) => all + list.total, 0), 0),
    show: (view) => <Components view={view} />,
  },
  {
    id: "contracts",
    title: "Contracts",
    count: (view) => view.contracts.length,
    show: (view) => <Contracts view={view} />,
  },
  {
    id: "acceptances",
    title: "Acceptances",
    count: (view) => view.services.reduce((sum, one) => sum + one.acceptances.length, 0),
    show: (view) => <Acceptances view={view} />,
  },
];

export function VendorWithPanels() {
  return <VendorPage panels={panels} acts={(view) => <ReportButton view={view} />} />;
}
