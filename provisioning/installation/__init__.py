"""The house on a machine: users, folders, units, broker, certificates, called by `scripts/install … --site DIR`.

`layout.py` says where everything lies and who reads it, `steps.py` what one step is, `hall_steps.py` and
`terminal_steps.py` are the lists of them, `todo.py` what is left for a person, `command.py` the command line.
Standard library alone: it also runs before the house's packages are there.
"""
