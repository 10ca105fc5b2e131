"""Shapes that others publish: what is refused of them, and whether examples have the results that their authors expect.

Usage: python bench/public_shapes.py FOLDER [--infer REGIME] [--ignore KIND,...] [--advanced]

The shapes of each FOLDER are read together; their problems are counted, and the first is told with its place. Where a
FOLDER has ``examples`` with ``NAME.json`` and ``NAME_validation.ttl``, each example is judged by the shapes, which are
its ontology too, and its results are compared with those expected: focus node, path, value, component and severity.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

SH = "http://www.w3.org/ns/shacl#"
KG = str(Path(sys.executable).parent / "kg")
COMPARED = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity")
NOTHING = "<urn:x:nothing> <urn:x:is> <urn:x:nothing> .\n"
Key = tuple[str | None, ...]


def run(arguments: list[str], options: list[str], text: str = "") -> subprocess.CompletedProcess[str]:
    command = [KG, "validate", *arguments, "--allow-empty", *options]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def accepted(folder: Path, options: list[str]) -> None:
    """Whether the shapes of a folder are accepted together, and each file alone."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".ttl", ".rdf", ".jsonld", ".owl"))
    files = [path for path in files if "examples" not in path.relative_to(folder).parts]
    start = time.monotonic()
    together = run(["-", "--format-of", "nt", "--shapes", *map(str, files)], options, NOTHING)
    seconds = time.monotonic() - start
    print(f"{folder.name}: {len(files)} files, {verdict(together)}, {seconds:.1f} s")
    for line in together.stdout.splitlines():
        if "left out by" in line or "not among the files" in line:
            print(f"  {line[:150]}")


def verdict(done: subprocess.CompletedProcess[str]) -> str:
    """Accepted; or how many problems there are, and the first of them."""
    if done.returncode < 2:
        return "accepted"
    problems = [line for line in done.stderr.splitlines() if line[:1].strip()]
    return f"{len(problems)} problems, the first: {problems[0].removeprefix('kg: ')[:200]}"


def results(quads: list[Quad]) -> Counter[Key]:
    """The results of a report graph by what is compared; blank nodes are alike."""
    by_subject: dict[object, dict[str, str]] = {}
    for quad in quads:
        value = "_" if isinstance(quad.object, BlankNode) else str(quad.object)
        by_subject.setdefault(quad.subject, {})[quad.predicate.value.removeprefix(SH)] = value
    tops = [quad.object for quad in quads if quad.predicate == NamedNode(SH + "result")]
    return Counter(tuple(by_subject[node].get(name) for name in COMPARED) for node in tops)


def examples(folder: Path, options: list[str]) -> None:
    """How many examples have exactly the results that their authors expect, and what differs in the others."""
    files = [str(path) for path in sorted(folder.glob("*.ttl"))]
    names = sorted(path.stem for path in (folder / "examples").glob("*.json"))
    equal = 0
    for name in names:
        expected = results(list(parse(path=folder / "examples" / f"{name}_validation.ttl", format=RdfFormat.TURTLE)))
        data = str(folder / "examples" / f"{name}.json")
        done = run([data, "--shapes", *files, "--ontology", *files], [*options, "--format", "turtle"])
        ours = results(list(parse(input=done.stdout.encode(), format=RdfFormat.TURTLE))) if done.stdout else Counter()
        equal += ours == expected
        if ours != expected:
            print(f"  {name}: {differences(ours - expected, 'only here')} {differences(expected - ours, 'missing')}")
    if names:
        print(f"{folder.name}: {equal} of {len(names)} examples have the results that their authors expect")


def differences(counted: Counter[Key], label: str) -> str:
    return json.dumps({label: [list(key) for key in counted.elements()][:4]}) if counted else ""


def main(arguments: Any = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    for option in ("--infer", "--ignore"):
        parser.add_argument(option)
    parser.add_argument("--advanced", action="store_true")
    chosen = parser.parse_args(arguments)
    options = ["--advanced"] if chosen.advanced else []
    options += [
        text for name in ("infer", "ignore") if getattr(chosen, name) for text in (f"--{name}", getattr(chosen, name))
    ]
    for folder in chosen.folders:
        accepted(folder, options)
        examples(folder, options)


if __name__ == "__main__":
    main()
