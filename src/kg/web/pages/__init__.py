"""Pages for any vocabulary: start, documents, search, quality, discovery."""
