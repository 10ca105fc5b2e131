"""RDF: namespaces, formats, the canonical Turtle writer, and the places of statements; no project is needed here."""
