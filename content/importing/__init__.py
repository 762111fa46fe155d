"""Takes over a district's list of items, a CSV or JSON of any columns, into a content folder. Nothing in it is cut."""
