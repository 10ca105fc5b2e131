"""Queries for people and clients: parameters as fields, code to copy, the service description."""
