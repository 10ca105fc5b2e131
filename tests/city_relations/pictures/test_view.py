from __future__ import annotations

import pytest

from kg.city_relations.pictures import gallery
from kg.city_relations.pictures.view import of
from kg.errors import UnknownResource, UsageError
from kg.revision import Revision


def test_a_view_is_as_it_is_asked_for_or_not_at_all(revision: Revision) -> None:
    with pytest.raises(UsageError, match="is not a year"):
        of(revision, on="yesterday")
    with pytest.raises(UsageError, match="no names in"):
        of(revision, language="tlh")
    with pytest.raises(UsageError, match="no layout"):
        of(revision, layout="round")
    for city in ("be-nowhere", "../city", "a b", "<x>", "http://["):
        with pytest.raises(UnknownResource):
            of(revision, city=city)
    with pytest.raises(UnknownResource) as told:
        gallery.draw("maps", of(revision))
    assert told.value.similar == ("/pictures/map",)
