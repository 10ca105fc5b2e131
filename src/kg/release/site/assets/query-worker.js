// Oxigraph on WebAssembly, with the data of the site: answers queries one after the other.

import { bracketed } from "./arithmetic.js";
import load, { Store } from "./oxigraph.js";

const GEOSPARQL = "http://www.opengis.net/def/function/geosparql/";

async function open(address) {
  const data = async () => {
    const site = await (await fetch(address)).json();
    return [site, await (await fetch(new URL(site.data, address))).arrayBuffer()];
  };
  // The engine and the data travel at the same time.
  const engine = load({ module_or_path: new URL("oxigraph.wasm", import.meta.url) });
  const [[site, content]] = await Promise.all([data(), engine]);
  const store = new Store();
  store.load(new Uint8Array(content), { format: "application/trig", no_transaction: true, unchecked: true });
  // Where a statement stands in two graphs, the union of the graphs would have it twice.
  if (site.merged) store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }");
  const [row] = store.query("SELECT (10 - 2 - 3 AS ?number) {}");
  const written = row.get("number").value === "5" ? (query) => query : bracketed;
  return { store, site, written };
}

const opened = open(new URL("../site.json", import.meta.url));
opened.catch(() => {}); // each query tells it

/** The text of a query without comments, IRIs and strings, to see its keywords. */
function keywords(query) {
  return query.replace(/"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*/g, " ");
}

onmessage = async ({ data: { number, query, mediaType } }) => {
  try {
    // It would leave such values out, and the answer would be another one than the service's.
    if (query.includes(GEOSPARQL)) throw new Error("The engine in the browser does not have the functions of GeoSPARQL.");
    const { store, site, written } = await opened;
    const bare = keywords(query);
    const form = /(?<![?$\w:-])(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(bare)?.[1].toUpperCase();
    const isGraph = form === "CONSTRUCT" || form === "DESCRIBE";
    const type = mediaType ?? (isGraph ? "application/n-triples" : "application/sparql-results+json");
    const body = store.query(written(query), {
      base_iri: site.base,
      results_format: type,
      use_default_graph_as_union: !site.merged && !/(?<![?$\w:-])FROM\s/i.test(bare),
    });
    postMessage({ number, body, mediaType: type });
  } catch (error) {
    postMessage({ number, error: String(error?.message ?? error) });
  }
};
