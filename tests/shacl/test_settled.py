"""Where engines differ, SHACL's text decides. docs/validation-engine.md gives the passages, one row a test."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import ShapesError
from kg.shacl import evaluation

PROLOGUE = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX ex: <http://example.org/>
"""


def violating(constraint: str, values: str, other: str = "") -> list[str]:
    """The lexical forms of the values of ex:p that break the constraint; "" for a result without value."""
    shape = f"{PROLOGUE} ex:S a sh:NodeShape ; sh:targetNode ex:x ; sh:property [ sh:path ex:p ; {constraint} ] ."
    data = f"{PROLOGUE} ex:x ex:p {values} . {other}"
    results = evaluation.validate(*(parse(text.encode(), format=RdfFormat.TURTLE) for text in (data, shape)))
    return sorted("" if r.value is None else getattr(r.value, "value", "") for r in results)


@pytest.mark.parametrize("constraint", ['sh:in ("a")', 'sh:hasValue "a"', "sh:datatype xsd:string"])
def test_a_plain_literal_and_an_xsd_string_are_one_term(constraint: str) -> None:
    assert violating(constraint, '"a"^^xsd:string') == violating(constraint, '"a"') == []


def test_terms_are_compared_as_written() -> None:
    assert violating("sh:hasValue 1", "01") == [""]
    assert violating("sh:in (1.0)", "1.00, 1.0") == ["1.00"]
    assert violating("sh:minCount 2", "1.00, 1.0") == []
    assert violating("sh:equals ex:q", "1", "ex:x ex:q 01 .") == ["01", "1"]


@pytest.mark.parametrize(
    ("datatype", "well_formed", "ill_formed"),
    [
        ("integer", ["1", "+1", "007", "-0"], ["1.0", "abc", " 1 ", ""]),
        ("byte", ["-128", "127"], ["128", "300"]),
        ("nonNegativeInteger", ["0", "-0"], ["-1"]),
        ("decimal", ["1.", ".5", "-1.50"], ["1e5", "INF", "."]),
        ("double", ["INF", "-INF", "NaN", "1", "1E-5"], ["inf", "Infinity", "nan"]),
        ("boolean", ["true", "0"], ["yes", "TRUE"]),
        ("date", ["2018-02-28", "2020-02-29Z", "-0044-03-15", "12018-01-01"], ["2018-02-30", "18-01-01", "2018-1-1"]),
        ("dateTime", ["2018-01-01T24:00:00", "2018-01-01T00:00:00.5Z"], ["2018-01-01", "2018-01-01T10:00:00+15:00"]),
        ("gYear", ["2018", "-0044", "12018"], ["18", "02018", "x"]),
        ("gMonthDay", ["--02-29"], ["--02-30", "02-29"]),
        ("duration", ["P1Y", "-PT0.5S", "P1DT1H"], ["P", "PT", "1Y", "P1H"]),
        ("language", ["nl", "zh-Hant-TW"], ["a_b", ""]),
        ("hexBinary", ["", "0aFF"], ["0", "0g"]),
        ("base64Binary", ["", "YWI=", "YWJj"], ["YW", "Y===="]),
        ("NCName", ["a", "_é-1"], ["1a", "a:b", ""]),
    ],
)  # fmt: skip
def test_a_datatype_has_the_lexical_forms_of_xml_schema(
    datatype: str, well_formed: list[str], ill_formed: list[str]
) -> None:
    values = ", ".join(f'"{form}"^^xsd:{datatype}' for form in (*well_formed, *ill_formed))
    assert violating(f"sh:datatype xsd:{datatype}", values) == sorted(ill_formed)


def test_what_cannot_be_compared_violates_a_range() -> None:
    assert violating("sh:minInclusive 5", '4, 5, 5.0, "5"^^xsd:double, "5", "x"^^xsd:integer, ex:y') == [
        "4", "5", "http://example.org/y", "x",
    ]  # fmt: skip
    assert violating('sh:minInclusive "2018-01-01"^^xsd:date', '"2018"^^xsd:gYear') == ["2018"]
    assert violating('sh:minInclusive "b"', '"c", "c"@nl, "a"') == ["a", "c"]


def test_a_moment_without_time_zone_compares_where_fourteen_hours_make_no_difference() -> None:
    bound = 'sh:minInclusive "2018-01-01T00:00:00Z"^^xsd:dateTime'
    assert violating(bound, '"2018-01-01T14:00:00"^^xsd:dateTime') == ["2018-01-01T14:00:00"]
    assert violating(bound, '"2018-01-01T14:00:01"^^xsd:dateTime') == []


def test_a_time_zone_of_a_date_counts() -> None:
    earlier = 'ex:x ex:q "2019-01-01+14:00"^^xsd:date .'
    assert violating("sh:lessThan ex:q", '"2018-12-31Z"^^xsd:date', earlier) == []
    assert violating("sh:lessThan ex:q", '"2019-01-01Z"^^xsd:date', earlier) == ["2019-01-01Z"]


@pytest.mark.parametrize(
    ("value", "other"),
    [
        ("ex:a", "ex:b"),
        ('"a"@en', '"b"@en'),
        ('"x"^^xsd:date', '"2019-01-01"^^xsd:date'),
        ('"2019-01-01"^^xsd:date', '"x"^^xsd:date'),
        ('"2018-12-31"^^xsd:date', '"2018-12-31Z"^^xsd:date'),
        ('"P1M"^^xsd:duration', '"P30D"^^xsd:duration'),
        ("ex:a", "1"),
    ],
)
def test_what_cannot_be_compared_violates_less_than(value: str, other: str) -> None:
    assert len(violating("sh:lessThan ex:q", value, f"ex:x ex:q {other} .")) == 1


def test_years_are_ordered() -> None:
    assert violating('sh:minInclusive "2018"^^xsd:gYear', '"2018"^^xsd:gYear, "2017"^^xsd:gYear') == ["2017"]


def test_lengths_count_characters() -> None:
    assert violating("sh:maxLength 2", '"é€", "😀😀", "abc"') == ["abc"]


def test_language_tags_have_no_case() -> None:
    assert violating('sh:languageIn ("EN")', '"a"@en-GB, "b"@nl') == ["b"]
    assert violating("sh:uniqueLang true", '"a"@en, "b"@EN, "c"@nl') == [""]


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        (r"^\\p{Lu}", ["Édouard"], ["élan"]),
        (r"^\\P{L}+$", ["123"], ["a1"]),
        (r"^\\w+$", ["ab"], ["a_b", "a b"]),
        (r"^[a-z-[aeiou]]+$", ["bcd"], ["abc"]),
        (r"^\\i\\c*$", ["a-b"], ["1a"]),
        (r"^[^\\d\\s]+$", ["ab"], ["a1", "a b"]),
        (r"^a.b$", ["acb"], [r"a\nb", r"acb\n"]),
        (r"^[\\[\\]^-]+$", ["[^-]"], ["a"]),
        (r"^(?:a|b)+$", ["ab"], ["c"]),
    ],
)
def test_patterns_are_regular_expressions_of_xpath(pattern: str, matching: list[str], others: list[str]) -> None:
    values = ", ".join(f'"{text}"' for text in (*matching, *others))
    assert violating(f'sh:pattern "{pattern}"', values) == sorted(text.replace(r"\n", "\n") for text in others)


@pytest.mark.parametrize("pattern", [r"^(?=.*1)ab", "^(?!a)", "(?<=a)b", "(?<!a)b", r"\\bab\\b", r"a\\Bb", "(?P<n>a)"])
def test_a_pattern_that_xpath_does_not_have_is_refused(pattern: str) -> None:
    with pytest.raises(ShapesError, match="is not a valid regular expression"):
        violating(f'sh:pattern "{pattern}"', "'ab'")


def test_flags_of_a_pattern_are_those_of_xpath() -> None:
    assert violating('sh:pattern "a b" ; sh:flags "x"', '"ab", "a b"') == ["a b"]
    assert violating('sh:pattern "A.b" ; sh:flags "is"', r'"a\nb"') == []
    assert violating('sh:pattern "a.b" ; sh:flags "q"', '"a.b", "acb"') == ["acb"]
    assert violating('sh:pattern "^b$" ; sh:flags "m"', r'"a\nb"') == []


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:pattern "("',
        'sh:pattern "a{2,1}"',
        r'sh:pattern "\\p{Xx}"',
        r'sh:pattern "\\y"',
        'sh:pattern "[a"',
        'sh:pattern "a" ; sh:flags "g"',
        'sh:minCount "1"',
        "sh:minCount 1.0",
        "sh:maxCount 1, 2",
        "sh:nodeKind sh:Iri",
        'sh:class "ex:C"',
        "sh:in ex:a",
        "sh:or ex:a",
        "sh:in [ rdf:first 1 ]",
        "sh:qualifiedMinCount 1",
        "sh:qualifiedValueShape [ sh:class ex:C ]",
        'sh:uniqueLang "yes"',
        "sh:deactivated 1",
        "sh:severity 1",
        "sh:message 1",
        "sh:path ex:q",
        'sh:sparql [ sh:select "SELECT $this WHERE { $this ex:p" ]',
        'sh:sparql [ sh:select "SELECT ?x WHERE { ?x ?y ?z }" ]',
        "sh:sparql [ sh:message 'no query' ]",
    ],
)
def test_a_constraint_that_is_not_well_formed_fails_loudly(constraint: str) -> None:
    with pytest.raises(ShapesError) as problem:
        violating(constraint, '"a"')
    assert problem.value.shape


def test_a_recursive_shape_is_judged_unless_it_depends_on_its_own_negation() -> None:
    assert violating("sh:node ex:S", "ex:y") == violating("sh:node ex:T", "ex:y")
    with pytest.raises(ShapesError, match="depends on its own negation"):
        violating("sh:not [ sh:node ex:S ]", "ex:y")


def test_the_error_of_a_query_counts_lines_in_the_query_alone() -> None:
    query = 'sh:prefixes [ sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/" ] ]'
    with pytest.raises(ShapesError, match="is not valid SPARQL") as problem:
        violating(f'sh:sparql [ {query} ; sh:select """SELECT $this WHERE {{\n $this ex:p ?a ?b }}""" ]', '"a"')
    assert problem.value.line == 2
