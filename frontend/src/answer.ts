// Reads the answer of the service: solutions or a boolean in SPARQL 1.1 Query Results JSON, a graph in N-Triples.

export interface Term {
  readonly type: "uri" | "literal" | "bnode";
  readonly value: string;
  readonly "xml:lang"?: string;
  readonly datatype?: string;
}

export type Row = Readonly<Record<string, Term>>;

export interface Triple {
  readonly subject: Term;
  readonly predicate: Term;
  readonly object: Term;
}

export type Answer =
  | { readonly kind: "solutions"; readonly columns: readonly string[]; readonly rows: readonly Row[] }
  | { readonly kind: "verdict"; readonly verdict: boolean }
  | { readonly kind: "graph"; readonly triples: readonly Triple[] };

interface Results {
  head: { vars?: string[] };
  results?: { bindings: Row[] };
  boolean?: boolean;
}

const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";
const TRIPLE = /^(?:<([^>]*)>|_:(\S+)) <([^>]*)> (?:<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?) \.$/;

/** Read an answer. Throws SyntaxError for invalid JSON or N-Triples. */
export function read(body: string, mediaType: string): Answer {
  if (!mediaType.includes("json")) return { kind: "graph", triples: body.split("\n").filter(Boolean).map(readTriple) };
  const results = JSON.parse(body) as Results;
  if (results.boolean !== undefined) return { kind: "verdict", verdict: results.boolean };
  return { kind: "solutions", columns: results.head.vars ?? [], rows: results.results?.bindings ?? [] };
}

/** The answer as columns and rows: a graph has three columns, a verdict none. */
export function tabulated(answer: Answer, names: readonly [string, string, string]): { columns: readonly string[]; rows: readonly Row[] } {
  if (answer.kind === "solutions") return answer;
  if (answer.kind === "verdict") return { columns: [], rows: [] };
  const [subject, predicate, object] = names;
  const rows = answer.triples.map((triple) => ({ [subject]: triple.subject, [predicate]: triple.predicate, [object]: triple.object }));
  return { columns: names, rows };
}

function readTriple(line: string): Triple {
  const match = TRIPLE.exec(line);
  if (!match) throw new SyntaxError(`invalid N-Triples: ${line}`);
  const [, subject, subjectNode, predicate = "", object, objectNode, text = "", tag, datatype] = match;
  return {
    subject: node(subject, subjectNode),
    predicate: { type: "uri", value: unescape(predicate) },
    object: object !== undefined || objectNode !== undefined ? node(object, objectNode) : literal(text, tag, datatype),
  };
}

function node(iri: string | undefined, blank: string | undefined): Term {
  return iri !== undefined ? { type: "uri", value: unescape(iri) } : { type: "bnode", value: blank ?? "" };
}

function literal(text: string, tag: string | undefined, datatype: string | undefined): Term {
  return {
    type: "literal",
    value: unescape(text),
    ...(tag ? { "xml:lang": tag } : {}),
    ...(datatype && datatype !== XSD_STRING ? { datatype } : {}),
  };
}

const ESCAPES: Readonly<Record<string, string>> = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short?: string, long?: string, sign?: string) =>
    sign !== undefined ? (ESCAPES[sign] ?? sign) : String.fromCodePoint(parseInt(short ?? long ?? "", 16)),
  );
}
