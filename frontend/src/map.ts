// The view of geometries on a map. A row with two points is a line between them along a great circle. The outlines of
// the land are GeoJSON at an address that the form has.

import type { Row } from "./answer";
import { button, element, fitted, shape } from "./dom";
import { fetchJson } from "./service";
import type { Box, Projection } from "./projection";
import { WORLD, around, greatCircle, suited } from "./projection";
import type { Vocabulary } from "./vocabulary";
import type { Geometry, Position } from "./wkt";
import { geometry, geometryColumns } from "./wkt";
import { messages } from "./messages";

const MOST_PLACES = 1000;
const MOST_NAMES = 60;

export interface Outlines {
  readonly credit: string | null;
  readonly rings: readonly (readonly Position[])[];
}

interface Place {
  readonly name: string;
  readonly href: string | null;
  readonly geometries: readonly Geometry[];
}

/** The map with its caption, and buttons for the world and the surroundings of the places. */
export function map(columns: readonly string[], rows: readonly Row[], vocabulary: Vocabulary, outlines: Promise<Outlines>): HTMLElement {
  const all = places(columns, rows, vocabulary);
  const drawn = all.slice(0, MOST_PLACES);
  const positions = drawn.flatMap((place) => place.geometries.flatMap(everyPosition));
  const near = around(positions);
  const note = all.length > MOST_PLACES ? ` (${messages.first(MOST_PLACES, all.length)})` : "";
  const summary = `${messages.places(drawn.length)}${note}. ${messages.inTable}`;
  const caption = element("figcaption", { class: "aside" }, summary);
  let box = WORLD;
  const place = element("div", { class: "atlas" });
  const draw = async (): Promise<void> => {
    const { rings, credit } = await outlines;
    caption.textContent = [summary, credit].filter(Boolean).join(" ");
    place.replaceChildren(fitted((width) => picture(drawn, rings, box, width)));
  };
  const whole = button(messages.world, () => show(WORLD), { class: "quiet" });
  const close = button(messages.near, () => show(near), { class: "quiet" });
  const show = (wanted: Box): void => {
    box = wanted;
    whole.setAttribute("aria-pressed", `${wanted === WORLD}`);
    close.setAttribute("aria-pressed", `${wanted === near}`);
    void draw();
  };
  show(near.east - near.west > 270 ? WORLD : near);
  return element("figure", {}, element("p", { class: "choices" }, close, whole), place, caption);
}

/** The outlines at an address; none if there is no address, or no document. */
export async function outlinesAt(address: string | undefined): Promise<Outlines> {
  const outlines = address ? await fetchJson<GeoJson>(new URL(address, document.baseURI)) : null;
  return { rings: outlines ? ringsOf(outlines) : [], credit: outlines?.properties?.source ?? null };
}

interface GeoJson {
  type: string;
  coordinates?: unknown;
  properties?: { source?: string };
  geometry?: GeoJson;
  geometries?: GeoJson[];
  features?: GeoJson[];
}

function ringsOf(document: GeoJson): Position[][] {
  if (document.type === "Polygon") return document.coordinates as Position[][];
  if (document.type === "MultiPolygon") return (document.coordinates as Position[][][]).flat();
  const parts = document.features ?? document.geometries ?? (document.geometry ? [document.geometry] : []);
  return parts.flatMap(ringsOf);
}

function places(columns: readonly string[], rows: readonly Row[], vocabulary: Vocabulary): Place[] {
  const geometries = geometryColumns(columns, rows);
  const others = columns.filter((name) => !geometries.includes(name));
  return rows.flatMap((row) => {
    const own = geometries.map((name) => geometry(row[name])).filter((value) => value !== null);
    const terms = others.map((name) => row[name]).filter((term) => term !== undefined);
    const iri = terms.find((term) => term.type === "uri" && vocabulary.href(term.value)?.startsWith("/"));
    const named = terms.find((term) => term.type === "literal" && /\p{L}/u.test(term.value));
    const name = named?.value ?? (iri ? vocabulary.name(iri.value) : (terms[0]?.value ?? ""));
    return own.length > 0 ? [{ name, href: iri ? vocabulary.href(iri.value) : null, geometries: own }] : [];
  });
}

function everyPosition(geometry: Geometry): Position[] {
  return [...geometry.points, ...geometry.lines.flat(), ...geometry.areas.flat()];
}

function picture(drawn: readonly Place[], rings: readonly (readonly Position[])[], box: Box, width: number): SVGElement {
  const project = suited(box);
  const frame = new Frame(box, project, width);
  const label = `${messages.places(drawn.length)}. ${messages.inTable}`;
  const svg = shape("svg", { class: "map", viewBox: `0 0 ${width} ${frame.height}`, width, height: frame.height, role: "group", "aria-label": label });
  svg.append(shape("path", { class: "grid", d: graticule(box).map((line) => frame.path(line)).join("") }));
  svg.append(...land(rings, box, frame));
  const [lines, dots] = [shape("g"), shape("g")];
  for (const place of drawn) drawPlace(place, frame, lines, dots);
  svg.append(lines, dots, named(drawn, frame));
  return svg;
}

/** The land; a ring that crosses the edge of the world continues at the other side. */
function land(rings: readonly (readonly Position[])[], box: Box, frame: Frame): SVGElement[] {
  const moved = [-360, 0, 360].flatMap((turn) => rings.map((ring) => ring.map(([x, y]) => [x + turn, y] as const)));
  const seen = moved.filter((ring) => ring.some(([x, y]) => x > box.west - 60 && x < box.east + 60 && y > -89));
  const d = seen.map((ring) => `${frame.path(ring)}Z`).join("");
  if (!d) return [];
  const edge = shape("clipPath", { id: "edge" }, shape("path", { d: frame.path(rim(box)) }));
  const clipped = box === WORLD ? { "clip-path": "url(#edge)" } : {};
  return [shape("defs", {}, edge), shape("path", { class: "land", "fill-rule": "evenodd", d, ...clipped })];
}

function drawPlace(place: Place, frame: Frame, lines: SVGElement, dots: SVGElement): void {
  const [from, to] = place.geometries.map(({ points }) => points[0]);
  if (from && to) lines.append(shape("path", { class: "line", d: frame.path(greatCircle(from, to)) }));
  const inner: SVGElement[] = [shape("title", {}, place.name)];
  for (const { areas, points, lines: paths } of place.geometries) {
    if (areas.length) inner.push(shape("path", { class: "area", d: areas.map((ring) => `${frame.path(ring)}Z`).join("") }));
    if (paths.length) inner.push(shape("path", { class: "line", d: paths.map((line) => frame.path(line)).join("") }));
    for (const point of points) {
      const [x, y] = frame.at(point);
      if (frame.holds(x, y)) inner.push(shape("circle", { cx: x, cy: y, r: 5 }));
    }
  }
  const group = place.href ? shape("a", { href: place.href, class: "place" }) : shape("g", { class: "place" });
  group.append(...inner);
  dots.append(group);
}

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The names of places, each beside its last dot on the first side that is free; a name without a free side is left out. */
function named(drawn: readonly Place[], frame: Frame): SVGElement {
  const names = shape("g", { class: "names" });
  const seen = drawn.flatMap((place) => {
    const point = place.geometries.flatMap(({ points }) => points).at(-1);
    const [x, y] = point ? frame.at(point) : [-1, -1];
    return frame.holds(x, y) ? [{ text: place.name, x, y }] : [];
  });
  const taken: Rectangle[] = seen.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  const written = new Set<string>();
  for (const { text, x, y } of seen.slice(0, MOST_NAMES)) {
    const width = text.length * 6.6;
    const spots = [
      { left: x + 9, top: y - 8 },
      { left: x - 9 - width, top: y - 8 },
      { left: x - width / 2, top: y - 24 },
      { left: x - width / 2, top: y + 8 },
    ];
    const free = spots
      .map(({ left, top }) => ({ left, top, right: left + width, bottom: top + 15 }))
      .find((spot) => spot.left > 0 && spot.right < frame.width && !taken.some((other) => overlap(other, spot)));
    if (!free || written.has(text)) continue;
    written.add(text);
    taken.push(free);
    names.append(shape("text", { x: free.left, y: free.top + 12 }, text));
  }
  return names;
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function graticule(box: Box): Position[][] {
  const wide = box.east - box.west;
  const step = [1, 2, 5, 10, 30].find((degrees) => wide / degrees < 9) ?? 30;
  const range = (from: number, to: number, by: number): number[] =>
    Array.from({ length: Math.floor(to / by) - Math.ceil(from / by) + 1 }, (_, i) => (Math.ceil(from / by) + i) * by);
  const meridians = range(box.west, box.east, step).map((x) => fine(box.south, box.north).map((y) => [x, y] as const));
  const parallels = range(box.south, box.north, step).map((y) => fine(box.west, box.east).map((x) => [x, y] as const));
  return [...meridians, ...parallels];
}

/** The edge of a box, all around. */
function rim({ west, south, east, north }: Box): Position[] {
  return [
    ...fine(west, east).map((x) => [x, north] as const),
    ...fine(north, south).map((y) => [east, y] as const),
    ...fine(east, west).map((x) => [x, south] as const),
    ...fine(south, north).map((y) => [west, y] as const),
  ];
}

function fine(from: number, to: number): number[] {
  return Array.from({ length: 37 }, (_, i) => from + ((to - from) * i) / 36);
}

/** The part of the plane that the drawing shows. */
class Frame {
  readonly height: number;
  private readonly left: number;
  private readonly top: number;
  private readonly scale: number;

  constructor(
    box: Box,
    private readonly project: Projection,
    readonly width: number,
  ) {
    const plane = rim(box).map(project);
    const [xs, ys] = [plane.map(([x]) => x), plane.map(([, y]) => y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const [across, down] = [Math.max(...xs) - left, Math.max(...ys) - top];
    this.height = Math.round(Math.min(Math.max((width * down) / across, width * 0.44), Math.max(width * 0.75, 320)));
    this.scale = Math.min(width / across, this.height / down);
    this.left = left - (width / this.scale - across) / 2;
    this.top = top - (this.height / this.scale - down) / 2;
  }

  at(position: Position): [number, number] {
    const [x, y] = this.project(position);
    return [round((x - this.left) * this.scale), round((y - this.top) * this.scale)];
  }

  holds(x: number, y: number): boolean {
    return x >= 0 && x <= this.width && y >= 0 && y <= this.height;
  }

  /** A path through positions, with a gap where it crosses the edge of the world. */
  path(positions: readonly Position[]): string {
    return positions
      .map((position, i) => {
        const before = positions[i - 1];
        const jumps = !before || Math.abs(before[0] - position[0]) > 270;
        return `${jumps ? "M" : "L"}${this.at(position).join(" ")}`;
      })
      .join("");
  }
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
