"""Answers kept in memory: least recently used by bytes, and one evaluation for identical requests in flight."""
