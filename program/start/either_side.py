"""Options that may be given before or after the sub-command: `staff --config F add li`, `staff add li --config F`.

words = parser.add_subparsers(…)
…                                              # the sub-commands
on_either_side(parser, [words], "--config", type=Path, required=True)
asked = parse(parser, argv)
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any

SubCommands = Any
"""What `add_subparsers` returns: argparse does not name its type."""

_REQUIRED = "either_side_required"


def on_either_side(
    parser: argparse.ArgumentParser,
    levels: Iterable[SubCommands],
    flag: str,
    *,
    only: Iterable[str] | None = None,
    required: bool = False,
    default: Any = None,
    **how: Any,
) -> None:
    """Add an option to the parser and to its sub-commands. If it is given more than once, the last one counts.

    levels: what `add_subparsers` returned, for every level; all sub-commands must be added already. only: names of the
    sub-commands that get the option; None: all. The other arguments are those of `add_argument`.
    """
    levels = list(levels)
    action = parser.add_argument(flag, default=default, **how)
    for name, command in ((name, command) for level in levels for name, command in level.choices.items()):
        if only is None or name in set(only):
            command.add_argument(flag, default=argparse.SUPPRESS, **how)
    if required:
        parser.set_defaults(**{_REQUIRED: [*(parser.get_default(_REQUIRED) or ()), (action.dest, flag)]})


def parse(parser: argparse.ArgumentParser, argv: Sequence[str]) -> argparse.Namespace:
    """Like `parse_args`; exits with status 2 if a required option is missing on both sides."""
    asked = parser.parse_args(argv)
    missing = [flag for dest, flag in parser.get_default(_REQUIRED) or () if getattr(asked, dest) is None]
    if missing:
        parser.error(f"the following arguments are required: {', '.join(missing)}")
    return asked
