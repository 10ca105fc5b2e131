// Where answers and problems are shown: in the place of the server's own answer.

import type { EditorView } from "@codemirror/view";
import type { Answer } from "./answer";
import { button, element } from "./elements";
import type { Service } from "./service";
import { formats, queryInAddress } from "./service";
import { tabbed } from "./tabs";
import type { Problem } from "./trouble";
import { mark, message } from "./trouble";
import type { Means } from "./views";
import { views } from "./views";
import { words } from "./words";

const VIEWS = ["table", "map", "timeline", "graph", "raw"];

export class Results {
  private readonly place = element("section", { class: "answer results", "aria-label": words.answer, hidden: true });
  private readonly status: HTMLElement;
  private view = viewInAddress();
  private asked: string | null = null;

  constructor(
    form: HTMLFormElement,
    private readonly editor: EditorView,
    private readonly service: Service,
  ) {
    this.status = element("span", { role: "status", class: "status-line" });
    form.querySelector("[type=submit]")?.after(this.status);
    form.after(this.place);
  }

  tell(words: string): void {
    this.status.textContent = words;
  }

  busy(yes: boolean): void {
    this.place.setAttribute("aria-busy", `${yes}`);
  }

  showProblem(problem: Problem, means: Means): void {
    this.clearServerAnswer();
    this.tell("");
    mark(this.editor, problem);
    this.place.hidden = false;
    this.place.replaceChildren(message(this.editor, problem, means.vocabulary));
  }

  showAnswer(query: string, answer: Answer, milliseconds: number, means: Means): void {
    this.clearServerAnswer();
    mark(this.editor, null);
    this.tell(`${told(answer)} · ${Math.max(Math.round(milliseconds), 1)} ms`);
    const usual = answer.kind === "graph" ? "graph" : "table";
    const follow = (view: string): void => {
      this.view = view;
      history.replaceState(null, "", this.service.link(query, view));
      this.relink(query);
    };
    const offered = views(answer, means);
    const shown = offered.find((tab) => tab.name === this.view && tab.suits)?.name ?? usual;
    const tabs = tabbed(words.views, offered, shown, follow);
    this.place.hidden = false;
    this.place.replaceChildren(tabs, this.downloads(query, answer), this.linkTo());
    this.remember(query, this.service.link(query, shown === usual ? null : shown));
    this.relink(query);
  }

  /** The query that the browser has gone back or forth to; null where it is the one whose answer stands here. */
  gone(): string | null {
    const query = queryInAddress();
    if (query === null || query === this.asked) return null;
    this.view = viewInAddress();
    return query;
  }

  /** Each query that has an answer is a step for the browser's back button; one that the address names already is not. */
  private remember(query: string, address: string): void {
    if (this.asked === null || queryInAddress() === query) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.asked = query;
  }

  /** The answer in each format; one whose address would be too long is fetched and handed over. */
  private downloads(query: string, answer: Answer): HTMLElement {
    const line = element("p", { class: "downloads" }, `${words.downloads} `);
    formats(answer).forEach((format, index) => {
      const name = `answer.${format.extension}`;
      const address = this.service.address(query, format);
      const link = element("a", { href: address ?? "#", download: name }, format.label);
      if (!address) {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          void this.service.text(query, format).then((text) => save(text, name));
        });
      }
      line.append(index > 0 ? ", " : "", link);
    });
    return line;
  }

  private linkTo(): HTMLElement {
    const link = element("a", { class: "permalink", href: "#" }, words.link);
    const copy = button(words.copy, () => {
      const told = (words: string) => () => this.tell(words);
      void navigator.clipboard.writeText(link.href).then(told(words.copied), told(words.notCopied));
    });
    copy.className = "quiet";
    copy.hidden = !navigator.clipboard; // only where the page is secure
    return element("p", { class: "downloads" }, link, " ", copy);
  }

  /** The link to this query, and those to this page in the other languages, follow what was asked last. */
  private relink(query: string): void {
    for (const link of this.place.querySelectorAll<HTMLAnchorElement>("a.permalink")) link.href = location.href;
    for (const link of document.querySelectorAll<HTMLAnchorElement>("header a[hreflang]")) {
      const address = new URL(link.href);
      address.searchParams.set("query", query);
      link.href = address.href;
    }
  }

  private clearServerAnswer(): void {
    const served = "section.answer:not(.results), #trouble, main > section.trouble";
    for (const each of document.querySelectorAll(served)) each.remove();
  }
}

function viewInAddress(): string {
  const view = location.hash.slice(1);
  return VIEWS.includes(view) ? view : "";
}

function told(answer: Answer): string {
  if (answer.kind === "graph") return words.statements(answer.triples.length);
  if (answer.kind === "verdict") return answer.verdict ? words.yes : words.no;
  return words.solutions(answer.rows.length);
}

function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text]));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
