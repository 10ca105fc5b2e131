"""The manifest of the reconciliation service: what it offers, and where."""

from __future__ import annotations

from typing import Any

from kg.resources import catalog, class_counts
from kg.resources.language_view import Reader
from kg.translations.catalogue import catalogue

VERSIONS = ["0.2"]
_TYPES = 12
_RESOURCE = "http://www.w3.org/2000/01/rdf-schema#Resource"


def manifest(reader: Reader, root: str, path: str) -> dict[str, Any]:
    """The manifest of the service at ``path`` below ``root``, the address of the site with its slash.

    Resources, types and properties are named by their IRIs.
    """
    gettext = catalogue(reader.language).gettext
    limit = {
        "name": "limit",
        "label": gettext("Limit"),
        "type": "number",
        "default": 0,
        "help_text": gettext("Most values in a row; 0 for all."),
    }
    service = {"service_url": root.rstrip("/"), "flyout_service_url": root.rstrip("/")}
    counted = class_counts.counts(reader.known.revision)[:_TYPES]
    return {
        "versions": VERSIONS,
        "name": catalog.title(reader.known.revision, reader.languages).value,
        "identifierSpace": _RESOURCE,
        "schemaSpace": "http://www.w3.org/2000/01/rdf-schema#Class",
        "documentation": f"{root}openapi.json",
        "view": {"url": f"{root}resource?iri={{{{id}}}}"},
        "defaultTypes": [{"id": kind.value, "name": reader.name(kind).value} for kind, _ in counted],
        "preview": {"url": f"{root}{path}/preview?id={{{{id}}}}", "width": 400, "height": 180},
        "suggest": {
            kind: {
                **service,
                "service_path": f"/{path}/suggest/{kind}",
                "flyout_service_path": f"/{path}/flyout?id=${{id}}",
            }
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {**service, "service_path": f"/{path}/properties"},
            "property_settings": [limit],
        },
    }
