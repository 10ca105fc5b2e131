// Displays a problem with the query: a mark at its place in the text, and a message with actions.

import type { EditorState, Extension } from "@codemirror/state";
import { StateEffect, StateField } from "@codemirror/state";
import type { DecorationSet } from "@codemirror/view";
import { Decoration, EditorView } from "@codemirror/view";
import { button, element } from "./dom";
import { language, messages } from "./messages";
import type { Problem } from "./problem";
import { declaration, prologue } from "./prologue";
import { tokens } from "./tokens";
import type { Vocabulary } from "./vocabulary";


interface Range {
  readonly from: number;
  readonly to: number;
}

const marking = StateEffect.define<Problem | null>();

/** The mark. It moves with the text around it, and a change of the marked text removes it. */
const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    let decorations = before.map(transaction.changes);
    transaction.changes.iterChangedRanges((from, to) => {
      before.between(from, to, () => {
        decorations = Decoration.none;
      });
    });
    for (const effect of transaction.effects) if (effect.is(marking)) decorations = decorated(transaction.state, effect.value);
    return decorations;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const marks: Extension = marked;

/** Mark the place of a problem, or remove the mark. */
export function mark(view: EditorView, problem: Problem | null): void {
  view.dispatch({ effects: marking.of(problem) });
}

function decorated(state: EditorState, problem: Problem | null): DecorationSet {
  const range = problem ? rangeOf(state, problem) : null;
  if (!problem || !range) return Decoration.none;
  const title = [problem.detail, problem.hint].filter(Boolean).join(" ");
  return Decoration.set(Decoration.mark({ class: "cm-trouble", attributes: { title } }).range(range.from, range.to));
}

/** The message, with buttons that go to the place and declare an undeclared prefix. */
export function message(view: EditorView, problem: Problem, vocabulary: Vocabulary): HTMLElement {
  const { line, column, detail, hint } = problem;
  const place = line ? `${messages.line} ${line}${column ? `, ${messages.column} ${column}` : ""}: ` : "";
  // What an engine or a parser says is in English.
  const lang = problem.status !== undefined && (problem.language ?? "en") !== language && "en";
  const section = element("section", { class: "trouble", role: "alert" }, element("h2", {}, problem.title));
  section.append(element("p", {}, place, element("span", { lang }, detail ?? "")));
  if (hint) section.append(element("p", { lang }, hint));
  const actions = element("p", { class: "actions" });
  if (line) actions.append(button(messages.goThere(line), () => go(view, problem)));
  const missing = undeclared(view.state, problem, vocabulary);
  if (missing) {
    const declare = button(messages.declare(missing[0]), () => {
      view.dispatch({ changes: declaration(view.state.doc.toString(), ...missing), userEvent: "input" });
      mark(view, null);
      declare.remove();
      view.focus();
    });
    actions.append(declare);
  }
  if (actions.childElementCount > 0) section.append(actions);
  return section;
}

/** Put the cursor on the mark, which edits may have moved. */
function go(view: EditorView, problem: Problem): void {
  const current = view.state.field(marked).iter();
  const range = current.value ? current : rangeOf(view.state, problem);
  if (range) view.dispatch({ selection: { anchor: range.from }, scrollIntoView: true });
  view.focus();
}

/** The prefix at the place of the problem and its IRI, if it is known but not declared. */
function undeclared(state: EditorState, problem: Problem, vocabulary: Vocabulary): [string, string] | null {
  const range = rangeOf(state, problem);
  const text = state.doc.toString();
  const name = range ? text.slice(range.from, range.to) : "";
  const prefix = /^([^:<"?]*):/.exec(name)?.[1];
  const iri = prefix === undefined ? undefined : vocabulary.prefixes.get(prefix);
  return prefix !== undefined && iri && !prologue(text).prefixes.has(prefix) ? [prefix, iri] : null;
}

/** The token at the place. The service counts characters from 1; CodeMirror counts UTF-16 units from 0. */
function rangeOf(state: EditorState, problem: Problem): Range | null {
  if (!problem.line) return null;
  const line = state.doc.line(Math.min(Math.max(problem.line, 1), state.doc.lines));
  const characters = [...line.text].slice(0, (problem.column ?? 1) - 1);
  const from = Math.min(line.from + characters.join("").length, line.to);
  const token = tokens(state.doc.toString()).find((candidate) => candidate.from <= from && from < candidate.to);
  if (token) return { from, to: Math.min(token.to, state.doc.length) };
  // There is no token: the query ends too early. Mark its last character.
  const before = state.sliceDoc(0, from).trimEnd().length;
  return before > 0 ? { from: before - 1, to: before } : null;
}
