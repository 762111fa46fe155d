"""How often one address and one ticket may ask; generous enough that people who follow their ticket never notice."""

from __future__ import annotations

import ipaddress
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_KEPT = 20_000
"""The most names that are remembered; the one unused for longest is forgotten first."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """A limit: so many at once, and so many a minute after that."""

    at_once: int
    per_minute: float


# All phones in a hall's Wi-Fi may share one address, so an address may ask as often as all of them together.
PAGES_OF_ADDRESS = Allowance(300, 1200)
REVIEWS_OF_ADDRESS = Allowance(30, 30)
STRANGERS_OF_ADDRESS = Allowance(30, 20)  # pages of tickets that do not exist or whose key is wrong
FIRST_QUESTIONS = Allowance(60, 3000)  # for all together: an address with too many strangers may still be a holder's
PAGES_OF_TICKET = Allowance(30, 30)
REVIEWS_OF_TICKET = Allowance(6, 4)
CODES_OF_ADDRESS = Allowance(20, 10)  # text messages with a code, each of which costs money
GUESSES_OF_ADDRESS = Allowance(30, 20)  # codes of bookings that do not exist
CASES_OF_ADDRESS = Allowance(10, 4)  # cases opened
BOOKINGS_OF_ADDRESS = Allowance(200, 400)  # queries to the hall about bookings

HOLDER_S = 24 * 3600.0  # for so long a key that was right is known to be
WRONG_S = 10.0  # for so long the hall is not asked again about what was wrong; a number given offline may yet arrive


class Names:
    """Remembers names for `seconds`, at most the newest `most_kept`. Thread-safe. `monotonic` in seconds."""

    def __init__(self, seconds: float, monotonic: Callable[[], float], most_kept: int = MOST_KEPT) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._most_kept = most_kept
        self._lock = threading.Lock()
        self._at: OrderedDict[str, float] = OrderedDict()

    def add(self, name: str) -> None:
        with self._lock:
            self._at[name] = self._monotonic()
            self._at.move_to_end(name)
            if len(self._at) > self._most_kept:
                self._at.popitem(last=False)

    def __contains__(self, name: str) -> bool:
        with self._lock:
            at = self._at.get(name)
            return at is not None and self._monotonic() - at < self._seconds


class Limit:
    """Token buckets by name. Thread-safe. `monotonic` in seconds."""

    def __init__(self, allowance: Allowance, monotonic: Callable[[], float], most_kept: int = MOST_KEPT) -> None:
        self._allowance = allowance
        self._monotonic = monotonic
        self._most_kept = most_kept
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # name → (tokens, at)

    def take(self, name: str) -> bool:
        """Whether `name` may ask once more; counts it."""
        with self._lock:
            tokens = self._left(name)
            self._keep(name, tokens - 1 if tokens >= 1 else tokens)
            return tokens >= 1

    def spent(self, name: str) -> bool:
        """Whether `name` may not ask now; counts nothing."""
        with self._lock:
            return self._left(name) < 1

    def _left(self, name: str) -> float:
        most = float(self._allowance.at_once)
        if name not in self._buckets:
            return most
        tokens, at = self._buckets[name]
        return min(most, tokens + (self._monotonic() - at) * self._allowance.per_minute / 60)

    def _keep(self, name: str, tokens: float) -> None:
        self._buckets[name] = (tokens, self._monotonic())
        self._buckets.move_to_end(name)
        if len(self._buckets) > self._most_kept:
            self._buckets.popitem(last=False)


def address_of(remote: str | None) -> str:
    """The name that limits are counted by: an IPv4 address, or the /64 of an IPv6 address, as one phone has it."""
    try:
        address = ipaddress.ip_address(remote or "")
    except ValueError:
        return "?"
    if address.version == 4:
        return str(address)
    mapped = ipaddress.IPv6Address(address).ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network((address, 64), strict=False))
