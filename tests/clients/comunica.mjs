/* Asks Comunica the questions on standard input, [{query, sources: [{type, value}]}], and prints their answers in order. */
import { text } from "node:stream/consumers";
import { QueryEngine } from "@comunica/query-sparql";

const engine = new QueryEngine();
const plain = (term) => term?.value;

async function ask({ query, sources }) {
  const result = await engine.query(query, { sources });
  const answer = await result.execute();
  if (result.resultType === "boolean") return answer;
  const found = await answer.toArray();
  return result.resultType === "bindings"
    ? found.map((row) => Object.fromEntries([...row].map(([variable, term]) => [variable.value, plain(term)])))
    : found.map(({ subject, predicate, object }) => [subject, predicate, object].map(plain));
}

const answers = [];
for (const question of JSON.parse(await text(process.stdin))) {
  answers.push(await ask(question).catch((error) => ({ error: error.message })));
}
process.stdout.write(JSON.stringify(answers));
