"""The domain's vocabulary is named in the domain's rooms, and nowhere below them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.city_relations import PREFIX
from kg.city_relations.vocabulary import VOCABULARY
from kg.revision import Revision

from ..presence import present

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kg"
ROOMS = (SOURCE / "city_relations", SOURCE / "web" / "city_relations")
OF_EVERY_PROJECT = "computedOn"
"""The term that a revision itself adds to a project's own vocabulary, for the rules of the computed graph."""
BELOW = sorted(
    path
    for path in SOURCE.rglob("*")
    if path.suffix in (".py", ".rq", ".html") and not any(path.is_relative_to(room) for room in ROOMS)
)


def texts(path: Path) -> Iterator[str]:
    """The texts of a module without its docstrings, or a whole file of another kind."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield text
        return
    tree = ast.parse(text)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def terms(revision: Revision) -> set[str]:
    """The names of the vocabulary that are no plain English word, so that nobody else writes them by chance."""
    namespace = revision.project.prefixes[PREFIX]
    subjects = [node.value for node in revision.subjects() if isinstance(node, NamedNode)]
    names = {each.removeprefix(namespace) for each in subjects if each.startswith(namespace)}
    return {name for name in names if re.search("[a-z][A-Z]", name)} - {OF_EVERY_PROJECT}


def test_the_vocabulary_has_names_to_look_for(revision: Revision) -> None:
    assert {"partnershipType", "openAsOf", "DecisionOutcome", "agreementType"} <= terms(revision)


def test_the_texts_below_the_domain_are_read() -> None:
    assert sum(1 for path in BELOW for _ in texts(path)) > 1_000


@pytest.mark.parametrize("path", BELOW, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_nothing_below_the_domain_names_its_vocabulary(revision: Revision, path: Path) -> None:
    names = terms(revision)
    prefixed = [text for text in texts(path) if text == PREFIX or re.search(rf"\b{PREFIX}:", text)]
    named = [text for text in texts(path) if names.intersection(re.findall(r"[A-Za-z]+", text))]
    assert (prefixed, named) == ([], [])


def test_what_the_publishers_are_told_is_declared(revision: Revision) -> None:
    named = [
        *VOCABULARY.telling,
        *(name for group in VOCABULARY.groups for name in (*group.classes, group.with_property, group.detail) if name),
    ]
    namespace = revision.project.prefixes[PREFIX]
    for name in present(term for term in named if term.startswith(f"{PREFIX}:")):
        assert revision.about(NamedNode(namespace + name.removeprefix(f"{PREFIX}:"))), name
