// SPARQL for CodeMirror: the grammar of codemirror-lang-sparql, highlighted in the colours of the page, and indentation.

import type { IndentContext } from "@codemirror/language";
import { HighlightStyle, LRLanguage, indentService, syntaxHighlighting } from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { tokens } from "./tokens";

const language = LRLanguage.define({
  parser: SparqlLanguage.parser.configure({
    props: [
      styleTags({
        "Langtag Comment": tags.comment,
        "Pname_ns/...": tags.namespace,
        "A_predicate/...": tags.keyword,
        "Decimal Double IntegerPositive IntegerNegative DecimalPositive DecimalNegative": tags.number,
      }),
    ],
  }),
  languageData: {
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["(", "[", "{", '"', "'"] },
    indentOnInput: /^\s*[)\]}]$/,
  },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.bool], color: "var(--accent)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--warn)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: [tags.number, tags.integer, tags.float], color: "var(--good)" },
  { tag: [tags.url, tags.namespace, tags.typeName], color: "var(--ink)" },
]);

/** One unit for each open bracket, and one more where a triple continues, as in the queries of the project. */
function indentation(context: IndentContext, offset: number): number | null {
  const before = tokens(context.state.sliceDoc(0, offset)).filter((token) => token.kind !== "comment");
  const last = before.at(-1);
  if (last?.kind === "string" && last.to === offset) return null; // within a string of several lines
  const open: string[] = [];
  for (const { kind, text } of before) {
    if (kind === "sign" && "([{".includes(text)) open.push(text);
    if (kind === "sign" && ")]}".includes(text)) open.pop();
  }
  const closes = /^\s*[)\]}]/.test(context.textAfterPos(offset));
  const continues = !closes && (last?.text === ";" || (last?.text === "," && open.at(-1) !== "("));
  return Math.max(open.length - (closes ? 1 : 0), 0) * context.unit + (continues ? context.unit : 0);
}

export const sparql = [language, indentService.of(indentation), syntaxHighlighting(colours)];
