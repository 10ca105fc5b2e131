"""Which results count: those since a git revision, in the chosen files, not in the baseline, above a severity."""
