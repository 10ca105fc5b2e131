"""Shapes and property paths as values: reading them, and which data they look at."""
