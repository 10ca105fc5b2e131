"""What a page needs to answer in the browser: the engine, the list of names, and what both must know of the data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]

from kg.publish.search import name_index
from kg.publish.serialisations import dump
from kg.query_engine import evaluation
from kg.rdf.formats import TRIG
from kg.release.data_files import DUMPS
from kg.release.output_folder import OutputFolder
from kg.release.site.file_names import LANGUAGE, Address, FileNames
from kg.release.site.rendering_app import RenderingApp
from kg.resources import addresses, resource_graph
from kg.resources.language_view import Reader
from kg.revision import Revision
from kg.translations.catalogue import catalogue
from kg.translations.language_tags import INTERFACE_LANGUAGES
from kg.web.html import domain_pages

ASSETS = Path(__file__).parent / "assets"
_PACKED = ".br"

Resolve = Callable[[Address], Address | None]


def write(revision: Revision, app: RenderingApp, folder: OutputFolder, names: FileNames, resolve: Resolve) -> None:
    """Write the scripts, the engine, ``site.json`` and the names in each language."""
    for path in sorted(ASSETS.iterdir()):
        body = path.read_bytes()
        if path.suffix == _PACKED:
            folder.write(f"static/{path.name}", [body])
            folder.write(f"static/{path.stem}", [brotli.decompress(body)])
        else:
            folder.write(f"static/{path.name}", [body])
    about = {
        "base": revision.project.base,
        # The shortest of the formats that name graphs, also where a server compresses nothing.
        "data": f"{DUMPS}/{dump.complete_name(revision)}.{TRIG.extension}",
        "merged": evaluation.has_merge(revision.store),
    }
    folder.write("site.json", [json.dumps(about, indent=1).encode() + b"\n"])
    with app.app.test_request_context():
        groups = domain_pages.current().vocabulary.groups
        telling = domain_pages.current().vocabulary.telling
    index = name_index.of(revision, groups)
    for tag in INTERFACE_LANGUAGES:
        reader = Reader(resource_graph.of(revision), tag, tag, telling)
        entries = list(_entries(index, reader, names, resolve))
        body = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        folder.write(f"search/names.{tag}.json", [body])


def _entries(index: name_index.Index, reader: Reader, names: FileNames, resolve: Resolve) -> Iterator[dict[str, Any]]:
    """Everything that has a name and a page, in the order in which it is preferred."""
    known, translate = addresses.of(reader.known.revision), catalogue(reader.language).gettext
    language = () if reader.language == names.language else ((LANGUAGE, reader.language),)
    for node, group, keys in index.entries():
        path, mark, fragment = (known.of(node.value) or "").partition("#")
        address = names.address(path)
        target = resolve(Address(address.path, (*address.arguments, *language))) if path else None
        if target is None:
            continue
        name = reader.name(node)
        entry = {
            "name": name.value,
            "kind": translate(group.one),
            "kinds": translate(group.several),
            "file": names.file(target) + mark + fragment,
            "keys": keys,
        }
        yield entry if name.language in (None, reader.language) else {**entry, "language": name.language}
