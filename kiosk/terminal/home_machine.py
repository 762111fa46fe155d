"""On which machine the files in a terminal's folder were made: what they hold is not given by another one.

A copied memory card has the numbers that the machine had still to give, and what it had still to send. Both machines
would give and send them. So the folder says which machine it belongs to (`machine.json`), and on another one own
numbers and outbox stand still, until an engineer says that this machine takes the place of the one before
(`xiaochuang new-machine`). Nothing is dropped: what happens meanwhile is kept, and sent then.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from kiosk.terminal.machine_marks import MachineMarks, machine_marks
from program.durable import whole_file

FILE = "machine.json"
FORM = 1
"""Of that file. A file of another form, or that cannot be read, says nothing."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """`taken_over`: an engineer has given the folder to this machine, and the own numbers have not been told yet."""

    marks: MachineMarks
    taken_over: bool = False


class HomeMachine:
    """Of the folder `data`, on the machine with these `marks`."""

    def __init__(self, data: Path, marks: MachineMarks | None = None) -> None:
        self._path = data / FILE
        self.marks = machine_marks() if marks is None else marks
        self._owner = _read(self._path)

    @property
    def is_another(self) -> bool:
        """The files were made on another machine."""
        return self._owner is not None and not self._owner.marks.alike(self.marks)

    @property
    def taken_over(self) -> bool:
        """They were given to this machine, which does not know what the one before has given since they were copied."""
        return self._owner is not None and self._owner.taken_over

    @property
    def before(self) -> str:
        """The short mark of the machine that they were made on; "" if that is not known."""
        return self._owner.marks.short if self._owner is not None else ""

    def settle(self) -> None:
        """Say that the files are this machine's, if they are nobody's yet. Raises `OSError`."""
        if self._owner is None:
            self._write(_Owner(self.marks))

    def take_over(self) -> None:
        """From now on the files are this machine's. Raises `OSError`."""
        self._write(_Owner(self.marks, taken_over=True))

    def told(self) -> None:
        """The own numbers know of the taking over. Raises `OSError`."""
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
