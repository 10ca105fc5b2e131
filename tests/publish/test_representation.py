from __future__ import annotations

from kg.publish.representation import entity_tag
from kg.revision import Revision


def test_an_entity_tag_names_the_revision_and_what_varies(revision: Revision) -> None:
    tag = entity_tag(revision, "turtle", "nl")
    assert tag == f"{revision.digest[:32]}-turtle-nl"
    assert entity_tag(revision, "turtle") != entity_tag(revision, "html")
