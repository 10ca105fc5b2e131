"""What differs between two states of a file is found by its lines, and is all that differs, or nothing is said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from kg.rdf.source.difference import differing

BASE = "https://w3id.org/city-ties/"
PLAIN = "PREFIX a: <urn:a:>\n\na:s a:p a:o .\n\na:t\n    a:p a:o ;\n    a:q 1.5 ;\n.\n\na:u a:p a:o .\n"


def triples(text: bytes, codec: RdfFormat = RdfFormat.TURTLE) -> list[Triple]:
    return [quad.triple for quad in parse(text, format=codec, base_iri=BASE)]


def found(old: str, new: str, codec: RdfFormat = RdfFormat.TURTLE) -> tuple[list[Triple], list[Triple]] | None:
    """What is said to differ, after a look that it is all that does."""
    parts = differing(old.encode(), new.encode(), codec, BASE)
    if parts is not None:
        then, now = map(Counter, parts)
        assert Counter(triples(old.encode(), codec)) + now == Counter(triples(new.encode(), codec)) + then
    return parts


def is_turtle(text: str) -> bool:
    try:
        triples(text.encode())
    except SyntaxError:
        return False
    return True


def test_over_random_edits_of_ghents_graph_nothing_that_differs_is_missed(root: Path) -> None:
    text = (root / "data" / "ghent.ttl").read_text("utf-8")
    blocks = text.split("\n\n")
    random, said = Random(5), 0
    for _ in range(60):
        changed = list(blocks)
        at = random.randrange(2, len(changed))
        lines = changed[at].splitlines()
        line = random.randrange(1, max(2, len(lines) - 1))
        match random.randrange(5):
            case 0:
                del changed[at]
            case 1:
                changed.insert(at, f"<id/new> a <id/City> .\n\n{changed[random.randrange(2, len(changed))]}")
            case 2:
                changed[at] = "\n".join([*lines[:line], *lines[line + 1 :]])
            case 3:
                changed[at] = "\n".join([*lines[:line], f"    <id/property/{at}> {at} ;", *lines[line:]])
            case _:
                other = random.randrange(2, len(changed))
                changed[at], changed[other] = changed[other], changed[at]
        new = "\n\n".join(changed)
        if is_turtle(new):
            assert found(text, new) is not None
            assert found(new, text) is not None
            said += 1
    assert said > 40


def test_only_the_statements_around_the_change_are_parsed() -> None:
    then, now = found(PLAIN, PLAIN.replace("1.5", "1.6")) or ([], [])
    assert [str(triple.subject) for triple in (*then, *now)] == ["<urn:a:t>"] * 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (PLAIN, PLAIN + "a:v a:p a:o .\n"),
        (PLAIN, PLAIN.removesuffix("\n")),
        (PLAIN, PLAIN.replace("a:s a:p a:o .\n\n", "")),
        (PLAIN, PLAIN.replace("\n", "\r\n")),
        (PLAIN, "# nothing is left\n"),
        (PLAIN, PLAIN.replace("a:s a:p a:o .\n", "a:s a:p a:o . # no end.\na:s a:p 2 .\n")),
        (PLAIN.replace("a:o ;", "a:o # it ends here .\n  ;"), PLAIN),
        (PLAIN.replace("1.5", '"it ends here ."'), PLAIN),
        (PLAIN.replace("1.5", "1"), PLAIN.replace("1.5 ;\n.", "1 .")),
    ],
)
def test_both_ways_what_is_said_to_differ_is_all_that_does(old: str, new: str) -> None:
    assert any(found(*each) is not None or "nothing" in new or "\r" in new for each in ((old, new), (new, old)))


@pytest.mark.parametrize(
    "new",
    [
        PLAIN.replace("urn:a:", "urn:b:"),
        PLAIN.replace("a:t\n", "PREFIX a: <urn:b:>\na:t\n"),
        PLAIN.replace("1.5", '"""Ends .\nhere ."""'),
        PLAIN.replace("1.5", "[ a:p 1 ]"),
        PLAIN.replace("1.5", "_:b"),
        PLAIN.replace("PREFIX a:", "PREFIX\n a:"),
        PLAIN.replace("1.5", '"PREFIX a: <urn:b:>"'),
        PLAIN.replace("\n", "\r"),
    ],
)
def test_where_lines_cannot_tell_nothing_is_said(new: str) -> None:
    assert found(PLAIN, new) is None


def test_a_directive_before_what_differs_counts_for_it() -> None:
    later = PLAIN.replace("a:t\n", "PREFIX a: <urn:b:>\na:t\n")
    then, now = found(later, later.replace("a:u", "a:v")) or ([], [])
    assert [str(triple.subject) for triple in (*then, *now)] == ["<urn:b:u>", "<urn:b:v>"]


def test_n_triples_are_compared_line_by_line() -> None:
    lines = [f"<urn:s{number}> <urn:p> <urn:o> ." for number in range(9)]
    then, now = found("\n".join(lines), "\n".join([*lines[:4], *lines[5:]]), RdfFormat.N_TRIPLES) or ([], [])
    assert (len(then), len(now)) == (1, 0)


def test_formats_without_lines_of_their_own_are_not_compared() -> None:
    assert differing(b"{}", b"[]", RdfFormat.JSON_LD, BASE) is None
    assert differing(b"", b" ", RdfFormat.TRIG, BASE) is None
