"""Judges shapes and data in one process and in several, in a process that has one thread, and tells what differs.

Usage: python judging_in_processes.py KIND PATHS... . Of what is large a sample is judged, and all of it with
CITY_TIES_WHOLE=1. Prints a JSON object for each case. It is a program since
processes are forked only where no other threads run, and pytest's workers have some.
"""

from __future__ import annotations

import json
import os
import random
import runpy
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import ShapesError
from kg.rdf.namespaces import RDF, SH, XSD
from kg.shacl import validator
from kg.shacl.evaluation import FindingsByFocus
from kg.shacl.processes import findings_transfer, forked_evaluation
from kg.shacl.report import ValidationReport
from kg.shacl.shape_problems import ProblemKind

Case = tuple[str, Sequence[Quad], Sequence[Quad]]
_KINDS = {".ttl": RdfFormat.TURTLE, ".json": RdfFormat.JSON_LD}
_BASE = "https://w3id.org/city-ties/"
_FAILING = """
PREFIX ex: <http://example.org/ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
ex:a a ex:Boat . ex:b a ex:Ship .
ex:A sh:targetClass ex:Boat ; sh:sparql [ sh:select "SELECT $this (true AS ?failure) WHERE { $this a ?t }" ] .
ex:B sh:targetClass ex:Ship ; sh:sparql [ sh:select "SELECT $this (true AS ?failure) WHERE { $this a ?t }" ] .
"""
_completed: list[int] = []


def quads(*paths: Path) -> list[Quad]:
    return [
        quad
        for path in paths
        for quad in parse(path=str(path), format=_KINDS[path.suffix], base_iri=_BASE, rename_blank_nodes=True)
    ]


def generated(shapes: Sequence[Quad], seed: int) -> list[Quad]:
    """Statements with the classes and properties that the shapes name, at random: most break something."""
    chosen = random.Random(seed)
    classes = sorted({q.object for q in shapes if q.predicate.value in (SH + "targetClass", SH + "class")}, key=str)
    properties = sorted(
        {q.object for q in shapes if q.predicate.value == SH + "path" and isinstance(q.object, NamedNode)}, key=str
    )
    nodes = [*(NamedNode(f"http://example.org/{n}") for n in range(60)), *(BlankNode(f"b{n}") for n in range(20))]
    literals = [
        *(Literal(text, language=tag) for text in ("a", "b") for tag in ("en", "nl")),
        *(Literal(text, datatype=NamedNode(XSD + kind)) for text in ("1", "01", "x") for kind in ("integer", "string")),
        Literal("2020-01-01", datatype=NamedNode(XSD + "date")),
    ]
    statements = [Quad(node, NamedNode(RDF + "type"), chosen.choice(classes)) for node in nodes for _ in range(3)]
    for _ in range(1500):
        value = chosen.choice(nodes) if chosen.random() < 0.5 else chosen.choice(literals)
        statements.append(Quad(chosen.choice(nodes), chosen.choice(properties), value))
    return statements


def cases(kind: str, paths: Sequence[Path]) -> Iterator[Case]:
    sample = runpy.run_path(str(Path(__file__).parents[2] / "sampling.py"))["sample"]
    match kind:
        case "files" | "killed":
            yield paths[0].name, quads(*paths[1:]), quads(paths[0])
        case "generated":
            shapes = quads(*paths)
            for seed in sample(range(3), 1):
                yield f"{paths[0].name} {seed}", generated(shapes, seed), shapes
        case "examples":
            folder = paths[0]
            shapes = quads(*sorted(folder.glob("*.ttl")))
            for example in sample(sorted(folder.glob("examples/*XFAIL.json")), 2):
                yield example.name, quads(example), shapes
        case "failing":
            yield "failing", list(parse(_FAILING, RdfFormat.TURTLE)), list(parse(_FAILING, RdfFormat.TURTLE))
        case "w3c":
            tests = runpy.run_path(str(Path(__file__).parents[2] / "w3c.py"), run_name="w3c")
            for case in sample(list(tests["cases"](paths[0] / "manifest.ttl", paths[0])), 60):
                yield case.name, case.data, case.shapes


def judged(data: Sequence[Quad], shapes: Sequence[Quad], processes: int) -> object:
    try:
        report = validator.validate(
            data,
            shapes,
            ignored=frozenset(ProblemKind),
            processes=processes,
            dataset_digest="data",
            shapes_digest="shapes",
        )
    except ShapesError as problem:
        return str(problem), [str(other) for other in problem.others]
    return report


def counted(findings: Callable[..., list[FindingsByFocus]]) -> Callable[..., list[FindingsByFocus]]:
    """The same, with a note of each evaluation in several processes that came to its end."""

    def completed(*arguments: object) -> list[FindingsByFocus]:
        by_root = findings(*arguments)
        _completed.append(1)
        return by_root

    return completed


def main() -> None:
    if sys.argv[1] == "killed":
        findings_transfer.packed = lambda *_: os._exit(1)
    forked_evaluation._Processes.findings = counted(forked_evaluation._Processes.findings)  # type: ignore[method-assign]
    for name, data, shapes in cases(sys.argv[1], [Path(path) for path in sys.argv[2:]]):
        alone = judged(data, shapes, 1)
        differing = [number for number in (2, 3) if judged(data, shapes, number) != alone]
        results = len(alone.results) if isinstance(alone, ValidationReport) else 0
        line = {"case": name, "results": results, "differing": differing, "completed": len(_completed)}
        print(json.dumps({**line, "error": "" if isinstance(alone, ValidationReport) else str(alone)}))
        _completed.clear()


if __name__ == "__main__":
    main()
