"""Request ids that a flow makes itself, so that it can ask the same thing again under the same id.

Pure: a UUIDv7 (RFC 9562) out of a clock, a random seed of the process and a counter. Two processes differ by the
seed (62 random bits), two requests of one process by the counter.
"""

from __future__ import annotations

from uuid import UUID


def request_id(at_ms: int, seed: int, serial: int) -> str:
    """`at_ms`: ms since 1970 (only for sorting); `seed`: 62 random bits; `serial`: grows with each request."""
    value = (at_ms & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | (serial & 0xFFF) << 64
    value |= 0b10 << 62 | (seed ^ serial >> 12) & (1 << 62) - 1
    return str(UUID(int=value))
