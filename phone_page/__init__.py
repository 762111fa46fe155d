"""The web page behind a ticket's QR code: follow one's place and review the service by phone.

It is a client of the hall like a terminal and stores nothing; its web libraries are imported nowhere else.
"""

import program  # noqa: F401 - first of all: see `program/start`
