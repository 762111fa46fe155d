"""The databases in a terminal's data folder, each with its migrations.

They are listed together, apart from the stores, so that a program can check all of them before its window opens.
"""

from __future__ import annotations

from collections.abc import Mapping

from program.data_version import Migration

OUTBOX: tuple[Migration, ...] = ()
OWN_NUMBERS: tuple[Migration, ...] = ()
COPIES: tuple[Migration, ...] = ()

DATABASES: Mapping[str, tuple[Migration, ...]] = {
    "outbox.db": OUTBOX,
    "own_numbers.db": OWN_NUMBERS,
    "copies.db": COPIES,
}
"""By file name."""
