// What the service answers while a page is open, answered in the browser: searches from a list of names, queries by
// Oxigraph in a worker. It stands before the other scripts of a page, which do not know the difference.

const HOME = new URL("..", import.meta.url);
const LANGUAGE = document.documentElement.lang;
const SUGGESTIONS = 8;
const HITS = 100;
const MEDIA_TYPES = {
  csv: "text/csv", srj: "application/sparql-results+json", srx: "application/sparql-results+xml",
  tsv: "text/tab-separated-values", ttl: "text/turtle", nt: "application/n-triples", rdf: "application/rdf+xml",
  jsonld: "application/ld+json",
};
const WORDS = {
  nl: { wrong: "De vraag kan niet beantwoord worden", none: "Niets heet zo:", full: "Schrijf een volledige dag: 1990-06-01." },
  en: { wrong: "The query cannot be answered", none: "Nothing is called", full: "Write a whole day: 1990-06-01." },
  fr: { wrong: "La requête ne peut pas recevoir de réponse", none: "Rien ne porte ce nom :", full: "Écrivez un jour entier : 1990-06-01." },
  de: { wrong: "Die Abfrage kann nicht beantwortet werden", none: "Nichts heißt so:", full: "Schreiben Sie einen ganzen Tag: 1990-06-01." },
};
const words = WORDS[LANGUAGE] ?? WORDS.en;
const fetchFile = window.fetch.bind(window);

/* Queries */

let worker = null;
let number = 0;

/** Fetches the engine and the data; from the first touch of a form on, so that few wait for them. */
function start() {
  worker ??= new Worker(new URL("query-worker.js", import.meta.url), { type: "module" });
}

function ask(query, mediaType, signal) {
  start();
  const own = ++number;
  return new Promise((resolve, reject) => {
    const running = worker;
    const end = () => {
      running.removeEventListener("message", hear);
      signal?.removeEventListener("abort", stop);
    };
    const hear = ({ data }) => {
      if (data.number !== own) return;
      end();
      resolve(data);
    };
    const stop = () => {
      end();
      running.terminate(); // there is no other way to end a query
      if (worker === running) worker = null;
      reject(new DOMException("The query was stopped.", "AbortError"));
    };
    if (signal?.aborted) return stop();
    signal?.addEventListener("abort", stop);
    running.addEventListener("message", hear);
    running.postMessage({ number: own, query, mediaType });
  });
}

async function answerQuery(url, options) {
  const sent = options?.body instanceof URLSearchParams ? options.body : url.searchParams;
  const format = url.searchParams.get("format") ?? sent.get("format");
  const answer = await ask(sent.get("query") ?? "", MEDIA_TYPES[format] ?? null, options?.signal);
  if (answer.error === undefined) return new Response(answer.body, { headers: { "Content-Type": answer.mediaType } });
  const problem = JSON.stringify({ title: words.wrong, detail: answer.error, status: 400 });
  return new Response(problem, { status: 400, headers: { "Content-Type": "application/problem+json" } });
}

async function download(url) {
  const response = await answerQuery(url);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = `answer.${url.searchParams.get("format")}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function prepareEditor(form) {
  const endpoint = new URL(form.action);
  form.dataset.terms = new URL("sparql/terms.json", HOME).href;
  form.hidden = false;
  form.addEventListener("focusin", start);
  const query = new URLSearchParams(location.search).get("query");
  if (query !== null) form.elements.query.value = query;
  document.addEventListener("click", (event) => {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    const target = link ? new URL(link.href, location.href) : null;
    if (!target || target.pathname !== endpoint.pathname || !target.searchParams.has("format")) return;
    event.preventDefault();
    void download(target);
  }, true);
  return endpoint.pathname;
}

/** The query of a question with other values: each parameter is a VALUES block on a line of its own. */
function bound(text, form) {
  for (const field of form.elements) {
    if (!field.name || field.name === "lang") continue;
    const block = new RegExp(`(VALUES\\s+\\?${field.name}\\s*\\{)\\s*([^}]*?)\\s*(\\})`, "i");
    const match = block.exec(text);
    if (!match) continue;
    const term = termLike(match[2], field);
    text = text.replace(block, (_, before, __, after) => `${before} ${term} ${after}`);
  }
  return text;
}

function termLike(usual, field) {
  const { value, defaultValue } = field;
  const iri = /^<([^>]*)>$/.exec(usual);
  if (iri) {
    if (/^[a-z]+:/i.test(value)) return `<${encodeURI(value)}>`;
    const options = field.options ? [...field.options].find((option) => option.defaultSelected)?.value : defaultValue;
    const stem = iri[1].endsWith(options ?? "") ? iri[1].slice(0, iri[1].length - (options ?? "").length) : iri[1];
    return `<${stem}${encodeURI(value)}>`;
  }
  const literal = /^"(?:[^"\\]|\\.)*"(.*)$/.exec(usual);
  if (literal) return `${JSON.stringify(value)}${literal[1]}`;
  if (/^[-+]?[\d.]+$/.test(usual) && /^[-+]?[\d.]+$/.test(value)) return value;
  return usual;
}

async function prepareQuestion(form, source) {
  const given = new URLSearchParams(location.search);
  form.hidden = false;
  form.addEventListener("focusin", start);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void answer();
  });
  const answer = async () => {
    for (const field of form.elements) {
      const isDay = field.placeholder === "1990-06-01" && field.value && !/^\d{4}-\d\d-\d\d$/.test(field.value);
      field.setCustomValidity?.(isDay ? words.full : "");
    }
    if (!form.reportValidity()) return;
    const text = await (await fetchFile(source)).text();
    const editor = new URL(document.querySelector("[data-editor]")?.href ?? new URL("sparql.html", HOME));
    editor.hash = `query=${encodeURIComponent(bound(text, form))}`;
    location.assign(editor);
  };
  if ([...given.keys()].some((name) => name !== "lang" && form.elements[name])) {
    for (const [name, value] of given) if (form.elements[name]) form.elements[name].value = value;
    await answer();
  }
}

/* Searches */

const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f]/gu;
const ALONE = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŧ: "t", ŋ: "n", ß: "ss" };
let names = null;

/** The text as names are compared: without case, diacritics and signs. */
function fold(text) {
  const apart = text.toLowerCase().normalize("NFKD").toLowerCase().replace(/[łøđðþæœıħŧŋß]/gu, (letter) => ALONE[letter]);
  return apart.replace(MARKS, "").replace(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, " ").normalize("NFC").trim();
}

/** How well one of the names matches, 0 the best; Infinity for one that does not. */
function rank(keys, query, parts) {
  let best = Infinity;
  for (const key of keys) {
    const place = key === query ? 0 : key.startsWith(query) ? 1 : key.includes(` ${query}`) ? 2 : key.includes(query) ? 3 : Infinity;
    best = Math.min(best, place);
  }
  if (best === Infinity && parts.length > 1) {
    const all = ` ${keys.join(" ")}`;
    if (parts.every((part) => all.includes(` ${part}`))) best = 4;
  }
  return best;
}

async function search(text, most) {
  names ??= fetchFile(new URL(`search/names.${LANGUAGE}.json`, HOME)).then((response) => response.json());
  const query = fold(text);
  if (!query) return [];
  const parts = query.split(" ");
  const ranked = (await names).map((entry) => [rank(entry.keys, query, parts), entry]).filter(([place]) => place < Infinity);
  ranked.sort((one, other) => one[0] - other[0]); // stable: of equals, the first in the list
  return ranked.slice(0, most).map(([, entry]) => entry);
}

async function suggest(url) {
  const query = url.searchParams.get("q") ?? "";
  const hits = await search(query, SUGGESTIONS);
  const suggestions = hits.map(({ name, language, kind, file }) => ({ name, language, kind, address: `/${file}` }));
  return new Response(JSON.stringify({ query, suggestions }), { headers: { "Content-Type": "application/json" } });
}

async function showResults(main, query) {
  const hits = await search(query, HITS);
  const groups = new Map();
  for (const hit of hits) groups.set(hit.kinds, [...(groups.get(hit.kinds) ?? []), hit]);
  const sections = [...groups].map(([kinds, members]) => {
    const section = element("section", { className: "hits" });
    const heading = element("h2", {}, kinds, " ", element("span", { className: "count" }, String(members.length)));
    const links = members.map(({ name, language, file }) =>
      element("li", {}, element("a", { href: new URL(file, HOME).href, lang: language ?? "" }, name)));
    section.append(heading, element("ul", {}, ...links));
    return section;
  });
  if (!hits.length) sections.push(element("p", {}, `${words.none} `, element("q", {}, query)));
  main.querySelectorAll("section.hits, p").forEach((former) => former.closest("form") || former.remove());
  main.append(...sections);
}

function element(name, properties, ...content) {
  const made = Object.assign(document.createElement(name), properties);
  if (!properties.lang) made.removeAttribute("lang");
  made.append(...content);
  return made;
}

/* The page */

const suggestions = new URL("search/suggest.json", HOME);
let endpoint = null;
for (const form of document.querySelectorAll("form.search")) {
  form.dataset.suggest = suggestions.href;
  form.hidden = false;
}
const editor = document.querySelector("form textarea[name=query]")?.form;
if (editor) endpoint = prepareEditor(editor);
const question = document.querySelector("form.query.facets");
const source = document.querySelector(".made a[href$='.rq']");
if (question && source) void prepareQuestion(question, source.href);
const results = document.querySelector("form.search input#search");
const sought = new URLSearchParams(location.search).get("q");
if (results && sought) {
  results.value = sought;
  void showResults(document.querySelector("main"), sought);
}

window.fetch = (input, options) => {
  const url = new URL(input instanceof Request ? input.url : input, location.href);
  if (url.origin === location.origin && url.pathname === endpoint) return answerQuery(url, options);
  if (url.pathname === suggestions.pathname) return suggest(url);
  return fetchFile(input, options);
};
