// The editor that replaces the textarea of the form. It is in a shadow root, because there CodeMirror keeps its styles in
// adoptedStyleSheets, which the Content-Security-Policy allows, and not in a style element, which it forbids.

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import type { Rect } from "@codemirror/view";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { completionSource } from "./completion";
import { element } from "./dom";
import { sparql } from "./language";
import { theme } from "./theme";
import { marks } from "./problem_display";
import type { Vocabulary } from "./vocabulary";
import { messages } from "./messages";

const phrases = {
  "Completions": messages.suggestions,
};

const HINT_MARGINS = 16;
const LEAST_HEIGHT = 120;

/** The details of a suggestion are below the list of suggestions, or above it, but never over it. */
const positionInfo = (_: EditorView, list: Rect, __: Rect, info: Rect, space: Rect): { style: string } => {
  const fits = list.bottom + info.bottom - info.top < space.bottom;
  return { style: `${fits ? "top" : "bottom"}: ${list.bottom - list.top}px; left: -1px` };
};

/**
 * Handles text typed over a selection. Chromium would copy the style of the replaced text into a style attribute, which
 * the policy forbids, so the text is replaced here, after the input handlers (brackets around a selection) had their turn.
 */
const typingOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    const text = event.data;
    if (event.inputType !== "insertText" || !text || main.empty || view.composing) return false;
    event.preventDefault();
    const insert = () => view.state.update({ ...view.state.replaceSelection(text), userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, text, insert))) view.dispatch(insert());
    return true;
  },
});

/** Put an editor before `textarea`, which is hidden and has the text that the form submits. */
export function edit(textarea: HTMLTextAreaElement, vocabulary: () => Vocabulary, run: () => void): EditorView {
  const host = element("div", { class: "editor" });
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: root,
    state: EditorState.create({ doc: textarea.value, extensions: extensions(textarea, vocabulary, run) }),
  });
  const keys = element("p", { id: "keys" }, messages.keys);
  keys.style.cssText = "margin: 5px 0 11px; color: var(--soft); font-size: .85rem; line-height: 1.4";
  root.append(keys);
  // The page below does not move: editor and hint together have the height of the textarea with its margin.
  const bottom = textarea.getBoundingClientRect().bottom + parseFloat(getComputedStyle(textarea).marginBottom);
  textarea.before(host);
  textarea.hidden = true;
  const height = bottom - host.getBoundingClientRect().top - keys.offsetHeight - HINT_MARGINS;
  view.dom.style.height = `${Math.max(height, LEAST_HEIGHT)}px`;
  for (const label of textarea.labels) label.addEventListener("click", () => view.focus());
  return view;
}

function extensions(textarea: HTMLTextAreaElement, vocabulary: () => Vocabulary, run: () => void) {
  const execute = () => {
    run();
    return true;
  };
  return [
    Prec.highest(keymap.of([{ key: "Mod-Enter", run: execute }, { key: "Ctrl-Enter", run: execute }])),
    keymap.of([
      { key: "Tab", run: acceptCompletion },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    lineNumbers(),
    history(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    autocompletion({ override: [completionSource(vocabulary)], icons: false, positionInfo }),
    sparql,
    typingOver,
    marks,
    theme,
    EditorState.phrases.of(phrases),
    EditorView.contentAttributes.of({
      "aria-label": messages.query,
      "aria-describedby": "keys",
      tabindex: "0",
      autocapitalize: "off",
      spellcheck: "false",
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) textarea.value = update.state.doc.toString();
    }),
  ];
}
