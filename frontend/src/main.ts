// The query editor: it takes the place of the textarea in the form with which the page works without it.
//
// The form may say more: data-terms is the address of the vocabulary, data-outlines that of the land's outlines (GeoJSON).

import { edit } from "./editor";
import { button } from "./elements";
import type { Outlines } from "./map";
import { outlinesAt } from "./map";
import { Results } from "./results";
import { Service, queryInFragment } from "./service";
import { Vocabulary, load, nothing } from "./vocabulary";
import { words } from "./words";

function start(form: HTMLFormElement, textarea: HTMLTextAreaElement): void {
  let vocabulary: Vocabulary = nothing;
  let outlines: Promise<Outlines> | null = null;
  let running: AbortController | null = null;
  const path = new URL(form.action);
  const service = new Service(path);
  const loaded = load(new URL(form.dataset["terms"] ?? `${path.pathname}/terms.json`, path)).then((found) => {
    vocabulary = found;
  });
  const kept = queryInFragment();
  if (kept !== null) textarea.value = kept;
  const view = edit(textarea, () => vocabulary, () => void run());
  const results = new Results(form, view, service);
  const stop = button(words.stop, () => running?.abort(), { class: "quiet" });
  stop.hidden = true;
  form.querySelector("[type=submit]")?.after(" ", stop);

  const run = async (): Promise<void> => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const query = view.state.doc.toString();
    const later = setTimeout(() => {
      stop.hidden = false;
      results.tell(words.running);
    }, 300);
    results.busy(true);
    try {
      const [outcome] = await Promise.all([service.ask(query, mine.signal), loaded]);
      if (running !== mine) return;
      const text = service.text.bind(service, query);
      const means = { vocabulary, text, outlines: () => (outlines ??= outlinesAt(form.dataset["outlines"])) };
      if ("problem" in outcome) results.showProblem(outcome.problem, means);
      else results.showAnswer(query, outcome.answer, outcome.milliseconds, means);
    } catch (error) {
      if (!mine.signal.aborted) throw error;
      if (running === mine) results.tell(words.stopped);
    } finally {
      clearTimeout(later);
      if (running === mine) {
        stop.hidden = true;
        results.busy(false);
      }
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  addEventListener("popstate", () => {
    const query = results.gone();
    if (query === null) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query } });
    void run();
  });
  if (kept !== null || new URLSearchParams(location.search).has("query")) void run();
}

const textarea = document.querySelector<HTMLTextAreaElement>("form textarea[name=query]");
if (textarea?.form) start(textarea.form, textarea);
