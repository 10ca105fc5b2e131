/* Asks Comunica the questions on standard input, {query, sources: [{type, value}]} on a line each, and prints each answer on a line. */
import { createInterface } from "node:readline";
import { QueryEngine } from "@comunica/query-sparql";

const engine = new QueryEngine();
const plain = (term) => term?.value;

async function ask({ query, sources }) {
  await engine.invalidateHttpCache();
  const result = await engine.query(query, { sources });
  const answer = await result.execute();
  if (result.resultType === "boolean") return answer;
  const found = await answer.toArray();
  return result.resultType === "bindings"
    ? found.map((row) => Object.fromEntries([...row].map(([variable, term]) => [variable.value, plain(term)])))
    : found.map(({ subject, predicate, object }) => [subject, predicate, object].map(plain));
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await ask(JSON.parse(line)).catch((error) => ({ error: error.message }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
