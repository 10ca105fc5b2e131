"""Another SPARQL engine instead of the pool, and pushing a revision to it."""
