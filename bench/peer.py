"""One validator, once, from files to report. Usage: python bench/peer.py NAME DATA SHAPES, or NAME CASES.

Prints the number of results and a digest of what they are (focus node and constraint component, as a multiset), so that
validators can be compared; for CASES, a JSON list of pairs of DATA and SHAPES, a list of the results of each. Runs with
the Python that has the peers, or with the project's own for "ours". bench/peer.mjs is the same for JavaScript.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

Lines = Iterable[str]
BASE = "https://w3id.org/city-ties/"


def ours(data: str, shapes: str) -> Lines:
    from pyoxigraph import RdfFormat, parse

    from kg.shacl import evaluation as engine

    results = engine.validate(*(parse(path=file, format=RdfFormat.TURTLE, base_iri=BASE) for file in (data, shapes)))
    return (f"{value_of(str(result.focus_node))} {local(result.component.value)}" for result in results)


def pyshacl(data: str, shapes: str) -> Lines:
    import pyshacl as engine

    return of_graph(engine.validate(data, shacl_graph=shapes, inference="none")[1])


def pyshacl_turbo(data: str, shapes: str) -> Lines:
    import pyshacl_turbo as engine

    return of_graph(engine.validate(data, shacl_graph=shapes, inference="none")[1])


def pyshifty(data: str, shapes: str) -> Lines:
    import shifty

    return of_graph(shifty.validate(Path(data), Path(shapes), graph_mode="data")[1])


def shacl(data: str, shapes: str) -> Lines:
    import shacl as engine

    results = engine.validate(data, shapes).results
    return (f"{value_of(str(result.focus_node))} {local(result.component_iri)}" for result in results)


def shacl_rust(data: str, shapes: str) -> Lines:
    import shacl_rust as engine

    report = engine.validate_file(data, shapes, experimental_index=True)
    return (
        f"{value_of(result['focusNode'])} {local(result['sourceConstraintComponent'])}" for result in report["results"]
    )


def pyrudof(data: str, shapes: str) -> Lines:
    import pyrudof as engine

    rudof = engine.Rudof(engine.RudofConfig())
    rudof.read_data(Path(data), base=BASE)
    rudof.read_shacl(Path(shapes), base=BASE)
    report = rudof.validate_shacl()
    return (f"{value_of(str(result.focus_node))} {local(str(result.constraint_component))}" for result in report)


def of_graph(graph: object) -> Lines:
    """The results of a report graph of rdflib; of several focus nodes each once."""
    from rdflib import SH, Graph

    assert isinstance(graph, Graph)
    for result in graph.objects(None, SH.result):
        component = graph.value(result, SH.sourceConstraintComponent)
        yield f"{value_of(graph.value(result, SH.focusNode).n3())} {local(str(component))}"  # type: ignore[union-attr]


def value_of(term: str) -> str:
    """The IRI, or the value of a literal; engines write them in several ways, and label blank nodes as they like."""
    if term.startswith("_:"):
        return "_:"
    return term[1 : term.rindex('"')] if term.startswith('"') else term.strip("<>")


def local(iri: str) -> str:
    return iri.strip("<>").rpartition("#")[2]


def store(data: str, shapes: str) -> Lines:  # noqa: ARG001
    """What pyoxigraph needs to hold the data, for comparison; a line for each triple."""
    from pyoxigraph import RdfFormat, Store

    held = Store()
    held.load(path=data, format=RdfFormat.TURTLE, base_iri=BASE)
    return ("" for _ in range(len(held)))


RUNNERS: dict[str, Callable[[str, str], Lines]] = {
    "ours": ours,
    "pyshacl": pyshacl,
    "pyshacl-turbo": pyshacl_turbo,
    "pyshifty": pyshifty,
    "shacl": shacl,
    "shacl-rust": shacl_rust,
    "pyrudof": pyrudof,
    "store": store,
}


def of_cases(name: str, cases: list[tuple[str, str]]) -> Iterable[list[str] | None]:
    """The results of each case; None where the validator fails."""
    for data, shapes in cases:
        try:
            yield sorted(RUNNERS[name](data, shapes))
        except BaseException as error:  # an engine in Rust may panic
            if isinstance(error, KeyboardInterrupt):
                raise
            yield None


def main() -> None:
    name, *files = sys.argv[1:]
    if len(files) == 1:
        print(json.dumps(list(of_cases(name, json.loads(Path(files[0]).read_text(encoding="utf-8"))))))
        return
    lines = sorted(RUNNERS[name](*files))
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
    print(json.dumps({"results": len(lines), "digest": digest}))


if __name__ == "__main__":
    main()
