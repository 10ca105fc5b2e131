"""Tables for spreadsheets and maps: one value a table, and a module for each form that it is written in."""
