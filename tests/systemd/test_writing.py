"""Within the unit of a citizen's screen both engines of Chinese writing open, and leave nothing in its folder."""

from __future__ import annotations

from pathlib import Path

from tests.systemd.machine import Machine

UNIT = "xiaochuang-pad@citizen.service"

WRITE = """
import os
os.environ["RUNTIME_DIRECTORY"] = os.getcwd()
from kiosk.writing.engines import Writing, of_this_machine
writing = Writing(of_this_machine)
spelling, drawing = writing.spelling(), writing.drawing()
for letter in "nihao":
    spelling.key(letter)
drawing.add(tuple((float(x), 5.0) for x in range(100)))
print(spelling.candidates.words[0], drawing.candidates.words[0], os.listdir())
writing.close()
print(os.listdir())
"""


def test_chinese_is_written_within_the_unit_and_leaves_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    settings = machine.settings(UNIT)
    assert "xiaochuang-pad-citizen" in settings["RuntimeDirectory"]  # in memory, and gone with the program
    done = machine.run(UNIT, WRITE)
    assert (done.stdout, done.stderr) == ("你好 一 []\n[]\n", "")
