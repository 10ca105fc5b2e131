/* Asks fetch-sparql-endpoint the questions on standard input, {endpoint, queries: {form: query}}, by GET, as a form and
   directly, and prints the answers: a boolean, or a number of rows or triples. */
import { text } from "node:stream/consumers";
import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";

const { endpoint, queries } = JSON.parse(await text(process.stdin));
const WAYS = { GET: { method: "GET" }, POST: { method: "POST" }, direct: { method: "POST", directPost: true } };

async function count(stream) {
  let number = 0;
  for await (const _ of stream) number += 1;
  return number;
}

async function ask(form, query, fetcher) {
  if (form === "ASK") return await fetcher.fetchAsk(endpoint, query);
  if (form === "SELECT") return await count(await fetcher.fetchBindings(endpoint, query));
  return await count(await fetcher.fetchTriples(endpoint, query));
}

const answers = {};
for (const [way, settings] of Object.entries(WAYS)) {
  const fetcher = new SparqlEndpointFetcher(settings);
  for (const [form, query] of Object.entries(queries)) {
    answers[`${form} ${way}`] = await ask(form, query, fetcher).catch((error) => error.message);
  }
}
process.stdout.write(JSON.stringify(answers));
