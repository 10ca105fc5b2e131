// The views of an answer as tabs: table, map, timeline, graph and raw text.

import type { Answer } from "./answer";
import { tabulated } from "./answer";
import { dateColumns } from "./dates";
import { element } from "./dom";
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
import { messages } from "./messages";

/** What views need beside the answer; `text` fetches the answer in a format. */
export interface ViewContext {
  readonly vocabulary: Vocabulary;
  readonly outlines: () => Promise<Outlines>;
  readonly text: (format: Format) => Promise<string>;
}

/** The tabs for an answer; one that does not suit it says what it would need. */
export function views(answer: Answer, { vocabulary, outlines, text }: ViewContext): Tab[] {
  const { columns, rows } = tabulated(answer, [messages.subject, messages.predicate, messages.object]);
  const note = (reason: string) => (): HTMLElement => element("p", { class: "none" }, reason);
  const empty = answer.kind !== "verdict" && rows.length === 0;
  const hasTable = answer.kind !== "verdict" && !empty;
  const drawTable = hasTable ? () => table(columns, rows, vocabulary) : note(empty ? messages.none : messages.noTable);
  const hasMap = geometryColumns(columns, rows).length > 0;
  const hasDates = answer.kind === "solutions" && dateColumns(columns, rows).length > 0;
  const drawGraph = answer.kind === "graph" && !empty ? () => graph(answer.triples, vocabulary) : note(messages.noGraph);
  const drawsGraph = answer.kind === "graph" && !empty;
  return [
    answer.kind === "verdict"
      ? { name: "table", label: messages.answer, suits: true, draw: () => element("p", { class: "verdict-line" }, answer.verdict ? messages.yes : messages.no) }
      : { name: "table", label: messages.table, suits: true, draw: drawTable },
    { name: "map", label: messages.map, suits: hasMap, draw: hasMap ? () => map(columns, rows, vocabulary, outlines()) : note(messages.noMap) },
    { name: "timeline", label: messages.timeline, suits: hasDates, draw: hasDates ? () => timeline(columns, rows, vocabulary) : note(messages.noTimeline) },
    { name: "graph", label: messages.graph, suits: drawsGraph, draw: drawGraph },
    { name: "raw", label: messages.raw, suits: true, draw: () => raw(formats(answer), text) },
  ];
}
