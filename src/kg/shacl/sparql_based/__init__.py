"""SHACL-SPARQL: queries read closely enough to be evaluated once for all focus nodes, and the store that does it."""
