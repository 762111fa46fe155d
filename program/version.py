"""Which version of these programs is installed."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """Empty where nothing is installed and the programs run from their sources."""
    try:
        return metadata.version("xiaochuang")
    except metadata.PackageNotFoundError:
        return ""
