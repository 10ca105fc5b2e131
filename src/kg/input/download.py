"""Downloads of RDF and JSON-LD contexts, only where the user has allowed the network with ``--fetch``."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import DatasetError
from kg.rdf.formats import RDF_FORMATS, Format, named

MAX_BYTES = 256 << 20
_SECONDS = 30
_ACCEPT = "text/turtle, application/ld+json, application/n-triples, application/rdf+xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Download:
    """The body of a response, and the RDF format that its Content-Type names, if it names one."""

    content: bytes
    format: Format | None


def is_address(argument: str) -> bool:
    """Whether an argument is an address on the web, and no file."""
    return argument.lower().startswith(("http://", "https://"))


def download(address: str, accept: str = _ACCEPT) -> Download:
    """The document at an http or https address; a DatasetError if it cannot be had, or is larger than ``MAX_BYTES``."""
    # Most commands download nothing, and HTTP and TLS are a third of what they would import.
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import (
        HTTPDefaultErrorHandler,
        HTTPErrorProcessor,
        HTTPHandler,
        HTTPRedirectHandler,
        HTTPSHandler,
        OpenerDirector,
        ProxyHandler,
        Request,
    )

    opener = OpenerDirector()  # without the handlers of file: and ftp:, to which a redirection could lead
    for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPRedirectHandler, HTTPErrorProcessor,
                    HTTPDefaultErrorHandler):  # fmt: skip
        opener.add_handler(handler())
    try:
        with opener.open(Request(address, headers={"Accept": accept}), timeout=_SECONDS) as response:  # noqa: S310
            content = response.read(MAX_BYTES + 1)
            kind = response.headers.get_content_type()
    except (URLError, HTTPException, OSError, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()  # it is the response, too
        raise DatasetError(f"cannot be downloaded: {error}", file=address) from error
    if len(content) > MAX_BYTES:
        raise DatasetError(f"is larger than {MAX_BYTES >> 20} MiB, the most that is downloaded", file=address)
    form = named(kind, [form for form in RDF_FORMATS if kind != "text/plain"])
    return Download(content, form if isinstance(form, Format) else None)
