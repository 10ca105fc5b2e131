// The client of the query service whose address is the action of the form.

import type { Answer } from "./answer";
import { read } from "./answer";
import { language, messages } from "./messages";
import type { Problem } from "./problem";
import { readProblem } from "./problem";

/** The longest address that every server accepts; a longer query is posted, and its link has it in the fragment. */
const LONGEST_ADDRESS = 7000;
const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.5";
const GRAPH_PARAMETERS = ["default-graph-uri", "named-graph-uri"];

export interface Format {
  readonly label: string;
  readonly extension: string;
}

const GRAPH_FORMATS: readonly Format[] = [
  { label: "Turtle", extension: "ttl" },
  { label: "JSON-LD", extension: "jsonld" },
  { label: "N-Triples", extension: "nt" },
  { label: "RDF/XML", extension: "rdf" },
];
const RESULT_FORMATS: readonly Format[] = [
  { label: "CSV", extension: "csv" },
  { label: "JSON", extension: "srj" },
  { label: "TSV", extension: "tsv" },
  { label: "XML", extension: "srx" },
];

/** The formats in which the service offers an answer, the most useful first. */
export function formats(answer: Answer): readonly Format[] {
  if (answer.kind === "graph") return GRAPH_FORMATS;
  return answer.kind === "solutions" ? RESULT_FORMATS : RESULT_FORMATS.filter((format) => /JSON|XML/.test(format.label));
}

export type Outcome =
  | { readonly answer: Answer; readonly milliseconds: number }
  | { readonly problem: Problem };

export class Service {
  /** `path` is the address of the service; the graph parameters of the page's own address are sent with every query. */
  constructor(private readonly path: URL) {}

  /** Evaluate a query; the outcome is its answer or a problem. Throws DOMException when aborted. */
  async evaluate(query: string, signal: AbortSignal): Promise<Outcome> {
    const start = performance.now();
    let response: Response;
    let body: string;
    try {
      response = await this.fetch(query, null, signal);
      body = await response.text();
    } catch (error) {
      if (signal.aborted) throw error;
      return { problem: { title: messages.unreachable } };
    }
    const mediaType = response.headers.get("Content-Type") ?? "";
    if (!response.ok) return { problem: readProblem(body, response) };
    try {
      return { answer: read(body, mediaType), milliseconds: performance.now() - start };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { problem: { title: messages.unreadable, detail: error.message } };
    }
  }

  /** The answer as text in a format. */
  async text(query: string, format: Format): Promise<string> {
    return (await this.fetch(query, format, null)).text();
  }

  /** The address of an answer in a format; null for a query that is too long for one. */
  address(query: string, format: Format): string | null {
    const address = this.url(query, format).href;
    return address.length <= LONGEST_ADDRESS ? address : null;
  }

  /** The address of this page with a query. */
  link(query: string, view: string | null): string {
    const link = new URL(location.href);
    link.searchParams.set("query", query);
    link.hash = view ?? "";
    if (link.href.length <= LONGEST_ADDRESS) return link.href;
    link.searchParams.delete("query");
    link.hash = `query=${encodeURIComponent(query)}`;
    return link.href;
  }

  private fetch(query: string, format: Format | null, signal: AbortSignal | null): Promise<Response> {
    const headers = { Accept: format ? "*/*" : ACCEPT, "Accept-Language": language };
    const url = this.url(query, format);
    if (url.href.length <= LONGEST_ADDRESS) return fetch(url, { headers, signal });
    const body = new URLSearchParams(url.search);
    url.search = format ? `?format=${format.extension}` : "";
    return fetch(url, { method: "POST", headers, body, signal });
  }

  private url(query: string, format: Format | null): URL {
    const url = new URL(this.path);
    url.search = "";
    url.searchParams.set("query", query);
    const page = new URLSearchParams(location.search);
    for (const name of GRAPH_PARAMETERS) for (const graph of page.getAll(name)) url.searchParams.append(name, graph);
    if (format) url.searchParams.set("format", format.extension);
    return url;
  }
}

/** An optional JSON document; null where it cannot be fetched or read. */
export async function fetchJson<T>(address: URL): Promise<T | null> {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json, application/geo+json" } });
    return response.ok ? ((await response.json()) as T) : null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null; // no connection, or no JSON
    throw error;
  }
}

/** The query in the address of this page: in its fragment if it is long. */
export function queryInAddress(): string | null {
  return queryInFragment() ?? new URLSearchParams(location.search).get("query");
}

/** The query in the fragment of the address of this page. */
export function queryInFragment(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get("query");
}
