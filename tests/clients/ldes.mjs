/* Replays the event stream at the address that is given with the LDES client of others, and prints the triples that
   the newest version of each thing says, as N-Triples. With "ascending", members must come in the order of time. */
import { Writer } from "n3";
import { enhanced_fetch, intoConfig, replicateLDES } from "ldes-client";

const DELETE = "https://www.w3.org/ns/activitystreams#Delete";
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const VERSION_OF = "http://purl.org/dc/terms/isVersionOf";
const GENERATED = "http://www.w3.org/ns/prov#generatedAtTime";

const [url, order = "none"] = process.argv.slice(2);
const client = replicateLDES(intoConfig({ url, noShape: true, fetch: enhanced_fetch({}) }), order);
client.on("error", (error) => {
  console.error(error);
  process.exit(1);
});

const latest = new Map();
let members = 0;
let newest = "";
const reader = client.stream({ highWaterMark: 10 }).getReader();
for (let next = await reader.read(); !next.done; next = await reader.read()) {
  const { id, quads } = next.value;
  const own = quads.filter((quad) => quad.graph.value === "" && quad.subject.equals(id));
  const value = (predicate) => own.filter((quad) => quad.predicate.value === predicate).map((quad) => quad.object.value);
  const [thing] = value(VERSION_OF);
  const [time] = value(GENERATED);
  members += 1;
  if (order === "ascending" && time < newest) throw new Error(`${id.value} comes after a member of ${newest}`);
  newest = time;
  // In any order unless asked: in that of time, this client takes many times as long where many have one time.
  if (time < (latest.get(thing)?.time ?? "")) continue;
  const statements = value(TYPE).includes(DELETE) ? [] : quads.filter((quad) => quad.graph.equals(id));
  latest.set(thing, { time, statements });
}

const writer = new Writer({ format: "N-Triples" });
for (const { statements } of latest.values()) {
  for (const { subject, predicate, object } of statements) writer.addQuad(subject, predicate, object);
}
writer.end((_, text) => process.stdout.write(text, () => console.error(`${members} members`)));
