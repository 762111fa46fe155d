"""All messages from devices, device by device in turn. Messages of a device that floods are dropped before any work.

`take` is called on the wire's thread for each message; a dropped message costs a microsecond. Everything else is called
under the hall's lock, from any thread.
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
"""Messages of one device in one batch; the rest wait for the next batch, behind those of other devices."""

TRACKS = 64
"""Tracks per device: a program that asks on behalf of many people may use a topic for each. Further topics share the
last track."""

LARGEST_TAKEN = 2 * LARGEST_PAYLOAD
"""Bytes up to which a device's message is kept in memory, for a refusal. Of a larger one the content is dropped at
once, because hundreds of messages may be held and the broker passes on megabytes."""

TOO_LARGE = b"?"
"""Takes the place of the content of such a message: it cannot be read as a request."""

SOON_NS = 100_000
"""The shortest time in which an asker can read an answer and ask again: both go through the broker."""

STRANGERS = "strangers"
"""Name for all devices that are not in hall.toml, together."""

ELSEWHERE = "elsewhere"
"""Name for topics that belong to no device: the hall's own messages, which the broker returns to it."""


class Arrivals:
    """`take` each message. Then `batch` returns the messages to process, and `refused` those to answer only with
    "busy"."""

    def __init__(self, topics: Topics, devices: Iterable[str], mono_ms: Callable[[], int]) -> None:
        """`devices`: ids of the devices in hall.toml. `mono_ms`: a clock in ms that never jumps."""
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
        """Take in a message."""
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
        """Whether `batch` or `refused` have something to return."""
        return bool(self._arrived or self._ready) or any(wild.refused for wild in self._wild.values())

    # ---- under the hall's lock

    def batch(self, *, all_of_it: bool = False) -> list[Incoming]:
        """The messages to process now, in order. `all_of_it`: return everything, because this is the last call."""
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
        """Note that the answers to the last batch are about to be sent."""
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
        """Release or drop the messages that the track holds. Returns whether that is decided. `sure`: decide now,
        because this is the last call."""
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
        """After how many ms `batch` may return something even if no message comes; None: not before a message comes."""
        if self.waiting:
            return 0
        if not self._holding:
            return None
        now = self._mono_ms()
        return min(track.due_ms(now) for track in self._holding)

    # ---- floods

    def refused(self) -> list[Incoming]:
        """The requests of flooding devices to answer with `hall.busy`."""
        found: list[Incoming] = []
        for wild in self._wild.values():
            if wild.refused:
                found += wild.refused
                wild.refused = []
        return found

    def floods(self) -> Mapping[str, int]:
        """Flooding device → messages per second when it was last heard."""
        return {device: wild.rate for device, wild in self._wild.items()}

    @property
    def unheard(self) -> frozenset[str]:
        """Flooding devices to which the hall should not be subscribed."""
        return frozenset(device for device, wild in self._wild.items() if wild.unheard)

    @property
    def probed(self) -> frozenset[str]:
        """Flooding devices that are heard for a moment, to check whether the flood is over."""
        return frozenset(device for device, wild in self._wild.items() if wild.probed)

    def look(self) -> None:
        """Call once a second: ends floods that are over."""
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
        """Begin a flood: no message of the device is processed any more, not even those that have come already."""
        logger.warning("%s sends without waiting for answers: its messages are dropped", device)
        now = self._mono_ms()
        wild = self._wild[device] = WildDevice(now)
        for track in self._of[device]:
            for incoming in track.release(now):
                wild.drop(incoming, now)
            track.reset(now)
