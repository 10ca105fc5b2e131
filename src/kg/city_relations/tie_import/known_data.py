"""What a project's data has already, which rows of ties are compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg import dataset as datasets
from kg.city_relations import NAMESPACE, ROOT
from kg.dataset import DATA_FOLDERS
from kg.errors import UsageError
from kg.project import Project
from kg.publish.search.folding import fold
from kg.rdf.namespaces import DCT, RDF, RDFS, SKOS

FOAF, SCHEMA = "http://xmlns.com/foaf/0.1/", "http://schema.org/"
_CITIES = {NamedNode(NAMESPACE + name) for name in ("City", "Territory")}


class Known:
    """What the project's data has already: its own city, cities by name and country, sources, and all subjects."""

    def __init__(self, project: Project) -> None:
        quads = datasets.load(project, DATA_FOLDERS).quads
        self.subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
        self._by_predicate: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            self._by_predicate[quad.predicate.value].append(quad)
        self.labels: dict[str, list[Literal]] = defaultdict(list)
        for quad in self._by_predicate[SKOS + "prefLabel"]:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                self.labels[quad.subject.value].append(quad.object)
        self._cities = {quad.subject.value for quad in self._by_predicate[RDF + "type"] if quad.object in _CITIES}  # type: ignore[union-attr]
        self.own = self._own(project)
        self.sources = {
            text: quad.subject.value  # type: ignore[union-attr]
            for name in (DCT + "title", SCHEMA + "url")
            for quad in self._by_predicate[name]
            if (text := getattr(quad.object, "value", ""))
        }
        self.agents = {getattr(q.object, "value", ""): q.subject.value for q in self._by_predicate[FOAF + "name"]}  # type: ignore[union-attr]

    def _own(self, project: Project) -> str:
        about = project.settings.about
        if about:
            named = [iri for iri in self._cities if iri == about or iri.endswith(f"/{about}")]
            named += [iri for iri in self._cities if fold(about) in {fold(label.value) for label in self.labels[iri]}]
        else:
            parties = [getattr(quad.object, "value", "") for quad in self._by_predicate[NAMESPACE + "party"]]
            named = sorted(set(parties), key=lambda iri: (-parties.count(iri), iri)) or sorted(self._cities)
        if not named:
            raise UsageError(
                "There is no city here whose ties these could be.",
                hint='Describe it in the data, and name it in kg.toml: about = "gb-nottingham".',
            )
        return named[0]

    def city(self, name: str, country: str, number: str | None) -> str | None:
        """The city that is there already: by its number in GeoNames, else by its name in its country."""
        if number:
            page = f"https://sws.geonames.org/{number}/"
            for quad in self._by_predicate[RDFS + "seeAlso"]:
                if getattr(quad.object, "value", "") == page and isinstance(quad.subject, NamedNode):
                    return quad.subject.value
        here = {
            quad.subject.value  # type: ignore[union-attr]
            for quad in self._by_predicate[DCT + "spatial"]
            if getattr(quad.object, "value", "") == country
        }
        return next(
            (iri for iri in sorted(here & self._cities) if fold(name) in {fold(one.value) for one in self.labels[iri]}),
            None,
        )

    def concepts(self, scheme: str) -> Mapping[str, str]:
        """The concepts of a scheme by their keys and their names in every language, folded."""
        base = f"{ROOT}id/concept/{scheme}/"
        names: dict[str, str] = {}
        for iri in sorted(self.subjects):
            if iri.startswith(base):
                for text in (iri.removeprefix(base), *(label.value for label in self.labels[iri])):
                    names.setdefault(fold(text), iri)
        return names
