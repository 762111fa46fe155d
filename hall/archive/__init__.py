"""Closed days move from `hall.db` to the archive: one file a year, which only grows. `history.py` reads both as one
log.

`hall/disk/states.py` says which days stay. The archive holds nothing personal, because closed days hold none.
"""
