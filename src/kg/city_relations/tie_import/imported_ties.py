"""Rows of ties as statements: cities, partnerships with the time in force, sources and passages; all rows or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from kg import dataset as datasets
from kg.city_relations import NAMESPACE, ROOT, concept
from kg.city_relations.tie_import.gazetteer import Gazetteer, Place
from kg.city_relations.tie_import.known_data import FOAF, SCHEMA, Known
from kg.city_relations.tie_import.tie_rows import RowProblem, TieRow
from kg.errors import UsageError
from kg.profiles import shipped_profile, starter
from kg.project import Project
from kg.publish.search.folding import fold
from kg.rdf.namespaces import DCT, GEO, RDF, RDFS, SKOS, XSD
from kg.spreadsheets import changed_file
from kg.translations.catalogue import catalogue, mark

_AUTHORITY = "http://publications.europa.eu/resource/authority/language/"
_LANGUAGES = {
    "ar": "ARA", "bg": "BUL", "cs": "CES", "da": "DAN", "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA", "et": "EST",
    "fi": "FIN", "fr": "FRA", "ga": "GLE", "hr": "HRV", "hu": "HUN", "it": "ITA", "ja": "JPN", "lt": "LIT", "lv": "LAV",
    "mt": "MLT", "nl": "NLD", "no": "NOR", "pl": "POL", "pt": "POR", "ro": "RON", "ru": "RUS", "sk": "SLK", "sl": "SLV",
    "sv": "SWE", "tr": "TUR", "uk": "UKR", "zh": "ZHO",
}  # fmt: skip
"""Languages by their codes in the EU's authority table."""
_TYPE = NamedNode(RDF + "type")
_UNDATED = mark("The source names the tie, and no day on which it began or was in force.")


@dataclass(slots=True)
class Imported:
    """``triples`` are those of the rows; ``proposals`` the places that a row may mean."""

    triples: list[Triple] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    proposals: dict[int, tuple[Place, ...]] = field(default_factory=dict)
    warnings: list[RowProblem] = field(default_factory=list)
    cities: int = 0
    ties: int = 0
    text: str | None = None


def imported(project: Project, path: Path, rows: Sequence[TieRow], gazetteer: Gazetteer) -> Imported:
    """What the rows add to the data file at ``path``. With a problem or a proposal, there is no text to write."""
    known, result = Known(project), Imported()
    writer = _Writer(project, known, gazetteer, result)
    for row in rows:
        writer.add(row)
    if result.problems or result.proposals:
        return result
    before = [quad.triple for quad in datasets.read(path, project)]
    after = [*before, *(triple for triple in dict.fromkeys(result.triples) if triple not in set(before))]
    text = changed_file.text(project, path, after)
    violations, others = changed_file.findings(project, path, after)
    languages = project.languages
    for results, problems in ((violations, result.problems), (others, result.warnings)):
        for finding in results:
            node = finding.focus_node.value if isinstance(finding.focus_node, NamedNode) else str(finding.focus_node)
            row_number = writer.rows.get(node, 0)
            problems.append(
                RowProblem(row_number, "", f"{finding.message(languages)} ({node.removeprefix(project.base)})")
            )
    result.text = None if result.problems else text
    return result


class _Writer:
    """Writes rows; ``rows`` has the row of each subject that it describes."""

    def __init__(self, project: Project, known: Known, gazetteer: Gazetteer, result: Imported) -> None:
        self._project, self._known, self._gazetteer, self._result = project, known, gazetteer, result
        self._kinds, self._certainties = known.concepts("partnership-type"), known.concepts("certainty")
        self._profile = project.profile or shipped_profile.installed(shipped_profile.PACKAGE)
        self.rows: dict[str, int] = {}

    def add(self, row: TieRow) -> None:
        count = len(self._result.problems)
        kind = self._concept(row, "kind", self._kinds, concept("partnership-type", "sister-city").value)
        is_dated = bool(row.start.earliest or row.end.earliest)
        usual = "stated" if row["quote"] and is_dated else "inferred"
        certainty = self._concept(row, "certainty", self._certainties, concept("certainty", usual).value)
        tag = row["language"] or self._project.languages[0]
        if tag not in _LANGUAGES:
            self._problem(row, "language", f"{tag} is no language that is known; write one of {', '.join(_LANGUAGES)}.")
        city = self._city(row)
        if city is None or not row["source"] or len(self._result.problems) > count:
            return
        self._tie(row, city, kind, certainty, self._passage(row, city, tag), is_dated=is_dated)

    def _concept(self, row: TieRow, column: str, names: Mapping[str, str], usual: str) -> str:
        text = row[column]
        iri = names.get(fold(text)) if text else usual
        if iri is None:
            keys = sorted({other.rpartition("/")[2] for other in names.values()})
            self._problem(row, column, f"{text} is not in the list; write one of {', '.join(keys)}.")
        return iri or usual

    def _city(self, row: TieRow) -> str | None:
        """The city of a row, described where it is new; None where it is not known which it is."""
        name, number = row["city"], row["geonames"]
        try:
            country = starter.country(self._profile, row["country"]) if row["country"] else None
        except UsageError as error:
            self._problem(row, "country", " ".join(str(error).split()))
            return None
        if country is None or not name:
            return None
        if iri := self._known.city(name, country.iri, number):
            return iri
        place = self._gazetteer.by_number.get(number) if number else None
        if number and (place is None or place.country != country.code):
            self._problem(
                row, "geonames", f"the file has no place {number} in {country.code}; look it up, or leave it empty."
            )
            return None
        if place is None:
            match = self._gazetteer.match(name, country.code)
            if match.sure is None:
                if match.proposals:
                    self._result.proposals[row.number] = match.proposals
                else:
                    advice = "write the name that GeoNames has, or its number in the column geonames"
                    self._problem(row, "city", f"the file has no {name} in {country.code}; {advice}.")
                return None
            place = match.sure
        return self._known.city(name, country.iri, place.number) or self._described(row, name, country.iri, place)

    def _described(self, row: TieRow, name: str, country: str, place: Place) -> str:
        key = f"{place.country.lower()}-{starter.slugged(place.name) or place.number}"
        iri = f"{self._project.base}id/city/{key}"
        if iri in self._known.subjects:
            iri = f"{iri}-{place.number}"
        if iri not in self.rows:
            self._result.cities += 1
        point = f"{iri}#centroid"
        wkt = f"POINT({place.longitude:.5f} {place.latitude:.5f})"
        self._say(row, iri, RDF + "type", NamedNode(NAMESPACE + "City"))
        self._say(row, iri, DCT + "spatial", NamedNode(country))
        self._say(row, iri, GEO + "hasCentroid", NamedNode(point))
        self._say(row, iri, RDFS + "seeAlso", NamedNode(f"https://sws.geonames.org/{place.number}/"))
        for tag, called in self._called(place, name).items():
            self._say(row, iri, SKOS + "prefLabel", Literal(called, language=tag))
            self._known.labels[iri].append(Literal(called, language=tag))
        self._say(row, point, RDF + "type", NamedNode(GEO + "Geometry"))
        self._say(row, point, GEO + "asWKT", Literal(wkt, datatype=NamedNode(GEO + "wktLiteral")))
        self._say(row, point, DCT + "source", NamedNode(f"{ROOT}id/source/geonames"))
        return iri

    def _passage(self, row: TieRow, city: str, tag: str) -> str:
        """The passage of a row, in its source, which is described where it is new."""
        text = row["source"]
        is_page = re.match(r"https?://\S+$", text) is not None
        title = row["title"] or text
        source = self._known.sources.get(text) or self._known.sources.get(title)
        if source is None:
            shown = re.sub(r"[^\w]+", "-", "-".join(urlsplit(text)[1:3])) if is_page else text
            key = starter.slugged(row["title"] or shown)[:80].strip("-") or f"row-{row.number}"
            source = f"{self._project.base}id/source/{key}"
            if source in self._known.subjects or source in self.rows:
                source = f"{source}-{row.number}"
            self._known.sources[text] = source
            self._say(row, source, RDF + "type", NamedNode(NAMESPACE + "Source"))
            self._say(row, source, DCT + "title", Literal(title, language=tag))
            self._say(row, source, DCT + "language", NamedNode(_AUTHORITY + _LANGUAGES[tag]))
            self._say(row, source, DCT + "publisher", NamedNode(self._agent(row, text)))
            if is_page:
                self._say(row, source, SCHEMA + "url", NamedNode(text))
        passage = f"{source}#{city.rpartition('/')[2]}"
        self._say(row, passage, RDF + "type", NamedNode(NAMESPACE + "Passage"))
        self._say(row, passage, DCT + "isPartOf", NamedNode(source))
        if row["quote"]:
            self._say(row, passage, NAMESPACE + "quote", Literal(row["quote"], language=tag))
        if row["locator"]:
            self._say(row, passage, NAMESPACE + "locator", Literal(row["locator"]))
        return passage

    def _agent(self, row: TieRow, text: str) -> str:
        name = row["publisher"] or urlsplit(text).netloc.removeprefix("www.") or text
        if name not in self._known.agents:
            iri = f"{self._project.base}id/agent/{starter.slugged(name) or f'row-{row.number}'}"
            if iri in self._known.subjects or iri in self.rows:
                iri = f"{iri}-{row.number}"
            self._known.agents[name] = iri
            self._say(row, iri, RDF + "type", NamedNode(FOAF + "Agent"))
            self._say(row, iri, FOAF + "name", Literal(name))
        return self._known.agents[name]

    def _tie(self, row: TieRow, city: str, kind: str, certainty: str, passage: str, *, is_dated: bool) -> None:
        own = self._known.own
        if city == own:
            self._problem(row, "city", "the city cannot have a tie with itself.")
            return
        keys = sorted((own.rpartition("/")[2], city.rpartition("/")[2]))
        tie = f"{self._project.base}id/partnership/{'--'.join(keys)}"
        if tie in self._known.subjects or tie in self.rows:
            where = f"at row {self.rows[tie]}" if tie in self.rows else "in the data"
            self._problem(row, "city", f"the tie is {where} already; correct it there, or leave the row out.")
            return
        self._result.ties += 1
        self._say(row, tie, RDF + "type", NamedNode(NAMESPACE + "Partnership"))
        for tag in self._tags():
            self._say(
                row, tie, SKOS + "prefLabel", Literal(f"{self._name(own, tag)} – {self._name(city, tag)}", language=tag)
            )
        self._say(row, tie, NAMESPACE + "partnershipType", NamedNode(kind))
        for party in (own, city):
            self._say(row, tie, NAMESPACE + "party", NamedNode(party))
        period = f"{tie}#in-force"
        self._say(row, tie, NAMESPACE + "claim", NamedNode(period))
        self._say(row, period, RDF + "type", NamedNode(NAMESPACE + "StatusPeriod"))
        self._say(row, period, NAMESPACE + "status", concept("status", "in-force"))
        self._say(row, period, NAMESPACE + "certainty", NamedNode(certainty))
        self._say(row, period, NAMESPACE + "evidence", NamedNode(passage))
        for name, day in self._bounds(row):
            self._say(row, period, NAMESPACE + name, Literal(day, datatype=NamedNode(XSD + "date")))
        if row["note"]:
            self._say(row, period, SKOS + "note", Literal(row["note"], language=self._project.languages[0]))
        elif not is_dated:
            for tag in self._tags():
                self._say(row, period, SKOS + "note", Literal(catalogue(tag).gettext(_UNDATED), language=tag))

    def _bounds(self, row: TieRow) -> Iterator[tuple[str, str]]:
        for name, day in (
            ("earliestStart", row.start.earliest),
            ("latestStart", row.start.latest),
            ("earliestEnd", row.end.earliest),
            ("latestEnd", row.end.latest),
        ):
            if day:
                yield name, day.isoformat()

    def _called(self, place: Place, name: str) -> dict[str, str]:
        """The names of a new city: as the row has it, and as GeoNames has it in the languages of the project."""
        written = {tag: self._gazetteer.name(place, tag) for tag in dict.fromkeys((*self._project.languages, "en"))}
        first, *others = self._tags()
        names = {first: name, **{tag: written[tag] or name for tag in others}}
        return {**{tag: text for tag, text in written.items() if text}, **names}

    def _tags(self) -> list[str]:
        """The project's language and English, in which every city has names, so that graphs can be read together."""
        return list(dict.fromkeys((self._project.languages[0], "en")))

    def _name(self, iri: str, tag: str) -> str:
        labels = self._known.labels[iri]
        return next((label.value for label in labels if label.language == tag), labels[0].value if labels else iri)

    def _say(self, row: TieRow, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        self.rows.setdefault(subject, row.number)
        self._result.triples.append(Triple(NamedNode(subject), NamedNode(predicate), value))

    def _problem(self, row: TieRow, column: str, message: str) -> None:
        self._result.problems.append(RowProblem(row.number, column, message))
