"""HTTP without pages: negotiation, content coding, responses, problem details, language."""
