// The report of a vendor: where to save it is asked by the system's own dialog.
import { FileText } from "lucide-react";
import { failure } from "../api/call";
import type { VendorView } from "../api/generated/VendorView";
import { useAct } from "../api/wishes";
import { call } from "../api/call";
import { useState } from "react";
import { Button } from "../kit/form";

export function ReportButton({ view }: { view: VendorView }) {
  const report = useAct("report_vendor");
  const [said, setSaid] = useState<string | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const write = async () => {
    setSaid(null);
    setMade(null);
    try {
      const name = `${view.vendor.name.replaceAll(/[^\p{L}\p{N} .-]/gu, "")} assessment.pdf`;
      const chosen = await call("choose_file", { place: "save", title: "Save the report", name, endings: ["pdf"] });
      if (!chosen.token) return;
      const done = await report.mutateAsync({ vendor: view.vendor.id, to: { token: chosen.token } });
      setMade(done.path);
      setSaid(`Report saved: ${chosen.name ?? "report"}, ${done.pages} pages`);
    } catch (thrown) {
      const { message, hint } = failure(thrown);
      setSaid(`${message} ${hint}`);
    }
  };
  return (
    <>
      {said && (
        <span className="s12 mut trunc" role="status">
          {said}
        </span>
      )}
      {made && (
        <Button kind="quiet" onPress={() => void call("open_file", { path: made }).catch((thrown: unknown) => setSaid(failure(thrown).message))}>
          Open it
        </Button>
      )}
      <Button kind="primary" isDisabled={report.isPending} onPress={() => void write()}>
        <FileText size={16} aria-hidden /> Report
      </Button>
    </>
  );
}
