// The view of a graph (the answer to CONSTRUCT or DESCRIBE): a card for each resource, with its name and some literals,
// and arrows for the statements between resources.

import type { Term, Triple } from "./answer";
import { element, fitted, shape } from "./dom";
import { columnsOf } from "./graph_layout";
import type { Vocabulary } from "./vocabulary";
import { language, messages } from "./messages";

const MOST_CARDS = 150;
const MOST_TEXTS = 3;
const CARD_WIDTH = 230;
const COLUMN_GAP = { least: 120, most: 260 };
const MARGIN = 12;
const GAP = 26;
const LINE = 17;
const LOWEST_TOP = 300;
const LINE_LENGTH = 30;
const NAMING_PROPERTY = /(#prefLabel|#label|\/terms\/title|foaf\/0\.1\/name|schema\.org\/name)$/;

interface Card {
  readonly id: string;
  readonly term: Term;
  names: Term[];
  texts: string[];
  title: readonly string[];
  x: number;
  y: number;
}

interface Arrow {
  readonly from: Card;
  readonly to: Card;
  names: string[];
}

/** The drawing with its caption. */
export function graph(triples: readonly Triple[], vocabulary: Vocabulary): HTMLElement {
  const { cards, arrows, all } = read(triples, vocabulary);
  const note = all > cards.length ? ` (${messages.first(cards.length, all)})` : "";
  const summary = `${messages.nodes(cards.length, arrows.length)}${note}. ${messages.inTable}`;
  const scroll = { class: "scroll drawing", role: "region", "aria-label": messages.graph, tabindex: 0 };
  const draw = (width: number): SVGElement => picture(cards, arrows, width, summary, vocabulary);
  return element("figure", {}, fitted(draw, scroll), element("figcaption", { class: "aside" }, summary));
}

function picture(cards: readonly Card[], arrows: readonly Arrow[], room: number, label: string, vocabulary: Vocabulary): SVGElement {
  place(cards, arrows, vocabulary, room);
  const width = Math.max(...cards.map((card) => card.x + CARD_WIDTH), 0) + MARGIN;
  const height = Math.max(...cards.map((card) => card.y + heightOf(card)), 0) + MARGIN;
  const svg = shape("svg", { class: "graph", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": label });
  // All lines come before all texts, so that no line is drawn over a text.
  svg.append(head(), ...arrows.map(drawArrow), ...arrows.map(drawName), ...cards.map((card) => drawCard(card, vocabulary)));
  return svg;
}

function read(triples: readonly Triple[], vocabulary: Vocabulary): { cards: Card[]; arrows: Arrow[]; all: number } {
  const known = new Map<string, Card>();
  const card = (term: Term): Card => {
    const id = `${term.type} ${term.value}`;
    const own = known.get(id) ?? { id, term, names: [], texts: [], title: [], x: 0, y: 0 };
    known.set(id, own);
    return own;
  };
  const arrowsByEnds = new Map<string, Arrow>();
  for (const { subject, predicate, object } of triples) {
    const from = card(subject);
    if (object.type === "literal") {
      if (NAMING_PROPERTY.test(predicate.value)) from.names.push(object);
      else from.texts.push(`${vocabulary.name(predicate.value)}: ${object.value}`);
      continue;
    }
    const to = card(object);
    const key = `${from.id} ${to.id}`;
    const arrow = arrowsByEnds.get(key) ?? { from, to, names: [] };
    arrow.names.push(vocabulary.name(predicate.value));
    arrowsByEnds.set(key, arrow);
  }
  const cards = [...known.values()].slice(0, MOST_CARDS);
  const shown = new Set(cards);
  const arrows = [...arrowsByEnds.values()].filter(({ from, to }) => shown.has(from) && shown.has(to));
  return { cards, arrows, all: known.size };
}

/** Lay out the cards in columns, each centred beside the highest one as far as it stays in sight, over the whole width. */
function place(cards: readonly Card[], arrows: readonly Arrow[], vocabulary: Vocabulary, room: number): void {
  for (const card of cards) card.title = wrapped(nameOf(card, vocabulary));
  const byId = new Map(cards.map((card) => [card.id, card]));
  const edges = arrows.map(({ from, to }) => ({ from: from.id, to: to.id }));
  const columns = columnsOf([...byId.keys()], edges).map((column) => column.map((id) => byId.get(id) as Card));
  const left = (room - 2 * MARGIN - columns.length * CARD_WIDTH) / Math.max(columns.length - 1, 1);
  const between = Math.min(Math.max(left, COLUMN_GAP.least), COLUMN_GAP.most);
  const heights = columns.map((column) => column.reduce((sum, card) => sum + heightOf(card) + GAP, -GAP));
  const highest = Math.max(...heights, 0);
  columns.forEach((column, index) => {
    let y = MARGIN + Math.min((highest - (heights[index] ?? 0)) / 2, LOWEST_TOP);
    for (const card of column) {
      card.x = MARGIN + index * (CARD_WIDTH + between);
      card.y = y;
      y += heightOf(card) + GAP;
    }
  });
}

function heightOf(card: Card): number {
  return 15 + (card.title.length + Math.min(card.texts.length, MOST_TEXTS)) * LINE;
}

function drawCard(card: Card, vocabulary: Vocabulary): SVGElement {
  const { term, x, y } = card;
  const href = term.type === "uri" ? vocabulary.href(term.value) : null;
  const group = href ? shape("a", { href, class: "card" }) : shape("g", { class: "card" });
  const texts = card.texts.slice(0, MOST_TEXTS).map((text) => ["text", cut(text, LINE_LENGTH + 4)] as const);
  const lines = [...card.title.map((line) => ["name", line] as const), ...texts];
  group.append(
    shape("title", {}, [nameOf(card, vocabulary), term.value, ...card.texts].join("\n")),
    shape("rect", { x, y, width: CARD_WIDTH, height: heightOf(card), rx: 7 }),
    ...lines.map(([kind, text], i) => shape("text", { class: kind, x: x + 12, y: y + 21 + i * LINE }, text)),
  );
  return group;
}

/** A name in at most two lines. */
function wrapped(name: string): string[] {
  const first = cut(name, LINE_LENGTH);
  if (first === name) return [name];
  const broken = first.slice(0, -1).search(/[\s/#-][^\s/#-]*$/);
  const end = broken > 0 ? broken + 1 : first.length - 1;
  return [name.slice(0, end).trimEnd(), cut(name.slice(end), LINE_LENGTH)];
}

function nameOf(card: Card, vocabulary: Vocabulary): string {
  const tags = [language, "en"];
  const preferred = tags.map((tag) => card.names.find((name) => name["xml:lang"] === tag)).find(Boolean);
  const name = preferred ?? card.names[0];
  if (name) return name.value;
  return card.term.type === "uri" ? vocabulary.name(card.term.value) : `_:${card.term.value}`;
}

/** From the right side of one card to the left side of the other; within a column and backwards, round the right side. */
function drawArrow(arrow: Arrow): SVGElement {
  const start = { x: arrow.from.x + CARD_WIDTH, y: arrow.from.y + heightOf(arrow.from) / 2 };
  const { forward, x, y } = tipOf(arrow);
  const bend = forward ? (x - start.x) * 0.45 : 60;
  const d = `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${forward ? x - bend : x + bend} ${y} ${x} ${y}`;
  return shape("path", { class: "arrow", d, "marker-end": "url(#arrowhead)" });
}

function drawName(arrow: Arrow): SVGElement {
  const { forward, x, y } = tipOf(arrow);
  const text = [...new Set(arrow.names)].join(", ");
  const at = forward ? { x: x - 10, y: y - 6, "text-anchor": "end" } : { x: x + 14, y: y + 16 };
  return shape("text", { class: "arrow", ...at }, cut(text, 22), shape("title", {}, text));
}

/** Where an arrow ends. */
function tipOf({ from, to }: Arrow): { forward: boolean; x: number; y: number } {
  const forward = to.x > from.x;
  const middle = to.y + heightOf(to) / 2;
  return { forward, x: forward ? to.x - 7 : to.x + CARD_WIDTH + 7, y: forward ? middle : middle + 6 };
}

function head(): SVGElement {
  const tip = shape("path", { d: "M0 0L8 4L0 8z", class: "tip" });
  const size = { markerWidth: 8, markerHeight: 8, refX: 2, refY: 4, orient: "auto", markerUnits: "userSpaceOnUse" };
  return shape("defs", {}, shape("marker", { id: "arrowhead", ...size }, tip));
}

/** A text of at most so many characters of usual width; those of East Asia are twice as wide. */
function cut(text: string, most: number): string {
  let width = 0;
  let end = 0;
  for (const sign of text) {
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u.test(sign) ? 2 : 1;
    if (width > most) return `${text.slice(0, end)}…`;
    end += sign.length;
  }
  return text;
}
