"""The catalogue as RDF for harvesters: the project's own as it is written, and what the site holds in VoID.

The size and the checksum of each file are added, the classes of values, the names of the themes of the European Union,
and where no shapes judged the data, that it was not checked.

Sizes and checksums are known only when the files are made, so no data file states them. See `DCAT 3
<https://www.w3.org/TR/vocab-dcat-3/#Property:distribution_checksum>`_.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.history.releases.release import Release
from kg.publish.data_catalogue import release_versions, void_description
from kg.publish.documents import description
from kg.publish.representation import Representation, entity_tag
from kg.publish.serialisations import json_ld, serialisation
from kg.rdf.formats import Format
from kg.rdf.namespaces import DCT, RDFS, WELL_KNOWN, XSD, expanded
from kg.resources.resource_graph import TYPE
from kg.revision import Revision
from kg.translations.catalogue import catalogue, interface_languages

_DCAT, _SPDX = WELL_KNOWN["dcat"], WELL_KNOWN["spdx"]
_DATASET = NamedNode(_DCAT + "dataset")
_LINKED = (_DATASET, NamedNode(_DCAT + "service"), NamedNode(DCT + "publisher"), NamedNode(DCT + "conformsTo"))
_DOWNLOAD = NamedNode(_DCAT + "downloadURL")
_CLASSES = {
    NamedNode(expanded(predicate)): NamedNode(expanded(kind))
    for predicate, kind in {
        "dcat:landingPage": "foaf:Document",
        "dcat:mediaType": "dct:MediaType",
        "dct:accessRights": "dct:RightsStatement",
        "dct:accrualPeriodicity": "dct:Frequency",
        "dct:conformsTo": "dct:Standard",
        "dct:format": "dct:MediaTypeOrExtent",
        "dct:language": "dct:LinguisticSystem",
        "dct:license": "dct:LicenseDocument",
        "dct:spatial": "dct:Location",
        "foaf:homepage": "foaf:Document",
    }.items()
}
"""The class of the values of a property, which its vocabulary gives as its range: a harvester need not load the code
lists where the values are described."""
_THEMES = Path(__file__).with_name("data_themes.ttl")
_THEME = (NamedNode(_DCAT + "theme"), NamedNode(_DCAT + "themeTaxonomy"))
_HASH = NamedNode(_SPDX + "checksumAlgorithm_sha256")

Sizes = Mapping[str, tuple[int, str]]
"""The bytes of a file and the hexadecimal SHA-256 of them, by its IRI."""


def represent(
    revision: Revision,
    sizes: Sizes,
    form: Format,
    root: str,
    more: Sequence[str] = (),
    releases: Sequence[Release] = (),
) -> Representation:
    """The catalogue with its data sets, services and files, and the VoID of the site at ``root``.

    ``more`` are the addresses of other descriptions of the site's data; ``releases``, the oldest first, are told as
    versions of the data sets.
    """
    quads = [*_quads(revision), *void_description.describe(revision, root, more), *_unchecked(revision, root)]
    quads += release_versions.describe(revision, releases, root)
    quads += [added for quad in quads if quad.predicate == _DOWNLOAD for added in _measured(quad, sizes)]
    quads += [*_classes(quads), *_themes(quads)]
    body = serialisation.text(serialisation.in_default_graph(quads), form, revision.project, json_ld.terms(revision))
    tag = entity_tag(revision, "catalogue", form.name, hashlib.sha256(body).hexdigest()[:12])
    # With rules, counts depend on the day; a release comes while the data stays.
    modified = None if revision.project.rules() or releases else revision.modified
    return Representation(body, form.media_type, tag, modified=modified)


def _quads(revision: Revision) -> Iterator[Quad]:
    """What is said of the catalogues, and of the data sets, services, publishers and standards that they name."""
    waiting = list(dict.fromkeys(quad.subject for quad in revision.having(_DATASET)))
    seen = set(waiting)
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, NamedNode) or not revision.about(node):
            continue
        for quad in description.describe(revision, node.value.partition("#")[0]).own:
            yield quad
            if quad.predicate in _LINKED and isinstance(quad.object, NamedNode) and quad.object not in seen:
                seen.add(quad.object)
                waiting.append(quad.object)


def _classes(quads: Sequence[Quad]) -> Iterator[Quad]:
    """The class of each value that a property names, unless it is stated."""
    stated = {(quad.subject, quad.object) for quad in quads if quad.predicate == TYPE}
    named = (
        (quad.object, _CLASSES[quad.predicate])
        for quad in quads
        if quad.predicate in _CLASSES and isinstance(quad.object, NamedNode)
    )
    for value, kind in dict.fromkeys(named):
        if (value, kind) not in stated:
            yield Quad(value, TYPE, kind)


def _themes(quads: Sequence[Quad]) -> Iterator[Quad]:
    """What the European Union's authority table says of the themes that are named and not described."""
    named = {quad.object for quad in quads if quad.predicate in _THEME}
    named -= {quad.subject for quad in quads}
    if named:
        yield from (quad for quad in _data_themes() if quad.subject in named)


@cache
def _data_themes() -> tuple[Quad, ...]:
    return tuple(parse(path=_THEMES, format=RdfFormat.TURTLE))


def _unchecked(revision: Revision, root: str) -> Iterator[Quad]:
    """As provenance, that no shapes judged the data sets; nothing of data that was judged.

    See `DCAT 3 <https://www.w3.org/TR/vocab-dcat-3/#examples-dataset-provenance>`_.
    """
    if revision.is_checked:
        return
    statement = NamedNode(f"{root}data#check")
    described = (quad.object for quad in revision.having(_DATASET))
    for node in dict.fromkeys((NamedNode(f"{root}data#dataset"), *described)):
        if isinstance(node, NamedNode):
            yield Quad(node, NamedNode(DCT + "provenance"), statement)
    yield Quad(statement, TYPE, NamedNode(DCT + "ProvenanceStatement"))
    yield Quad(statement, NamedNode(RDFS + "seeAlso"), NamedNode(f"{root}quality"))
    for tag in interface_languages():
        gettext = catalogue(tag).gettext
        reason = gettext("There are no shapes to check the data by, so nothing is known of its quality.")
        yield Quad(statement, NamedNode(RDFS + "label"), Literal(gettext("Not checked"), language=tag))
        yield Quad(statement, NamedNode(DCT + "description"), Literal(reason, language=tag))


def _measured(quad: Quad, sizes: Sizes) -> Iterator[Quad]:
    """The size and the checksum of the file of a distribution."""
    if not isinstance(quad.object, NamedNode) or quad.object.value not in sizes:
        return
    distribution, (size, digest) = quad.subject, sizes[quad.object.value]
    assert isinstance(distribution, NamedNode)
    checksum = NamedNode(f"{distribution.value}-checksum")
    yield Quad(distribution, NamedNode(_DCAT + "byteSize"), _typed(str(size), "nonNegativeInteger"))
    yield Quad(distribution, NamedNode(_SPDX + "checksum"), checksum)
    yield Quad(checksum, TYPE, NamedNode(_SPDX + "Checksum"))
    yield Quad(checksum, NamedNode(_SPDX + "algorithm"), _HASH)
    yield Quad(checksum, NamedNode(_SPDX + "checksumValue"), _typed(digest, "hexBinary"))


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))
