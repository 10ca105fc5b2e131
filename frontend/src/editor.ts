// The editor in the place of the form's textarea. It lives in a shadow root: there CodeMirror keeps its styles in
// adoptedStyleSheets, which the Content-Security-Policy allows, and not in a style element, which it forbids.

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import type { Rect } from "@codemirror/view";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { source } from "./completion";
import { element } from "./elements";
import { sparql } from "./language";
import { theme } from "./theme";
import { marks } from "./trouble";
import type { Vocabulary } from "./vocabulary";
import { language, words } from "./words";

const phrases = {
  "Completions": "Voorstellen",
};

const HINT_MARGINS = 16;
const LEAST = 120;

/** What is told of a suggestion stands below the list, or above it, and never over it. */
const positionInfo = (_: EditorView, list: Rect, __: Rect, info: Rect, space: Rect): { style: string } => {
  const fits = list.bottom + info.bottom - info.top < space.bottom;
  return { style: `${fits ? "top" : "bottom"}: ${list.bottom - list.top}px; left: -1px` };
};

/**
 * Text typed over a selection. Chromium would keep the look of what it replaces in a style attribute, which the policy
 * forbids, so the text is replaced here; what else would like to handle it (brackets around a selection) still may.
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

/** Put an editor before `textarea`, which is hidden and keeps the text for the form. */
export function edit(textarea: HTMLTextAreaElement, vocabulary: () => Vocabulary, run: () => void): EditorView {
  const host = element("div", { class: "editor" });
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: root,
    state: EditorState.create({ doc: textarea.value, extensions: extensions(textarea, vocabulary, run) }),
  });
  const keys = element("p", { id: "keys" }, words.keys);
  keys.style.cssText = "margin: 5px 0 11px; color: var(--soft); font-size: .85rem; line-height: 1.4";
  root.append(keys);
  // Nothing below moves: editor and hint are together as high as the textarea was with its margin.
  const bottom = textarea.getBoundingClientRect().bottom + parseFloat(getComputedStyle(textarea).marginBottom);
  textarea.before(host);
  textarea.hidden = true;
  const height = bottom - host.getBoundingClientRect().top - keys.offsetHeight - HINT_MARGINS;
  view.dom.style.height = `${Math.max(height, LEAST)}px`;
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
    autocompletion({ override: [source(vocabulary)], icons: false, positionInfo }),
    sparql,
    typingOver,
    marks,
    theme,
    language === "nl" ? EditorState.phrases.of(phrases) : [],
    EditorView.contentAttributes.of({
      "aria-label": words.query,
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
