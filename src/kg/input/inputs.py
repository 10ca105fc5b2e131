"""The input files of a project: those of its folders, or those that somebody names one by one, with their bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import RdfFormat

from kg.errors import DatasetError, UsageError
from kg.input import compression
from kg.input.download import download, is_address
from kg.input.json_ld_contexts import with_contexts
from kg.input.matching import Matched, matching
from kg.input.well_known_contexts import WELL_KNOWN
from kg.input.xml_encoding import in_utf8
from kg.input.xml_entities import double_quoted, refuse_expansion
from kg.rdf import formats
from kg.rdf.formats import Format
from kg.rdf.source import syntax_errors

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Held:
    """Content that is in no file, as from standard input or the web.

    ``name`` is what messages call it, ``location`` its IRI, if it has one of its own.
    """

    name: str
    content: bytes
    format: Format | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is known of input files beside their paths.

    ``by_folder`` has the files that stand for each folder of a project; it is None for a project whose folders hold
    them. ``held`` has content by a path that no file has. ``format`` is that of files whose names do not tell one.
    ``contexts`` are the files of JSON-LD contexts by their IRIs; ``fetch`` allows the network.
    """

    by_folder: Mapping[str, Matched] | None = None
    held: Mapping[Path, Held] = field(default_factory=dict)
    format: Format | None = None
    contexts: Mapping[str, Path] = field(default_factory=dict)
    fetch: bool = False

    def with_arguments(self, folder: str, arguments: Iterable[str], here: Path, standard_input: bytes | None) -> Inputs:
        """The same with the files that the arguments name as those of ``folder``; relative ones start from ``here``."""
        inputs = self
        for argument in arguments:
            if argument == STANDARD_INPUT:
                inputs = inputs._with_standard_input(folder, here, standard_input)
            elif is_address(argument):
                inputs = inputs._with_download(folder, argument, here)
            elif compression.is_stream(here / argument):
                inputs = inputs._with_stream(folder, argument, here / argument)
            else:
                inputs = inputs._with(folder, matching([argument], here, any_format=self.format is not None))
        return inputs

    def name(self, path: Path) -> str | None:
        """What content is called that is in no file."""
        return self.held[path].name if path in self.held else None

    def format_of(self, path: Path) -> Format | None:
        """The format of a file by its name, or as it was said."""
        held = self.held.get(path)
        return (held.format if held else formats.of_input(path.name)) or self.format

    def read(self, path: Path, name: str) -> bytes:
        """The decompressed bytes of a file; of XML, in UTF-8."""
        content = self.held[path].content if path in self.held else compression.read(path, name)
        kind = self.format_of(path)
        return double_quoted(in_utf8(content)) if kind is not None and kind.codec == RdfFormat.RDF_XML else content

    def location(self, path: Path) -> str:
        """The IRI of the file itself."""
        held = self.held.get(path)
        return held.location if held and held.location else Path(os.path.abspath(path)).as_uri()

    def content(self, path: Path, name: str) -> bytes:
        """The bytes as the parser gets them: contexts of JSON-LD put in, what XML would expand without limit refused.

        Relative references to contexts start from the file's own IRI.
        """
        content = self.read(path, name)
        kind = self.format_of(path)
        if kind is not None and kind.codec == RdfFormat.JSON_LD:
            return self.prepared(syntax_errors.text_of(content, name), path, name).encode()
        if kind is not None and kind.codec == RdfFormat.RDF_XML and b"<!ENTITY" in content:
            refuse_expansion(content.decode("utf-8", "replace"), name)
        return content

    def text(self, path: Path, name: str) -> str:
        """The text of a file as it is written."""
        return syntax_errors.text_of(self.read(path, name), name)

    def prepared(self, text: str, path: Path, name: str) -> str:
        """The text of a file, or one made of it, with the contexts that JSON-LD refers to."""
        kind = self.format_of(path)
        if kind is None or kind.codec != RdfFormat.JSON_LD:
            return text
        return with_contexts(text, self.location(path), name, lambda iri: self._context(iri, path, name))

    def _with(self, folder: str, matched: Matched) -> Inputs:
        listed = dict(self.by_folder or {})
        listed[folder] = listed.get(folder, Matched(())) | matched
        return replace(self, by_folder=listed)

    def _with_standard_input(self, folder: str, here: Path, content: bytes | None) -> Inputs:
        if content is None or here / STANDARD_INPUT in self.held:
            raise UsageError("Standard input can be read once.", hint="Name - for one of DATA, --shapes or --ontology.")
        if self.format is None:
            raise UsageError("Standard input does not tell its format.", hint="Name it, as in --format-of turtle.")
        path = here / STANDARD_INPUT
        held = {**self.held, path: Held("standard-input", content, self.format)}
        return replace(self, held=held)._with(folder, Matched((path,)))

    def _with_stream(self, folder: str, argument: str, path: Path) -> Inputs:
        """A pipe, such as bash makes of ``<(…)``: what it gives can be read once."""
        kind = formats.of_input(path.name) or self.format
        if kind is None:
            raise UsageError(f"{argument} does not tell its format.", hint="Name it, as in --format-of turtle.")
        if path in self.held:
            raise UsageError(f"{argument} can be read once.")
        held = {**self.held, path: Held(argument, compression.read_stream(path, argument), kind)}
        return replace(self, held=held)._with(folder, Matched((path,)))

    def _with_download(self, folder: str, address: str, here: Path) -> Inputs:
        if not self.fetch:
            raise UsageError(f"{address} is on the web, which is left alone.", hint="Add --fetch to allow downloads.")
        document = download(address)
        kind = document.format or formats.of_input(address) or self.format
        if kind is None:
            raise DatasetError("its Content-Type names no RDF format", file=address, hint="Say it with --format-of.")
        path = here / address
        held = {**self.held, path: Held(address, document.content, kind, address)}
        return replace(self, held=held)._with(folder, Matched((path,)))

    def _context(self, iri: str, document: Path, name: str) -> bytes:
        """The file of a JSON-LD context: mapped, below the document's folder, well-known, or a download."""
        if iri in self.contexts:
            return compression.read(self.contexts[iri], str(self.contexts[iri]))
        if iri.startswith("file:"):
            return self._local_context(iri, document, name)
        if iri in WELL_KNOWN:
            return WELL_KNOWN[iri].read_bytes()
        if self.fetch and is_address(iri):
            return download(iri, "application/ld+json, application/json;q=0.9").content
        raise DatasetError(
            f"the JSON-LD context <{iri}> is not at hand",
            file=name,
            hint=f"Name a copy with --context {iri}=FILE, or allow the download with --fetch.",
        )

    def _local_context(self, iri: str, document: Path, name: str) -> bytes:
        path = Path(os.path.realpath(path_of(iri)))
        near = (Path(os.path.realpath(folder)) for folder in (document.parent, Path.cwd()))
        if not any(path.is_relative_to(folder) for folder in near):
            raise DatasetError(f"the JSON-LD context {path} lies outside the folders of the data", file=name)
        return compression.read(path, str(path))


def path_of(file_iri: str) -> str:
    """The path of a file on this machine that an IRI names."""
    from urllib.request import url2pathname  # with it come HTTP and TLS, a third of what every command imports

    return url2pathname(urlsplit(file_iri).path)
