"""The W3C's evaluation tests of SPARQL, with the query as it is written and as it is rewritten for the engine.

    git clone https://github.com/w3c/rdf-tests
    .venv/bin/python -m bench.w3c rdf-tests/sparql/sparql10 rdf-tests/sparql/sparql11

A test that passes as written and fails as rewritten ends the run with an error: what is rewritten must be equal.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from kg.sparql import lexer
from kg.sparql.rewriting import standard_query

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
SYNTAXES = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES, ".trig": RdfFormat.TRIG}
RESULTS = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
}


def quads(path: Path, graph: NamedNode | None = None) -> list[Quad]:
    content = path.read_bytes()
    parsed = parse(content, format=SYNTAXES[path.suffix], base_iri=path.resolve().as_uri(), rename_blank_nodes=True)
    return [Quad(*quad.triple, graph) if graph else quad for quad in parsed]


def canonical(triples: Iterable[Triple]) -> set[str]:
    """The triples as the engine keeps them, whatever its blank nodes are called."""
    store = Store()
    store.extend(Quad(*triple) for triple in triples)
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def rows(solutions: Iterable[dict[str, object]]) -> set[str]:
    triples = []
    for solution in solutions:
        row = BlankNode()
        triples.append(Triple(row, NamedNode("urn:row"), Literal("")))
        triples += [Triple(row, NamedNode(f"urn:{name}"), term) for name, term in solution.items()]  # type: ignore[arg-type]
    return canonical(triples)


def of_engine(results: object) -> object:
    if isinstance(results, QueryBoolean):
        return bool(results)
    if isinstance(results, QuerySolutions):
        names = [variable.value for variable in results.variables]
        return rows({name: result[name] for name in names if result[name] is not None} for result in results)
    return canonical(results)  # type: ignore[arg-type]


def of_file(path: Path) -> object:
    if path.suffix in RESULTS:
        return of_engine(parse_query_results(path.read_bytes(), format=RESULTS[path.suffix]))
    graph = rdflib.Graph().parse(path)
    verdict = next(graph.objects(None, rdflib.URIRef(f"{RS}boolean")), None)
    if verdict is not None:
        return bool(verdict.toPython())
    if (None, None, rdflib.URIRef(f"{RS}ResultSet")) not in graph:
        return canonical(quad.triple for quad in quads(path))
    store = Store()
    store.extend(quads(path))
    solutions = []
    for quad in store.quads_for_pattern(None, NamedNode(f"{RS}solution"), None):
        solution = {}
        for binding in store.quads_for_pattern(quad.object, NamedNode(f"{RS}binding"), None):
            name, value = (
                next(store.quads_for_pattern(binding.object, NamedNode(RS + part), None)).object
                for part in ("variable", "value")
            )
            solution[name.value] = value
        solutions.append(solution)
    return rows(solutions)


def local(node: rdflib.term.Node) -> Path:
    return Path(str(node).removeprefix("file://"))


def evaluated(text: str, store: Store, query: Path) -> object:
    try:
        return of_engine(store.query(text, base_iri=query.resolve().as_uri()))
    except (SyntaxError, RuntimeError, OSError, ValueError) as error:
        return error


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="+", type=Path, help="folders with manifests of the W3C's rdf-tests")
    parser.add_argument("--failures", action="store_true", help="name the tests that fail both ways")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    for manifest in sorted(path for suite in options.suites for path in suite.rglob("manifest.ttl")):
        graph = rdflib.Graph().parse(manifest, publicID=manifest.resolve().as_uri())
        for test in graph.subjects(rdflib.RDF.type, MF.QueryEvaluationTest):
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            query, wanted = local(graph.value(action, QT.query)), local(result)
            if wanted.suffix not in (*RESULTS, *SYNTAXES) or (action, QT.serviceData, None) in graph:
                counts["not run"] += 1
                continue
            store = Store()
            for data in graph.objects(action, QT.data):
                store.extend(quads(local(data)))
            for data in graph.objects(action, QT.graphData):
                store.extend(quads(local(data), NamedNode(local(data).resolve().as_uri())))
            text = query.read_text("utf-8")
            right, decoded = of_file(wanted), lexer.decode(text)
            ours = standard_query.rewritten(decoded)
            passes = [evaluated(version, store, query) == right for version in (decoded, ours)]
            outcome = {(True, True): "pass", (False, False): "fail", (False, True): "mended", (True, False): "broken"}
            counts[outcome[tuple(passes)]] += 1
            counts["rewritten"] += ours != decoded
            if passes[0] != passes[1] or (options.failures and not passes[1]):
                print(f"{outcome[tuple(passes)]}: {manifest.parent.name} {graph.value(test, MF.name)}", ours)
    print(dict(counts))
    sys.exit(counts["broken"] > 0)


if __name__ == "__main__":
    main()
