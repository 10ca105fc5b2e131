"""Who may show our pages in a frame: the settings of ``[embed]``."""

from __future__ import annotations

from dataclasses import dataclass

from kg.settings.declaration import setting

_SOURCE = r"(\*|'(self|none)'|https?:|(https?://)?(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(:([0-9]+|\*))?)"
"""A source of CSP level 3, and nothing else: the value is sent in a header."""


@dataclass(frozen=True, slots=True)
class EmbedSettings:
    """The pages that may embed ours, as the directive frame-ancestors of a Content-Security-Policy lists them."""

    frame_ancestors: str = setting(
        "*",
        "The sites that may show /embed/… in a frame: * is any, 'self' this one.",
        "a list of hosts with spaces between them, such as *, 'self' or https://example.org https://*.example.com",
        pattern=f"{_SOURCE}( {_SOURCE})*",
    )
