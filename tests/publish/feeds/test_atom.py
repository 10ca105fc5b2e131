"""An Atom feed has the newest entries, and texts of any kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from kg.publish.feeds import atom
from kg.publish.feeds.atom import Entry, Feed

NAME = "{http://www.w3.org/2005/Atom}"
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)


def test_only_the_newest_entries_are_in_it_the_newest_first() -> None:
    count = atom.ENTRIES + 5
    entries = [
        Entry(f"urn:x:{day}", f"<{day}> & more", "a < b", BEGIN + timedelta(days=day), f"https://ties.example/#{day}")
        for day in range(count)
    ]
    links = {"self": ("https://ties.example/changes.atom?a=1&lang=en", atom.MEDIA_TYPE)}
    feed = Feed("https://ties.example/changes", "Ties & towns", "City", "en", entries[-1].at, (), links)
    read = ElementTree.fromstring(atom.write(feed, entries))
    identifiers = [entry.findtext(f"{NAME}id") for entry in read.findall(f"{NAME}entry")]
    assert identifiers == [f"urn:x:{day}" for day in range(count - 1, count - 1 - atom.ENTRIES, -1)]
    assert read.findtext(f"{NAME}entry/{NAME}title") == f"<{count - 1}> & more"
    assert read.findtext(f"{NAME}title") == "Ties & towns"
    (own,) = read.findall(f"{NAME}link")
    assert own.get("href") == "https://ties.example/changes.atom?a=1&lang=en"
