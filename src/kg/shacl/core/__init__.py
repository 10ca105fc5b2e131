"""The constraint components of SHACL, one module for each section of the specification.

Each module has its constraints as values and ``READERS``: which parameter makes which constraint.
"""
