"""A shape told in words: whom it judges, what it demands, and an example that it finds fault with.

The words are those of `SHACL's components <https://www.w3.org/TR/shacl/#core-components>`_; what has no words here is
told by its own name, so that nothing that a shape demands is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import ShapesError
from kg.publish.quality.shape_words import WORDS
from kg.rdf.namespaces import RDF, SH
from kg.resources.language_view import Reader, Term
from kg.shacl.shapes.path_reader import read_path
from kg.sparql import property_path as paths
from kg.translations.catalogue import catalogue
from kg.validation.coverage import EXAMPLES

_NIL = NamedNode(RDF + "nil")
_QUALIFIED = "qualifiedValueShape"
_TOLD_ELSEWHERE = frozenset(
    f"{SH}{name}"
    for name in (
        "path", "message", "name", "description", "severity", "property", "prefixes", "select", "flags", "order",
        "targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "minCount", "maxCount", _QUALIFIED,
        "qualifiedMinCount", "qualifiedMaxCount", "ignoredProperties", "deactivated", "group",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """``targets`` say whom it judges, ``demands`` what for; ``queries`` are demands that SPARQL tells better.

    ``example`` is Turtle of the project's collection that breaks this shape alone, under the name of its file.
    """

    targets: tuple[str, ...]
    path: str | None
    demands: tuple[str, ...]
    queries: tuple[str, ...]
    file: str | None
    example: str | None


def rule(reader: Reader, node: NamedNode) -> Rule:
    """The rule that a shape is."""
    owners = reader.referring(node, "sh:property")
    targets = [target for shape in (node, *owners) for target in _targets(reader, shape)]
    file, example = _example(reader, node)
    return Rule(
        targets=tuple(dict.fromkeys(targets)),
        path=_path(reader, node),
        demands=tuple(_demands(reader, node)),
        queries=tuple(_queries(reader, node)),
        file=file,
        example=example,
    )


def _say(reader: Reader, key: str, *values: object) -> str:
    return catalogue(reader.language).gettext(WORDS[key]).format(*values)


def _values(reader: Reader, count: int) -> str:
    return _say(reader, "1 value" if count == 1 else "values", count)


def _targets(reader: Reader, node: NamedNode) -> Iterator[str]:
    for kind in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"):
        for inner in reader.nodes(node, f"sh:{kind}"):
            yield _say(reader, kind, _name(reader, inner))


def _demands(reader: Reader, node: NamedNode | BlankNode) -> Iterator[str]:
    """A sentence for each parameter, the counts first."""
    yield from _count(reader, node)
    if qualified := reader.values(node, f"sh:{_QUALIFIED}"):
        low, high = (_number(reader, node, f"qualified{end}Count") for end in ("Min", "Max"))
        inner = "; ".join(rule for shape in qualified for rule in _nested(reader, shape))
        if low is not None:
            yield _say(reader, "at least so many", _values(reader, low), inner)
        if high is not None:
            yield _say(reader, "at most so many", _values(reader, high), inner)
    for quad in reader.known.about(node):
        predicate = quad.predicate.value
        if not predicate.startswith(SH) or predicate in _TOLD_ELSEWHERE or not isinstance(quad.object, Term):
            continue
        yield from _parameter(reader, predicate.removeprefix(SH), quad.object)


def _count(reader: Reader, node: NamedNode | BlankNode) -> Iterator[str]:
    low, high = _number(reader, node, "minCount"), _number(reader, node, "maxCount")
    if low is not None and low == high:
        yield _say(reader, "exactly", _values(reader, low))
        return
    if low is not None:
        yield _say(reader, "at least", _values(reader, low))
    if high is not None:
        yield _say(reader, "at most", _values(reader, high))


def _parameter(reader: Reader, name: str, value: Term) -> Iterator[str]:
    if name == "sparql":
        return
    if name == "closed":
        yield _say(reader, "closed")
    elif name in ("or", "and", "xone"):
        options = ["; ".join(_nested(reader, option)) for option in _list(reader, value)]
        yield _say(reader, name, _join(reader, options))
    elif name in ("not", "node"):
        yield _say(reader, name, "; ".join(_nested(reader, value)))
    elif name in ("in", "languageIn"):
        yield _say(reader, name, ", ".join(_name(reader, member) for member in _list(reader, value)))
    elif name in WORDS:
        yield _say(reader, name, _name(reader, value))
    else:
        yield f"sh:{name} {_name(reader, value)}"


def _nested(reader: Reader, shape: Term) -> Iterator[str]:
    """The demands of a shape within another one: by name where it has one."""
    if not isinstance(shape, BlankNode):
        yield _name(reader, shape)
        return
    yield from _demands(reader, shape)
    for part in reader.values(shape, "sh:property"):
        if isinstance(part, BlankNode):
            yield f"{_path(reader, part)}: {'; '.join(_demands(reader, part))}"
        else:
            yield _name(reader, part)


def _queries(reader: Reader, node: NamedNode) -> Iterator[str]:
    for constraint in reader.values(node, "sh:sparql"):
        if isinstance(constraint, NamedNode | BlankNode):
            yield from (
                text.value for text in reader.values(constraint, "sh:select", "sh:ask") if isinstance(text, Literal)
            )


def _path(reader: Reader, node: NamedNode | BlankNode) -> str | None:
    """The path in SPARQL's syntax, with prefixed names."""
    written = next(iter(reader.values(node, "sh:path")), None)
    if written is None:
        return None
    known = reader.known
    try:
        path = read_path(written, lambda subject, predicate: list(known.values(subject, predicate)))
    except ShapesError:
        return None
    return paths.text(path, reader.short)


def _example(reader: Reader, node: NamedNode) -> tuple[str | None, str | None]:
    project = reader.known.revision.project
    name = node.value.rpartition("/")[2]
    path = project.root / EXAMPLES / f"{name}.ttl"
    # The name comes from the shapes of the project itself, and names nothing but a file of this folder.
    if "#" in name or not path.is_file():
        return None, None
    return f"{EXAMPLES}/{name}.ttl", path.read_text(encoding="utf-8")


def _list(reader: Reader, node: Term) -> list[Term]:
    members: list[Term] = []
    while isinstance(node, BlankNode) and len(members) < 1_000:
        members += reader.values(node, "rdf:first")[:1]
        node = next(iter(reader.values(node, "rdf:rest")), _NIL)
    return members


def _number(reader: Reader, node: NamedNode | BlankNode, name: str) -> int | None:
    value = next(iter(reader.values(node, f"sh:{name}")), None)
    return int(value.value) if isinstance(value, Literal) and value.value.isdecimal() else None


def _join(reader: Reader, options: list[str]) -> str:
    return f" {_say(reader, 'or else')} ".join(options)


def _name(reader: Reader, term: Term) -> str:
    """A thing by its name and a term of another vocabulary by its prefix; a literal by its text."""
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, BlankNode):
        return "…"
    named = reader.known.label(term, reader.languages)
    short = reader.short(term)
    if named is None:
        return short
    return f"{named.value} ({short})" if ":" in short and "//" not in short else named.value
