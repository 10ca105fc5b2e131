"""Addresses for programs: the description of all others, a text for language models, reconciliation."""
