"""The two kinds of places that pictures know: on the drawing, and on the globe."""

from __future__ import annotations

Point = tuple[float, float]
"""Pixels from the left and from the top."""
Position = tuple[float, float]
"""Degrees of longitude and latitude."""
