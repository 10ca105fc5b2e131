"""RDF as bytes: one document or graph in each format, and the dumps."""
