// Creates elements. They have no style attributes, because the page's Content-Security-Policy forbids them.

export type Child = Node | string | null | undefined;
type Attributes = Record<string, string | number | boolean | null | undefined>;

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element; an attribute that is true has no value, one that is false, null or undefined is left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function shape<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS(SVG, name) as SVGElementTagNameMap[K], attributes, children);
}

/** A button; `act` runs when it is pressed. */
export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const created = element("button", { type: "button", ...attributes }, label);
  created.addEventListener("click", act);
  return created;
}

/** A choice among names; `act` gets the chosen one. */
export function choice(label: string, names: readonly string[], chosen: string, act: (name: string) => void): HTMLElement {
  const select = element("select", {}, ...names.map((name) => element("option", { selected: name === chosen }, name)));
  select.addEventListener("change", () => act(select.value));
  return element("label", {}, label, " ", select);
}

/** A container whose drawing has its width and is redrawn when that changes. */
export function fitted(draw: (width: number) => Element, attributes: Attributes = {}): HTMLElement {
  const place = element("div", { class: "drawing", ...attributes });
  let drawn = 0;
  new ResizeObserver(() => {
    const width = Math.round(place.clientWidth);
    if (width > 0 && width !== drawn) {
      drawn = width;
      place.replaceChildren(draw(width));
    }
  }).observe(place);
  return place;
}

function filled<E extends Element>(created: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) created.setAttribute(name, value === true ? "" : `${value}`);
  }
  created.append(...children.filter((child): child is Node | string => child !== null && child !== undefined));
  return created;
}
