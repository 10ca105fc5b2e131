"""What to copy into a page of another site: a frame, an element, and statements about what they show.

The statements are ones of the revision, word for word, so they conform as it does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from markupsafe import Markup
from pyoxigraph import NamedNode

from kg.publish.serialisations import serialisation
from kg.rdf.formats import JSON_LD
from kg.rdf.namespaces import DCT
from kg.resources import catalog, resource_graph
from kg.resources.resource_graph import TYPE
from kg.revision import Revision

HEIGHTS = {"map": 640, "timeline": 700}
HEIGHT = 480

_FRAME = Markup('<iframe src="{address}" title="{title}" width="100%" height="{height}" loading="lazy"></iframe>')
_ELEMENT = Markup(
    '<script type="module" src="{script}"></script>\n'
    '<city-ties view="{view}"{attributes}><a href="{address}">{title}</a></city-ties>'
)


@dataclass(frozen=True, slots=True)
class Snippets:
    """``frame`` works anywhere; ``element`` is as high as what it shows; ``statements`` are for search engines."""

    frame: str
    element: str
    statements: str


def write(
    revision: Revision, host: str, view: str, title: str, about: NamedNode | None, arguments: Mapping[str, str]
) -> Snippets:
    """The snippets of a view, served by ``host``; the arguments of a question become ``data-`` attributes."""
    given = {name: value for name, value in arguments.items() if value}
    address = urljoin(host, f"embed/{view}?{urlencode(given)}".rstrip("?"))
    own = () if view.startswith("query/") else ("city", "on")
    attributes = Markup("").join(
        Markup(' {}="{}"').format(name if name in (*own, "lang") else f"data-{name}", value)
        for name, value in given.items()
    )
    return Snippets(
        frame=str(_FRAME.format(address=address, title=title, height=HEIGHTS.get(view, HEIGHT))),
        element=str(
            _ELEMENT.format(
                script=urljoin(host, "static/city-ties-element.js"),
                view=view,
                attributes=attributes,
                address=address,
                title=title,
            )
        ),
        statements=_statements(revision, about),
    )


def _statements(revision: Revision, about: NamedNode | None) -> str:
    """The class and the names of what is shown, and the licence of the data, as JSON-LD in a page."""
    known = resource_graph.of(revision)
    licence = NamedNode(DCT + "license")
    quads = [quad for node in catalog.datasets(revision) for quad in known.about(node) if quad.predicate == licence]
    if about:
        quads += [quad for quad in known.about(about) if quad.predicate == TYPE]
        quads += known.label_statements(about)
    document = json.loads(serialisation.text(serialisation.in_default_graph(quads), JSON_LD, revision.project))
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{body}</script>'
