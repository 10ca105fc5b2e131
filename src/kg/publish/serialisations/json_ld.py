"""JSON-LD as people read it: short names for the ontology's terms, by a context that is derived from the ontology.

The context of a version is published whole; ``json_ld_writer`` gives each document the part of it that it needs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from kg.project import Project
from kg.rdf.namespaces import OWL, RDF, RDFS, XSD
from kg.resources import catalog
from kg.revision import Revision
from kg.revision_results import kept_by_revision

_TYPE, _RANGE = NamedNode(RDF + "type"), NamedNode(RDFS + "range")
_KINDS = {
    OWL + "Class": None,
    OWL + "ObjectProperty": "@id",
    OWL + "SymmetricProperty": "@id",
    OWL + "DatatypeProperty": "",
}
_ALIASES = {"id": "@id", "type": "@type"}
_NAME = re.compile(r"[^@:/][^:/]*")
"""What a context can define: with a colon or a slash a name is an IRI, and with an at sign it may be a keyword."""
_ENDS = tuple(":/?#[]@")
"""The ends of a namespace whose prefix is one without being declared so."""


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


def prefixes(project: Project) -> dict[str, str]:
    """The project's prefixes that a context can define as such."""
    return {
        name: namespace
        for name, namespace in project.prefixes.items()
        if _NAME.fullmatch(name) and name != "_" and name not in _ALIASES and namespace.endswith(_ENDS)
    }


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
        if not _NAME.fullmatch(name):
            continue
        names[name] = node.value
        if coercion := _KINDS[kind] or _datatype(revision, node):
            coercions[name] = coercion
    others = {name: namespace for name, namespace in prefixes(revision.project).items() if name not in names}
    return Terms(others, dict(sorted(names.items())), coercions)


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


def _datatype(revision: Revision, node: NamedNode) -> str:
    """The datatype to which the values of a property are coerced; texts stay as they are, for they have languages."""
    ranges = (quad.object for quad in revision.about(node) if quad.predicate == _RANGE)
    named = next((target.value for target in ranges if isinstance(target, NamedNode)), "")
    return named if named.startswith(XSD) and named != XSD + "string" else ""
