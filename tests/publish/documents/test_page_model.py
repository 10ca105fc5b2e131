from __future__ import annotations

from kg.publish.documents.page_model import open_page
from kg.resources.language_view import Reader
from kg.revision import Revision


def test_a_page_knows_its_kind_by_its_class(revision: Revision, dutch: Reader) -> None:
    base = revision.project.base
    kinds = {name: open_page(dutch, base + name).kind for name in ("id/city/be-gent", "ns", "shape/City")}
    assert kinds == {"id/city/be-gent": "city", "ns": "ontology", "shape/City": "nodeshape"}


def test_passages_of_a_source_stand_in_their_own_order(revision: Revision, reader: Reader) -> None:
    page = open_page(reader, f"{revision.project.base}id/source/gent-reorientation")
    fragments = [each.value.partition("#")[2] for each in page.parts()]
    assert fragments.index("s2") < fragments.index("s12")
