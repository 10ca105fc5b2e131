// The prologue of a query: its base IRI and its prefixes.

import type { Token } from "./tokens";
import { tokens } from "./tokens";

export interface Prologue {
  readonly base: string | null;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly lines: readonly Line[];
}

interface Line {
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
}

/** The prologue of a text, as far as it can be read. */
export function prologue(text: string, all: readonly Token[] = tokens(text)): Prologue {
  const prefixes = new Map<string, string>();
  const lines: Line[] = [];
  let base: string | null = null;
  const parts = all.filter((token) => token.kind !== "comment");
  for (let i = 0; i < parts.length; ) {
    const [word, second, third] = [parts[i], parts[i + 1], parts[i + 2]];
    if (word && second?.kind === "iri" && /^base$/i.test(word.text)) {
      base = second.text.slice(1, -1);
      i += 2;
    } else if (word && second && third?.kind === "iri" && /^prefix$/i.test(word.text) && second.text.endsWith(":")) {
      prefixes.set(second.text.slice(0, -1), third.text.slice(1, -1));
      lines.push({ prefix: second.text.slice(0, -1), from: word.from, to: third.to });
      i += 3;
    } else {
      break;
    }
  }
  return { base, prefixes, lines };
}

/** The change that declares a prefix: a new line in the order of the declared prefixes, else after the base. */
export function declaration(text: string, prefix: string, iri: string): { from: number; insert: string } {
  const line = `PREFIX ${prefix}: <${iri}>\n`;
  const { lines } = prologue(text);
  const later = lines.find((candidate) => candidate.prefix > prefix);
  const last = lines.at(-1);
  if (later) return { from: startOfLine(text, later.from), insert: line };
  if (last) return after(text, last.to, line);
  const parts = tokens(text).filter((token) => token.kind !== "comment");
  const [word, iriOfBase] = parts;
  if (word && iriOfBase?.kind === "iri" && /^base$/i.test(word.text)) return after(text, iriOfBase.to, line);
  return { from: word ? startOfLine(text, word.from) : text.length, insert: line };
}

function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function after(text: string, offset: number, line: string): { from: number; insert: string } {
  const end = text.indexOf("\n", offset);
  if (text.slice(offset, end < 0 ? undefined : end).trim()) return { from: offset, insert: `\n${line}` };
  return end < 0 ? { from: text.length, insert: `\n${line.trimEnd()}` } : { from: end + 1, insert: line };
}
