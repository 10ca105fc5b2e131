// The ways to see an answer: each says whether it suits, and draws itself.

import type { Answer } from "./answer";
import { tabulated } from "./answer";
import { dateColumns } from "./dates";
import { element } from "./elements";
import { graph } from "./graph";
import type { Outlines } from "./map";
import { map } from "./map";
import { raw } from "./raw";
import type { Format } from "./service";
import { formats } from "./service";
import { table } from "./table";
import type { Tab } from "./tabs";
import { timeline } from "./timeline";
import type { Vocabulary } from "./vocabulary";
import { geometryColumns } from "./wkt";
import { words } from "./words";

export interface Means {
  readonly vocabulary: Vocabulary;
  readonly outlines: () => Promise<Outlines>;
  readonly text: (format: Format) => Promise<string>;
}

/** The tabs for an answer; one that does not suit tells what it would need. */
export function views(answer: Answer, { vocabulary, outlines, text }: Means): Tab[] {
  const { columns, rows } = tabulated(answer, [words.subject, words.predicate, words.object]);
  const told = (reason: string) => (): HTMLElement => element("p", { class: "none" }, reason);
  const empty = answer.kind !== "verdict" && rows.length === 0;
  const hasTable = answer.kind !== "verdict" && !empty;
  const drawTable = hasTable ? () => table(columns, rows, vocabulary) : told(empty ? words.none : words.noTable);
  const hasMap = geometryColumns(columns, rows).length > 0;
  const hasDates = answer.kind === "solutions" && dateColumns(columns, rows).length > 0;
  const drawGraph = answer.kind === "graph" && !empty ? () => graph(answer.triples, vocabulary) : told(words.noGraph);
  const drawsGraph = answer.kind === "graph" && !empty;
  return [
    answer.kind === "verdict"
      ? { name: "table", label: words.answer, suits: true, draw: () => element("p", { class: "verdict-line" }, answer.verdict ? words.yes : words.no) }
      : { name: "table", label: words.table, suits: true, draw: drawTable },
    { name: "map", label: words.map, suits: hasMap, draw: hasMap ? () => map(columns, rows, vocabulary, outlines()) : told(words.noMap) },
    { name: "timeline", label: words.timeline, suits: hasDates, draw: hasDates ? () => timeline(columns, rows, vocabulary) : told(words.noTimeline) },
    { name: "graph", label: words.graph, suits: drawsGraph, draw: drawGraph },
    { name: "raw", label: words.raw, suits: true, draw: () => raw(formats(answer), text) },
  ];
}
