"""Which answers an edit changes: what each question reads, on which days to ask it, and the rows lost and gained."""
