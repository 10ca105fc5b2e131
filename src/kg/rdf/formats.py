"""The serialisation formats of RDF and of SPARQL results: each format is one value, and these are all of them.

Names are those of `Unique URIs for File Formats <https://www.w3.org/ns/formats/>`_; media types are IANA's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A serialisation of RDF: ``extension`` has no dot; ``named_graphs`` says whether it can hold named graphs.

    ``aliases`` are media types by which clients know it too.
    """

    name: str
    label: str
    media_type: str
    extension: str
    iri: str
    named_graphs: bool
    codec: RdfFormat
    aliases: tuple[str, ...] = ()

    @property
    def media_types(self) -> tuple[str, ...]:
        return (self.media_type, *self.aliases)


@dataclass(frozen=True, slots=True)
class ResultsFormat:
    """A serialisation of SPARQL results, with the names of ``Format``."""

    name: str
    label: str
    media_type: str
    extension: str
    iri: str
    codec: QueryResultsFormat
    aliases: tuple[str, ...] = ()

    @property
    def media_types(self) -> tuple[str, ...]:
        return (self.media_type, *self.aliases)


_W3C = "http://www.w3.org/ns/formats/"

TURTLE = Format("turtle", "Turtle", "text/turtle", "ttl", _W3C + "Turtle", False, RdfFormat.TURTLE,
                ("application/x-turtle", "application/turtle", "text/n3", "application/n3", "text/rdf+n3"),
                )  # fmt: skip
"""Turtle is a subset of N3, so a reader of N3 reads it."""
N_TRIPLES = Format("ntriples", "N-Triples", "application/n-triples", "nt", _W3C + "N-Triples", False,
                   RdfFormat.N_TRIPLES, ("text/plain",))  # fmt: skip
RDF_XML = Format("rdfxml", "RDF/XML", "application/rdf+xml", "rdf", _W3C + "RDF_XML", False, RdfFormat.RDF_XML,
                 ("application/xml", "text/xml"))  # fmt: skip
JSON_LD = Format("jsonld", "JSON-LD", "application/ld+json", "jsonld", _W3C + "JSON-LD", True, RdfFormat.JSON_LD,
                 ("application/json", "application/x-json+ld"))  # fmt: skip
TRIG = Format("trig", "TriG", "application/trig", "trig", _W3C + "TriG", True, RdfFormat.TRIG)
N_QUADS = Format("nquads", "N-Quads", "application/n-quads", "nq", _W3C + "N-Quads", True, RdfFormat.N_QUADS)

RDF_FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS)
GRAPH_FORMATS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)

JSON = ResultsFormat("json", "SPARQL results JSON", "application/sparql-results+json", "srj",
                     _W3C + "SPARQL_Results_JSON", QueryResultsFormat.JSON, ("application/json",))  # fmt: skip
XML = ResultsFormat("xml", "SPARQL results XML", "application/sparql-results+xml", "srx",
                    _W3C + "SPARQL_Results_XML", QueryResultsFormat.XML,
                    ("application/xml", "text/xml"))  # fmt: skip
CSV = ResultsFormat("csv", "CSV", "text/csv", "csv", _W3C + "SPARQL_Results_CSV", QueryResultsFormat.CSV)
TSV = ResultsFormat(
    "tsv", "TSV", "text/tab-separated-values", "tsv", _W3C + "SPARQL_Results_TSV", QueryResultsFormat.TSV
)

RESULTS_FORMATS = (JSON, XML, CSV, TSV)


def named(name: str, formats: Iterable[Format | ResultsFormat]) -> Format | ResultsFormat | None:
    """The format with this name, extension or media type, in any case."""
    wanted = name.strip().lower().removeprefix(".")
    return next((form for form in formats if wanted in (form.name, form.extension, *form.media_types)), None)


_OTHER_EXTENSIONS = {"owl": RDF_XML, "xml": RDF_XML, "json": JSON_LD}
"""Extensions that input files have beside the format's own."""
INPUT_EXTENSIONS = tuple(f".{name}" for name in (*(form.extension for form in RDF_FORMATS), *_OTHER_EXTENSIONS))
COMPRESSED = (".gz", ".zst")


def without_suffix(path_name: str) -> str:
    """The name without its extension, and without that of a compression.

    >>> without_suffix("data/cities.v2.ttl.gz")
    'data/cities.v2'
    """
    name = path_name
    if name.lower().endswith(COMPRESSED):
        name = name.rpartition(".")[0]
    folder, slash, last = name.rpartition("/")
    return folder + slash + (last.rpartition(".")[0] or last)


def of_input(path_name: str) -> Format | None:
    """The RDF format of an input file by its extensions, which are more than those of the files that we write.

    >>> of_input("vocabulary.owl.gz").name
    'rdfxml'
    """
    name = path_name[: path_name.rfind(".")] if path_name.lower().endswith(COMPRESSED) else path_name
    _, dot, extension = name.rpartition(".")
    return of_file(name) or (_OTHER_EXTENSIONS.get(extension.lower()) if dot else None)


def of_file(path_name: str) -> Format | None:
    """The RDF format of a file, by its extension."""
    _, dot, extension = path_name.rpartition(".")
    return next((form for form in RDF_FORMATS if dot and form.extension == extension.lower()), None)
