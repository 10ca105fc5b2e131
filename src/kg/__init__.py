"""City Ties: a city's international relations as linked open data, from Turtle files to pages, dumps and SPARQL."""
