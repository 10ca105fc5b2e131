// Names while somebody types: the combobox of https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ with a list that
// follows what is written. Without this file the form works all the same.

const HOME = new URL("..", import.meta.url); // the site, wherever it lies
const PAUSE = 120; // milliseconds between a key and the question

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector('input[type="search"]');
    this.options = [];
    this.active = -1;
    this.asked = "";
    this.build();
    this.input.addEventListener("focus", () => this.attend(), { once: true });
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  build() {
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `${this.input.id}-suggestions`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.dataset.list);
    this.form.append(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) {
      this.input.setAttribute(name, value);
    }
  }

  attend() {
    // What tells a screen reader how many there are must be there before it has anything to tell.
    this.told = document.createElement("div");
    this.told.className = "hidden";
    this.told.setAttribute("role", "status");
    this.form.append(this.told);
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.request?.abort();
    const query = this.input.value.trim();
    if (!query) return this.close();
    this.request = new AbortController();
    const address = new URL(this.form.dataset.suggest, location.href);
    address.searchParams.set("q", query);
    const chosen = this.form.elements.lang?.value; // otherwise the browser's own preference decides, as for the page
    if (chosen) address.searchParams.set("lang", chosen);
    try {
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
      else this.close();
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(suggestions) {
    if (document.activeElement !== this.input) return;
    this.options = suggestions.map((each, place) => this.option(each, place));
    this.list.replaceChildren(...this.options);
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.point(-1);
    const { found, foundOne, foundNone } = this.input.dataset;
    this.told.textContent = [foundNone, foundOne][this.options.length] ?? `${this.options.length} ${found}`;
  }

  option({ name, language, other, otherLanguage, kind, address }, place) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${place}`;
    item.setAttribute("role", "option");
    item.dataset.address = address;
    item.append(span(name, language));
    if (other) item.append(" ", span(other, otherLanguage, "also"));
    item.append(" ", span(kind, null, "what"));
    return item;
  }

  point(place) {
    this.active = place;
    this.options.forEach((each, at) => each.setAttribute("aria-selected", String(at === place)));
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", this.options[place].id);
  }

  press(event) {
    const last = this.options.length - 1;
    if (event.isComposing || last < 0) return;
    if (this.list.hidden) {
      if (event.key === "ArrowDown") this.open(event);
      return;
    }
    if (event.key === "ArrowDown") this.move(event, this.active === last ? -1 : this.active + 1);
    else if (event.key === "ArrowUp") this.move(event, this.active < 0 ? last : this.active - 1);
    else if (event.key === "Escape") this.close(event);
    else if (event.key === "Enter" && this.active >= 0) this.go(this.options[this.active], event);
  }

  move(event, place) {
    event.preventDefault();
    this.point(place);
  }

  open(event) {
    event.preventDefault();
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(0);
  }

  close(event) {
    event?.preventDefault(); // Escape closes the list first; pressed again it empties the box
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.point(-1);
  }

  go(option, event) {
    event?.preventDefault();
    if (option) location.assign(new URL(option.dataset.address.slice(1), HOME));
  }
}

function span(text, language, look) {
  const made = document.createElement("span");
  made.textContent = text;
  if (language && language !== document.documentElement.lang) made.lang = language;
  if (look) made.className = look;
  return made;
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);

for (const finder of document.querySelectorAll("details.finder")) {
  finder.addEventListener("toggle", () => finder.open && finder.querySelector("input[type=search]").focus());
}
