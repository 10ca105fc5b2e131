// Asking the query service that the form leads to.

import type { Answer } from "./answer";
import { read } from "./answer";
import type { Problem } from "./trouble";
import { words } from "./words";

/** What a server surely takes as an address; a longer query is posted, and its link keeps it in the fragment. */
const ADDRESS = 7000;
const WANTED = "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.5";
const GRAPHS = ["default-graph-uri", "named-graph-uri"];

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

/** The formats that the service offers an answer in, the handiest first. */
export function formats(answer: Answer): readonly Format[] {
  if (answer.kind === "graph") return GRAPH_FORMATS;
  return answer.kind === "solutions" ? RESULT_FORMATS : RESULT_FORMATS.filter((each) => /JSON|XML/.test(each.label));
}

export type Outcome =
  | { readonly answer: Answer; readonly milliseconds: number }
  | { readonly problem: Problem };

export class Service {
  /** `path` is the service's address; the graphs that the page's own address names go with every query. */
  constructor(private readonly path: URL) {}

  /** Ask; the outcome is an answer or the problem that the service tells. Throws DOMException when stopped. */
  async ask(query: string, signal: AbortSignal): Promise<Outcome> {
    const begun = performance.now();
    let response: Response;
    let body: string;
    try {
      response = await this.fetch(query, null, signal);
      body = await response.text();
    } catch (error) {
      if (signal.aborted) throw error;
      return { problem: { title: words.unreachable } };
    }
    const mediaType = response.headers.get("Content-Type") ?? "";
    if (!response.ok) return { problem: told(body, response) };
    try {
      return { answer: read(body, mediaType), milliseconds: performance.now() - begun };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { problem: { title: words.unreadable, detail: error.message } };
    }
  }

  /** The answer as text in a format. */
  async text(query: string, format: Format): Promise<string> {
    return (await this.fetch(query, format, null)).text();
  }

  /** The address of an answer in a format; null for a query that is too long for one. */
  address(query: string, format: Format): string | null {
    const address = this.url(query, format).href;
    return address.length <= ADDRESS ? address : null;
  }

  /** The address of this page with a query. */
  link(query: string, view: string | null): string {
    const link = new URL(location.href);
    link.searchParams.set("query", query);
    link.hash = view ?? "";
    if (link.href.length <= ADDRESS) return link.href;
    link.searchParams.delete("query");
    link.hash = `query=${encodeURIComponent(query)}`;
    return link.href;
  }

  private fetch(query: string, format: Format | null, signal: AbortSignal | null): Promise<Response> {
    const headers = { Accept: format ? "*/*" : WANTED };
    const url = this.url(query, format);
    if (url.href.length <= ADDRESS) return fetch(url, { headers, signal });
    const body = new URLSearchParams(url.search);
    url.search = format ? `?format=${format.extension}` : "";
    return fetch(url, { method: "POST", headers, body, signal });
  }

  private url(query: string, format: Format | null): URL {
    const url = new URL(this.path);
    url.search = "";
    url.searchParams.set("query", query);
    const page = new URLSearchParams(location.search);
    for (const name of GRAPHS) for (const graph of page.getAll(name)) url.searchParams.append(name, graph);
    if (format) url.searchParams.set("format", format.extension);
    return url;
  }
}

/** A JSON document that the page can do without; null where it cannot be had. */
export async function fetched<T>(address: URL): Promise<T | null> {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json, application/geo+json" } });
    return response.ok ? ((await response.json()) as T) : null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null; // no connection, or no JSON
    throw error;
  }
}

/** The query that this page's address names: in its fragment where it is long. */
export function queryInAddress(): string | null {
  return queryInFragment() ?? new URLSearchParams(location.search).get("query");
}

/** The query that a link keeps in its fragment. */
export function queryInFragment(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get("query");
}

function told(body: string, response: Response): Problem {
  try {
    const problem = JSON.parse(body) as Problem;
    if (typeof problem.title === "string") return problem;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { title: `${response.status} ${response.statusText}` };
}
