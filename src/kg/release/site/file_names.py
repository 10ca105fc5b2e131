"""Under which name the answer of an address of the site is kept as a file.

A server of files knows no queries, and a folder on a stick no servers: so a page has the suffix ``.html``, and what its
address asks for stands in its name: ``/cities?lang=en&page=2`` is ``cities.page-2.en.html``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from kg.web.http import as_of

LANGUAGE, FORMAT = "lang", "format"
_FREE = {LANGUAGE, "page", "layout"}
"""Parameters that may stand beside another one in an address that is kept."""
_NOT_KEPT = ("/cite.", "/embed/", "/health", "/ready", "/search/", "/search.", "/sparql.", "/openapi.")
"""Answers for one reader, one program or one moment."""
_QUESTIONS = "/queries/"
_IDLE = {"v", "about", "run"}
"""Parameters that change nothing of what a page shows."""
_SUFFIXES = re.compile(
    r"\.(html|ttl|jsonld|nt|rdf|rdfp|nq|trig|svg|png|csv|json|geojson|xlsx|js|css|woff2|xml|atom|txt|rq|sr[jx]|tsv|sha256)$"
)
_UNSAFE = re.compile(r"[^\w.~+=@-]|^\.+$|[. ]$")
_LONGEST = 120
_NUMBER = re.compile(r"-?\d+([-/.]\d+)*")
"""Years, days and limits: each page with one links to the next."""
HTML = "html"


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the site: its path as it is written, and its parameters but those that change nothing."""

    path: str
    arguments: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.path + (f"?{urlencode(self.arguments)}" if self.arguments else "")

    @property
    def selections(self) -> int:
        """How much is selected, beside the language and the page: of all combinations there is no end."""
        return sum(name not in _FREE for name, _ in self.arguments)


@dataclass(frozen=True, slots=True)
class FileNames:
    """``language`` is that of pages whose address names none."""

    language: str

    def address(self, link: str) -> Address:
        """The address that a link from the root of the site leads to, without its fragment."""
        parts = urlsplit(link)
        arguments = tuple(
            (name, value)
            for name, value in parse_qsl(parts.query)
            if name not in _IDLE and (name, value) != (LANGUAGE, self.language)
        )
        return Address(parts.path, arguments)

    def is_kept(self, address: Address) -> bool:
        """Whether the answer of an address becomes a file."""
        path = address.path
        most = 0 if path.endswith(".png") else 1
        is_endless = any(name != "page" and _NUMBER.fullmatch(value) for name, value in address.arguments)
        is_past = any(name == as_of.PARAMETER for name, _ in address.arguments)  # each page again for each release
        return not (path.startswith(_NOT_KEPT) or is_endless or is_past or address.selections > most or _reads(address))

    def read_in_browser(self, address: Address) -> tuple[Address, str] | None:
        """For a page that answers, in the browser, what its own address asks: the page, and what is added to its name.

        None for other pages.
        """
        if not _reads(address):
            return None
        values = [pair for pair in address.arguments if pair[0] not in (LANGUAGE, FORMAT)]
        language = tuple(pair for pair in address.arguments if pair[0] == LANGUAGE)
        return Address(address.path, language), f"{'#' if address.path == '/sparql' else '?'}{urlencode(values)}"

    def file(self, address: Address) -> str:
        """The name of the file of an address, with slashes."""
        return _file(address.path, address.arguments)


def _reads(address: Address) -> bool:
    """Whether an address asks for what no file can answer, and a script of the page can: a search, or a query."""
    names = {name for name, _ in address.arguments}
    if address.path.startswith(_QUESTIONS) and not _SUFFIXES.search(address.path):
        return bool(names - {LANGUAGE})
    return (address.path == "/search" and "q" in names) or (address.path == "/sparql" and "query" in names)


def suffix(name: str) -> str:
    """The suffix of a file, without its dot."""
    return name.rpartition(".")[2]


def has_suffix(path: str) -> bool:
    """Whether the address says by its suffix in which format it is answered."""
    return bool(_SUFFIXES.search(path))


@lru_cache(maxsize=200_000)
def _file(path: str, arguments: Sequence[tuple[str, str]]) -> str:
    *folders, last = [_safe(segment) for segment in path.lstrip("/").split("/")]
    last = last or "index"
    match = _SUFFIXES.search(last)
    stem, extension = (last[: match.start()], match[1]) if match else (last, HTML)
    language = ""
    parts = []
    for name, value in arguments:
        if name == LANGUAGE:
            language = f".{_safe(value)}"
        else:
            parts.append(f".{_safe(name)}-{_safe(value)}")
    return "/".join([*folders, _short(stem + "".join(parts)) + language + f".{extension}"])


def _safe(text: str) -> str:
    """The text as the name of a file on any system; one that had to be changed gets a digest, and stays unique."""
    decoded = unquote(text)
    if not _UNSAFE.search(decoded):
        return _short(decoded)
    plain = re.sub(r"[^\w.~+=@-]+", "-", decoded, flags=re.ASCII).strip("-.")
    return f"{plain[:60]}-{_digest(text)}"


def _short(text: str) -> str:
    return text if len(text.encode()) <= _LONGEST else f"{text[:40]}-{_digest(text)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
