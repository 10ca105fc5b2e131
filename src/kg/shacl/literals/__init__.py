"""Literals as SHACL compares them: datatypes, order, calendar, regular expressions."""
