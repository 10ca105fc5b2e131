"""pySHACL's own regression inputs: what the two engines say of each, and what explains a difference.

Usage: python bench/pyshacl_inputs.py FOLDER [WORD] [--seconds N] [--known FILE]

FOLDER is a checkout of pySHACL; its tests (those whose file has the WORD in its name) are run by pytest with the
pySHACL that is installed, and the graphs of each call of ``pyshacl.validate`` are judged here with the same options.
Where the results differ, or the shapes are refused, other options are tried, and the first that makes them equal is
told; so is what none does.

Each file of tests is run in a process of its own, which is ended after N seconds (default 120) of a processor; its
calls until then count, and the file is named. FILE (default pyshacl-inputs.jsonl in the folder for temporary files)
keeps what came out, so that a run that was ended goes on where it was; remove it to begin anew.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest import mock

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


ORIGINAL = pyshacl.validate
LARGE = 5_000
"""Statements from which only single options are tried, not two of them."""
IGNORED = ("test_cmdline.py", "test_cmdline_rules.py", "test_sht_validate.py")  # the last are the W3C's, run elsewhere


def noted(data_graph: Any, *arguments: Any, **options: Any) -> Any:
    """The call of pySHACL itself; what the comparison with ours came to is written to the file of the results."""
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
        tell(call)
        raise
    if isinstance(outcome[1], rdflib.Graph):
        call.results = compared(outcome[1])
    else:
        call.error = str(outcome[1])
    tell(call)
    return outcome


def tell(call: Call) -> None:
    """Write what the comparison came to, so that it is known even if the process is ended."""
    with mock.patch.object(pyshacl, "validate", ORIGINAL):  # what we leave to pySHACL is no call of its tests
        verdict, reason = judged(call)
    line = json.dumps({"test": call.test, "verdict": verdict, "reason": reason}) + "\n"
    os.write(int(os.environ["CITY_TIES_CALLS"]), line.encode())


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
    large = len(call.data) + len(call.shapes or ()) > LARGE
    for count in (1,) if large else (1, 2):
        for chosen in combinations(DIFFERENT, count):
            more: dict[str, Any] = {}
            for option in chosen:
                more |= option | {"ignore": [*more.get("ignore", []), *option.get("ignore", [])]}
            expected = call.results
            if more.get("distinct") and expected is not None:
                expected = Counter(dict.fromkeys(expected, 1))
            if ours(call, more) == expected:
                yield {name: value for name, value in more.items() if value}


def run_tests(file: str) -> None:
    """Run one file of tests in this process, whose folder is the checkout."""
    logging.disable()
    pyshacl.validate = noted
    sys.path.insert(0, os.getcwd())
    pytest.main([file, "-q", "-p", "no:cacheprovider", "-p", "no:warnings", "-p", "no:randomly"])


def calls_of(file: Path, folder: Path, seconds: int) -> dict[str, Any]:
    """What came out for the calls of one file of tests, within the time."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    with tempfile.TemporaryFile() as report:
        environment = {**os.environ, "CITY_TIES_CALLS": str(report.fileno())}
        command = [sys.executable, str(Path(__file__).resolve()), str(folder), "--file", str(file)]
        done = subprocess.run(
            command, cwd=folder, env=environment, pass_fds=(report.fileno(),), preexec_fn=limit, capture_output=True
        )
        report.seek(0)
        calls = [json.loads(line) for line in report]
    return {"file": str(file), "calls": calls, "stopped": done.returncode < 0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("word", nargs="?", default="")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--known", type=Path, default=Path(tempfile.gettempdir()) / "pyshacl-inputs.jsonl")
    parser.add_argument("--file", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    folder = chosen.folder.resolve()
    if chosen.file:
        run_tests(chosen.file)
        return
    lines = chosen.known.read_text().splitlines() if chosen.known.is_file() else []
    known = {entry["file"]: entry for entry in map(json.loads, lines)}
    listed = sorted(path.relative_to(folder) for path in folder.glob("test/**/test_*.py"))
    files = [path for path in listed if path.name not in IGNORED and "test_js" not in path.parts]
    wanted = [path for path in files if chosen.word in path.name]
    try:
        for file in wanted:
            if str(file) not in known:
                known[str(file)] = calls_of(file, folder, chosen.seconds)
                with chosen.known.open("a") as results:
                    results.write(json.dumps(known[str(file)]) + "\n")
            for call in known[str(file)]["calls"]:
                if call["reason"]:
                    print(f"{call['test']}: {call['verdict']}: {call['reason']}", flush=True)
    finally:  # also of a run that is interrupted
        summarise([known[str(file)] for file in wanted if str(file) in known], len(wanted))


def summarise(entries: list[dict[str, Any]], wanted: int) -> None:
    verdicts = Counter(call["verdict"] for entry in entries for call in entry["calls"])
    counts = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.most_common())
    print(f"{len(entries)} of {wanted} files, {verdicts.total()} calls: {counts}")
    for entry in entries:
        if entry["stopped"]:
            print(f"stopped after {len(entry['calls'])} calls: {entry['file']}")


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
