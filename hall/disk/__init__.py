"""The hall's data on disk: the store, the form of events, versions of the data, and loading them at a start.

Decisions are made in `domain/decide`; only `hall/writer.py` writes.
"""
