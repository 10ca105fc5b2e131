"""From a result to its statement, and from there to file, line and column."""
