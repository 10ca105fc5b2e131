"""The queries behind the domain's lists and its start page: the files of ``queries/`` beside this module."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "queries"

CITIES = _FOLDER / "cities.rq"
DECISIONS = _FOLDER / "decisions.rq"
MEMBERSHIPS = _FOLDER / "memberships.rq"
NETWORKS = _FOLDER / "networks.rq"
OVERVIEW = _FOLDER / "overview.rq"
PARTNERSHIPS = _FOLDER / "partnerships.rq"
RECENT = _FOLDER / "recent.rq"
SOURCES = _FOLDER / "sources.rq"
