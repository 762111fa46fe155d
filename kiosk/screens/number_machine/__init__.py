"""The screens of the queue-number machine: `x.py` with its `x.kv`.

A screen shows a state and reports touches. It decides nothing, reads no clock and knows no language but the one it is
given.
"""
