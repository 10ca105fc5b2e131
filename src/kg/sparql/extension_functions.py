"""The functions that the engine offers beyond those of SPARQL; each is tried, so that only working ones are listed."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import Store

_GEOF = "http://www.opengis.net/def/function/geosparql/"
_NAMES = """
    area asGeoJSON asWKT boundary buffer centroid convexHull coordinateDimension difference dimension distance
    ehContains ehCoveredBy ehCovers ehDisjoint ehEquals ehInside ehMeet ehOverlap envelope getSRID intersection is3D
    isEmpty isMeasured isSimple length perimeter rcc8dc rcc8ec rcc8eq rcc8ntpp rcc8ntppi rcc8po rcc8tpp rcc8tppi relate
    sfContains sfCrosses sfDisjoint sfEquals sfIntersects sfOverlaps sfTouches sfWithin spatialDimension symDifference
    transform union
"""
"""Functions of `OGC GeoSPARQL 1.1, annex B <https://docs.ogc.org/is/22-047r1/22-047r1.html>`_."""


@lru_cache(maxsize=1)
def offered() -> tuple[str, ...]:
    """The IRIs of the extension functions of the installed engine, in order."""
    return tuple(f"{_GEOF}{name}" for name in sorted(_NAMES.split()) if _works(f"{_GEOF}{name}"))


def _works(function: str) -> bool:
    try:
        list(Store().query(f"SELECT (<{function}>() AS ?value) {{}}"))  # type: ignore[arg-type]
    except RuntimeError:
        return False
    return True
