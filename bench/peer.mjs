// One validator in JavaScript, once, from files to report: see bench/peer.py.
// Usage: node bench/peer.mjs NAME DATA SHAPES, or NAME CASES, in a folder whose node_modules has the peers:
// npm install rdf-validate-shacl@0.6.5 shacl-engine@1.1.2 n3@1.26.0 @zazuko/env
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(`${process.cwd()}/`)
const load = async name => import(pathToFileURL(require.resolve(name)))
const BASE = 'https://w3id.org/city-ties/'

async function read (environment, file) {
  const { Parser } = (await load('n3')).default
  return environment.dataset(new Parser({ baseIRI: BASE }).parse(readFileSync(file, 'utf8')))
}

const RUNNERS = {
  'rdf-validate-shacl': async (environment, data, shapes) => {
    const { default: Validator } = await load('rdf-validate-shacl')
    return new Validator(shapes, { factory: environment }).validate(data)
  },
  'shacl-engine': async (environment, data, shapes) => {
    const { Validator } = await load('shacl-engine')
    const { targetResolvers, validations } = await load('shacl-engine/sparql.js')
    const validator = new Validator(shapes, { factory: environment, targetResolvers, validations })
    return validator.validate({ dataset: data })
  }
}

// Both give terms, or a pointer to one, depending on the version.
const term = value => value?.term ?? value
const line = result => {
  const focus = term(result.focusNode)
  const value = focus.termType === 'BlankNode' ? '_:' : focus.value
  const component = term(result.sourceConstraintComponent ?? result.constraintComponent)
  return `${value} ${component.value.split('#').pop()}`
}

async function lines (name, data, shapes) {
  const environment = (await load('@zazuko/env')).default
  const report = await RUNNERS[name](environment, await read(environment, data), await read(environment, shapes))
  return report.results.map(line).sort()
}

const [name, ...files] = process.argv.slice(2)
if (files.length === 1) {
  const results = []
  for (const [data, shapes] of JSON.parse(readFileSync(files[0], 'utf8'))) {
    results.push(await lines(name, data, shapes).catch(() => null))
  }
  console.log(JSON.stringify(results))
} else {
  const results = await lines(name, ...files)
  const digest = createHash('sha256').update(results.join('\n')).digest('hex').slice(0, 12)
  console.log(JSON.stringify({ results: results.length, digest }))
}
