// Oxigraph on WebAssembly, with the data of the site: answers queries one after the other.

import { bracketed } from "./arithmetic.js";
import load, { Store } from "./oxigraph.js";

const GEOSPARQL = "http://www.opengis.net/def/function/geosparql/";
let opened = null;

async function open(address) {
  const [site] = await Promise.all([
    fetch(address).then((response) => response.json()),
    load({ module_or_path: new URL("oxigraph.wasm", import.meta.url) }),
  ]);
  const data = await (await fetch(new URL(site.data, address))).arrayBuffer();
  const store = new Store();
  store.load(new Uint8Array(data), { format: "application/n-quads", no_transaction: true, unchecked: true });
  // Where a statement stands in two graphs, the union of the graphs would have it twice.
  if (site.merged) store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }");
  const [row] = store.query("SELECT (10 - 2 - 3 AS ?number) {}");
  const written = row.get("number").value === "5" ? (query) => query : bracketed;
  return { store, site, written };
}

/** The text of a query without comments, IRIs and strings, to see its keywords. */
function keywords(query) {
  return query.replace(/"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*/g, " ");
}

onmessage = async ({ data: { number, query, mediaType, site: address } }) => {
  try {
    // It would leave such values out, and the answer would be another one than the service's.
    if (query.includes(GEOSPARQL)) throw new Error("The engine in the browser does not have the functions of GeoSPARQL.");
    const { store, site, written } = await (opened ??= open(address));
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
