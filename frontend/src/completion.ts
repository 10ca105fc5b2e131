// Autocompletion: prefixes, the terms and resources of the revision by their names in any language, the variables of the
// query, and the keywords of SPARQL. Choosing a term whose prefix is not declared also declares the prefix.

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { pickedCompletion } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { element } from "./dom";
import type { Place } from "./cursor_position";
import { placeOf } from "./cursor_position";
import type { Prologue } from "./prologue";
import { declaration, prologue } from "./prologue";
import type { Token } from "./tokens";
import { tokens } from "./tokens";
import type { Term, TermKind, Vocabulary } from "./vocabulary";
import { fold } from "./vocabulary";
import { messages } from "./messages";

const MOST_PROPOSALS = 50;
const KEYWORDS = ("SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK WHERE FROM NAMED PREFIX BASE GROUP BY HAVING ORDER ASC DESC " +
  "LIMIT OFFSET VALUES UNDEF OPTIONAL UNION MINUS GRAPH FILTER BIND AS IN NOT EXISTS").split(" ");
const FUNCTIONS = ("ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT HOURS IF IRI " +
  "isBLANK isIRI isLITERAL isNUMERIC LANG LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW RAND REGEX REPLACE ROUND SAMPLE " +
  "sameTerm SECONDS SHA1 SHA256 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM " +
  "TIMEZONE TZ UCASE UUID YEAR").split(" ");
const EXPECTED: Readonly<Record<TermKind, readonly Place["position"][]>> = {
  class: ["class"],
  property: ["predicate"],
  concept: ["object"],
  thing: ["object", "subject"],
};
const ICONS: Readonly<Record<TermKind, string>> = { class: "class", property: "property", concept: "constant", thing: "text" };

interface Proposal {
  readonly rank: number;
  readonly completion: Completion;
}

/** The source of CodeMirror's autocompletion; `vocabulary` is a function, because it is loaded after the editor. */
export function completionSource(vocabulary: () => Vocabulary): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const text = context.state.doc.toString();
    const typed = /[?$]?[\p{L}\p{N}_.-]*$|<[^\s<>"]*$|[\p{L}\p{N}_.-]*:[\p{L}\p{N}_.-]*$/u;
    const before = context.state.doc.lineAt(context.pos);
    const word = longest(before.text.slice(0, context.pos - before.from), typed);
    const from = context.pos - word.length;
    const all = tokens(text);
    const place = placeOf(all, from);
    if (place.position === "none" || placeOf(all, context.pos).position === "none") return null;
    if (!context.explicit && (word === "" || /^[0-9.]/.test(word))) return null;
    const request: Request = { word, place, prologue: prologue(text, all), tokens: all, from, vocabulary: vocabulary() };
    const proposals = propose(request).sort((a, b) => b.rank - a.rank);
    if (proposals.length === 0) return null;
    return { from, options: proposals.slice(0, MOST_PROPOSALS).map(({ completion }) => completion), filter: false };
  };
}

/** What the proposals depend on: the word before the cursor, which begins at `from`, and the query around it. */
interface Request {
  readonly word: string;
  readonly place: Place;
  readonly prologue: Prologue;
  readonly tokens: readonly Token[];
  readonly from: number;
  readonly vocabulary: Vocabulary;
}

function longest(text: string, pattern: RegExp): string {
  const prefixed = /[\p{L}\p{N}_.-]*:[\p{L}\p{N}_.-]*$/u.exec(text)?.[0] ?? "";
  const iri = /<[^\s<>"]*$/.exec(text)?.[0] ?? "";
  const word = pattern.exec(text)?.[0] ?? "";
  return [iri, prefixed, word].reduce((a, b) => (b.length > a.length ? b : a));
}

function propose(request: Request): Proposal[] {
  if (request.place.position === "prefix") return namespaces(request);
  if (/^[?$]/.test(request.word)) return variables(request);
  const termProposals = [...terms(request)];
  if (request.word.startsWith("<")) return termProposals;
  return request.word.includes(":") ? termProposals : [...termProposals, ...prefixNames(request), ...keywords(request)];
}

function* terms(request: Request): Generator<Proposal> {
  const { vocabulary, word, place } = request;
  const scheme = place.predicate ? schemeOf(request, place.predicate) : null;
  for (const term of vocabulary.terms) {
    const { text, declare } = vocabulary.written(term.iri, request.prologue);
    const match = matching(word, text, term);
    if (match === 0) continue;
    const fits = EXPECTED[term.kind].includes(place.position) || place.position === "any";
    const related = scheme !== null && term.scheme === scheme && term.kind === "concept";
    const rank = match + (fits ? 40 : 0) + (related ? 40 : 0) + Math.log10(term.uses + 1) + (term.name ? 1 : 0);
    yield { rank, completion: proposal(term, text, declare) };
  }
}

/** How well a term matches: by its written form, then by a whole name, then by a word of a name; 0 for no match. */
function matching(word: string, text: string, term: Term): number {
  const wanted = fold(word.replace(/^</, ""));
  if (wanted === "") return 1;
  if (fold(text.replace(/^</, "")).startsWith(wanted)) return 30;
  if (wanted.includes(":")) {
    const [prefix, local] = wanted.split(":");
    return local && text.startsWith(`${prefix}:`) && term.keys.some((key) => starts(key, local)) ? 10 : 0;
  }
  if (term.keys.some((key) => key.startsWith(wanted))) return 20;
  return term.keys.some((key) => starts(key, wanted)) ? 10 : 0;
}

function starts(key: string, wanted: string): boolean {
  return key.split(/[\s/#(-]+/).some((part) => part.startsWith(wanted));
}

function proposal(term: Term, text: string, declare: [string, string] | null): Completion {
  // A term that is written as an IRI is shown by its name and the last part of its IRI.
  const isIri = text.startsWith("<") && term.name !== null;
  const beside = isIri ? text.slice(1, -1).replace(/^.*\/(?=[^/]+\/[^/]+$)/, "") : term.name;
  return {
    label: text,
    ...(isIri ? { displayLabel: term.name } : {}),
    detail: [beside, messages[term.kind]].filter(Boolean).join(" · "),
    type: ICONS[term.kind],
    apply: (view, completion, from, to) => apply(view, completion, from, to, text, declare),
    ...(term.definition ? { info: () => element("p", {}, term.definition) } : {}),
  };
}

/** The scheme whose concepts are the values of a property. */
function schemeOf(request: Request, written: string): string | null {
  const [prefix = "", local = ""] = written.split(":");
  const namespace = request.prologue.prefixes.get(prefix) ?? request.vocabulary.prefixes.get(prefix);
  return (namespace && request.vocabulary.term(namespace + local)?.scheme) || null;
}

function namespaces(request: Request): Proposal[] {
  const wanted = request.word.replace(/:$/, "");
  return [...request.vocabulary.prefixes]
    .filter(([prefix]) => prefix.startsWith(wanted) && !request.prologue.prefixes.has(prefix))
    .map(([prefix, iri]) => ({ rank: -prefix.length, completion: { label: `${prefix}: <${iri}>`, type: "namespace" } }));
}

function prefixNames(request: Request): Proposal[] {
  if (request.word === "") return [];
  const known = new Map([...request.vocabulary.prefixes, ...request.prologue.prefixes]);
  return [...known]
    .filter(([prefix]) => prefix.startsWith(request.word))
    .map(([prefix, iri]) => {
      const declare: [string, string] | null = request.prologue.prefixes.has(prefix) ? null : [prefix, iri];
      const onApply: Completion["apply"] = (view, completion, from, to) => apply(view, completion, from, to, `${prefix}:`, declare);
      return { rank: 75, completion: { label: `${prefix}:`, detail: messages.prefix, type: "namespace", apply: onApply } };
    });
}

function variables(request: Request): Proposal[] {
  const others = request.tokens.filter((token) => token.kind === "variable" && token.from !== request.from);
  const names = [...new Set(others.map((token) => token.text))];
  return names
    .filter((name) => name.slice(1).startsWith(request.word.slice(1)) && name !== request.word)
    .map((label) => ({ rank: 0, completion: { label, detail: messages.variable, type: "variable" } }));
}

function keywords(request: Request): Proposal[] {
  if (request.word === "") return [];
  const wanted = request.word.toUpperCase();
  const fits = (name: string): boolean => name.toUpperCase().startsWith(wanted);
  const exact = request.word === wanted ? 60 : 15;
  return [
    ...KEYWORDS.filter(fits).map((label) => ({ rank: exact, completion: { label, detail: messages.keyword, type: "keyword" } })),
    ...FUNCTIONS.filter(fits).map((label) => ({ rank: exact - 5, completion: { label, detail: messages.function, type: "function" } })),
  ];
}

/** Insert the text, and declare its prefix. */
function apply(view: EditorView, completion: Completion, from: number, to: number, text: string, declare: [string, string] | null): void {
  const declared = declare ? declaration(view.state.doc.toString(), ...declare) : null;
  const changes = view.state.changes([{ from, to, insert: text }, ...(declared ? [declared] : [])]);
  view.dispatch({
    changes,
    selection: { anchor: changes.mapPos(from, -1) + text.length },
    annotations: pickedCompletion.of(completion),
    userEvent: "input.complete",
    scrollIntoView: true,
  });
}
