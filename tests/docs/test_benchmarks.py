"""The benchmarks run by hand: that they still find what they measure is looked at here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ALONE = {"__init__", "__main__", "bare_kivy", "bare_responder"}
"""What runs when it is imported."""


def test_every_benchmark_finds_the_modules_it_measures() -> None:
    paths = [path for path in (ROOT / "benchmarks").rglob("*.py") if path.stem not in ALONE]
    names = sorted(".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths)
    assert len(names) > 10
    script = "\n".join(f"import {name}" for name in names)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
