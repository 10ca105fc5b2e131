"""The style sheet of all pictures, for light and dark schemes.

A page that contains a picture's markup may set ``--ct-ink`` and the other properties; a picture that is shown as an
image has its own colours and follows the reader's scheme. Colour is never the only sign: each standing also has its own
dashes and its own mark. The contrast of text is at least 4.5 to 1 on paper, that of marks at least 3 to 1 on paper and
land (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.city_relations.pictures.drawing import font, labels

Ink = Mapping[str, str]

LIGHT: Ink = {
    "paper": "#ffffff",
    "land": "#e6e8e2",
    "wash": "#f1f4f2",
    "hair": "#cfd2cb",
    "ink": "#1b2530",
    "soft": "#55616d",
    "city": "#0b5c66",
    "certain": "#1d6b3a",
    "possible": "#8a5200",
    "dropped": "#5d6873",
    "ended": "#9a2a21",
    "unknown": "#5d6873",
}
DARK: Ink = {
    "paper": "#192128",
    "land": "#2b3740",
    "wash": "#202b33",
    "hair": "#46525d",
    "ink": "#e8e6e0",
    "soft": "#a7b0b8",
    "city": "#7cc7cf",
    "certain": "#8fd6a5",
    "possible": "#efc274",
    "dropped": "#a3adb6",
    "ended": "#f2a79e",
    "unknown": "#a3adb6",
}

# Advances that no screen rounds, so that a text is as wide as it was measured.
_TEXT = f"""
.picture{{font-family:"{font.FAMILY}",system-ui,"Segoe UI",sans-serif;font-size:{labels.SIZE:g}px}}
.picture .small{{font-size:{labels.SMALL:g}px}}
.picture{{font-kerning:none;text-rendering:geometricPrecision}}
"""
_RULES = """\
.picture text{fill:var(--ink)}
.paper{fill:var(--paper)}
.land{fill:var(--land);fill-rule:evenodd}
.sea{fill:var(--wash)}
.frame{fill:none;stroke:var(--hair)}
.hair{stroke:var(--hair);fill:none}
.rule{stroke:var(--soft);fill:none}
.heading{font-weight:600}
.picture .strong{font-weight:600}
.picture .soft{fill:var(--soft)}
.halo{stroke:var(--paper);stroke-width:3px;stroke-linejoin:round;paint-order:stroke}
.line{fill:none;stroke-width:1.6;stroke-linecap:butt}
.kept{stroke-width:3}
.city{fill:var(--city);stroke:var(--paper);stroke-width:1.5}
.own{stroke:var(--city);stroke-width:1.6;fill:none}
.tie{stroke:var(--soft);stroke-width:1.4;fill:none}
.diamond{fill:var(--ink);stroke:var(--paper);stroke-width:1.3}
.diamond.hollow{fill:var(--paper);stroke:var(--ink)}
.kind{fill:var(--city)}
.hatch.kind{stroke:var(--city);fill:none}
.cut{stroke-dasharray:4 3}
.mark{stroke-width:1.6;fill:var(--paper)}
"""
_STANDINGS = {"certain": "none", "possible": "7 4", "dropped": "2 4", "ended": "1 6 5 6", "unknown": "1 3"}


def stylesheet(ink: Ink | None = None) -> str:
    """The style sheet; with an ``ink``, each property is replaced by its colour."""
    rules = _TEXT + _RULES + "".join(_standing(name, dashes) for name, dashes in _STANDINGS.items())
    if ink is not None:
        return re.sub(r"var\(--([a-z]+)\)", lambda match: ink[match[1]], rules)
    return (
        f".picture{{{_properties(LIGHT)}}}@media(prefers-color-scheme:dark){{.picture{{{_properties(DARK)}}}}}{rules}"
    )


def _properties(ink: Ink) -> str:
    """Each property has the value that the page around the picture sets, or else the ink's."""
    return ";".join(f"--{name}:var(--ct-{name},{colour})" for name, colour in ink.items())


def _standing(name: str, dashes: str) -> str:
    return (
        f".line.{name}{{stroke:var(--{name});stroke-dasharray:{dashes}}}"
        f".mark.{name},.hatch.{name}{{stroke:var(--{name})}}.fill.{name}{{fill:var(--{name})}}\n"
    )
