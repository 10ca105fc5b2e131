"""Rewrites a query so that the engine answers it as SPARQL 1.1 says where, taken by the letter, it would not.

Only what is proved equal is rewritten, by the evaluation tests of the W3C with and without it (``bench/w3c.py``); what
remains stands in docs/serving.md. Each rewriting is a list of edits to the text, found from its tokens.
"""
