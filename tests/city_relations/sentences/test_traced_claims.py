"""What a sentence rests on is what the claims of the graph say."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.city_relations.sentences import traced_claims
from kg.resources.language_view import Reader


def test_every_sentence_of_a_tie_has_a_passage_or_says_that_it_is_not_known(reader: Reader) -> None:
    revision = reader.known.revision
    ties = reader.instances("ct:Partnership")
    sentences = [one for tie in ties for one in traced_claims.traced(reader, tie, revision.day)]
    assert len(sentences) > 60
    known = {tuple(map(str, (quad.subject, quad.predicate, quad.object))) for quad in revision.quads()}
    assert {statement for sentence in sentences for statement in sentence.statements} <= known
    for sentence in sentences:
        if sentence.certainty == "unknown":
            assert ": not known: " in sentence.text
        else:
            assert sentence.statements
            assert sentence.quotations, sentence.text


def test_an_outcome_names_the_tie_that_it_is_about(reader: Reader) -> None:
    decision = NamedNode(f"{reader.known.revision.project.base}id/decision/gent-reorientation")
    texts = [one.text for one in traced_claims.traced(reader, decision, reader.known.revision.day)]
    assert any(text.startswith("Ghent – Kanazawa – decision outcome: kept") for text in texts)
