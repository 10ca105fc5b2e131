"""How a DCAT catalogue scores by the metadata quality assessment of the European data portal.

The portal gives up to 405 points in five dimensions and shows them beside every catalogue that it harvests. Indicators,
points and ratings: `MQA methodology <https://data.europa.eu/mqa/methodology?locale=en>`_. An indicator counts by the
share of data sets, or of distributions, that have what it asks for. What was not checked counts nothing, and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pyoxigraph import BlankNode, NamedNode, Quad

from kg.rdf.namespaces import RDF, expanded

Node = NamedNode | BlankNode
_TYPE = NamedNode(RDF + "type")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
_FILE_TYPE = AUTHORITY + "file-type/"
_IANA = ("https://www.iana.org/assignments/media-types/", "http://www.iana.org/assignments/media-types/")
_RDF_FILES = ("RDF_N_QUADS", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML")
NON_PROPRIETARY = frozenset(
    {"BMP", "CSV", "DBF", "ETSI_XML", "GEOJSON", "GPKG", "GZIP", "HTML", "ICS", "JPEG2000", "JSON", "JSON_LD", "KML"}
    | {"KMZ", "NETCDF", "ODS", "PNG", "RSS", "RTF", "TAR", "TIFF", "TSV", "TXT", "WMS_SRVC", "XML", "ZIP"}
).union(_RDF_FILES)
"""The file types of the EU's authority table that the portal counts as non-proprietary."""
MACHINE_READABLE = frozenset(
    {"ATOM", "CSV", "GEOJSON", "GML", "GPKG", "GTFS", "HDT", "ICS", "JSON", "JSON_LD", "KML", "KMZ", "N3", "NETCDF"}
    | {"ODS", "OWL", "RDF", "RDFA", "RDF_THRIFT", "RDF_TRIX", "RSS", "SDMX", "SHP", "SKOS_XML", "SPARQLQRES", "TSV"}
    | {"XLS", "XLSX", "XML"}
).union(_RDF_FILES)
"""Those that it counts as machine-readable, as far as open data is published in them."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What the portal looks for on each data set or distribution; ``points`` where all have it."""

    dimension: str
    name: str
    points: int
    of: str
    holds: Callable[[Node, Catalogue], bool | None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """An indicator's outcome: how many of all have it, and which do not; ``share`` is None where it was not checked."""

    indicator: Indicator
    share: float | None
    lacking: tuple[Node, ...]

    @property
    def points(self) -> float:
        return self.indicator.points * (self.share or 0)


@dataclass(frozen=True, slots=True)
class Score:
    judgements: tuple[Judgement, ...]

    @property
    def points(self) -> int:
        """Rounded down, so that a whole score is only that."""
        return int(sum(judgement.points for judgement in self.judgements) + 1e-9)

    @property
    def rating(self) -> str:
        """The portal's word for the points."""
        return next(word for least, word in _RATINGS if self.points >= least)


class Catalogue:
    """The statements of a catalogue by their subjects.

    ``reach`` says whether an address answers, None where that is not to be tried; ``conforms`` whether the catalogue
    keeps the shapes of DCAT-AP, None where they were not at hand.
    """

    def __init__(
        self, quads: Iterable[Quad], reach: Callable[[str], bool | None], conforms: bool | None = None
    ) -> None:
        self._values: dict[tuple[Node, NamedNode], list[object]] = defaultdict(list)
        self._of_type: dict[NamedNode, list[Node]] = defaultdict(list)
        self.reach, self.conforms = reach, conforms
        for quad in quads:
            if isinstance(quad.subject, NamedNode | BlankNode):
                self._values[quad.subject, quad.predicate].append(quad.object)
                if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
                    self._of_type[quad.object].append(quad.subject)

    def values(self, node: Node, name: str) -> list[object]:
        """The objects of a property, which a prefixed name names."""
        return self._values.get((node, NamedNode(expanded(name))), [])

    def all(self, kind: str) -> list[Node]:
        """The data sets, or the distributions that they have."""
        datasets = list(dict.fromkeys(self._of_type[NamedNode(expanded("dcat:Dataset"))]))
        if kind == "dcat:Dataset":
            return datasets
        named = [value for dataset in datasets for value in self.values(dataset, "dcat:distribution")]
        return [node for node in dict.fromkeys(named) if isinstance(node, NamedNode | BlankNode)]


def score(catalogue: Catalogue) -> Score:
    """The judgement by each indicator, in the order of the methodology."""
    return Score(tuple(_judged(indicator, catalogue) for indicator in INDICATORS))


def _judged(indicator: Indicator, catalogue: Catalogue) -> Judgement:
    nodes = catalogue.all(indicator.of)
    outcomes = {node: indicator.holds(node, catalogue) for node in nodes}
    checked = [node for node in nodes if outcomes[node] is not None]
    if nodes and not checked:
        return Judgement(indicator, None, ())
    lacking = tuple(node for node in checked if not outcomes[node])
    return Judgement(indicator, (len(checked) - len(lacking)) / len(nodes) if nodes else 0.0, lacking)


def _has(name: str) -> Callable[[Node, Catalogue], bool]:
    return lambda node, catalogue: bool(catalogue.values(node, name))


def _below(name: str, *starts: str) -> Callable[[Node, Catalogue], bool]:
    """Whether a value is from a vocabulary, whose IRIs start so."""
    return lambda node, catalogue: any(iri.startswith(starts) for iri in _iris(catalogue.values(node, name)))


def _file_type(types: frozenset[str]) -> Callable[[Node, Catalogue], bool]:
    start = AUTHORITY + "file-type/"
    return lambda node, catalogue: any(
        iri.startswith(start) and iri.removeprefix(start) in types
        for iri in _iris(catalogue.values(node, "dct:format"))
    )


def _reached(name: str) -> Callable[[Node, Catalogue], bool | None]:
    def holds(node: Node, catalogue: Catalogue) -> bool | None:
        addresses = _iris(catalogue.values(node, name))
        answers = [catalogue.reach(address) for address in addresses]
        return None if addresses and None in answers else bool(answers) and all(answers)

    return holds


def _conforms(_node: Node, catalogue: Catalogue) -> bool | None:
    return catalogue.conforms


def _iris(values: Iterable[object]) -> list[str]:
    return [value.value for value in values if isinstance(value, NamedNode)]


def short(node: Node) -> str:
    """The end of an IRI, which tells a data set or distribution from the others.

    >>> short(NamedNode("https://example.org/id/dataset/trees#csv"))
    'trees#csv'
    """
    if isinstance(node, BlankNode):
        return "without an IRI"
    parts = urlsplit(node.value)
    name = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return f"{name}#{parts.fragment}" if parts.fragment else name or node.value


_DATASET, _FILE = "dcat:Dataset", "dcat:Distribution"
INDICATORS: Sequence[Indicator] = (
    Indicator("Findability", "keywords (dcat:keyword)", 30, _DATASET, _has("dcat:keyword")),
    Indicator("Findability", "categories (dcat:theme)", 30, _DATASET, _has("dcat:theme")),
    Indicator("Findability", "places (dct:spatial)", 20, _DATASET, _has("dct:spatial")),
    Indicator("Findability", "times (dct:temporal)", 20, _DATASET, _has("dct:temporal")),
    Indicator("Accessibility", "dcat:accessURL answers", 50, _FILE, _reached("dcat:accessURL")),
    Indicator("Accessibility", "dcat:downloadURL is given", 20, _FILE, _has("dcat:downloadURL")),
    Indicator("Accessibility", "dcat:downloadURL answers", 30, _FILE, _reached("dcat:downloadURL")),
    Indicator("Interoperability", "format (dct:format)", 20, _FILE, _has("dct:format")),
    Indicator("Interoperability", "media type (dcat:mediaType)", 10, _FILE, _has("dcat:mediaType")),
    Indicator("Interoperability", "format of the EU's table", 5, _FILE, _below("dct:format", _FILE_TYPE)),
    Indicator("Interoperability", "media type of IANA's table", 5, _FILE, _below("dcat:mediaType", *_IANA)),
    Indicator("Interoperability", "non-proprietary format", 20, _FILE, _file_type(NON_PROPRIETARY)),
    Indicator("Interoperability", "machine-readable format", 20, _FILE, _file_type(MACHINE_READABLE)),
    Indicator("Interoperability", "keeps DCAT-AP", 30, _DATASET, _conforms),
    Indicator("Reusability", "licence (dct:license)", 20, _FILE, _has("dct:license")),
    Indicator("Reusability", "licence of the EU's table", 10, _FILE, _below("dct:license", AUTHORITY + "licence/")),
    Indicator("Reusability", "access rights (dct:accessRights)", 10, _DATASET, _has("dct:accessRights")),
    Indicator(
        "Reusability",
        "access rights of the EU's table",
        5,
        _DATASET,
        _below("dct:accessRights", AUTHORITY + "access-right/"),
    ),
    Indicator("Reusability", "contact point (dcat:contactPoint)", 20, _DATASET, _has("dcat:contactPoint")),
    Indicator("Reusability", "publisher (dct:publisher)", 10, _DATASET, _has("dct:publisher")),
    Indicator("Contextuality", "rights (dct:rights)", 5, _FILE, _has("dct:rights")),
    Indicator("Contextuality", "file size (dcat:byteSize)", 5, _FILE, _has("dcat:byteSize")),
    Indicator("Contextuality", "date of issue (dct:issued)", 5, _DATASET, _has("dct:issued")),
    Indicator("Contextuality", "date of change (dct:modified)", 5, _DATASET, _has("dct:modified")),
)
WHOLE = sum(indicator.points for indicator in INDICATORS)
_RATINGS = ((351, "excellent"), (221, "good"), (121, "sufficient"), (0, "bad"))
