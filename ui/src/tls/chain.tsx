// The chain an endpoint serves: its own certificate, the authorities above it, and the root.
import { Anchor, Check, FileBadge, Link2 } from "lucide-react";
import type { ChainLink } from "../api/generated/ChainLink";
import type { Look } from "../api/generated/Look";
import { CopyButton } from "../kit/copy";
import { Note } from "../kit/note";
import { counted, day, number } from "../kit/words";
import { common, left, short } from "./words";

const icons = { leaf: FileBadge, intermediate: Link2, root: Anchor };

export function Chain({ look, asOf }: { look: Look; asOf: string }) {
  const top = look.chain.at(-1);
  const anchored = look.trusted === true && top && top.kind !== "root";
  const said = (good: boolean | null, yes: string, no: string) => (good === null ? null : good ? yes : no);
  const verdict = [said(look.trusted, "trusted", "not trusted"), said(look.hostname_ok, "right name", "another name")];
  const wrong = look.trusted === false || look.hostname_ok === false;
  return (
    <section className="chain">
      <div className="pane-head">
        <h2>Chain</h2>
        {look.chain.length > 0 && (
          <span className={wrong ? "con s12" : "mut s12"}>
            {counted(look.chain.length, "certificate")} served, {verdict.filter(Boolean).join(", ") || "not known since it ended"}
          </span>
        )}
      </div>
      {look.chain.length === 0 && <span className="hollow">No certificate was seen</span>}
      <ol>
        {look.chain.map((link) => (
          <Served key={link.sha256} link={link} asOf={asOf} />
        ))}
        {anchored && (
          <li>
            <Anchor size={16} aria-hidden />
            <span className="strong trunc">{common(top.issuer)}</span>
            <span />
            <span className="mut s12 under">Root, among those trusted here, not served</span>
          </li>
        )}
      </ol>
      {look.life && <Lifetime life={look.life} />}
    </section>
  );
}

function Served({ link, asOf }: { link: ChainLink; asOf: string }) {
  const Icon = icons[link.kind];
  const ended = link.not_after !== null && Date.parse(link.not_after) < Date.parse(asOf);
  const what = {
    leaf: `${link.key}, ${link.signature}, ${counted(link.names, "name")}`,
    intermediate: `Intermediate, served, ${link.key}`,
    root: `Root, served though it need not be, ${link.key}`,
  };
  return (
    <li>
      <Icon size={16} aria-hidden />
      <span className="strong trunc" title={link.subject}>
        {common(link.subject)}
      </span>
      <span className={ended ? "con strong right" : "right"}>
        {link.not_after ? `${day(link.not_after)}, ${left(asOf, link.not_after)}` : "dates cannot be read"}
      </span>
      <span className="mut s12 under">{what[link.kind]}</span>
      <span className="right hash">
        <code className="mut">{short(link.sha256)}</code>
        <CopyButton quiet text={link.sha256} label={`Copy the whole SHA-256 of ${common(link.subject)}`} words="" />
      </span>
    </li>
  );
}

function Lifetime({ life }: { life: NonNullable<Look["life"]> }) {
  if (life.most === null) {
    return <p className="mut s12 life">Lifetime {counted(life.days, "day")}. No public rule binds certificates of this authority.</p>;
  }
  const words = `Lifetime ${counted(life.days, "day")}. The limit for its day of issue is ${number(life.most)} days.`;
  if (life.days > life.most) {
    return (
      <div className="life">
        <Note kind="con">{words}</Note>
      </div>
    );
  }
  return (
    <p className="s12 life sec row">
      <Check size={14} aria-hidden /> {words}
    </p>
  );
}
