// Making elements. No style attributes: the page's Content-Security-Policy forbids them.

export type Child = Node | string | null | undefined;
type Attributes = Record<string, string | number | boolean | null | undefined>;

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element; an attribute that is true stands alone, one that is false, null or undefined is left out. */
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

/** A button that does something. */
export function button(words: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, words);
  made.addEventListener("click", act);
  return made;
}

/** A choice among names; `act` gets the chosen one. */
export function choice(label: string, names: readonly string[], chosen: string, act: (name: string) => void): HTMLElement {
  const select = element("select", {}, ...names.map((name) => element("option", { selected: name === chosen }, name)));
  select.addEventListener("change", () => act(select.value));
  return element("label", {}, label, " ", select);
}

/** A place whose drawing fits its width, and is drawn again when that changes. */
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

function filled<E extends Element>(made: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : `${value}`);
  }
  made.append(...children.filter((child): child is Node | string => child !== null && child !== undefined));
  return made;
}
