"""Notes of a validation: what judges less than it seems to, and which terms may be misspelt."""
