"""The title of a picture of ties: it names both cities where there is one tie, else the city of the view."""

from __future__ import annotations

from kg.city_relations import overview
from kg.city_relations.pictures.relation import relations
from kg.city_relations.pictures.view import View
from kg.translations import cldr


def of_ties(view: View, one: str, several: str) -> str:
    """The message for one tie, or that for several, filled in.

    ``one`` has the placeholders ``city`` and ``partners``, ``several`` has ``city``; both may have ``when``. A single
    tie is seen from the main city of the data, also on the page of its partner.
    """
    shown = relations(view)
    if shown.total != 1 or not shown.shown[0].partners:
        return view.gettext(several, city=view.name(view.city).value, when=view.when)
    parties = [view.city, *(partner.node for partner in shown.shown[0].partners)]
    main = overview.centre(view.revision)
    city = main if main in parties else view.city
    partners = [view.name(party).value for party in parties if party != city]
    return view.gettext(one, city=view.name(city).value, partners=cldr.listed(partners, view.tag), when=view.when)
