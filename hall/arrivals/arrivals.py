"""Everything that came from the devices, by turns; what a device sends that runs wild is dropped before any work.

`take` is called on the wire's thread for each message, and costs a microsecond for one that is dropped. All else is
called under the hall's lock, from whichever thread.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping

from hall.arrivals.track import AskerTrack, Judgement
from hall.arrivals.wild import WildDevice
from hall.requests import LARGEST_PAYLOAD
from kiosk.mqtt.port import Incoming
from kiosk.mqtt.topics import Topics

logger = logging.getLogger(__name__)

SHARE = 64
"""Messages of one device in one batch; what is more waits for the next one, after the others'."""

TRACKS = 64
"""Of one device: a program that asks for many people may let each have a topic of its own. More share the last one."""

LARGEST_TAKEN = 2 * LARGEST_PAYLOAD
"""Bytes of a device's message that may still be answered, with a refusal. Of a larger one nothing is kept in memory:
hundreds of a device may be held, and the broker passes on megabytes."""

TOO_LARGE = b"?"
"""Stands for what such a message said: nothing that can be read."""

SOON_NS = 100_000
"""An answer is not read, and asked anew upon, in less than that: it takes two ways through the broker."""

STRANGERS = "strangers"
"""All devices together that the hall does not know."""

ELSEWHERE = "elsewhere"
"""What comes on topics that are no device's: the hall's own word, which the broker hands back."""


class Arrivals:
    """`take` each message; then `batch` gives what is to be worked, and `refused` what is only to be told "busy"."""

    def __init__(self, topics: Topics, devices: Iterable[str], mono_ms: Callable[[], int]) -> None:
        """`devices`: those of the hall. `mono_ms`: a clock in ms that never jumps."""
        self._topics = topics
        self.devices = frozenset(devices)
        self._mono_ms = mono_ms
        self._tracks: dict[tuple[str, str | None], AskerTrack] = {}
        self._of: dict[str, list[AskerTrack]] = {}
        self._arrived: deque[tuple[AskerTrack, Incoming]] = deque()
        self._ready: deque[tuple[str, Incoming]] = deque()
        self._holding: list[AskerTrack] = []
        self._wild: dict[str, WildDevice] = {}
        self._turn = 0
        self._first_ns = self._answering_ns = 0

    # ---- the wire's thread

    def take(self, incoming: Incoming) -> None:
        """A message has come."""
        track = self._tracks.get((incoming.topic, incoming.response_topic))
        if track is None:
            track = self._track(incoming)
        if len(incoming.payload) > LARGEST_TAKEN and track.device != ELSEWHERE:
            incoming = incoming._replace(payload=TOO_LARGE)
        wild = self._wild.get(track.device)
        if wild is None:
            if not self._arrived:
                self._first_ns = time.perf_counter_ns()
            self._arrived.append((track, incoming))
        else:
            wild.drop(incoming, self._mono_ms())

    def _track(self, incoming: Incoming) -> AskerTrack:
        device = self._device(incoming.topic)
        tracks = self._of.setdefault(device, [])
        if len(tracks) >= TRACKS or (device in (STRANGERS, ELSEWHERE) and tracks):
            return tracks[-1]
        track = AskerTrack(device, self._mono_ms())
        tracks.append(track)
        self._tracks[incoming.topic, incoming.response_topic] = track
        return track

    def _device(self, topic: str) -> str:
        of = self._topics.device_of(topic)
        if of is None:
            return ELSEWHERE
        return of[0] if of[0] in self.devices else STRANGERS

    @property
    def waiting(self) -> bool:
        """There is something for `batch` or `refused`."""
        return bool(self._arrived or self._ready) or any(wild.refused for wild in self._wild.values())

    # ---- under the hall's lock

    def batch(self, *, all_of_it: bool = False) -> list[Incoming]:
        """What is to be worked now, in its order. `all_of_it`: nothing more will be asked for."""
        now = self._mono_ms()
        soon = self._first_ns - self._answering_ns < SOON_NS
        self._turn += 1
        while self._arrived:
            track, incoming = self._arrived.popleft()
            self._sort(track, incoming, now, soon=soon)
        if self._holding:
            self._holding = [track for track in self._holding if not self._settled(track, now, sure=all_of_it)]
        if len(self._ready) <= SHARE or all_of_it:
            found = [incoming for _, incoming in self._ready]
            self._ready.clear()
            return found
        return self._by_turns()

    def answering(self) -> None:
        """The answers to the last batch are about to be sent."""
        self._answering_ns = time.perf_counter_ns()

    def _sort(self, track: AskerTrack, incoming: Incoming, now: int, *, soon: bool) -> None:
        wild = self._wild.get(track.device)
        eager = track.turn == self._turn or (soon and track.turn == self._turn - 1)
        track.turn = self._turn
        if wild is not None:
            wild.drop(incoming, now)
        elif track.passes(incoming, now, eager=eager):
            self._ready.append((track.device, incoming))
        elif track not in self._holding:
            self._holding.append(track)

    def _settled(self, track: AskerTrack, now: int, *, sure: bool) -> bool:
        """Whether it is known what becomes of what the track holds, and was done. `sure`: nobody looks again."""
        verdict = track.judge(now) if track.holds else Judgement.WAITS
        if verdict is Judgement.FLOODS:
            self._begin(track.device)
        elif verdict is Judgement.WAITS or sure:
            self._ready.extend((track.device, incoming) for incoming in track.release(now))
        else:
            return False
        return True

    def _by_turns(self) -> list[Incoming]:
        found: list[Incoming] = []
        later: list[tuple[str, Incoming]] = []
        taken: Counter[str] = Counter()
        for device, incoming in self._ready:
            taken[device] += 1
            if taken[device] <= SHARE:
                found.append(incoming)
            else:
                later.append((device, incoming))
        self._ready = deque(later)
        return found

    def wait_ms(self) -> int | None:
        """In how long `batch` may give something though nothing more comes; None: not before something comes."""
        if self.waiting:
            return 0
        if not self._holding:
            return None
        now = self._mono_ms()
        return min(track.due_ms(now) for track in self._holding)

    # ---- floods

    def refused(self) -> list[Incoming]:
        """Requests to be answered `hall.busy`."""
        found: list[Incoming] = []
        for wild in self._wild.values():
            if wild.refused:
                found += wild.refused
                wild.refused = []
        return found

    def floods(self) -> Mapping[str, int]:
        """Device that floods → how many messages a second it sent when it was last heard."""
        return {device: wild.rate for device, wild in self._wild.items()}

    @property
    def unheard(self) -> frozenset[str]:
        """Which of them send so much that the broker should keep it."""
        return frozenset(device for device, wild in self._wild.items() if wild.unheard)

    @property
    def probed(self) -> frozenset[str]:
        """Which of them are heard for a moment, to see whether they send as much still."""
        return frozenset(device for device, wild in self._wild.items() if wild.probed)

    def look(self) -> None:
        """Once a second: which floods are over."""
        now = self._mono_ms()
        for device, wild in [*self._wild.items()]:
            over = wild.look(now)
            if wild.newest is not None:
                self._ready.append((device, wild.newest))
                wild.newest = None
            if over:
                del self._wild[device]
                logger.warning("%s sends no more than it should; %d messages were dropped", device, wild.dropped)

    def _begin(self, device: str) -> None:
        """Nothing of it is worked from now on; what it has sent already is not either."""
        logger.warning("%s sends without waiting for answers: its messages are dropped", device)
        now = self._mono_ms()
        wild = self._wild[device] = WildDevice(now)
        for track in self._of[device]:
            for incoming in track.release(now):
                wild.drop(incoming, now)
            track.reset(now)
