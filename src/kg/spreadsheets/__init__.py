"""Data out to spreadsheets and back: a sheet for each class, columns from the shapes."""
