// The terms of the loaded revision, as /sparql/terms.json tells them, and how they are named, written and linked.

import type { Prologue } from "./prologue";
import { fetched } from "./service";
import { language } from "./words";

export type TermKind = "class" | "property" | "concept" | "thing";

export interface Term {
  readonly iri: string;
  readonly kind: TermKind;
  readonly uses: number;
  readonly name: string | null;
  readonly definition: string | null;
  readonly scheme: string | null;
  /** What it is found by: its names in all languages, and the end of its IRI; folded. */
  readonly keys: readonly string[];
}

interface Told {
  iri: string;
  uses?: number;
  labels?: Record<string, string>;
  definitions?: Record<string, string>;
  scheme?: string;
}

interface Document {
  base: string;
  prefixes: Record<string, string>;
  classes: Told[];
  properties: Told[];
  concepts: Told[];
  things: Told[];
}

const LOCAL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?$/u;

/** A text without case and diacritics: "Amérique" is found by "amer". */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

export class Vocabulary {
  readonly base: string;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly terms: readonly Term[];
  private readonly byIri: ReadonlyMap<string, Term>;

  constructor(told: Document) {
    this.base = told.base;
    this.prefixes = new Map(Object.entries(told.prefixes));
    this.terms = [
      ...told.classes.map((each) => read(each, "class")),
      ...told.properties.map((each) => read(each, "property")),
      ...told.concepts.map((each) => read(each, "concept")),
      ...told.things.map((each) => read(each, "thing")),
    ];
    this.byIri = new Map(this.terms.map((term) => [term.iri, term]));
  }

  term(iri: string): Term | undefined {
    return this.byIri.get(iri);
  }

  /** The name of what an IRI stands for, else the IRI in short. */
  name(iri: string): string {
    return this.byIri.get(iri)?.name ?? this.short(iri);
  }

  /** A prefixed name, a path of this project, or the IRI. */
  short(iri: string): string {
    const prefixed = shortened(iri, this.prefixes);
    if (prefixed) return `${prefixed.prefix}:${prefixed.local}`;
    return this.base && iri.startsWith(this.base) ? iri.slice(this.base.length).replace(/^(id|shape)\//, "") : iri;
  }

  /** Where a link to it leads: what is ours is served by this very host. */
  href(iri: string): string | null {
    if (this.base && iri.startsWith(this.base)) {
      const asked = new URLSearchParams(location.search).get("lang");
      const [path, fragment] = iri.slice(this.base.length).split("#");
      return `/${path}${asked ? `?lang=${asked}` : ""}${fragment ? `#${fragment}` : ""}`;
    }
    return /^https?:/.test(iri) ? iri : null;
  }

  /** How a query writes an IRI, and the prefix that it must declare for that. */
  written(iri: string, asked: Prologue): { text: string; declare: [string, string] | null } {
    const declared = shortened(iri, asked.prefixes);
    if (declared) return { text: `${declared.prefix}:${declared.local}`, declare: null };
    const known = shortened(iri, this.prefixes);
    if (known && !asked.prefixes.has(known.prefix)) {
      return { text: `${known.prefix}:${known.local}`, declare: [known.prefix, this.prefixes.get(known.prefix) ?? ""] };
    }
    const relative = asked.base && iri.startsWith(asked.base) ? iri.slice(asked.base.length) : iri;
    return { text: `<${relative}>`, declare: null };
  }
}

/** Nothing known: for a server that does not tell. */
export const nothing = new Vocabulary({ base: "", prefixes: {}, classes: [], properties: [], concepts: [], things: [] });

export async function load(address: URL): Promise<Vocabulary> {
  const told = await fetched<Document>(address);
  return told ? new Vocabulary(told) : nothing;
}

function read(told: Told, kind: TermKind): Term {
  const names = Object.values(told.labels ?? {});
  return {
    iri: told.iri,
    kind,
    uses: told.uses ?? 0,
    name: spoken(told.labels),
    definition: spoken(told.definitions),
    scheme: told.scheme ?? null,
    keys: [...new Set([...names, told.iri.replace(/^.*[/#]/, "")].map(fold))],
  };
}

function spoken(texts: Record<string, string> = {}): string | null {
  return texts[language] ?? texts["en"] ?? texts[""] ?? Object.values(texts)[0] ?? null;
}

function shortened(iri: string, prefixes: ReadonlyMap<string, string>): { prefix: string; local: string } | null {
  let found: { prefix: string; local: string } | null = null;
  for (const [prefix, namespace] of prefixes) {
    const local = iri.slice(namespace.length);
    if (iri.startsWith(namespace) && LOCAL.test(local) && (!found || local.length < found.local.length)) {
      found = { prefix, local };
    }
  }
  return found;
}
