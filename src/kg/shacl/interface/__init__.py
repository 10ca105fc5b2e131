"""What callers outside the project meet: validation of rdflib graphs, and the results as a graph."""
