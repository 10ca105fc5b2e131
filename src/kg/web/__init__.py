"""The web: Flask as a thin translator between HTTP and what the rooms below give. One blueprint a noun."""

from __future__ import annotations

from kg.web.application import create_app

__all__ = ["create_app"]
