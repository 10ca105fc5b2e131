"""Of a graph of any vocabulary, each statement is a sentence."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.publish import traced_sentences
from kg.publish.traced_sentences import UNKNOWN
from kg.resources.language_view import Reader


def test_a_statement_is_a_sentence_whose_certainty_nothing_tells(reader: Reader) -> None:
    node = NamedNode(f"{reader.known.revision.project.base}id/dataset/ghent")
    sentences = traced_sentences.of_statements(reader, node, 5)
    assert len(sentences) == 5
    for sentence in sentences:
        assert sentence.text.startswith("Ghent's sister cities, partner cities and networks – ")
        assert (sentence.certainty, sentence.quotations) == (UNKNOWN, ())
        (statement,) = sentence.statements
        assert statement[0] == str(node)
