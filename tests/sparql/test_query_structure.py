from __future__ import annotations

from pyoxigraph import NamedNode

from kg.sparql.property_path import Predicate
from kg.sparql.query_structure import Group, Pattern, Query, Select

P = Predicate(NamedNode("urn:p"))


def test_a_group_knows_the_groups_and_variables_inside_it() -> None:
    inner = Group("optional", 20, patterns=[Pattern("?b", P, "?c")], expressions={"d"})
    outer = Group("root", 0, patterns=[Pattern("?a", "?verb", NamedNode("urn:o"))], children=[inner])
    assert [group.kind for group in outer.all()] == ["root", "optional"]
    assert outer.mentions() == {"a", "verb", "b", "c", "d"}
    assert inner.mentions() == {"b", "c", "d"}


def test_a_query_has_the_patterns_and_restrictions_of_all_its_groups() -> None:
    iris = frozenset({NamedNode("urn:x")})
    inner = Group("plain", 20, patterns=[Pattern("?b", P, "?c")], allowed={"?b": iris})
    root = Group("root", 0, patterns=[Pattern("?a", P, "?b")], children=[inner], select=Select(0, 6, "SELECT"))
    query = Query("", root, ())
    assert [pattern.subject for pattern in query.patterns()] == ["?a", "?b"]
    assert query.allowed == {"?b": iris}
    assert query.select.form == "SELECT"
