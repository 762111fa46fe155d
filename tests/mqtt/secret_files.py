"""Secrets as they must lie on a machine."""

from __future__ import annotations

from pathlib import Path


def secret_file(path: Path, secret: str) -> str:
    """For its owner alone, and so from its first byte on."""
    path.touch(0o600)
    path.write_text(secret + "\n", encoding="utf-8")
    return str(path)
