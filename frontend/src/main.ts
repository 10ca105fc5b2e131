// Starts the query editor: it replaces the textarea of the form, which works without a script.
//
// The form may have two addresses: data-terms of the vocabulary, data-outlines of the outlines of the land (GeoJSON).

import { edit } from "./editor";
import { button } from "./dom";
import type { Outlines } from "./map";
import { outlinesAt } from "./map";
import { Results } from "./results";
import { Service, queryInFragment } from "./service";
import { EMPTY, Vocabulary, load } from "./vocabulary";
import { messages } from "./messages";

function start(form: HTMLFormElement, textarea: HTMLTextAreaElement): void {
  let vocabulary: Vocabulary = EMPTY;
  let outlines: Promise<Outlines> | null = null;
  let running: AbortController | null = null;
  const path = new URL(form.action);
  const service = new Service(path);
  const loaded = load(new URL(form.dataset["terms"] ?? `${path.pathname}/terms.json`, path)).then((document) => {
    vocabulary = document;
  });
  const linked = queryInFragment();
  if (linked !== null) textarea.value = linked;
  const view = edit(textarea, () => vocabulary, () => void run());
  const results = new Results(form, view, service);
  const stop = button(messages.stop, () => running?.abort(), { class: "quiet" });
  stop.hidden = true;
  form.querySelector("[type=submit]")?.after(" ", stop);

  const run = async (): Promise<void> => {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const query = view.state.doc.toString();
    const timer = setTimeout(() => {
      stop.hidden = false;
      results.setStatus(messages.running);
    }, 300);
    results.setBusy(true);
    try {
      const [outcome] = await Promise.all([service.evaluate(query, controller.signal), loaded]);
      if (running !== controller) return;
      const text = service.text.bind(service, query);
      const context = { vocabulary, text, outlines: () => (outlines ??= outlinesAt(form.dataset["outlines"])) };
      if ("problem" in outcome) results.showProblem(outcome.problem, context);
      else results.showAnswer(query, outcome.answer, outcome.milliseconds, context);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      if (running === controller) results.setStatus(messages.stopped);
    } finally {
      clearTimeout(timer);
      if (running === controller) {
        stop.hidden = true;
        results.setBusy(false);
      }
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  addEventListener("popstate", () => {
    const query = results.navigatedQuery();
    if (query === null) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query } });
    void run();
  });
  if (linked !== null || new URLSearchParams(location.search).has("query")) void run();
}

const textarea = document.querySelector<HTMLTextAreaElement>("form textarea[name=query]");
if (textarea?.form) start(textarea.form, textarea);
