// A request: who the vendor is, what we use from it, and what that comes to, live beside it.
import { ChevronRight } from "lucide-react";
import { useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { failure } from "../api/call";
import type { Factors } from "../api/generated/Factors";
import type { Failure } from "../api/generated/Failure";
import type { VendorKind } from "../api/generated/VendorKind";
import { useAct, useAnswer } from "../api/wishes";
import { Button, Choice, Field } from "../kit/form";
import { Refusal } from "../kit/note";
import { FactorFields, TierExplained } from "./factors";
import { kinds, options } from "./words";
import "./vendor.css";

type Words = { name: string; website: string; country: string; owner: string; service: string; purpose: string };
const blank: Words = { name: "", website: "", country: "", owner: "", service: "", purpose: "" };

/** What is needed, said beside its field. */
function needed(words: Words): Partial<Words> {
  const errors: Partial<Words> = {};
  if (!words.name.trim()) errors.name = "Needed: the name people here know it by.";
  if (!words.service.trim()) errors.service = "Needed: what you use from it, such as “Chat assistant”.";
  if (words.country.trim() && !/^[a-z]{2}$/i.test(words.country.trim())) errors.country = "Needed: two letters, such as DE, or nothing.";
  return errors;
}

export function AddVendor() {
  const [words, setWords] = useState(blank);
  const [kind, setKind] = useState<VendorKind>("ai_vendor");
  const [factors, setFactors] = useState<Factors>({});
  const [left, setLeft] = useState<Set<keyof Words>>(new Set());
  const [refused, setRefused] = useState<Failure | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const known = useAnswer("list_factors", {});
  const weighed = useAnswer("weigh_factors", { factors });
  const addVendor = useAct("add_vendor");
  const addService = useAct("add_service");
  const go = useNavigate();

  const errors = needed(words);
  const field = (name: keyof Words) => ({
    value: words[name],
    onChange: (value: string) => setWords({ ...words, [name]: value }),
    onBlur: () => setLeft(new Set(left).add(name)),
    error: left.has(name) ? errors[name] : undefined,
  });

  const save = async () => {
    setLeft(new Set(Object.keys(blank) as (keyof Words)[]));
    setRefused(null);
    if (Object.keys(errors).length > 0) {
      setTimeout(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    try {
      const { name, website, country, owner } = words;
      const { vendor } = await addVendor.mutateAsync({ name, kind, website, country, owner });
      await addService.mutateAsync({ vendor: vendor.id, name: words.service, purpose: words.purpose, business_owner: owner, factors });
      await go(`/vendors/${vendor.id}`);
    } catch (thrown) {
      setRefused(failure(thrown));
    }
  };

  const saving = addVendor.isPending || addService.isPending;
  return (
    <form
      ref={form}
      className="main"
      style={{ flex: 1 }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <header className="bar">
        <Link to="/vendors">Vendors</Link>
        <ChevronRight size={14} aria-hidden />
        <h1>New request</h1>
        <span className="space" />
        <Button kind="quiet" onPress={() => void go("/vendors")}>
          Cancel
        </Button>
        <Button kind="primary" type="submit" isDisabled={saving}>
          Add vendor
        </Button>
      </header>
      <div className="body">
        <div className="pane" style={{ flex: 1 }}>
          {refused && (
            <section>
              <Refusal of={refused} />
            </section>
          )}
          <section>
            <h2 className="pane-head">What and who</h2>
            <div className="two">
              <Field label="Name" name="name" autoFocus {...field("name")} />
              <Choice label="Kind" value={kind} options={options(kinds)} onChange={setKind} />
              <Field label="Website" name="website" help="Nothing is contacted." {...field("website")} />
              <Field label="Country" name="country" help="Of registration: two letters, such as DE." {...field("country")} />
              <Field label="Owner" name="owner" help="Who answers for it here." {...field("owner")} />
            </div>
          </section>
          <section>
            <h2 className="pane-head">What it will do for us</h2>
            <div className="two">
              <Field label="Service" name="service" {...field("service")} />
              <div className="wide">
                <Field label="Purpose" name="purpose" lines={2} {...field("purpose")} />
              </div>
            </div>
          </section>
          <section>
            <h2 className="pane-head">What could go wrong</h2>
            {known.data && <FactorFields known={known.data.factors} factors={factors} onChange={setFactors} />}
          </section>
        </div>
        <aside className="pane aside" aria-label="So far">
          <section>
            <h2 className="pane-head">So far</h2>
            {weighed.data && known.data && <TierExplained inherent={weighed.data} known={known.data.factors} />}
          </section>
        </aside>
      </div>
    </form>
  );
}
