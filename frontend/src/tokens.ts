// Splits a query into tokens (https://www.w3.org/TR/sparql11-query/#sparqlGrammar); also one that is being typed.

export type Kind = "comment" | "string" | "iri" | "variable" | "name" | "language" | "number" | "word" | "sign";

export interface Token {
  readonly kind: Kind;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const LOCAL = String.raw`(?:[\p{L}\p{N}_:-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?#@%]|\.(?=[\p{L}\p{N}_:%\\-]))*`;
const KINDS: readonly (readonly [Kind, string])[] = [
  ["comment", String.raw`#[^\n]*`],
  ["string", String.raw`"""(?:"{0,2}(?:[^"\\]|\\[^]))*(?:"""|$)|'''(?:'{0,2}(?:[^'\\]|\\[^]))*(?:'''|$)`],
  ["string", String.raw`"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|$)|'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|$)`],
  ["iri", String.raw`<[^\s<>"{}|\\^${"`"}]*>`],
  ["variable", String.raw`[?$][\p{L}\p{N}_]+`],
  ["name", String.raw`(?:_|\p{L}[\p{L}\p{N}_.-]{0,99})?:${LOCAL}`],
  ["language", String.raw`@[A-Za-z]+(?:-[A-Za-z0-9]+)*`],
  ["number", String.raw`[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?`],
  ["word", String.raw`[\p{L}_][\p{L}\p{N}_]*`],
  ["sign", String.raw`\^\^|&&|\|\||[!<>]=|\S`],
];
const TOKEN = new RegExp(KINDS.map(([, pattern]) => `(${pattern})`).join("|"), "gu");

/** Every token of a text, comments included. */
export function tokens(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const group = match.slice(1).findIndex((part) => part !== undefined);
    const kind = KINDS[group]?.[0] ?? "sign";
    return { kind, text: match[0], from: match.index, to: match.index + match[0].length };
  });
}
