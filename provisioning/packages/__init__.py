"""Debian packages of our programs, made by `scripts/package`: the same files and folders as `scripts/install … --site`.

`contents.py` says which package holds what, `environment.py` fills the program's folder, `scripts_of_dpkg.py` writes
the maintainer scripts, `build.py` makes the packages, `command.py` is the command line. It runs in the environment that
it packs.
"""
