"""The commands for those who work in a spreadsheet."""
