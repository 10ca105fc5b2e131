/* Asks sparql-http-client the questions on standard input, {endpoint, operations, queries: {form: query}}, each by every
   operation (get, postUrlencoded, postDirect), and prints the answers: a boolean, or a number of rows or triples. */
import { text } from "node:stream/consumers";
import ParsingClient from "sparql-http-client/ParsingClient.js";

const { endpoint, operations, queries } = JSON.parse(await text(process.stdin));
const client = new ParsingClient({ endpointUrl: endpoint });

async function ask(form, query, operation) {
  if (form === "ASK") return await client.query.ask(query, { operation });
  if (form === "SELECT") return (await client.query.select(query, { operation })).length;
  return (await client.query.construct(query, { operation })).size;
}

const answers = {};
for (const operation of operations) {
  for (const [form, query] of Object.entries(queries)) {
    answers[`${form} ${operation}`] = await ask(form, query, operation).catch((error) => error.message);
  }
}
process.stdout.write(JSON.stringify(answers));
