"""What the site is called, and where readers write to: the settings of ``[site]``."""

from __future__ import annotations

from dataclasses import dataclass

from kg.settings.declaration import setting


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the pages say of the site and of those who run it."""

    title: str = setting(
        "", "The name of the site. Empty: that of its catalogue, ontology or concept scheme, else its base.", "a text"
    )
    description: str = setting("", "What the site is about, in a sentence or two.", "a text")
    report: str = setting(
        "",
        "Where errors are reported: a mailto: address, or a form with {title} and {text} in its address. "
        "Empty: the page report-an-error of the project.",
        "a mailto: address, or an http or https address such as https://example.org/issues/new?title={title}&body={text}",
        pattern=r"(mailto:[^\s?]+@[^\s?]+|https?://\S+)?",
    )
    documents: str = setting(
        "",
        "The folder whose Markdown files, and what lies beside them, are pages of the site at /docs/. Empty: none are.",
        "the name of a folder in the project, such as docs",
        pattern=r"([\w-]+(/[\w-]+)*)?",
    )
