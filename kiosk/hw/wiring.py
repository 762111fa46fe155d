"""What hangs on which wire: the parts of `terminal.toml` that the drivers read (`[hardware.…]`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GpioWiring:
    """BCM numbers of the header; None or empty: not wired. Contacts close to ground (the pull-up is the Pi's own)."""

    keys: tuple[int, ...] = ()  # review keys, most satisfied (5) first
    lamp: int | None = None
    presence: int | None = None
    door: int | None = None
    tamper: int | None = None
    active_high: tuple[str, ...] = ("presence",)  # wires that are active at 3.3 V instead of at ground
    bounce_ms: int = 30
    stuck_seconds: float = 15.0  # a key held longer is stuck: it counts no more until it is let go
