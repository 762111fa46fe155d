"""Debian packages of the house, called by `scripts/package`: the same files and folders as `scripts/install … --site`.

`contents.py` says which package holds what, `environment.py` fills the program's folder, `scripts_of_dpkg.py` writes
what dpkg runs, `build.py` makes the packages, `command.py` is the command line. Runs in the environment it packs.
"""
