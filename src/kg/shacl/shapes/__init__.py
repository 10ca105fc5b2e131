"""Shapes as values: reading their parameters and paths, and evaluating paths over the data."""
