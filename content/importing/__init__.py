"""Imports a district's list of items, a CSV or JSON with any columns, into a content folder. Nothing is shortened."""
