"""`xiaochuang new-hall`: writes a first hall.toml, and a terminal.toml for each machine, from a dozen answers.

`command.py` asks, `plan.py` holds the answers, `hall_toml.py` and `terminals.py` write the files.
"""
