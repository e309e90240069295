// The dated series of an endpoint: which certificate was served when, what was spoken, and every
// look; as a line of time and as a table.
import { useRef } from "react";
import type { EndpointView } from "../api/generated/EndpointView";
import type { LeafLine } from "../api/generated/LeafLine";
import type { LookLine } from "../api/generated/LookLine";
import { Heads } from "../kit/heads";
import { useWidth } from "../kit/width";
import { capital, counted, day, locale, moment } from "../kit/words";
import { short } from "./words";

type Span = { from: number; to: number; leaf: LeafLine };

const [HEIGHT, LEFT] = [118, 84];
const DAY = 86_400_000;

/** Consecutive looks with the same certificate: from its first day in sight to its last. */
function certificates(looks: LookLine[], begin: number, end: number): Span[] {
  const spans: Span[] = [];
  for (const look of looks) {
    const { leaf } = look;
    if (!leaf) continue;
    const at = Date.parse(look.at);
    const last = spans.at(-1);
    if (last?.leaf.sha256 === leaf.sha256) continue;
    if (last) last.to = Math.min(last.to, at);
    const from = last ? at : Math.max(begin, leaf.not_before ? Date.parse(leaf.not_before) : at);
    const until = leaf.not_after ? Date.parse(leaf.not_after) : end;
    // one that had ended before it was seen keeps a mark of its own
    spans.push({ from, to: Math.max(from, Math.min(end, until)), leaf });
  }
  return spans;
}

/** Where what is spoken changes; a look without an answer says nothing about it. */
function spoken(looks: LookLine[]): { at: number; words: string }[] {
  const changes: { at: number; words: string }[] = [];
  for (const look of looks.filter((one) => one.completed)) {
    const words = look.versions.join(", ");
    if (changes.at(-1)?.words !== words) changes.push({ at: Date.parse(look.at), words });
  }
  return changes;
}

/** The first of every month in sight, at most every third where there are many. */
function months(begin: number, end: number): Date[] {
  const first = new Date(begin);
  const all: Date[] = [];
  for (let month = 1; ; month += 1) {
    const at = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1));
    if (at.getTime() > end) break;
    all.push(at);
  }
  const step = Math.ceil(all.length / 12);
  return all.filter((_, place) => place % step === 0);
}

export function Timeline({ view }: { view: EndpointView }) {
  const box = useRef<HTMLElement>(null);
  const width = Math.max(480, useWidth(box, 900));
  const looks = [...view.series].reverse();
  const today = Date.parse(view.as_of);
  const first = Date.parse(looks[0]?.at ?? view.as_of);
  const begin = Math.min(first - 7 * DAY, today - 30 * DAY);
  const ends = looks.flatMap((look) => (look.leaf?.not_after ? [Date.parse(look.leaf.not_after)] : []));
  const end = Math.max(today + 30 * DAY, Math.min(Math.max(today, ...ends) + 10 * DAY, today + 400 * DAY));
  const x = (at: number) => LEFT + ((Math.min(end, Math.max(begin, at)) - begin) / (end - begin)) * (width - LEFT - 8);
  const spans = certificates(looks, begin, end);
  const changes = spoken(looks);
  // what was spoken after the last handshake nobody saw
  const known = Date.parse(looks.findLast((look) => look.completed)?.at ?? view.as_of);
  const silent = looks.filter((look) => !look.completed).length;
  const says = [
    `Time line from ${day(new Date(begin).toISOString())} to ${day(new Date(end).toISOString())}`,
    counted(looks.length, "look") + (silent > 0 ? `, ${counted(silent, "of them without a handshake", "of them without a handshake")}` : ""),
    spans.length > 0 ? counted(spans.length, "certificate") : "no certificate was seen",
  ];
  const near = x(today) > width - 90;
  return (
    <section ref={box}>
      <div className="pane-head">
        <h2>Time line</h2>
        <span className="mut s12">{says.slice(1).join(", ")}</span>
      </div>
      <svg className="timeline" width={width} height={HEIGHT} role="img" aria-label={says.join(", ")}>
        {months(begin, end).map((at) => (
          <g key={at.getTime()}>
            <line x1={x(at.getTime())} x2={x(at.getTime())} y1="16" y2={HEIGHT} className="grid" />
            <text x={x(at.getTime()) + 4} y="11" className="axis">
              {at.toLocaleDateString(locale(), {
                month: "short",
                timeZone: "UTC",
                ...(at.getUTCMonth() === 0 && { year: "2-digit" }),
              })}
            </text>
          </g>
        ))}
        <line x1={x(today)} x2={x(today)} y1="16" y2={HEIGHT} className="today" />
        <text x="0" y="37">Certificate</text>
        {spans.map((span, place) => {
          const [from, wide] = [x(span.from), Math.max(4, x(span.to) - x(span.from) - 2)];
          const newest = place === spans.length - 1;
          const until = span.leaf.not_after;
          const ended = newest && until !== null && Date.parse(until) < today;
          const name = `${span.leaf.sha256.slice(0, 4)}…`;
          const words = newest && until ? `${name} ${ended ? "ended" : "ends"} ${day(until)}` : name;
          const inside = wide > words.length * 6.2 + 10;
          const long = words.length * 6.2 + 12;
          // beside the bar, and not under the line of today
          const crossed = from + wide < x(today) && from + wide + long > x(today);
          const beside = crossed ? x(today) : from + wide;
          const right = beside + long < width;
          const kind = ended ? "ended" : newest ? "now" : "before";
          return (
            <g key={span.from} className={kind}>
              <rect x={from} y="24" width={wide} height="18" />
              {(inside || newest) && (
                <text x={inside ? from + 6 : right ? beside + 6 : from - 6} y="37" className={inside ? undefined : right ? "outside" : "outside left"}>
                  {words}
                </text>
              )}
            </g>
          );
        })}
        {spans.length === 0 && (
          <>
            <rect x={LEFT} y="24.5" width={width - LEFT - 8} height="17" className="none" />
            <text x={LEFT + 6} y="37" className="axis">
              none was seen
            </text>
          </>
        )}
        <text x="0" y="67">Speaks</text>
        {changes.map((change, place) => {
          const next = changes[place + 1]?.at ?? known;
          const from = x(change.at);
          const wide = change.words.length * 6.4 + 8;
          return (
            <g key={change.at}>
              <text x={from} y="67" className="strong">
                {change.words}
              </text>
              {x(next) - from > wide + 12 && <line x1={from + wide} x2={x(next) - 6} y1="63" y2="63" className="join" />}
            </g>
          );
        })}
        {changes.length === 0 && (
          <text x={LEFT} y="67" className="axis">
            no handshake was completed
          </text>
        )}
        <text x="0" y="97">Looks</text>
        {looks.map((look) => (
          <circle key={look.at} cx={x(Date.parse(look.at))} cy="93" r="3" className={look.completed ? "seen" : "silent"} />
        ))}
        <text x={x(today) + (near ? -6 : 6)} y={HEIGHT - 4} className={near ? "today left" : "today"}>
          Today
        </text>
      </svg>
      <details>
        <summary>As table</summary>
        <table className="tbl in flat" aria-label={`Looks at ${view.endpoint.host}`}>
          <Heads of={["When", "What happened", "Spoke", "Certificate", "Valid until"]} />
          <tbody>
            {view.series.map((look) => (
              <tr key={look.at}>
                <td>{moment(look.at)}</td>
                <td className={look.completed ? undefined : "sec"}>{capital(look.outcome)}</td>
                <td className="sec">{look.versions.join(", ") || "not seen"}</td>
                <td>{look.leaf ? <code>{short(look.leaf.sha256)}</code> : <span className="mut">not seen</span>}</td>
                <td className="sec">{look.leaf?.not_after ? day(look.leaf.not_after) : "not seen"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
