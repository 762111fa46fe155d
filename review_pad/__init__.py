"""The pad at a window as two programs: the clerk's screen and the citizen's, each on a display of its own."""

import program  # noqa: F401 - first of all: see `program/start`
