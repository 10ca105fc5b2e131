"""A revision as a folder of files that can be read, checked and published without this software."""
