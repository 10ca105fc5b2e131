// The position of the cursor in the query, which decides the proposals that come first.

import type { Token } from "./tokens";

export type Position = "none" | "prefix" | "subject" | "predicate" | "object" | "class" | "any";

/** A position; for an object also its predicate as written. */
export interface Place {
  readonly position: Position;
  readonly predicate: string | null;
}

const TERMS: ReadonlySet<string> = new Set(["iri", "variable", "name", "string", "number"]);
const OPENS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** The place at `offset`, where the word that is being typed begins. */
export function placeOf(tokens: readonly Token[], offset: number): Place {
  if (tokens.some((token) => inside(token, offset))) return { position: "none", predicate: null };
  const before = tokens.filter((token) => token.to <= offset && token.kind !== "comment");
  const last = before.at(-1);
  if (last && /^prefix$/i.test(last.text)) return { position: "prefix", predicate: null };
  if (last && last.kind === "sign" && "/|^!".includes(last.text)) return { position: "predicate", predicate: null };
  return inTriple(before);
}

function inside(token: Token, offset: number): boolean {
  if (token.kind === "comment") return token.from < offset && offset <= token.to;
  if (token.kind !== "string") return false;
  const closed = token.text.length > 1 && token.text.endsWith(token.text[0] ?? "");
  return token.from < offset && (offset < token.to || (offset === token.to && !closed));
}

/** The place by the number of terms since the start of the triple. */
function inTriple(before: readonly Token[]): Place {
  const terms: string[] = [];
  let skipped = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const token = before[i] as Token;
    if (token.kind === "sign" && ")]".includes(token.text)) {
      i = opening(before, i);
      terms.unshift("()");
    } else if (token.kind === "sign" && "{}.".includes(token.text)) {
      return counted(terms, 0, skipped);
    } else if (token.kind === "sign" && ";[".includes(token.text)) {
      return counted(terms, 1, skipped);
    } else if (token.kind === "sign" && token.text === "(") {
      return { position: "any", predicate: null };
    } else if (token.kind === "sign" && token.text === ",") {
      skipped++;
    } else if (token.kind === "sign" && token.text === "^^") {
      terms.shift(); // the datatype; its string counts
    } else if (TERMS.has(token.kind) || token.text === "a" || /^(true|false)$/i.test(token.text)) {
      terms.unshift(token.text);
    } else if (token.kind === "word") {
      if (terms[0] === "()") return counted(terms.slice(1), 0, skipped); // FILTER(…), BIND(…): the triple begins after it
      return /^(where|optional|union|minus|exists|graph|construct)$/i.test(token.text)
        ? counted(terms, 0, skipped)
        : { position: "any", predicate: null };
    }
  }
  return { position: "any", predicate: null };
}

function counted(terms: readonly string[], base: 0 | 1, skipped: number): Place {
  const count = terms.length + base;
  if (count === 0) return { position: "subject", predicate: null };
  if (count === 1) return { position: "predicate", predicate: null };
  if (count > 2 && skipped === 0) return { position: "any", predicate: null };
  const predicate = terms[1 - base] ?? null;
  const isType = predicate === "a" || predicate === "rdf:type";
  return { position: isType ? "class" : "object", predicate };
}

/** The index of the bracket that the one at `index` closes. */
function opening(tokens: readonly Token[], index: number): number {
  const closes = tokens[index]?.text ?? "";
  let depth = 0;
  for (let i = index; i >= 0; i--) {
    if (tokens[i]?.text === closes) depth++;
    if (tokens[i]?.text === OPENS[closes] && --depth === 0) return i;
  }
  return 0;
}
