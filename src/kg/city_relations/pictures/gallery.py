"""The pictures by name, and each in the forms that it is published in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kg.city_relations.pictures import credit
from kg.city_relations.pictures.charts import countries, decades, networks, timeline
from kg.city_relations.pictures.drawing import png
from kg.city_relations.pictures.drawing.picture import Drawing
from kg.city_relations.pictures.drawing.stylesheet import Ink
from kg.city_relations.pictures.map import map_features, world_map
from kg.city_relations.pictures.view import View
from kg.errors import UnknownResource, phrase
from kg.publish.representation import Representation, entity_tag
from kg.revision_results import cached_until_renewal

Draw = Callable[[View], Drawing]
PICTURES: Mapping[str, Draw] = {
    world_map.NAME: world_map.draw,
    timeline.NAME: timeline.draw,
    networks.NAME: networks.draw,
    countries.NAME: countries.draw,
    decades.NAME: decades.draw,
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a picture, as negotiation chooses among them; ``name`` is its extension too."""

    name: str
    label: str
    media_type: str

    @property
    def extension(self) -> str:
        return self.name

    @property
    def media_types(self) -> tuple[str, ...]:
        return (self.media_type,)


SVG = Form("svg", "SVG", "image/svg+xml")
PNG = Form("png", "PNG", "image/png")
CSV = Form("csv", "CSV", "text/csv")
GEOJSON = Form("geojson", "GeoJSON", "application/geo+json")


def forms(name: str) -> tuple[Form, ...]:
    """The forms of a picture; what lies on the globe can be had as such."""
    return (SVG, PNG, CSV, GEOJSON) if name == world_map.NAME else (SVG, PNG, CSV)


def find(name: str) -> Draw:
    """What draws the picture of this name. Raises UnknownResource, with similar names."""
    if name not in PICTURES:
        similar = [f"/pictures/{close_match}" for close_match in get_close_matches(name, PICTURES, n=3, cutoff=0.4)]
        raise UnknownResource(phrase("There is no picture {name}.", name=name), similar=similar)
    return PICTURES[name]


@cached_until_renewal(maxsize=64)
def draw(name: str, view: View) -> Drawing:
    """A picture by its name, with its credit. Raises UnknownResource.

    It is kept, as a request for a page is followed by those for its pictures.
    """
    return credit.credited(find(name)(view), view)


def represent(name: str, view: View, form: Form, ink: Ink | None = None) -> Representation:
    """A picture in a form; an SVG in the colours of ``ink``, else in those that its reader prefers.

    Its entity tag says what it looks like, since that changes with more than the revision.
    """
    body = _body(name, view, form, ink)
    tag = entity_tag(view.revision, form.name, hashlib.sha256(body).hexdigest()[:16])
    return Representation(body, form.media_type, tag, (), view.names)


def _body(name: str, view: View, form: Form, ink: Ink | None) -> bytes:
    drawing = draw(name, view)
    if form == PNG:
        return png.png(drawing)
    if form == CSV:
        return drawing.table.csv().encode()
    if form == GEOJSON:
        return json.dumps(map_features.features(view), ensure_ascii=False, separators=(",", ":")).encode()
    return drawing.svg(ink).encode()
