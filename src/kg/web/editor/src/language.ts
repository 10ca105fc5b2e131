// SPARQL for CodeMirror: the grammar of codemirror-lang-sparql, coloured with the page's own colours and indented.

import { HighlightStyle, LRLanguage, continuedIndent, delimitedIndent, indentNodeProp, syntaxHighlighting } from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

const inBraces = delimitedIndent({ closing: "}", align: false });

const language = LRLanguage.define({
  parser: SparqlLanguage.parser.configure({
    props: [
      styleTags({
        "Langtag Comment": tags.comment,
        "Pname_ns/...": tags.namespace,
        "A_predicate/...": tags.keyword,
        "Decimal Double IntegerPositive IntegerNegative DecimalPositive DecimalNegative": tags.number,
      }),
      indentNodeProp.add({
        "GroupGraphPattern ConstructTemplate QuadData InlineDataOneVar InlineDataFull": inBraces,
        "BrackettedExpression ArgList ExpressionList": delimitedIndent({ closing: ")", align: false }),
        "TriplesSameSubjectPath TriplesSameSubject": continuedIndent({ except: /^\s*[}.]/ }),
      }),
    ],
  }),
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"', "'"] } },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.bool], color: "var(--accent)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--warn)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: [tags.number, tags.integer, tags.float], color: "var(--good)" },
  { tag: [tags.url, tags.namespace, tags.typeName], color: "var(--ink)" },
]);

export const sparql = [language, syntaxHighlighting(colours)];
