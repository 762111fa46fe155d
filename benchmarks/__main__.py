"""`scripts/bench`: every measurement with its floor, as a table and as JSON."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import traceback
from pathlib import Path

from benchmarks.content import WHOLE_MB
from benchmarks.hall.running import BESIDE
from benchmarks.row import Row, table

PARTS = (
    "rules",
    "service",
    "booking",
    "flood",
    "waiting",
    "page",
    "content",
    "kiosk",
    "screens",
    "emergency",
    "showing",
    "use",
    "hardware",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measures speed and memory beside a floor.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), help="where the figures go")
    parser.add_argument("--beside", type=Path, metavar="DIR", help="another checkout, measured in the same run")
    parser.add_argument(
        "--content-mb", type=int, metavar="MB", help="content: fetch a whole set of this size; minutes for 500"
    )
    asked = parser.parse_args()
    if asked.beside is not None:
        os.environ[BESIDE] = str(asked.beside.resolve())
    if asked.content_mb is not None:
        os.environ[WHOLE_MB] = str(asked.content_mb)
    unknown = set(asked.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    rows: list[Row] = []
    failed: list[str] = []
    for part in asked.parts or PARTS:
        print(f"measuring {part} …", file=sys.stderr, flush=True)
        try:
            rows += importlib.import_module(f"benchmarks.{part}").rows()
        except Exception:  # the results of the other parts are kept
            traceback.print_exc()
            failed.append(part)
    print(table(rows))
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    machine = {"machine": platform.machine(), "python": platform.python_version(), "cores": os.cpu_count()}
    asked.json.write_text(
        json.dumps({**machine, "rows": [row.as_json() for row in rows]}, indent=1, ensure_ascii=False)
    )
    missed = [row.name for row in rows if row.met is False]
    print(f"{len(missed)} aims missed" + "".join(f"\n  {name}" for name in missed), file=sys.stderr)
    print("".join(f"{part} could not be measured\n" for part in failed), end="", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
