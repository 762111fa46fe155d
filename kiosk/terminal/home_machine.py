"""Checks on which machine the files in a terminal's folder were made, so that no other machine uses them.

A copied memory card holds the machine's unused numbers and unsent events. Both machines would give and send them. So
the folder names its machine (`machine.json`). On another machine, offline numbers and outbox are stopped until an
engineer confirms that this machine replaces the former one (`xiaochuang new-machine`). Nothing is lost: new events are
kept and sent after that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from kiosk.terminal.machine_marks import MachineMarks, machine_marks
from program.durable import whole_file

FILE = "machine.json"
FORM = 1
"""The version of that file. A file of another version, or an unreadable one, is ignored."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """`taken_over`: an engineer has given the folder to this machine, and the own numbers do not know it yet."""

    marks: MachineMarks
    taken_over: bool = False


class HomeMachine:
    """The owner of the folder `data`, seen from the machine with these `marks`."""

    def __init__(self, data: Path, marks: MachineMarks | None = None) -> None:
        self._path = data / FILE
        self.marks = machine_marks() if marks is None else marks
        self._owner = _read(self._path)

    @property
    def is_another(self) -> bool:
        """Whether the files were made on another machine."""
        return self._owner is not None and not self._owner.marks.alike(self.marks)

    @property
    def taken_over(self) -> bool:
        """Whether the folder was given to this machine, which does not know what the former one gave since the copy."""
        return self._owner is not None and self._owner.taken_over

    @property
    def before(self) -> str:
        """The short mark of the machine that they were made on; "" if that is not known."""
        return self._owner.marks.short if self._owner is not None else ""

    def settle(self) -> None:
        """Make the folder this machine's if it has no owner yet. Raises `OSError`."""
        if self._owner is None:
            self._write(_Owner(self.marks))

    def take_over(self) -> None:
        """Make the folder this machine's. Raises `OSError`."""
        self._write(_Owner(self.marks, taken_over=True))

    def told(self) -> None:
        """Note that the own numbers know of the takeover. Raises `OSError`."""
        self._write(_Owner(self.marks))

    def _write(self, owner: _Owner) -> None:
        body = {
            "form": FORM,
            "hardware": sorted(owner.marks.hardware),
            "installed": owner.marks.installed,
            "taken_over": owner.taken_over,
        }
        with whole_file(self._path) as file:
            file.write(json.dumps(body).encode())
        self._owner = owner


def _read(path: Path) -> _Owner | None:
    try:
        body = json.loads(path.read_bytes())
        if body["form"] != FORM:
            return None
        marks = MachineMarks(frozenset(map(str, body["hardware"])), str(body["installed"]))
        return _Owner(marks, taken_over=body["taken_over"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return None
