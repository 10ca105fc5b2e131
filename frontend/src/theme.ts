// The theme of the editor, in the custom properties of the page, which change between light and dark.

import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const RULES: Parameters<typeof EditorView.theme>[0] = {
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--sheet)",
    border: "1px solid var(--soft)",
    borderRadius: ".4rem",
    fontSize: ".9rem",
    overflow: "hidden",
    resize: "vertical",
  },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { font: "inherit", fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto", borderRadius: ".4rem" },
  ".cm-content": { padding: ".7rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 .9rem 0 .4rem" },
  ".cm-gutters": { backgroundColor: "var(--sheet)", color: "var(--soft)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 .4rem 0 .8rem", minWidth: "2.2rem" },
  ".cm-content ::selection": { background: "color-mix(in srgb, var(--accent) 28%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--bad)" },
  ".cm-trouble": {
    backgroundColor: "var(--bad-wash)",
    textDecoration: "underline wavy var(--bad) 2px",
    textUnderlineOffset: "3px",
  },
  ".cm-tooltip": {
    color: "var(--ink)",
    backgroundColor: "var(--sheet)",
    border: "1px solid var(--soft)",
    borderRadius: ".4rem",
    boxShadow: "0 .3rem 1rem rgb(0 0 0 / .18)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: ".85rem", maxHeight: "16rem", maxWidth: "min(34rem, 94vw)", borderRadius: ".4rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".25rem .7rem", lineHeight: "1.45", display: "flex", gap: ".5rem 1rem", justifyContent: "space-between" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--accent-ink)" },
  ".cm-completionDetail": { fontFamily: "var(--sans)", fontStyle: "normal", color: "var(--soft)", marginLeft: "0", overflow: "hidden", textOverflow: "ellipsis" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-tooltip.cm-completionInfo": { width: "max-content", maxWidth: "min(30rem, 94vw)", padding: ".5rem .8rem", fontFamily: "var(--sans)", lineHeight: "1.45" },
  ".cm-completionInfo p": { margin: "0" },
};

export const theme: Extension = EditorView.theme(RULES);
