"""python-escpos is loaded as it is, with its own table of printers, and leaves nothing in /tmp."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys, yaml
from pathlib import Path
given = yaml.safe_load
yaml.safe_load = None                   # nobody reads the table as YAML
from kiosk.hw.ticket_bytes import profile_of
from kiosk.hw.wiring import Glyphs
profile_of("POS-5890", Glyphs.GBK)
import escpos.capabilities as library
from kiosk.hw import escpos_library
escpos_library.load()                   # again: nothing
table = Path(library.__file__).with_name("capabilities.json")
assert library.CAPABILITIES == given(table.read_text("utf-8"))
import tempfile
print(tempfile.gettempdir())
"""


def test_the_library_loads_quickly_with_its_own_table_and_leaves_no_folder(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if name != "ESCPOS_CAPABILITIES_PICKLE_DIR"}
    root = str(Path(__file__).parents[2])
    environment = clean | {"TMPDIR": str(tmp_path), "PYTHONPATH": root}
    argv = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(argv, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path)
    assert list(tmp_path.iterdir()) == []
