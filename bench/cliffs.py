"""Inputs on which a validator easily needs quadratic time: ten times the input may take 13 times the time at most.

Usage: python bench/cliffs.py [NAME ...]. Prints for each input the CPU seconds of ``kg validate`` at a size and at ten
times that size, without what an input of size 1 takes. Exits with 1 if one of them takes more.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from validation import run

KG = str(Path(sys.executable).parent / "kg")
MOST = 13.0
HEAD = """
PREFIX ex: <http://example.org/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
ALL = "ex:S a sh:NodeShape ; sh:targetClass ex:B ; sh:property [ sh:path %s ] ."


@dataclass(frozen=True)
class Cliff:
    """Shapes, the data of a size, and the smaller of the two sizes."""

    shapes: str
    data: Callable[[int], str]
    size: int = 10_000


def numbers(first: int, count: int) -> str:
    return " , ".join(map(str, range(first, first + count)))


def members(kind: str) -> Callable[[int], str]:
    return lambda count: f"ex:b a ex:B ; ex:l ( {' '.join(kind % number for number in range(count))} ) ."


def chain(node: str, more: str = "") -> Callable[[int], str]:
    one = f"{node}%d a ex:B ; ex:next {node}%d {more}.\n"
    return lambda count: "".join(one % (number, number + 1) for number in range(count))


CLIFFS = {
    "a list, all members right": Cliff(
        ALL % "(ex:l [ sh:zeroOrMorePath rdf:rest ] rdf:first) ; sh:datatype xsd:integer", members("%d"), 10_000
    ),
    "a list, all members wrong, in sh:node": Cliff(
        ALL % "ex:l ; sh:node ex:L"
        + "ex:L sh:property [ sh:path ([ sh:zeroOrMorePath rdf:rest ] rdf:first) ; sh:datatype xsd:integer ] .",
        members('"x%d"'),
        2_000,
    ),
    "each rest of a list is a list": Cliff(
        "ex:S sh:targetSubjectsOf rdf:rest ; sh:property [ sh:path ([ sh:zeroOrMorePath rdf:rest ] rdf:first) ; "
        "sh:minCount 1 ; sh:nodeKind sh:Literal ] .",
        members("%d"),
    ),
    "nested blank nodes that fail in sh:node": Cliff(
        ALL % "ex:has ; sh:node ex:L" + "ex:L sh:property [ sh:path ex:name ; sh:minCount 1 ] .",
        lambda count: "ex:b a ex:B ; ex:has " + "[ a ex:B ; ex:has " * count + "[] " + "]" * count + " .",
        1_000,
    ),
    "a chain of blank nodes that fail in sh:node": Cliff(
        ALL % "ex:next ; sh:node ex:L" + "ex:L sh:property [ sh:path ex:name ; sh:minCount 1 ] .", chain("_:b"), 1_000
    ),
    "sh:oneOrMorePath on a chain": Cliff(ALL % "[ sh:oneOrMorePath ex:next ] ; sh:nodeKind sh:IRI", chain("ex:b")),
    "sh:zeroOrMorePath on a chain, the last node wrong": Cliff(
        ALL % "[ sh:zeroOrMorePath ex:next ] ; sh:maxCount 300000 ; sh:class ex:B", chain("ex:b")
    ),
    "sh:lessThan, all right": Cliff(
        ALL % "ex:p ; sh:lessThan ex:q",
        lambda count: f"ex:b a ex:B ; ex:p {numbers(0, count)} ; ex:q {numbers(count, count)} .",
    ),
    "sh:lessThanOrEquals, one wrong": Cliff(
        ALL % "ex:p ; sh:lessThanOrEquals ex:q",
        lambda count: f"ex:b a ex:B ; ex:p {numbers(0, count)} ; ex:q {numbers(count - 2, count)} .",
    ),
    "sh:equals and sh:disjoint": Cliff(
        ALL % "ex:p ; sh:equals ex:q ; sh:disjoint ex:r",
        lambda count: (
            f"ex:b a ex:B ; ex:p {numbers(0, count)} ; ex:q {numbers(0, count)} ; ex:r {numbers(-count, count)} ."
        ),
    ),
}


def seconds(cliff: Cliff, size: int, folder: Path) -> float:
    """CPU seconds of the command."""
    shapes, data = folder / "shapes.ttl", folder / "data.ttl"
    shapes.write_text(HEAD + cliff.shapes, encoding="utf-8")
    data.write_text(HEAD + cliff.data(size), encoding="utf-8")
    command = [KG, "validate", str(data), "--shapes", str(shapes)]
    return min(run(command).seconds for _ in range(1 if size > cliff.size else 3))


def main() -> None:
    names = [name for name in CLIFFS if not sys.argv[1:] or any(part in name for part in sys.argv[1:])]
    slow = False
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            cliff = CLIFFS[name]
            start, small, large = (seconds(cliff, size, Path(folder)) for size in (1, cliff.size, 10 * cliff.size))
            ratio = (large - start) / max(small - start, 0.02)
            slow = slow or ratio > MOST
            print(
                f"{name:50} {cliff.size:7} {small:6.2f} s {10 * cliff.size:7} {large:6.2f} s {ratio:5.1f} times",
                flush=True,
            )
    sys.exit(slow)


if __name__ == "__main__":
    main()
