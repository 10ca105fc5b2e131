// Tabs after https://www.w3.org/WAI/ARIA/apg/patterns/tabs/: the arrows, Home and End choose, and one tab is in the order
// of Tab. A panel is filled when it is first chosen.

import { element } from "./elements";

export interface Tab {
  readonly name: string;
  readonly label: string;
  /** Whether it has something to show; one that has not tells what it would need. */
  readonly suits: boolean;
  readonly draw: () => Element;
}

/** The tabs; `act` hears which one was chosen. */
export function tabbed(label: string, tabs: readonly Tab[], chosen: string, act: (name: string) => void): HTMLElement {
  const buttons = tabs.map(({ name, label }) =>
    element("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}` }, label),
  );
  const panels = tabs.map(({ name }) =>
    element("div", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabindex: 0 }),
  );
  const choose = (index: number): void => {
    buttons.forEach((each, i) => {
      each.setAttribute("aria-selected", `${i === index}`);
      each.tabIndex = i === index ? 0 : -1;
    });
    panels.forEach((panel, i) => {
      panel.hidden = i !== index;
    });
    const [panel, tab] = [panels[index], tabs[index]];
    if (panel && tab && panel.childElementCount === 0) panel.append(tab.draw());
  };
  const follow = (index: number): void => {
    choose(index);
    buttons[index]?.focus();
    act(tabs[index]?.name ?? "");
  };
  buttons.forEach((each, index) => {
    each.addEventListener("click", () => follow(index));
    each.addEventListener("keydown", (event) => {
      const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key];
      if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      follow((next + tabs.length) % tabs.length);
    });
  });
  choose(Math.max(tabs.findIndex((tab) => tab.name === chosen), 0));
  return element("div", { class: "tabs" }, element("div", { role: "tablist", "aria-label": label }, ...buttons), ...panels);
}
