"""Fakes and stand-ins for hardware, cards and the broker: for tests, the demo and `xiaochuang bench`.

Only a program's `__main__.py`, the command line, the demo, benchmarks and tests import it. Each fake passes the
contract suite of its port.
"""
