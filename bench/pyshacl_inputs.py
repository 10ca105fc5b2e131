"""pySHACL's own regression inputs: what the two engines say of each, and what explains a difference.

Usage: python bench/pyshacl_inputs.py FOLDER [WORD]. FOLDER is a checkout of pySHACL; its tests (those whose name has
the WORD) are run by pytest with the pySHACL that is installed, each call of ``pyshacl.validate`` is noted, and the same
graphs are judged here with the same options. Where the results differ, or the shapes are refused, other options are
tried, and the first that makes them equal is told; so is what none does.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from pyshacl.rdfutil.load import load_from_source
from rdflib.namespace import SH, XSD

from kg.errors import KgError
from kg.shacl import validate

COMPARED = (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.resultSeverity)
Results = Counter[tuple[str, ...]]

DIFFERENT = (
    {"ignore": ["advanced"]},
    {"ignore": ["invalid"]},
    {"ignore": ["unknown"]},
    {"ignore": ["missing"]},
    {"advanced": True},
    {"ontology": "as data"},
    {"prefixes": "of the file"},
    {"distinct": True},
)


@dataclass
class Call:
    """One call of pySHACL: the graphs, the options, and what it came to, an error or results."""

    test: str
    data: rdflib.Dataset | rdflib.Graph
    shapes: rdflib.Graph | None
    ontology: rdflib.Graph | None
    options: dict[str, Any]
    error: str = ""
    results: Results | None = None


CALLS: list[Call] = []
ORIGINAL = pyshacl.validate


def noted(data_graph: Any, *arguments: Any, **options: Any) -> Any:
    """The call of pySHACL itself, with a copy of its input."""
    if arguments:
        options["shacl_graph"] = arguments[0]
    imports = bool(options.get("do_owl_imports"))
    call = Call(
        os.environ.get("PYTEST_CURRENT_TEST", "").rpartition("/")[2].partition(" ")[0],
        copied(data_graph, options.get("data_graph_format")),
        *(
            copied(options[f"{name}_graph"], options.get(f"{name}_graph_format"), imports=imports)
            if options.get(f"{name}_graph")
            else None
            for name in ("shacl", "ont")
        ),
        options,
    )
    try:
        outcome = ORIGINAL(data_graph, **options)
    except Exception as error:
        call.error = f"{type(error).__name__}: {error}"
        CALLS.append(call)
        raise
    if isinstance(outcome[1], rdflib.Graph):
        call.results = compared(outcome[1])
    else:
        call.error = str(outcome[1])
    CALLS.append(call)
    return outcome


def copied(source: Any, form: str | None, *, imports: bool = False) -> Any:
    """The graph, or that of a file or text, as a copy."""
    loaded = load_from_source(source, rdf_format=form, multigraph=True, do_owl_imports=imports)
    copy = rdflib.Graph(namespace_manager=loaded.namespace_manager)
    statements = loaded.quads() if isinstance(loaded, rdflib.Dataset) else loaded
    for statement in statements:
        copy.add(statement[:3])
    return copy


def with_prefixes(shapes: rdflib.Graph) -> rdflib.Graph:
    """The shapes with the prefixes of their file declared for each query, as pySHACL takes them."""
    more, names = shapes + rdflib.Graph(), rdflib.URIRef("urn:x:names")
    for prefix, namespace in shapes.namespaces():
        node = rdflib.BNode()
        more.add((names, SH.declare, node))
        more.add((node, SH.prefix, rdflib.Literal(prefix)))
        more.add((node, SH.namespace, rdflib.Literal(str(namespace), datatype=XSD.anyURI)))
    for predicate in (SH.select, SH.ask, SH.construct):
        for node in set(shapes.subjects(predicate)):
            more.add((node, SH.prefixes, names))
    return more


def compared(report: rdflib.Graph) -> Results:
    """The results by what is compared; blank nodes are alike."""

    def text(node: Any) -> str:
        # A plain literal is an xsd:string.
        return "_" if node is None or isinstance(node, rdflib.BNode) else node.n3().removesuffix(f"^^<{XSD.string}>")

    roots = report.objects(None, SH.result)
    return Counter(tuple(text(report.value(root, name)) for name in COMPARED) for root in roots)


def ours(call: Call, more: dict[str, Any]) -> Results | str:
    """Our results with the options of the call and some more, or the error."""
    options, data, ontology = call.options, call.data, call.ontology
    if more.get("ontology") and ontology is not None:
        data, ontology = data + ontology, None
    shapes = call.shapes
    if more.get("prefixes"):
        shapes = with_prefixes(call.data if shapes is None else shapes)
    try:
        outcome = validate(
            data,
            shapes,
            ontology,
            inference=options.get("inference") or "none",
            advanced=bool(options.get("advanced") or more.get("advanced")),
            focus_nodes=options.get("focus_nodes"),
            use_shapes=options.get("use_shapes"),
            ignore=more.get("ignore", ()),
        )
    except KgError as error:
        return f"{type(error).__name__}: {error}"
    results = compared(outcome.graph)
    return Counter(dict.fromkeys(results, 1)) if more.get("distinct") else results


def explained(call: Call) -> Iterator[dict[str, Any]]:
    """The options that make the results those of pySHACL, the simplest first."""
    for count in (1, 2):
        for chosen in combinations(DIFFERENT, count):
            more: dict[str, Any] = {}
            for option in chosen:
                more |= option | {"ignore": [*more.get("ignore", []), *option.get("ignore", [])]}
            expected = call.results
            if more.get("distinct") and expected is not None:
                expected = Counter(dict.fromkeys(expected, 1))
            if ours(call, more) == expected:
                yield {name: value for name, value in more.items() if value}


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    logging.disable()
    pyshacl.validate = noted
    os.chdir(folder)
    words = ["-k", sys.argv[2]] if sys.argv[2:] else []
    sys.path.insert(0, str(folder))
    ignored = ["--ignore=test/test_cmdline.py", "--ignore=test/test_cmdline_rules.py", "--ignore=test/test_js"]
    ignored += ["--ignore=test/test_sht_validate.py"]  # the W3C's tests, which the project has itself
    with open(os.devnull, "w") as quiet:
        stdout, sys.stdout = sys.stdout, quiet
        pytest.main(["test", "-q", "-p", "no:cacheprovider", "-p", "no:warnings", *ignored, *words])
        sys.stdout = stdout
    verdicts: Counter[str] = Counter()
    for call in CALLS:
        verdict, reason = judged(call)
        verdicts[verdict] += 1
        if reason:
            print(f"{call.test}: {verdict}: {reason}", flush=True)
    print(f"{len(CALLS)} calls: " + ", ".join(f"{number} {verdict}" for verdict, number in verdicts.most_common()))


def judged(call: Call) -> tuple[str, str]:
    """What the comparison came to, and what is told of it."""
    result = ours(call, {})
    if call.results is None:
        return ("both refuse", "") if isinstance(result, str) else ("pySHACL fails", call.error[:200])
    if result == call.results:
        return "same", ""
    known = next(explained(call), None)
    if known:
        return f"same with {known}", ""
    if isinstance(result, str):
        if not call.results and "there is no shape" in result:
            return "without shapes", ""
        return "refused", result[:300]
    return "differ", f"only here {dict(result - call.results)}, only there {dict(call.results - result)}"


if __name__ == "__main__":
    main()
