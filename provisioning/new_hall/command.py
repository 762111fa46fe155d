"""`xiaochuang new-hall`: asks what a hall is to have, or takes it from options, and writes a site folder that passes
check-config.

    DIR/hall.toml                       the hall
    DIR/holidays.toml                   this year's, if it is announced
    DIR/machines/NAME/…                 what goes to /etc/xiaochuang on each machine

Existing files are never overwritten.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from hall.config.calendar_command import NotAnnouncedError, announced, written
from hall.config.holidays import FILE
from kiosk.terminal.terminal_toml import write_terminal
from program.durable import whole_file
from provisioning.new_hall.hall_toml import hall_toml
from provisioning.new_hall.plan import HallPlan, PlanRefusedError
from provisioning.new_hall.terminals import terminals

QUESTIONS = {
    "id": "id of the hall in topics: lower case, digits, dashes",
    "name": "name in Chinese",
    "name_en": "name in English",
    "queues": "queues",
    "windows": "windows, each with a pad",
    "machines": "number machines",
    "screens": "screens of the hall",
    "broker": "the server's name or address, as terminals call it",
    "hotline": "telephone for complaints",
    "opens": "opens at",
    "closes": "closes at",
}
"""What is asked, in this order: a field of `HallPlan` and its words."""


def new_hall_main(argv: Sequence[str], ask: Callable[[str], str] = input) -> int:
    """Returns 0; 1 if nothing was written; 2 for wrong arguments."""
    parser = argparse.ArgumentParser(
        prog="xiaochuang new-hall",
        description="Write a first hall.toml and a terminal.toml for each machine. What is not given is asked.",
    )
    parser.add_argument("site", type=Path, metavar="DIR", help="the hall's folder; made if missing")
    for name, words in QUESTIONS.items():
        kind = int if name in {"queues", "windows", "machines", "screens"} else str
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, type=kind, help=words)
    parser.add_argument("--yes", action="store_true", help="ask nothing: what is not given is as usual")
    asked = parser.parse_args(argv)
    try:
        plan = _plan(asked, ask)
        made = list(_write(asked.site, plan))
    except PlanRefusedError as refused:
        print(f"xiaochuang new-hall: {refused}", file=sys.stderr)
        return 1
    except EOFError:
        print("xiaochuang new-hall: the questions have no answer; --yes asks none", file=sys.stderr)
        return 1
    except FileExistsError as error:
        print(f"xiaochuang new-hall: {error.filename or asked.site} is there already", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"xiaochuang new-hall: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    print(*made, sep="\n")
    print(NEXT.format(site=asked.site, broker=plan.broker))
    return 0


NEXT = """
What comes next (docs/install.md says more):
  xiaochuang check-config {site}/hall.toml
  xiaochuang certificates authority --site {site}
  xiaochuang certificates broker --name {broker} --site {site}
  xiaochuang certificates device --site {site}
  xiaochuang broker-files --site {site}
  xiaochuang machine-files --site {site}
  sudo scripts/install hall --site {site}
  sudo xiaochuang staff add …                                a PIN for everybody who works here"""


def _plan(asked: argparse.Namespace, ask: Callable[[str], str]) -> HallPlan:
    """The plan from options and answers. Raises `PlanRefusedError`, and `EOFError` if nobody answers."""
    usual = {field.name: field.default for field in fields(HallPlan) if field.default is not MISSING}
    given: dict[str, Any] = {name: getattr(asked, name) for name in QUESTIONS if getattr(asked, name) is not None}
    for name, words in QUESTIONS.items():
        if name in given:
            continue
        if asked.yes:
            if name not in usual:
                raise PlanRefusedError(f"--{name.replace('_', '-')} is needed: {words}")
            given[name] = usual[name]
        else:
            given[name] = _answer(words, usual.get(name), ask)
    return HallPlan(**given)


def _answer(words: str, usual: Any, ask: Callable[[str], str]) -> Any:
    """Ask until the answer is valid. Returns it."""
    while True:
        said = ask(f"{words}{f' [{usual}]' if usual is not None else ''}: ").strip()
        if not said and usual is not None:
            return usual
        if isinstance(usual, int):
            if said.isascii() and said.isdigit():
                return int(said)
            print("a number, please")
        elif said:
            return said


def _write(site: Path, plan: HallPlan) -> Iterator[Path]:
    """Write the files and return them. Raises `FileExistsError` instead of overwriting."""
    files = {site / "hall.toml": hall_toml(plan)}
    try:
        files[site / FILE] = written([announced(dt.datetime.now(dt.UTC).year)])
    except NotAnnouncedError as none:
        print(f"no {FILE}: {none}", file=sys.stderr)
    files |= {site / "machines" / path: write_terminal(terminal) for path, terminal in terminals(plan)}
    for path in files:
        if path.exists():
            raise FileExistsError(17, "there already", str(path))
    for path, text in files.items():
        with whole_file(path, replace=False) as file:
            file.write(text.encode())
        yield path
