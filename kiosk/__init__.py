"""The platform that terminals stand on (`terminal`, `widgets`, `hw`, `mqtt`) and the first machine, the number machine.

`__main__.py` chooses the parts of a machine; no other module here chooses between a driver and a stand-in.
"""

import program  # noqa: F401 - first of all: see `program/start`
