"""The program."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from content.serving.server import serve
from demo.content_server.packing import pack_if_changed


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("source", type=Path)
    words.add_argument("--into", type=Path, required=True)
    words.add_argument("--key", type=Path, required=True)
    words.add_argument("--listen", required=True)
    asked = words.parse_args()
    pack_if_changed(asked.source, asked.into, asked.key)
    host, _colon, port = asked.listen.rpartition(":")
    return serve(asked.into, host, int(port))


if __name__ == "__main__":
    sys.exit(main())
