"""The hall service: the only writer of queue state. Reads requests, decides, commits, answers, publishes.

The rules are in `domain`; here are order, disk and wire. No terminal code, no Kivy, no web page.
"""

import gc

import program  # noqa: F401 - first of all: see `program/start`

gc.set_threshold(20_000, 20, 50)  # what is made while modules are imported stays, and need not be looked through
