"""Which statements a format cannot hold: RDF/XML not every name and character, JSON-LD no triple terms of RDF 1.2."""

from __future__ import annotations

from pyoxigraph import Triple

from kg.errors import phrase
from kg.rdf import xml_limits
from kg.rdf.formats import JSON_LD, RDF_XML, Format

LIMITED = (RDF_XML, JSON_LD)
"""The formats that do not hold every statement."""


def obstacle(triple: Triple, form: Format) -> str | None:
    """Why the format cannot hold a statement; None where it can."""
    if form == RDF_XML:
        return xml_limits.obstacle(triple)
    if form == JSON_LD and isinstance(triple.object, Triple):
        return phrase("it has no triple terms (RDF 1.2), and {subject} has one", subject=triple.subject)
    return None
