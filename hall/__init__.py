"""The hall service: the only writer of the hall's state. It reads requests, decides, commits, answers and publishes.

The rules are in `domain`; here are sequencing, disk and wire. There is no terminal code, no Kivy and no web page.
"""

import gc

import program  # noqa: F401 - first of all: see `program/start`

gc.set_threshold(200_000, 20, 50)  # objects made by imports stay: nothing to collect until `settle_memory`
