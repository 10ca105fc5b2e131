"""Two snapshots compared, for readers: what changed in their words, and the forms in which that is told."""
