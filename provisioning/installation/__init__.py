"""Installs our programs on a machine: users, folders, units, broker, certificates. Called by `scripts/install … --site
DIR`.

`layout.py` says where everything lies and who reads it, `steps.py` what one step is, `hall_steps.py` and
`terminal_steps.py` are the lists of them, `todo.py` what is left for a person, `command.py` the command line.
Only the standard library is used, because it also runs before our packages are installed.
"""
