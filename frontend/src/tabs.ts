// Tabs after https://www.w3.org/WAI/ARIA/apg/patterns/tabs/: the arrows, Home and End choose, and one tab is in the order
// of Tab. A panel is filled when it is first chosen.

import { element } from "./dom";

export interface Tab {
  readonly name: string;
  readonly label: string;
  /** Whether it can show the answer; otherwise it says what it would need. */
  readonly suits: boolean;
  readonly draw: () => Element;
}

/** The tabs; `act` is called with the name of the chosen one. */
export function tabbed(label: string, tabs: readonly Tab[], chosen: string, act: (name: string) => void): HTMLElement {
  const buttons = tabs.map(({ name, label }) =>
    element("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}` }, label),
  );
  const panels = tabs.map(({ name }) =>
    element("div", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabindex: 0 }),
  );
  const choose = (index: number): void => {
    buttons.forEach((tab, i) => {
      tab.setAttribute("aria-selected", `${i === index}`);
      tab.tabIndex = i === index ? 0 : -1;
    });
    panels.forEach((panel, i) => {
      panel.hidden = i !== index;
    });
    const [panel, chosenTab] = [panels[index], tabs[index]];
    if (panel && chosenTab && panel.childElementCount === 0) panel.append(chosenTab.draw());
  };
  const follow = (index: number): void => {
    choose(index);
    buttons[index]?.focus();
    act(tabs[index]?.name ?? "");
  };
  buttons.forEach((tab, index) => {
    tab.addEventListener("click", () => follow(index));
    tab.addEventListener("keydown", (event) => {
      const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key];
      if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      follow((next + tabs.length) % tabs.length);
    });
  });
  choose(Math.max(tabs.findIndex((tab) => tab.name === chosen), 0));
  return element("div", { class: "tabs" }, element("div", { role: "tablist", "aria-label": label }, ...buttons), ...panels);
}
