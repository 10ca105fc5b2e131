"""Addresses that people share: those of a form, whose empty fields a redirection leaves out."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect, request
from werkzeug.wrappers import Response as BaseResponse

from kg.web.http import site_paths


def without_empty() -> BaseResponse | None:
    """A redirection to this address without empty parameters; None where it has none."""
    given = list(request.args.items(multi=True))
    kept = [(name, value) for name, value in given if value]
    if request.method not in ("GET", "HEAD") or len(kept) == len(given):
        return None
    return redirect(site_paths.here() + (f"?{urlencode(kept)}" if kept else ""), 302)
