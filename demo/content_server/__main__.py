"""The program."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from demo.content_server.packing import pack_if_changed


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("source", type=Path)
    words.add_argument("--into", type=Path, required=True)
    words.add_argument("--key", type=Path, required=True)
    words.add_argument("--listen", required=True)
    asked = words.parse_args()
    pack_if_changed(asked.source, asked.into, asked.key)
    serve = (sys.executable, "-P", "-m", "xiaochuang", "content", "serve", str(asked.into), "--listen", asked.listen)
    os.execv(serve[0], serve)  # noqa: S606 - as on a real server; this process becomes it


if __name__ == "__main__":
    main()
