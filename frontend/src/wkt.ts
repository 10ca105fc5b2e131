// Reads well-known text (OGC 06-103r4, section 7) as lists of positions, with the CRS that GeoSPARQL may put first.

import type { Row, Term } from "./answer";

export type Position = readonly [longitude: number, latitude: number];

export interface Geometry {
  readonly points: readonly Position[];
  readonly lines: readonly (readonly Position[])[];
  readonly areas: readonly (readonly Position[])[];
}

const WKT = /^\s*(?:<([^>]*)>\s*)?(?:(MULTI)?(POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\s*(?:ZM?|M)?\s*\(/i;
const PART = /(?:(?:MULTI)?(POINT|LINESTRING|POLYGON))\s*(?:ZM?|M)?\s*(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))/gi;
const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const PAIR = new RegExp(`(${NUMBER})\\s+(${NUMBER})`);

/** The columns whose values are geometries. */
export function geometryColumns(columns: readonly string[], rows: readonly Row[]): string[] {
  return columns.filter((name) => rows.some((row) => row[name] && geometry(row[name])));
}

/** The geometry of a literal; null for any other term, and for a CRS other than WGS 84. */
export function geometry(term: Term | undefined): Geometry | null {
  if (term?.type !== "literal") return null;
  const start = WKT.exec(term.value);
  if (!start) return null;
  const crs = start[1] ?? "";
  const swapped = /EPSG\/[^/]*\/4326$/.test(crs); // there latitude comes first
  if (crs && !swapped && !/CRS84$/.test(crs)) return null;
  const parts = { points: [] as Position[], lines: [] as Position[][], areas: [] as Position[][] };
  for (const [, kind = "", body = ""] of term.value.matchAll(PART)) {
    const rings = /point/i.test(kind) ? [body] : (body.match(/\([^()]*\)/g) ?? [body]);
    for (const ring of rings) {
      const positions = read(ring, swapped);
      if (/point/i.test(kind)) parts.points.push(...positions);
      else if (/line/i.test(kind)) parts.lines.push(positions);
      else parts.areas.push(positions);
    }
  }
  return parts.points.length + parts.lines.length + parts.areas.length > 0 ? parts : null;
}

function read(ring: string, swapped: boolean): Position[] {
  return ring.split(",").flatMap((text) => {
    const pair = PAIR.exec(text);
    if (!pair) return [];
    const [x, y] = [Number(pair[1]), Number(pair[2])];
    const [longitude, latitude] = swapped ? [y, x] : [x, y];
    return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [[longitude, latitude] as const] : [];
  });
}
