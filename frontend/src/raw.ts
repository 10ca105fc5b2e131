// The view of an answer as text, in any of its formats.

import { choice, element } from "./dom";
import type { Format } from "./service";
import { messages } from "./messages";

const MOST_CHARACTERS = 200_000;

/** A choice of formats, and the answer in the chosen one. */
export function raw(formats: readonly Format[], text: (format: Format) => Promise<string>): HTMLElement {
  const code = element("code");
  let current = 0; // the newest choice: an answer in a format chosen before it comes too late and is not shown
  const show = async (label: string): Promise<void> => {
    const format = formats.find((candidate) => candidate.label === label);
    if (!format) return;
    const request = ++current;
    try {
      const body = await text(format);
      if (request !== current) return;
      code.textContent = body.length > MOST_CHARACTERS ? `${body.slice(0, MOST_CHARACTERS)}\n${messages.cut}` : body;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // what fetch throws without a connection
      if (request === current) code.textContent = messages.unreachable;
    }
  };
  const first = formats.find(({ label }) => label === "JSON") ?? formats[0];
  void show(first?.label ?? "");
  const labels = formats.map(({ label }) => label);
  return element(
    "div",
    {},
    element("p", { class: "choices" }, choice(messages.format, labels, first?.label ?? "", (label) => void show(label))),
    element("pre", { class: "code", tabindex: 0 }, code),
  );
}
