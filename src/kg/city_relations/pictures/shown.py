"""What each picture of a revision shows on a day, so that two revisions can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kg.city_relations import overview
from kg.city_relations.pictures import gallery
from kg.city_relations.pictures.view import View
from kg.publish.changes.changed_pictures import Shown
from kg.resources.time_span import TimeSpan
from kg.revision import Revision


def pictures(revision: Revision, day: date, language: str) -> Mapping[str, Shown]:
    """The pictures by name, as their pages show them; none where there is no tie."""
    city = overview.centre(revision)
    if city is None:
        return {}
    view = View(revision, city, TimeSpan(day, day), language, language)
    drawings = {name: gallery.find(name)(view) for name in gallery.PICTURES}
    return {name: Shown(one.title, (one.description, *one.body, one.table.csv())) for name, one in drawings.items()}
