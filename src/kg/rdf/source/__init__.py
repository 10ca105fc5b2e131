"""Statements as they are written in files: tokens, positions, excerpts, differences and syntax errors."""
