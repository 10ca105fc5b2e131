"""Drawing without knowledge of the domain: SVG, labels, tables, PNG."""
