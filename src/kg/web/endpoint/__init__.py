"""/sparql and /queries: protocol, answers, result pages, completion."""
