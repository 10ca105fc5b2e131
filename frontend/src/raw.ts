// The answer as it travels, in any of its formats.

import { choice, element } from "./elements";
import type { Format } from "./service";
import { words } from "./words";

const CHARACTERS = 200_000;

export function raw(formats: readonly Format[], text: (format: Format) => Promise<string>): HTMLElement {
  const code = element("code");
  const show = async (label: string): Promise<void> => {
    const format = formats.find((each) => each.label === label);
    if (!format) return;
    try {
      const found = await text(format);
      code.textContent = found.length > CHARACTERS ? `${found.slice(0, CHARACTERS)}\n${words.cut}` : found;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // what fetch throws without a connection
      code.textContent = words.unreachable;
    }
  };
  const first = formats.find((each) => each.label === "JSON") ?? formats[0];
  void show(first?.label ?? "");
  const labels = formats.map((each) => each.label);
  return element(
    "div",
    {},
    element("p", { class: "choices" }, choice(words.format, labels, first?.label ?? "", (label) => void show(label))),
    element("pre", { class: "code", tabindex: 0 }, code),
  );
}
