// <city-ties view="map" city="be-gent" on="2015-06-01" lang="nl" theme="dark"></city-ties>
//
// Shows a picture ("map", "timeline", "networks", …) or the answer to a question ("query/NAME", its parameters as data-
// attributes, city and day as city and on) in a frame as high as it needs. Colours come from the custom properties --city-ties-paper, --city-ties-ink and the like.
// What stands inside the element is shown where this script does not run.

const HOME = new URL("..", import.meta.url);
const VIEWS = /^(query\/)?[\w-]+$/;
const COLOURS = ["paper", "ink", "soft", "line", "wash", "accent", "land", "certain", "possible", "dropped", "ended", "unknown"];
const NAMES = {
  nl: { map: "Kaart van banden tussen steden", timeline: "Tijdlijn van banden tussen steden", other: "Banden tussen steden" },
  en: { map: "Map of ties between cities", timeline: "Timeline of ties between cities", other: "Ties between cities" },
};
const START = 480; // pixels, until the frame says how high it is
const MOST = 20_000;

class CityTies extends HTMLElement {
  static observedAttributes = ["view", "city", "on", "lang", "theme", "title"];

  #frame;
  #inside;
  #due = false;
  #hear = (event) => this.#listen(event);

  connectedCallback() {
    if (!this.#frame) {
      this.#frame = document.createElement("iframe");
      Object.assign(this.#frame.style, { width: "100%", border: "0", height: `${START}px` });
      this.#frame.loading = "lazy";
      this.#frame.referrerPolicy = "origin";
      this.style.display ||= "block";
      this.#inside = document.createElement("slot");
      this.attachShadow({ mode: "open" }).append(this.#frame, this.#inside);
    }
    window.addEventListener("message", this.#hear);
    this.#update();
  }

  disconnectedCallback() {
    window.removeEventListener("message", this.#hear);
  }

  attributeChangedCallback() {
    // Several attributes may change together; the frame is asked for once.
    if (!this.isConnected || this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#update();
    });
  }

  get address() {
    const view = this.getAttribute("view") ?? "map";
    const address = new URL(`embed/${view}`, HOME);
    const [city, on] = [this.getAttribute("city"), this.getAttribute("on")];
    const given = view.startsWith("query/") ? { city, day: on, ...this.dataset } : { city, on };
    given.lang = this.#language;
    given.theme = this.getAttribute("theme");
    for (const name of COLOURS) given[name] = hexadecimal(getComputedStyle(this).getPropertyValue(`--city-ties-${name}`));
    for (const [name, value] of Object.entries(given)) if (value) address.searchParams.set(name, value);
    return address;
  }

  get #language() {
    const around = this.closest("[lang]")?.lang.toLowerCase().split("-")[0];
    return /^[a-z]{2,3}$/.test(around ?? "") ? around : null;
  }

  #update() {
    if (!this.#frame) return;
    const names = NAMES[this.#language] ?? NAMES.en;
    this.#frame.title = this.getAttribute("title") ?? names[this.getAttribute("view") ?? "map"] ?? names.other;
    // What is no view is not asked for: what stands inside the element is shown then, as without this script.
    const known = VIEWS.test(this.getAttribute("view") ?? "map");
    this.#frame.style.display = known ? "block" : "none";
    this.#inside.hidden = known;
    if (!known) return console.error(`<city-ties> has no view ${this.getAttribute("view")}`);
    const address = this.address.href;
    if (this.#frame.src !== address) this.#frame.src = address;
  }

  #listen({ origin, source, data }) {
    // Only what this very frame says from our host is heard, and only a height.
    if (origin !== HOME.origin || source !== this.#frame.contentWindow || data?.source !== "city-ties") return;
    const { height } = data;
    if (Number.isFinite(height) && height > 0) this.#frame.style.height = `${Math.min(height, MOST)}px`;
  }
}

// Any CSS colour as six hexadecimal digits; nothing for what is no colour, or lets the ground through.
function hexadecimal(value) {
  if (!value.trim() || !CSS.supports("color", value)) return null;
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = value.trim();
  return /^#[0-9a-f]{6}$/.test(pen.fillStyle) ? pen.fillStyle.slice(1) : null;
}

if (!customElements.get("city-ties")) customElements.define("city-ties", CityTies);
