"""Addresses that people share: those of a form, whose empty fields a redirection leaves out."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect, request
from werkzeug.wrappers import Response as BaseResponse


def without_empty() -> BaseResponse | None:
    """A redirection to this address without empty parameters; None where it has none."""
    given = list(request.args.items(multi=True))
    kept = [(name, value) for name, value in given if value]
    if request.method not in ("GET", "HEAD") or len(kept) == len(given):
        return None
    return redirect(request.path + (f"?{urlencode(kept)}" if kept else ""), 302)
