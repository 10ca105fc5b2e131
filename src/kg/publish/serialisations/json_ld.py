"""JSON-LD as people read it: short names for the ontology's terms, by a context that is derived from the ontology.

The context of a version is published whole; a document carries the part of it that it needs, so that it can be read
where no network is. Coercion follows `JSON-LD 1.1 <https://www.w3.org/TR/json-ld11/#type-coercion>`_: a term has it
where all of its values allow it, and else stands under its prefixed name, which has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kg.rdf.namespaces import OWL, RDF, RDFS, XSD
from kg.resources import catalog
from kg.revision import Revision, kept_by_revision

_TYPE, _RANGE = NamedNode(RDF + "type"), NamedNode(RDFS + "range")
_KINDS = {
    OWL + "Class": None,
    OWL + "ObjectProperty": "@id",
    OWL + "SymmetricProperty": "@id",
    OWL + "DatatypeProperty": "",
}
_ALIASES = {"id": "@id", "type": "@type"}


@dataclass(frozen=True, slots=True)
class Terms:
    """The names of a vocabulary: each with its IRI, and what its values are coerced to (None and "" for nothing)."""

    prefixes: Mapping[str, str]
    names: Mapping[str, str]
    coercions: Mapping[str, str]

    @property
    def aliases(self) -> dict[str, str]:
        """Short words for JSON-LD's keywords, unless they are terms."""
        return {word: keyword for word, keyword in _ALIASES.items() if word not in self.names}

    def definition(self, name: str) -> Any:
        """How a context defines a term."""
        iri = self.short(self.names[name])
        coercion = self.coercions.get(name)
        return {"@id": iri, "@type": self.short(coercion)} if coercion else iri

    def short(self, iri: str) -> str:
        """The IRI by its prefix, where one covers it."""
        best = max(
            (
                (len(namespace), f"{name}:{iri[len(namespace) :]}")
                for name, namespace in self.prefixes.items()
                if iri.startswith(namespace) and iri != namespace and not iri.startswith("//", len(namespace))
            ),
            default=(0, iri),
        )
        return best[1]


@kept_by_revision
def terms(revision: Revision) -> Terms:
    """The terms of the revision's ontology: those of the project's own prefixes that it declares."""
    own = tuple(revision.project.own_prefixes.values())
    names: dict[str, str] = {}
    coercions: dict[str, str] = {}
    declared = ((node, kind) for kind in _KINDS for node in revision.referrers(NamedNode(kind), _TYPE))
    for node, kind in declared:
        namespace = next(
            (candidate for candidate in own if isinstance(node, NamedNode) and node.value.startswith(candidate)), None
        )
        if namespace is None or not isinstance(node, NamedNode):
            continue
        name = node.value.removeprefix(namespace)
        names[name] = node.value
        if coercion := _KINDS[kind] or _datatype(revision, node):
            coercions[name] = coercion
    return Terms(revision.project.prefixes, dict(sorted(names.items())), coercions)


def context(revision: Revision) -> bytes:
    """The whole context, as a file."""
    known = terms(revision)
    body = {"@version": 1.1, **known.aliases, **known.prefixes}
    body |= {name: known.definition(name) for name in known.names}
    return json.dumps({"@context": body}, ensure_ascii=False, indent=1).encode() + b"\n"


@kept_by_revision
def address(revision: Revision) -> str | None:
    """Where the context of this version of the ontology is on the host that serves."""
    version = max((version.rpartition("/")[2] for version in catalog.ontology_versions(revision)), default=None)
    return f"/context/{version}.jsonld" if version else None


def write(quads: Iterable[Quad], known: Terms) -> bytes:
    """Statements, in the order that they have, with the part of the context that they need."""
    expanded = serialize(quads, format=RdfFormat.JSON_LD)
    assert expanded is not None
    writer = _Writer(known)
    graph = [writer.node(node) for node in json.loads(expanded)]
    return _indented({"@context": writer.context(), "@graph": graph}, "\n").encode() + b"\n"


def _indented(value: Any, before: str) -> str:
    """What ``json.dumps`` with an indent of 1 gives: that leaves the fast encoder for one that is five times slower.

    ``before`` is the line break and the indent before the last bracket.
    """
    within = before + " "
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        pairs = [f"{encode_basestring(key)}: {_indented(item, within)}" for key, item in value.items()]
        return f"{{{within}{f',{within}'.join(pairs)}{before}}}"
    if isinstance(value, list) and value:
        return f"[{within}{f',{within}'.join([_indented(item, within) for item in value])}{before}]"
    return json.dumps(value)


def _datatype(revision: Revision, node: NamedNode) -> str:
    """The datatype to which the values of a property are coerced; texts stay as they are, for they have languages."""
    ranges = (quad.object for quad in revision.about(node) if quad.predicate == _RANGE)
    named = next((target.value for target in ranges if isinstance(target, NamedNode)), "")
    return named if named.startswith(XSD) and named != XSD + "string" else ""


class _Writer:
    """Shortens expanded JSON-LD and remembers which names it used."""

    def __init__(self, known: Terms) -> None:
        self._known = known
        self._by_iri = {iri: name for name, iri in known.names.items()}
        self._id, self._type = ({v: k for k, v in known.aliases.items()}.get(word, word) for word in ("@id", "@type"))
        self._shortened: dict[str, str] = {}
        self._used: set[str] = set()
        self._prefixes: set[str] = set()

    def context(self) -> dict[str, Any]:
        """The definitions that were used."""
        defined = {name: self._known.definition(name) for name in sorted(self._used)}
        for name in self._used:
            self._note(self._known.short(self._known.names[name]))
            self._note(self._known.short(self._known.coercions.get(name, "")))
        prefixes = {name: self._known.prefixes[name] for name in sorted(self._prefixes)}
        return {**self._known.aliases, **prefixes, **defined}

    def node(self, expanded: Mapping[str, Any]) -> dict[str, Any]:
        """A node, or a named graph with its nodes: its identifier and its types first."""
        written: dict[str, Any] = {}
        if "@id" in expanded:
            written[self._id] = self._short(expanded["@id"])
        if "@type" in expanded:
            written[self._type] = _lone([self._vocabulary(kind) for kind in expanded["@type"]])
        for key, values in expanded.items():
            if key == "@graph":
                below = values if isinstance(values, list) else [values]
                written["@graph"] = [self.node(node) for node in below]
            elif key == RDF + "type":
                written[self._type] = _lone([self._vocabulary(kind["@id"]) for kind in values])
            elif key not in ("@id", "@type"):
                name, content = self._property(key, values)
                written[name] = _lone(content)
        return written

    def _property(self, iri: str, values: list[Any]) -> tuple[str, list[Any]]:
        name = self._by_iri.get(iri)
        coercion = self._known.coercions.get(name) if name else None
        if name and coercion == "@id" and all(value.keys() == {"@id"} for value in values):
            self._used.add(name)
            return name, [self._short(value["@id"]) for value in values]
        if name and coercion and all(value.get("@type") == coercion for value in values):
            self._used.add(name)
            return name, [value["@value"] for value in values]
        if name and not coercion:
            self._used.add(name)
            return name, [self._value(value) for value in values]
        return self._short(iri), [self._value(value) for value in values]

    def _value(self, value: Mapping[str, Any]) -> Any:
        if "@list" in value:
            return {"@list": [self._value(member) for member in value["@list"]]}
        if "@id" in value:
            return {self._id: self._short(value["@id"])}
        if "@type" in value:
            return {"@value": value["@value"], self._type: self._vocabulary(value["@type"])}
        return value["@value"] if value.keys() == {"@value"} else dict(value)

    def _vocabulary(self, iri: str) -> str:
        name = self._by_iri.get(iri)
        if name:
            self._used.add(name)
        return name or self._short(iri)

    def _short(self, iri: str) -> str:
        short = self._shortened.get(iri)
        if short is None:
            short = self._shortened[iri] = self._known.short(iri)
            if short != iri:
                self._note(short)
        return short

    def _note(self, short: str) -> None:
        prefix = short.partition(":")[0]
        if prefix in self._known.prefixes:
            self._prefixes.add(prefix)


def _lone(values: list[Any]) -> Any:
    """A list of one as that one: JSON-LD reads both alike."""
    return values[0] if len(values) == 1 else values
