"""The SPARQL language: tokens, keywords, normal form, syntax errors, terms from input."""
