// The view of dates on a timeline: a bar for each solution, from its start to its end. It is solid for the time that it
// certainly lasted, and hatched for the time that the dates leave open.

import type { Row, Term } from "./answer";
import type { Span } from "./dates";
import { dateColumns, span } from "./dates";
import { choice, element, fitted, shape } from "./dom";
import type { Vocabulary } from "./vocabulary";
import { messages } from "./messages";

const MOST_BARS = 200;
const NARROW = 560;
const ROW_HEIGHT = 30;
const TOP = 28;

interface Bar {
  readonly name: string;
  readonly start: Span;
  readonly end: Span | null;
  readonly title: string;
}

/** The columns that the reader chose. */
interface ChosenColumns {
  label: string;
  start: string;
  end: string;
}

/** The timeline, and choices of the columns that it shows. */
export function timeline(columns: readonly string[], rows: readonly Row[], vocabulary: Vocabulary): HTMLElement {
  const dates = dateColumns(columns, rows);
  const others = columns.filter((name) => !dates.includes(name));
  const chosen: ChosenColumns = { label: others[0] ?? "", start: dates[0] ?? "", end: dates[1] ?? messages.noEnd };
  const place = element("div");
  const draw = (): void => place.replaceChildren(drawing(bars(rows, chosen, vocabulary), rows.length));
  const selects: HTMLElement[] = [];
  const offer = (label: string, names: readonly string[], key: keyof ChosenColumns): void => {
    if (names.length < 2) return;
    const act = (name: string): void => {
      chosen[key] = name;
      draw();
    };
    selects.push(choice(label, names, chosen[key], act));
  };
  offer(messages.label, others, "label");
  offer(messages.start, dates, "start");
  offer(messages.end, [...dates, messages.noEnd], "end");
  draw();
  return element("div", {}, element("p", { class: "choices" }, ...selects), place);
}

function bars(rows: readonly Row[], chosen: ChosenColumns, vocabulary: Vocabulary): Bar[] {
  const unsorted = rows.flatMap((row) => {
    const [start, end] = [span(row[chosen.start]), span(row[chosen.end])];
    if (!start && !end) return [];
    const name = nameOf(row[chosen.label], vocabulary);
    const title = `${name}: ${row[chosen.start]?.value ?? "…"} – ${row[chosen.end]?.value ?? "…"}`;
    return [{ name, start: start ?? { from: null, to: end?.to ?? null }, end: chosen.end === messages.noEnd ? start : end, title }];
  });
  return unsorted.sort((a, b) => (a.start.from ?? a.start.to ?? 0) - (b.start.from ?? b.start.to ?? 0));
}

function nameOf(term: Term | undefined, vocabulary: Vocabulary): string {
  if (!term) return "";
  return term.type === "uri" ? vocabulary.name(term.value) : term.value;
}

function drawing(all: readonly Bar[], rows: number): HTMLElement {
  const drawn = all.slice(0, MOST_BARS);
  const cut = all.length > MOST_BARS ? ` (${messages.first(MOST_BARS, all.length)})` : "";
  const note = cut + (rows > all.length ? `; ${messages.undated(rows - all.length)}` : "");
  const caption = element("p", { class: "aside" }, `${messages.bars(drawn.length)}${note}. ${messages.inTable} `, legend());
  return element("figure", {}, fitted((width) => picture(drawn, width)), element("figcaption", {}, caption));
}

function legend(): HTMLElement {
  const key = (kind: string, text: string): Node[] => [element("span", { class: `key ${kind}` }), document.createTextNode(` ${text} `)];
  return element("span", { class: "legend" }, ...key("certain", messages.certain), ...key("possible", messages.possible));
}

function picture(drawn: readonly Bar[], width: number): SVGElement {
  const names = width < NARROW ? 0 : Math.min(Math.round(width * 0.32), 260);
  const row = names ? ROW_HEIGHT : ROW_HEIGHT + 14;
  const scale = new Scale(drawn, names + 4, width - 12);
  const height = TOP + drawn.length * row + 6;
  const label = `${messages.bars(drawn.length)}. ${messages.inTable}`;
  const svg = shape("svg", { class: "timeline", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label });
  svg.append(pattern());
  for (const { x, year } of scale.ticks()) {
    svg.append(shape("line", { class: "grid", x1: x, x2: x, y1: TOP - 6, y2: height - 4 }));
    svg.append(shape("text", { class: "tick", x, y: TOP - 12, "text-anchor": "middle" }, `${year}`));
  }
  drawn.forEach((bar, index) => {
    const y = TOP + index * row;
    const group = shape("g", { class: "bar" }, shape("title", {}, bar.title));
    const fits = Math.floor((names || width) / 7.2);
    const name = bar.name.length > fits ? `${bar.name.slice(0, fits - 1)}…` : bar.name;
    const at = names ? { x: names - 8, y: y + ROW_HEIGHT / 2 + 4, "text-anchor": "end" } : { x: 2, y: y + 13 };
    group.append(shape("text", at, name), ...pieces(bar, scale, y + (names ? 6 : 19)));
    svg.append(group);
  });
  return svg;
}

/** The parts of a bar: possible, certain, possible; a dot for a day on which something happened. */
function pieces(bar: Bar, scale: Scale, y: number): SVGElement[] {
  const [first, surelyFrom] = [scale.x(bar.start.from, "left"), scale.x(bar.start.to, "right")];
  const surelyTo = bar.end ? scale.x(bar.end.from, "left") : surelyFrom;
  const last = scale.x(bar.end ? bar.end.to : null, "right");
  const block = (kind: string, from: number, to: number): SVGElement[] =>
    to - from > 0.5 ? [shape("rect", { class: kind, x: from, y, width: to - from, height: 16 })] : [];
  const certain = block("certain", surelyFrom, surelyTo);
  const parts = certain.length
    ? [...block("possible", first, surelyFrom), ...certain, ...block("possible", surelyTo, last)]
    : block("possible", first, Math.max(last, surelyFrom));
  return last - first < 6 ? [shape("circle", { class: "certain", cx: (first + last) / 2, cy: y + 8, r: 6 })] : parts;
}

/** Hatching, so that certain and possible differ in more than colour. */
function pattern(): SVGElement {
  const stripe = shape("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "stripe" });
  const hatched = shape("pattern", { id: "hatched", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, stripe);
  return shape("defs", {}, hatched);
}

class Scale {
  private readonly first: number;
  private readonly last: number;

  constructor(
    drawn: readonly Bar[],
    private readonly left: number,
    private readonly right: number,
  ) {
    const ends = drawn.flatMap(({ start, end }) => [start.from, start.to, end?.from, end?.to]);
    const known = ends.filter((time): time is number => typeof time === "number");
    const open = drawn.some(({ start, end }) => !end || end.to === null || start.to === null);
    const [least, most] = [Math.min(...known), Math.max(...known, ...(open ? [Date.now()] : []))];
    const margin = Math.max((most - least) * 0.03, 86_400_000 * 200);
    this.first = least - margin;
    this.last = most + margin;
  }

  /** The x coordinate of a time; an open one is at the side. */
  x(time: number | null, open: "left" | "right"): number {
    if (time === null) return open === "left" ? this.left : this.right;
    return this.left + ((time - this.first) / (this.last - this.first)) * (this.right - this.left);
  }

  *ticks(): Generator<{ x: number; year: number }> {
    const [first, last] = [new Date(this.first).getUTCFullYear() + 1, new Date(this.last).getUTCFullYear()];
    const most = Math.max(Math.floor((this.right - this.left) / 56), 1);
    const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((years) => (last - first) / years < most) ?? 1000;
    for (let year = Math.ceil(first / step) * step; year <= last; year += step) {
      yield { year, x: this.x(new Date(0).setUTCFullYear(year, 0, 1), "left") };
    }
  }
}
