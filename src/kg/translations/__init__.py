"""Sentences in a language: looking them up, plurals, language tags, and what CLDR knows of dates, numbers and names."""
