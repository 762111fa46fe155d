"""What all terminals share (`terminal`, `widgets`, `hw`, `mqtt`), and the machines that citizens use: number machine
and self-service kiosk.

`__main__.py` chooses the parts of a machine; no other module here chooses between a driver and a stand-in.
"""

import program  # noqa: F401 - first of all: see `program/start`
