"""A hall whose day is in its middle whatever the clock says: tests that move the clock must not meet the day's turn."""

from __future__ import annotations

from datetime import UTC, datetime

SHANGHAI = 8
"""Hours before UTC."""


def day_starts() -> int:
    """The hour in Shanghai from which it is twelve hours until now."""
    return (datetime.now(UTC).hour + SHANGHAI + 12) % 24


def at_midday(toml: str, starts: int) -> str:
    """The same hall, with a day that begins at the hour `starts` and is open all day."""
    before = (starts - 1) % 24
    moved = toml.replace("day_starts = 04:00:00", f"day_starts = {starts:02}:00:00")
    moved = moved.replace(
        "opens = 04:00:00, closes = 03:59:59", f"opens = {starts:02}:00:00, closes = {before:02}:59:59"
    )
    assert moved != toml or starts == 4
    return moved


def at_noon(toml: str) -> str:
    """The same hall, in a time zone where it is between noon and one now: its usual hours stay as they are."""
    ahead = 12 - datetime.now(UTC).hour
    moved = toml.replace('timezone = "Asia/Shanghai"', f'timezone = "Etc/GMT{-ahead:+d}"')  # its signs are turned over
    assert moved != toml
    return moved
