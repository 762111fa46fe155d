"""Closed days leave `hall.db` for the archive: one file a year, which only grows. Who reads the log reads through both
(`history.py`).

Which days stay is said in `hall/disk/states.py`; nothing personal is in them, so nothing is in the archive.
"""
