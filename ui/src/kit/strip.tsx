// The date strip: one lane per kind, a shape per kind, what is late left of today. Arrow keys
// walk the marks; a label stands beside its mark where it fits.
import { useRef, useState } from "react";
import { away, counted, day, daysFrom, locale, midnight } from "./words";
import { useWidth } from "./width";

export type Shape = "flag" | "bar" | "diamond" | "circle" | "triangle" | "sheet" | "end";
export type Lane = { key: string; words: string; single: string; many: string; shape: Shape };
export type Dated = { lane: string; on: string; nearness: "late" | "near" | "ahead"; name: string; what: string; href: string };

type Props = { today: string; days: number; lanes: Lane[]; dates: Dated[]; openAll: () => void };
type Mark = { key: string; x: number; dates: Dated[]; nearness: Dated["nearness"]; words: string[]; says: string };

const LANE = 27;
const HEAD = 30;
const NAMES = 136;
const LATE = 84;

const DAY = 86_400_000;

/** How wide a text of the strip is, near enough to keep labels apart. */
const wide = (text: string) => text.length * 6.5;

function marks(lane: Lane, dates: Dated[], today: string, at: (days: number) => number): Mark[] {
  const groups = new Map<string, Dated[]>();
  for (const date of dates.filter((one) => one.lane === lane.key)) {
    const key = date.nearness === "late" ? "late" : date.on;
    groups.set(key, [...(groups.get(key) ?? []), date]);
  }
  return [...groups].flatMap(([key, of]) => {
    const first = of[0];
    if (!first) return [];
    const late = first.nearness === "late";
    const listed = of.map((one) => `${one.name}, ${one.what}, ${day(one.on)} (${away(today, one.on)})`).join("; ");
    const many = `${of.length} ${lane.many}`;
    return [
      {
        key: `${lane.key} ${key}`,
        x: late ? NAMES + 8 : at(daysFrom(today, first.on)),
        dates: of,
        nearness: first.nearness,
        words: late ? [`${of.length} late`] : of.length === 1 ? [`${first.name}: ${first.what}`, first.name] : [many],
        says: of.length === 1 ? `${lane.single}: ${listed}` : `${many}: ${listed}`,
      },
    ];
  });
}

type Label = { text: string; x: number; anchor: "start" | "end" };

/** Beside its mark on the right, else on the left, else shorter, else not at all. */
function labels(placed: Mark[], from: number, right: number): (Label | null)[] {
  let taken = from + 4;
  return placed.map((mark, place) => {
    const next = placed[place + 1];
    const room = (next ? next.x - 10 : right) - (mark.x + 11);
    const left = mark.x - 11 - taken;
    if (mark.nearness === "late") return { text: mark.words[0] ?? "", x: mark.x + 11, anchor: "start" as const };
    taken = mark.x + 11;
    for (const text of mark.words) {
      if (wide(text) <= room) {
        taken = mark.x + 11 + wide(text) + 8;
        return { text, x: mark.x + 11, anchor: "start" as const };
      }
      if (wide(text) <= left) return { text, x: mark.x - 11, anchor: "end" as const };
    }
    return null;
  });
}

export function DateStrip({ today, days, lanes, dates, openAll }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 1160);
  const [at, setAt] = useState<string | undefined>();
  const late = dates.filter((date) => date.nearness === "late").length;
  const from = NAMES + (late > 0 ? LATE : 0);
  const step = (width - from - 14) / days;
  const x = (day: number) => from + day * step;
  const height = HEAD + lanes.length * LANE + 4;
  const rows = lanes.map((lane) => ({ lane, marks: marks(lane, dates, today, x) }));
  const keys = rows.flatMap((row) => row.marks.map((mark) => mark.key));
  const current = at !== undefined && keys.includes(at) ? at : keys[0];
  const date = (day: number) => new Date(midnight(today) + day * DAY);
  const ahead = Array.from({ length: days + 1 }, (_, day) => day);
  const mondays = ahead.filter((day) => day > 0 && date(day).getUTCDay() === 1);
  const months = ahead.filter((day) => day > 0 && date(day).getUTCDate() === 1);
  const month = (day: number) =>
    date(day).toLocaleDateString(locale(), { month: "long", timeZone: "UTC", ...(date(day).getUTCMonth() === 0 ? { year: "numeric" } : {}) });
  const says = `${counted(dates.length, "date")} in the next ${days} days or late: ${lanes
    .map((lane) => ({ lane, many: dates.filter((one) => one.lane === lane.key).length }))
    .filter(({ many }) => many > 0)
    .map(({ lane, many }) => `${lane.words.toLowerCase()} ${many}`)
    .join(", ")}; ${late} late.`;

  const walk = (event: React.KeyboardEvent) => {
    const by: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const move = by[event.key];
    if (move === undefined || current === undefined) return;
    event.preventDefault();
    const next = keys[Math.min(keys.length - 1, Math.max(0, keys.indexOf(current) + move))];
    if (next === undefined) return;
    setAt(next);
    [...(box.current?.querySelectorAll<SVGElement>("[data-mark]") ?? [])].find((one) => one.dataset["mark"] === next)?.focus();
  };

  return (
    <div ref={box} className="strip">
      <svg width={width} height={height} role="group" aria-label={says} onKeyDown={walk}>
        {months.map((day) => (
          <g key={day}>
            <line x1={x(day)} x2={x(day)} y1="4" y2={height} className="month" />
            {x(day) - from > 44 && width - x(day) > 64 && (
              <text x={x(day) + 6} y="12" className="name">
                {month(day)}
              </text>
            )}
          </g>
        ))}
        {mondays.map((day) => (
          <g key={day}>
            <line x1={x(day)} x2={x(day)} y1={HEAD} y2={height} className="grid" />
            {step * 7 > 22 && (
              <text x={x(day)} y="25" className="middle">
                {date(day).getUTCDate()}
              </text>
            )}
          </g>
        ))}
        {late > 0 && (
          <>
            <rect x={NAMES} y={HEAD} width={LATE} height={height - HEAD} className="late-zone" />
            <text x={NAMES + 6} y="12" className="late strong">
              Late
            </text>
          </>
        )}
        <text x={from} y="12" className="today strong">
          Today
        </text>
        {rows.map(({ lane, marks: placed }, place) => {
          const y = HEAD + place * LANE;
          const texts = labels(placed, from, width);
          return (
            <g key={lane.key}>
              <line x1="0" x2={width} y1={y} y2={y} className="rule" />
              <text x="0" y={y + 18} className="lane">
                {lane.words}
              </text>
              {placed.map((mark, index) => {
                const text = texts[index];
                const only = mark.dates.length === 1 ? mark.dates[0] : undefined;
                const inner = (
                  <>
                    <rect x={mark.x - 9} y={y + 3} width="18" height={LANE - 6} className="target" />
                    <Shaped shape={lane.shape} x={mark.x} y={y + LANE / 2} />
                    {text && (
                      <text x={text.x} y={y + 18} className={text.anchor === "end" ? "label end" : "label"}>
                        {text.text}
                      </text>
                    )}
                    <title>{mark.says}</title>
                  </>
                );
                const shared = {
                  className: `mark ${mark.nearness}`,
                  "data-mark": mark.key,
                  tabIndex: mark.key === current ? 0 : -1,
                  "aria-label": mark.says,
                  onFocus: () => setAt(mark.key),
                };
                return only ? (
                  <a key={mark.key} href={only.href} {...shared}>
                    {inner}
                  </a>
                ) : (
                  <g
                    key={mark.key}
                    role="button"
                    {...shared}
                    onClick={openAll}
                    onKeyDown={(event) => {
                      if (event.key === "Enter" || event.key === " ") {
                        event.preventDefault();
                        openAll();
                      }
                    }}
                  >
                    {inner}
                  </g>
                );
              })}
            </g>
          );
        })}
        <line x1={from} x2={from} y1="17" y2={height} className="today-line" />
      </svg>
    </div>
  );
}

function Shaped({ shape, x, y }: { shape: Shape; x: number; y: number }) {
  switch (shape) {
    case "flag":
      return <path className="shape" d={`M${x - 3.5} ${y - 6}v12M${x - 3.5} ${y - 6}h9l-2.5 3.2 2.5 3.2h-9z`} />;
    case "bar":
      return <rect className="shape" x={x - 4.5} y={y - 5.5} width="9" height="11" rx="1" />;
    case "diamond":
      return <path className="shape" d={`M${x} ${y - 6}l6 6-6 6-6-6z`} />;
    case "circle":
      return <circle className="shape" cx={x} cy={y} r="5" />;
    case "triangle":
      return <path className="shape" d={`M${x} ${y - 6}l6 11h-12z`} />;
    case "sheet":
      return <path className="shape open" d={`M${x - 4.5} ${y - 5.5}h9v11h-9zM${x - 2} ${y - 2}h4M${x - 2} ${y + 1.5}h4`} />;
    case "end":
      return <path className="shape" d={`M${x - 5} ${y - 6}h4v12h-4zM${x + 1.5} ${y - 6}h3.5v12h-3.5z`} />;
  }
}
