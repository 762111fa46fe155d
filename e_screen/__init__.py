"""Silent calling: the hall's big screen and the screen above each window. They only listen."""

import program  # noqa: F401 - first of all: see `program/start`
