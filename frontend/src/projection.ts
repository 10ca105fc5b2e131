// Projects longitude and latitude onto the plane: the world in the Equal Earth projection (Šavrič, Patterson, Jenny 2018,
// https://doi.org/10.1080/13658816.2018.1504949), a smaller part of it in an equirectangular one that is true at its centre.

import type { Position } from "./wkt";

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export type Projection = (position: Position) => [x: number, y: number];

export const WORLD: Box = { west: -180, south: -58, east: 180, north: 82 };

/** In degrees; a wider box is drawn in the projection for the world. */
const WIDE = 120;
const RADIAN = Math.PI / 180;
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;

/** The box around positions, with a margin; at least two degrees wide. */
export function around(positions: readonly Position[]): Box {
  const [longitudes, latitudes] = [positions.map(([longitude]) => longitude), positions.map(([, latitude]) => latitude)];
  const [west, east, south, north] = [least(longitudes), most(longitudes), least(latitudes), most(latitudes)];
  const margin = Math.max((east - west) * 0.12, (north - south) * 0.12, 1);
  return {
    west: Math.max(west - margin, -180),
    south: Math.max(south - margin, -90),
    east: Math.min(east + margin, 180),
    north: Math.min(north + margin, 90),
  };
}

/** The projection that suits a box. */
export function suited(box: Box): Projection {
  const middle = (box.west + box.east) / 2;
  if (box.east - box.west > WIDE) return ([longitude, latitude]) => equalEarth(longitude - middle, latitude);
  const narrowing = Math.cos(((box.north + box.south) / 2) * RADIAN);
  return ([longitude, latitude]) => [longitude * RADIAN * narrowing, -latitude * RADIAN];
}

/** Points along the great circle between two places, close enough together to look curved. */
export function greatCircle(from: Position, to: Position): Position[] {
  const [a, b] = [unit(from), unit(to)];
  const angle = Math.acos(Math.min(Math.max(a[0] * b[0] + a[1] * b[1] + a[2] * b[2], -1), 1));
  const steps = Math.max(Math.ceil(angle / RADIAN / 3), 1);
  if (angle < 1e-9) return [from, to];
  return Array.from({ length: steps + 1 }, (_, i) => {
    const [p, q] = [Math.sin((1 - i / steps) * angle) / Math.sin(angle), Math.sin((i / steps) * angle) / Math.sin(angle)];
    const [x, y, z] = [p * a[0] + q * b[0], p * a[1] + q * b[1], p * a[2] + q * b[2]];
    return [Math.atan2(y, x) / RADIAN, Math.atan2(z, Math.hypot(x, y)) / RADIAN] as const;
  });
}

function equalEarth(longitude: number, latitude: number): [number, number] {
  const t = Math.asin(M * Math.sin(latitude * RADIAN));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const x = (longitude * RADIAN * Math.cos(t)) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  return [x, -t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))];
}

function unit([longitude, latitude]: Position): [number, number, number] {
  const [x, y] = [longitude * RADIAN, latitude * RADIAN];
  return [Math.cos(y) * Math.cos(x), Math.cos(y) * Math.sin(x), Math.sin(y)];
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b), Infinity);
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b), -Infinity);
}
