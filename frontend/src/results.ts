// The part of the page that shows the answer or the problem, in place of the answer that the server rendered.

import type { EditorView } from "@codemirror/view";
import type { Answer } from "./answer";
import { button, element } from "./dom";
import type { Service } from "./service";
import { formats, queryInAddress } from "./service";
import { tabbed } from "./tabs";
import type { Problem } from "./problem";
import { mark, message } from "./problem_display";
import type { ViewContext } from "./views";
import { views } from "./views";
import { messages } from "./messages";

const VIEWS = ["table", "map", "timeline", "graph", "raw"];

export class Results {
  private readonly place = element("section", { class: "answer results", "aria-label": messages.answer, hidden: true });
  private readonly status: HTMLElement;
  private view = viewInAddress();
  private query: string | null = null;

  constructor(
    form: HTMLFormElement,
    private readonly editor: EditorView,
    private readonly service: Service,
  ) {
    this.status = element("span", { role: "status", class: "status-line" });
    form.querySelector("[type=submit]")?.after(this.status);
    form.after(this.place);
  }

  setStatus(text: string): void {
    this.status.textContent = text;
  }

  setBusy(busy: boolean): void {
    this.place.setAttribute("aria-busy", `${busy}`);
  }

  showProblem(problem: Problem, context: ViewContext): void {
    // The server shows the line of the problem, which the editor marks: what is below does not move up for that.
    const served = document.querySelector("#trouble")?.getBoundingClientRect().height ?? 0;
    this.clearServerAnswer();
    this.setStatus("");
    mark(this.editor, problem);
    this.place.hidden = false;
    const section = message(this.editor, problem, context.vocabulary);
    if (served > 0) section.style.minHeight = `${served}px`;
    this.place.replaceChildren(section);
    // Below a high editor, nobody would see it.
    section.scrollIntoView({ block: "nearest" });
  }

  showAnswer(query: string, answer: Answer, milliseconds: number, context: ViewContext): void {
    this.clearServerAnswer();
    mark(this.editor, null);
    this.setStatus(`${summary(answer)} · ${Math.max(Math.round(milliseconds), 1)} ms`);
    const standard = answer.kind === "graph" ? "graph" : "table";
    const follow = (view: string): void => {
      this.view = view;
      history.replaceState(null, "", this.service.link(query, view));
      this.updateLinks(query);
    };
    const offered = views(answer, context);
    const shown = offered.find((tab) => tab.name === this.view && tab.suits)?.name ?? standard;
    const tabs = tabbed(messages.views, offered, shown, follow);
    this.place.hidden = false;
    this.place.replaceChildren(tabs, this.downloads(query, answer), this.linkTo());
    this.addToHistory(query, this.service.link(query, shown === standard ? null : shown));
    this.updateLinks(query);
  }

  /** The query to which the browser navigated in its history; null if its answer is already shown. */
  navigatedQuery(): string | null {
    const query = queryInAddress();
    if (query === null || query === this.query) return null;
    this.view = viewInAddress();
    return query;
  }

  /** Add an answered query to the history of the browser, unless its address already has it. */
  private addToHistory(query: string, address: string): void {
    if (this.query === null || queryInAddress() === query) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.query = query;
  }

  /** Links to the answer in each format; one whose address would be too long is fetched and then saved. */
  private downloads(query: string, answer: Answer): HTMLElement {
    const line = element("p", { class: "downloads" }, `${messages.downloads} `);
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
    const link = element("a", { class: "permalink", href: "#" }, messages.link);
    const copy = button(messages.copy, () => {
      const report = (text: string) => () => this.setStatus(text);
      void navigator.clipboard.writeText(link.href).then(report(messages.copied), report(messages.notCopied));
    });
    copy.className = "quiet";
    copy.hidden = !navigator.clipboard; // only in a secure context
    return element("p", { class: "downloads" }, link, " ", copy);
  }

  /** Update the link to this query, and those to this page in other languages. */
  private updateLinks(query: string): void {
    for (const link of this.place.querySelectorAll<HTMLAnchorElement>("a.permalink")) link.href = location.href;
    for (const link of document.querySelectorAll<HTMLAnchorElement>("header a[hreflang]")) {
      const address = new URL(link.href);
      address.searchParams.set("query", query);
      link.href = address.href;
    }
  }

  private clearServerAnswer(): void {
    const served = "section.answer:not(.results), #trouble, main > section.trouble";
    for (const section of document.querySelectorAll(served)) section.remove();
  }
}

function viewInAddress(): string {
  const view = location.hash.slice(1);
  return VIEWS.includes(view) ? view : "";
}

function summary(answer: Answer): string {
  if (answer.kind === "graph") return messages.statements(answer.triples.length);
  if (answer.kind === "verdict") return answer.verdict ? messages.yes : messages.no;
  return messages.solutions(answer.rows.length);
}

function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text]));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
