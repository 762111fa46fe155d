"""`xiaochuang new-hall`: a first hall.toml, a terminal.toml for each machine, from a dozen answers.

`plan.py` is what was asked for, `hall_toml.py` and `terminals.py` write it down, `command.py` asks.
"""
