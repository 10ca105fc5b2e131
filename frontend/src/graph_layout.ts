// Lays out a graph in columns: by the distance of nodes from the start of the arrows, and within a column near their
// neighbours. The result is deterministic.

export interface Edge {
  readonly from: string;
  readonly to: string;
}

const SWEEPS = 6;

/** The columns, each with its nodes from top to bottom. */
export function columnsOf(nodes: readonly string[], edges: readonly Edge[]): string[][] {
  const columns = grouped(nodes, distances(nodes, edges));
  const neighbours = new Map<string, string[]>(nodes.map((node) => [node, []]));
  for (const { from, to } of edges) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const place = new Map(columns.flatMap((column) => column.map((node, i) => [node, (i + 0.5) / column.length] as const)));
    const order = sweep % 2 === 0 ? columns : [...columns].reverse();
    for (const column of order) {
      const pull = new Map(column.map((node) => [node, mean(neighbours.get(node) ?? [], place)]));
      column.sort((a, b) => (pull.get(a) ?? 0) - (pull.get(b) ?? 0));
      column.forEach((node, i) => place.set(node, (i + 0.5) / column.length));
    }
  }
  return columns;
}

/** Breadth first from the nodes that no arrow leads to; in a ring, from the one that most arrows leave. */
function distances(nodes: readonly string[], edges: readonly Edge[]): Map<string, number> {
  const leaving = new Map<string, string[]>(nodes.map((node) => [node, []]));
  const entered = new Set<string>();
  for (const { from, to } of edges) {
    leaving.get(from)?.push(to);
    if (from !== to) entered.add(to);
  }
  const distance = new Map<string, number>();
  const out = (node: string): number => leaving.get(node)?.length ?? 0;
  const begin = (roots: readonly string[]): void => {
    const queue = [...roots];
    for (const root of roots) distance.set(root, 0);
    for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
      for (const next of leaving.get(node) ?? []) {
        if (distance.has(next)) continue;
        distance.set(next, (distance.get(node) ?? 0) + 1);
        queue.push(next);
      }
    }
  };
  begin(nodes.filter((node) => !entered.has(node)));
  for (const node of [...nodes].sort((a, b) => out(b) - out(a))) if (!distance.has(node)) begin([node]);
  return distance;
}

function grouped(nodes: readonly string[], distance: ReadonlyMap<string, number>): string[][] {
  const columns: string[][] = [];
  for (const node of nodes) (columns[distance.get(node) ?? 0] ??= []).push(node);
  return columns.filter((column) => column.length > 0);
}

function mean(nodes: readonly string[], place: ReadonlyMap<string, number>): number {
  const places = nodes.map((node) => place.get(node) ?? 0.5);
  return places.length > 0 ? places.reduce((a, b) => a + b, 0) / places.length : 0.5;
}
