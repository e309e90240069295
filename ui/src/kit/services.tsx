// Which of a vendor's services is shown, where one is shown at a time.
import { degrees } from "./charts";
import { Choice } from "./form";

type Rated = { service: { id: string; name: string }; assessment: { rating: { residual: keyof typeof degrees | null } } };
type Props = { services: Rated[]; shown: Rated; choose: (id: string) => void };

/** Nothing to choose for a vendor with one service. */
export function ServiceChoice({ services, shown, choose }: Props) {
  if (services.length < 2) return null;
  return (
    <Choice
      label="Service"
      value={shown.service.id}
      options={services.map(({ service, assessment }) => ({
        key: service.id,
        words: `${service.name}: ${assessment.rating.residual ? degrees[assessment.rating.residual] : "Not rated"}`,
      }))}
      onChange={choose}
    />
  );
}
