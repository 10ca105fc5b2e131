"""A revision as labelled resources of any vocabulary."""
