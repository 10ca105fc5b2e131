"""The commands that publish."""
