"""The screens of the queue-number machine: `x.py` with its `x.kv`.

A screen shows a state and reports touches. It decides nothing, reads no clock, and uses only the language that it is
given.
"""
