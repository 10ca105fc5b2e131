// The view of an answer as a table, styled like the tables that the server renders.

import type { Row, Term } from "./answer";
import { button, element } from "./dom";
import type { Vocabulary } from "./vocabulary";
import { language, messages } from "./messages";

const ROWS_AT_ONCE = 200;
const LONG_LITERAL = 300;

/** The table; a button shows more rows at a time. */
export function table(columns: readonly string[], rows: readonly Row[], vocabulary: Vocabulary): HTMLElement {
  const body = element("tbody");
  const heads = columns.map((name) => element("th", { scope: "col" }, name));
  const whole = element("table", { class: "solutions" }, element("thead", {}, element("tr", {}, ...heads)), body);
  const place = element("div", { class: "scroll", role: "region", "aria-label": messages.table, tabindex: 0 }, whole);
  const more = button("", () => show(), { class: "quiet" });
  const show = (): void => {
    const shown = body.childElementCount;
    body.append(...rows.slice(shown, shown + ROWS_AT_ONCE).map((row) => tableRow(columns, row, vocabulary)));
    const left = rows.length - body.childElementCount;
    more.hidden = left === 0;
    more.textContent = messages.more(Math.min(left, ROWS_AT_ONCE));
  };
  show();
  return element("div", {}, place, more);
}

function tableRow(columns: readonly string[], row: Row, vocabulary: Vocabulary): HTMLElement {
  return element("tr", {}, ...columns.map((name) => cell(row[name], vocabulary)));
}

function cell(term: Term | undefined, vocabulary: Vocabulary): HTMLElement {
  if (!term) return element("td");
  if (term.type === "bnode") return element("td", { class: "short" }, `_:${term.value}`);
  if (term.type === "literal") return literal(term);
  const name = vocabulary.name(term.value);
  return element("td", { class: name.length <= 40 && "short" }, linked(term.value, name, vocabulary));
}

/** A name, linked to its resource where that has an address. */
export function linked(iri: string, name: string, vocabulary: Vocabulary): Node {
  const href = vocabulary.href(iri);
  return href ? element("a", { href, title: iri }, name) : document.createTextNode(name);
}

function literal(term: Term): HTMLElement {
  const tag = term["xml:lang"];
  const foreign = tag !== undefined && tag !== language;
  const text = (value: string): HTMLElement => element("span", { lang: foreign && tag }, value);
  const mark = foreign ? element("span", { class: "tag" }, ` ${tag}`) : null;
  if (term.value.length > LONG_LITERAL) {
    const summary = element("summary", {}, text(`${term.value.slice(0, 160)} …`), mark);
    return element("td", { class: "long" }, element("details", {}, summary, text(term.value)));
  }
  return element("td", { class: term.value.length <= 28 ? "short" : "long" }, text(term.value), mark);
}
