/* Reads linked data by rdf-dereference and by jsonld.js: {dereferenced: [address], expanded: [address], triples: [address],
   compacted: {document, context}} on standard input. Prints the canonical N-Quads (RDFC-1.0) of what each reads, `triples`
   being N-Triples to compare with, and the document as jsonld.js compacts it with the context. */
import { text } from "node:stream/consumers";
import jsonld from "jsonld";
import { Writer } from "n3";
import { rdfDereferencer } from "rdf-dereference";

const { dereferenced, expanded, triples, compacted } = JSON.parse(await text(process.stdin));
const canonical = (document, more = {}) => jsonld.canonize(document, { algorithm: "RDFC-1.0", ...more });
const ofTriples = (lines) => canonical(lines, { inputFormat: "application/n-quads" });

async function dereference(address) {
  const { data } = await rdfDereferencer.dereference(address);
  const writer = new Writer({ format: "N-Quads" });
  for await (const quad of data) writer.addQuad(quad);
  return await new Promise((resolve, reject) => writer.end((error, lines) => (error ? reject(error) : resolve(ofTriples(lines)))));
}

async function read(addresses, reader) {
  const answers = {};
  for (const address of addresses) answers[address] = await reader(address).catch((error) => error.message);
  return answers;
}

const answers = {
  dereferenced: await read(dereferenced, dereference),
  expanded: await read(expanded, canonical),
  triples: await read(triples, async (address) => ofTriples(await (await fetch(address)).text())),
  compacted: await jsonld.compact(compacted.document, compacted.context),
};
process.stdout.write(JSON.stringify(answers));
