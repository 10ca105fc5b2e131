"""Search by name: the index, folding of letters, results."""
