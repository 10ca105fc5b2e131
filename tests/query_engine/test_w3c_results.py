"""The W3C's tests of the result formats CSV, TSV and JSON, and a sample of those of SPARQL 1.2 on triple terms and base
directions, through the processes that answer queries.

Solutions are compared as terms: how a number is spelt, which the index does not keep, and how a blank node is called
make no difference, nor does the order of columns, which ``SELECT *`` leaves open. That they are read from the very
format makes the test.
"""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.query_engine import guard
from kg.query_engine.pool.query_pool import Pool
from kg.rdf.formats import CSV, JSON, TSV
from kg.settings.query import Limits

from ..sampling import sample

pytestmark = pytest.mark.usefixtures("shared")

SUITES = Path(os.environ.get("CITY_TIES_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "suites"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
XSD = "http://www.w3.org/2001/XMLSchema#"
LIMITS = Limits(workers=1)
FORMS = {".csv": CSV, ".tsv": TSV, ".srj": JSON}


def entries() -> list[tuple[Path, Path, Path]]:
    """Query, data and result of each test."""
    of_formats = [each for folder in ("csv-tsv-res", "json-res") for each in entries_of(f"sparql11/{folder}")]
    of_terms = [each for folder in ("eval-triple-terms", "lang-basedir") for each in entries_of(f"sparql12/{folder}")]
    return [*of_formats, *sample(of_terms, 10)]


def entries_of(folder: str) -> list[tuple[Path, Path, Path]]:
    tests = []
    if (SUITES / folder).is_dir():
        graph = rdflib.Graph().parse(SUITES / folder / "manifest.ttl", publicID=f"file://{SUITES / folder}/")
        for action in graph.objects(None, MF.action):
            entry = graph.value(predicate=MF.action, object=action)
            files = graph.value(action, QT.query), graph.value(action, QT.data), graph.value(entry, MF.result)
            query, data, result = (SUITES / folder / str(each).rpartition("/")[2] for each in files)
            if files[1] is not None and result.suffix in FORMS:
                tests.append((query, data, result))
    return sorted(tests, key=lambda files: files[2])


def answered(query: Path, data: Path, result: Path) -> bytes:
    syntax = RdfFormat.TRIG if data.suffix == ".trig" else RdfFormat.TURTLE
    quads = list(parse(data.read_bytes(), format=syntax, base_iri="http://example.org/"))
    form = FORMS[result.suffix]
    with Pool(lambda: quads, LIMITS) as pool:
        checked = guard.check(query.read_text("utf-8"), LIMITS)
        with pool.evaluate(checked, form) as answer:
            return answer.read()


def value(term: object) -> tuple[object, ...]:
    if term is None:
        return ("unbound",)
    if isinstance(term, BlankNode):
        return ("blank node",)
    if isinstance(term, Triple):
        return ("triple", value(term.subject), term.predicate.value, value(term.object))
    assert isinstance(term, NamedNode | Literal)
    if isinstance(term, Literal) and re.search("integer|Integer|decimal|double", term.datatype.value):
        return ("number", str(float(term.value)))
    datatype = term.datatype.value if isinstance(term, Literal) else ""
    tags = str(getattr(term, "language", None)), str(getattr(term, "direction", None))
    return (type(term).__name__, term.value, datatype, *tags)


def plain(cell: str) -> str | float:
    if re.fullmatch(r"-?[\d.]+([eE]\d+)?", cell):
        return float(cell)
    return "_:" if cell.startswith("_:") else cell


def read(content: bytes, suffix: str) -> object:
    if suffix == ".csv":
        rows = csv.DictReader(io.StringIO(content.decode()))
        return [{name: plain(cell) for name, cell in row.items()} for row in rows]
    form = QueryResultsFormat.JSON if suffix == ".srj" else QueryResultsFormat.TSV
    found = parse_query_results(content, format=form)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = [each.value for each in found.variables]
    return sorted([[(name, value(solution[name])) for name in sorted(names)] for solution in found], key=str)


@pytest.mark.parametrize(("query", "data", "result"), entries(), ids=lambda path: path.name)
def test_an_answer_is_the_one_of_the_w3c(query: Path, data: Path, result: Path) -> None:
    assert read(answered(query, data, result), result.suffix) == read(result.read_bytes(), result.suffix)


def test_all_tests_of_formats_and_ten_of_terms_are_run() -> None:
    assert len(entries()) >= 20
