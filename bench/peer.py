"""One validator, once, from files to report. Usage: python bench/peer.py NAME DATA SHAPES.

Prints the number of results and a digest of what they are (focus node and constraint component, as a multiset), so that
validators can be compared. Runs with the Python that has the peers, or with the project's own for "ours".
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
    return (f"{result.focus_node} {local(result.component.value)}" for result in results)


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

    return (f"{result.focus_node} {local(result.component_iri)}" for result in engine.validate(data, shapes).results)


def shacl_rust(data: str, shapes: str) -> Lines:
    import shacl_rust as engine

    report = engine.validate_file(data, shapes, experimental_index=True)
    return (f"{each['focusNode']} {local(each['sourceConstraintComponent'])}" for each in report["results"])


def of_graph(graph: object) -> Lines:
    """The results of a report graph of rdflib; of several focus nodes each once."""
    from rdflib import SH, Graph

    assert isinstance(graph, Graph)
    for result in graph.objects(None, SH.result):
        component = graph.value(result, SH.sourceConstraintComponent)
        yield f"{graph.value(result, SH.focusNode).n3()} {local(str(component))}"  # type: ignore[union-attr]


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
    "store": store,
}


def main() -> None:
    name, data, shapes = sys.argv[1:4]
    lines = sorted(RUNNERS[name](data, shapes))
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
    print(json.dumps({"results": len(lines), "digest": digest}))


if __name__ == "__main__":
    main()
