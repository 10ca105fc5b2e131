"""The commonest of `SHACL Advanced Features <https://www.w3.org/TR/shacl-af/>`_: targets by query, and rules.

Functions and expressions are in ``kg.shacl.sparql_based.delegation``.
"""
