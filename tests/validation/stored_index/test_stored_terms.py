from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import dataset as datasets
from kg.project import Project
from kg.shacl.data_graph import Index
from kg.validation.stored_index import stored_terms
from kg.validation.stored_index.stored_terms import StoredTerms

XSD = "http://www.w3.org/2001/XMLSchema#"
UNUSUAL = (
    BlankNode("b0"),
    Literal(""),
    Literal('"\\\n\t\r\x00\x7f\ufeff'),
    Literal("Gdańsk", language="pl-PL"),
    Literal("1.50", datatype=NamedNode(XSD + "decimal")),
    Literal("007", datatype=NamedNode(XSD + "integer")),
    Literal("2026-02-30", datatype=NamedNode(XSD + "date")),
    NamedNode("urn:é"),
    Triple(
        NamedNode("urn:s"), NamedNode("urn:p"), Triple(BlankNode("b"), NamedNode("urn:p"), Literal("o", language="en"))
    ),
)


def stored(terms: list[object]) -> StoredTerms:
    sections = stored_terms.sections_of(terms)  # type: ignore[arg-type]
    return StoredTerms({name: memoryview(content) for name, content in sections.items()})


def test_every_term_of_the_data_is_the_same_again_under_its_number(project: Project) -> None:
    terms = [*Index(datasets.load(project).quads).terms, *UNUSUAL]
    again = stored(terms)  # type: ignore[arg-type]
    assert len(again) == len(terms) > 1000
    assert list(again) == terms == again[:]
    assert [again.numbers[term] for term in terms] == list(range(len(terms)))


def test_a_term_that_is_not_stored_has_no_number_until_it_is_appended() -> None:
    terms = stored(list(UNUSUAL))
    new = NamedNode("urn:new")
    assert new not in terms.numbers
    terms.numbers[new] = len(terms)
    terms.append(new)
    assert new in terms.numbers
    assert terms[len(UNUSUAL)] == new
    assert Literal("", language="en") not in terms.numbers


def test_terms_with_the_same_checksum_are_told_apart() -> None:
    same = [Literal("plumless"), Literal("buckeroo")]
    terms = stored([NamedNode("urn:x"), *same])
    terms._sums = memoryview(b"".join(bytes(8) for _ in range(3))).cast("Q")
    assert [terms.position(term) for term in same] == [None, None]
