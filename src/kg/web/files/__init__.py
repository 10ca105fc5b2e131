"""Responses that are sent as files: ranges, cached files, dumps."""
