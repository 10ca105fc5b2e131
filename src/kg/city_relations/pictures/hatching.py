"""Fills that differ by more than colour: solid, hatched, dotted, empty; and masks that let a bar fade."""

from __future__ import annotations

from kg.city_relations.pictures.drawing import svg
from kg.city_relations.status_on_day import Standing

HATCHED = (Standing.POSSIBLE, Standing.DROPPED)
KINDS = 4
"""So many kinds have a fill of their own; those after them share the last."""
_TURNED = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}


def standing_fill(picture: str, standing: Standing) -> dict[str, str]:
    """The attributes of a bar of a standing: solid where certain, hatched where not, empty where ended."""
    if standing in HATCHED:
        return {"fill": f"url(#{picture}-{standing})"}
    return {"class_": f"fill {standing}" if standing is Standing.CERTAIN else f"mark {standing}"}


def kind_fill(picture: str, index: int) -> dict[str, str]:
    """The attributes of a bar of the first kind of things, the second, and so on."""
    return {"class_": "kind"} if index == 0 else {"fill": f"url(#{picture}-kind-{min(index, KINDS - 1)})"}


def standings(picture: str) -> str:
    """The hatches of standings, to stand once in a picture."""
    return svg.tag("defs", *(_hatch(f"{picture}-{standing}", standing) for standing in HATCHED))


def kinds(picture: str) -> str:
    """The fills of kinds, to stand once in a picture."""
    field = svg.tag("rect", class_="kind", width=6, height=6, opacity=0.2)
    dots = svg.tag("circle", class_="kind", cx=3, cy=3, r=1.5)
    drawn = {1: [field, svg.tag("path", class_="hatch kind", d="M0 0V6", stroke_width=3)], 2: [field, dots], 3: [field]}
    size = {"width": 6.0, "height": 6.0}
    return svg.tag(
        "defs", *(svg.tag("pattern", *d, id=f"{picture}-kind-{i}", **size, **_TURNED) for i, d in drawn.items())
    )


def fades(picture: str) -> str:
    """Masks that fade a bar to the right (out) and to the left (in), to a seventh of itself."""
    parts = []
    for fade, first, last in (("out", 1.0, 0.15), ("in", 0.15, 1.0)):
        stops = [
            svg.tag("stop", offset=i, stop_color="#fff", stop_opacity=f"{o:g}") for i, o in ((0, first), (1, last))
        ]
        parts.append(svg.tag("linearGradient", *stops, id=f"{picture}-ramp-{fade}"))
        ramp = svg.tag("rect", width=1, height=1, fill=f"url(#{picture}-ramp-{fade})")
        parts.append(svg.tag("mask", ramp, id=f"{picture}-{fade}", maskContentUnits="objectBoundingBox"))
    return svg.tag("defs", *parts)


def swatch(**fill: str) -> str:
    """A piece of a bar for a key."""
    return svg.tag("rect", width=34, height=12, y=-6, **fill)


def _hatch(name: str, standing: Standing) -> str:
    """Wide strokes for what may be, thin ones the other way for what was dropped."""
    dropped = standing is Standing.DROPPED
    field = svg.tag("rect", class_=f"fill {standing}", width=6, height=6, opacity="0.22")
    stroke = svg.tag("path", class_=f"hatch {standing}", d="M0 0V6", stroke_width=1.6 if dropped else 3)
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(-45)" if dropped else "rotate(45)"}
    return svg.tag("pattern", field, stroke, id=name, width=6, height=6, **turned)
