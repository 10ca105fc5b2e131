"""The language: namespaces, formats, the canonical Turtle writer, and where statements stand. Knows no project."""
