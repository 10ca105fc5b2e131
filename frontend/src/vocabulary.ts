// The vocabulary of the loaded revision from /sparql/terms.json: how its terms are named, written and linked.

import type { Prologue } from "./prologue";
import { fetchJson } from "./service";
import { language } from "./messages";

export type TermKind = "class" | "property" | "concept" | "thing";

export interface Term {
  readonly iri: string;
  readonly kind: TermKind;
  readonly uses: number;
  readonly name: string | null;
  readonly definition: string | null;
  readonly scheme: string | null;
  /** The folded texts that a search matches: its names in all languages, and the last part of its IRI. */
  readonly keys: readonly string[];
}

interface TermDocument {
  iri: string;
  uses?: number;
  labels?: Record<string, string>;
  definitions?: Record<string, string>;
  scheme?: string;
}

interface VocabularyDocument {
  base: string;
  prefixes: Record<string, string>;
  classes: TermDocument[];
  properties: TermDocument[];
  concepts: TermDocument[];
  things: TermDocument[];
}

/** The site, wherever it lies: this script is in its folder `static`. */
const HOME = new URL("..", import.meta.url);
/** The paths of things, shapes, graphs and terms, as far as they are the same in an IRI and in an address. */
const OWN_PATH = /^(?:(?:id|shape|graph)\/[\w.~\/:@!$&'()*+,;=-]+|ns)(?:#[\w.-]*)?$/;
const LOCAL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u;

/** A text in lower case without diacritics, for searching: "Amérique" becomes "amerique". */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export class Vocabulary {
  readonly base: string;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly terms: readonly Term[];
  private readonly byIri: ReadonlyMap<string, Term>;

  constructor(document: VocabularyDocument) {
    this.base = document.base;
    this.prefixes = new Map(Object.entries(document.prefixes));
    this.terms = [
      ...document.classes.map((term) => readTerm(term, "class")),
      ...document.properties.map((term) => readTerm(term, "property")),
      ...document.concepts.map((term) => readTerm(term, "concept")),
      ...document.things.map((term) => readTerm(term, "thing")),
    ];
    this.byIri = new Map(this.terms.map((term) => [term.iri, term]));
  }

  term(iri: string): Term | undefined {
    return this.byIri.get(iri);
  }

  /** The name of the resource, else its IRI in short form. */
  name(iri: string): string {
    return this.byIri.get(iri)?.name ?? this.short(iri);
  }

  /** A prefixed name, a path of this project, or the IRI. */
  short(iri: string): string {
    const prefixed = shortened(iri, this.prefixes);
    if (prefixed) return `${prefixed.prefix}:${prefixed.local}`;
    return this.base && iri.startsWith(this.base) ? iri.slice(this.base.length).replace(/^(id|shape)\//, "") : iri;
  }

  /** The address that a link to a resource leads to: this site has a page on what its data describes. */
  href(iri: string): string | null {
    const own = this.base !== "" && iri.startsWith(this.base);
    if (!own && !this.byIri.has(iri)) return /^https?:/.test(iri) ? iri : null;
    const local = own ? iri.slice(this.base.length) : "";
    const address = new URL(OWN_PATH.test(local) ? local : "resource", HOME);
    const chosen = new URLSearchParams(location.search).get("lang");
    if (!OWN_PATH.test(local)) address.searchParams.set("iri", iri);
    if (chosen) address.searchParams.set("lang", chosen);
    return address.pathname + address.search + address.hash;
  }

  /** How a query writes an IRI, and the prefix that it must declare for that. */
  written(iri: string, prologue: Prologue): { text: string; declare: [string, string] | null } {
    const declared = shortened(iri, prologue.prefixes);
    if (declared) return { text: `${declared.prefix}:${declared.local}`, declare: null };
    const known = shortened(iri, this.prefixes);
    if (known && !prologue.prefixes.has(known.prefix)) {
      return { text: `${known.prefix}:${known.local}`, declare: [known.prefix, this.prefixes.get(known.prefix) ?? ""] };
    }
    const relative = prologue.base && iri.startsWith(prologue.base) ? iri.slice(prologue.base.length) : iri;
    return { text: `<${relative}>`, declare: null };
  }
}

/** The vocabulary while, or where, the server has none. */
export const EMPTY = new Vocabulary({ base: "", prefixes: {}, classes: [], properties: [], concepts: [], things: [] });

/** The vocabulary at an address. */
export async function load(address: URL): Promise<Vocabulary> {
  const document = await fetchJson<VocabularyDocument>(address);
  return document ? new Vocabulary(document) : EMPTY;
}

function readTerm(document: TermDocument, kind: TermKind): Term {
  const names = Object.values(document.labels ?? {});
  return {
    iri: document.iri,
    kind,
    uses: document.uses ?? 0,
    name: preferred(document.labels),
    definition: preferred(document.definitions),
    scheme: document.scheme ?? null,
    keys: [...new Set([...names, document.iri.replace(/^.*[/#]/, "")].map(fold))],
  };
}

/** The text in the language of the page, else in English, else in any. */
function preferred(texts: Record<string, string> = {}): string | null {
  return texts[language] ?? texts["en"] ?? texts[""] ?? Object.values(texts)[0] ?? null;
}

function shortened(iri: string, prefixes: ReadonlyMap<string, string>): { prefix: string; local: string } | null {
  let shortest: { prefix: string; local: string } | null = null;
  for (const [prefix, namespace] of prefixes) {
    const local = iri.slice(namespace.length);
    if (iri.startsWith(namespace) && LOCAL.test(local) && (!shortest || local.length < shortest.local.length)) {
      shortest = { prefix, local };
    }
  }
  return shortest;
}
