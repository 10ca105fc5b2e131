"""The validation report and each shape, for readers."""
