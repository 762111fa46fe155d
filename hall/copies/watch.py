"""Reports what the start found and the state of the copies, as alarms, and has numbers skipped."""

from __future__ import annotations

from collections.abc import Iterator

from domain.commands import SkipNumbers
from domain.decide.hall import Hall
from domain.events import DeviceFault
from domain.health.alarm_codes import HALL, alarm
from domain.health.alarms import RESTORED
from domain.state.state import QueueNow
from hall.copies.copier import Copier, CopyTrouble
from hall.copies.found import FOUND, Found, read_found
from hall.copies.reserve import AHEAD
from hall.copies.safe_store import SafeStore
from hall.writer import Writer

UNKNOWN = 5 * AHEAD
"""How many numbers of each queue are skipped if nothing says how many may be missing."""


class CopyWatch:
    """Call `begin` before the first tick; everything under the hall's lock."""

    def __init__(self, store: SafeStore, copier: Copier, writer: Writer) -> None:
        self._store = store
        self._copier = copier
        self._writer = writer
        self._found = read_found(store)
        self._told = self._found == Found()
        self._since_day = ""

    def begin(self) -> None:
        """Have the findings of the start committed with the first batch that the disk takes."""
        if self._told:
            return
        hall = self._writer.hall
        day, queues = hall.day, hall.state.queues
        later = self._found.day > day  # the copy is older, or the clock is behind
        if self._found.floors:
            self._writer.owe(SkipNumbers(day=self._found.day, counters=self._found.floors))
            if later:
                self._writer.owe(SkipNumbers(day=day, counters=self._found.floors))
        elif not self._found.complete:  # the reserve is unknown too
            beyond = {name: one.counter + may_be_out(hall, one) for name, one in queues.items() if one.counter or later}
            self._writer.owe(SkipNumbers(day=day, counters=beyond))
            if later:
                unknown = {name: may_be_out(hall, one) for name, one in queues.items()}
                self._writer.owe(SkipNumbers(day=self._found.day, counters=unknown))
        self._writer.keep(meta={FOUND: ""})

    def faults(self, hall: Hall, now: int, mono_ms: int) -> list[DeviceFault]:
        """The alarms that begin or end. If they cannot be committed, the next call returns them again."""
        self._copier.look(mono_ms)
        return [alarm(now, HALL, code, detail, cleared=not detail) for code, detail in self._changed(hall, mono_ms)]

    def ticked(self) -> None:
        """Call after a tick. A state from a copy may hold personal data of a closed day: it is written anew."""
        if not self._told and self._writer.trouble is None:
            self._told = True
            self._since_day = self._writer.hall.day
            if self._found.why:
                self._writer.snapshot()

    def rest(self) -> None:
        """Do what can wait until the answers are out."""
        self._store.beside.rest()

    def _changed(self, hall: Hall, mono_ms: int) -> Iterator[CopyTrouble]:
        raised = hall.state.faults.of(HALL)
        for trouble in self._copier.faults(mono_ms):
            told = raised.get(trouble.code)
            if bool(trouble.detail) != (told is not None) or (told is not None and not trouble.same(told.detail)):
                yield trouble
        if not self._told:
            if words(self._found):
                yield CopyTrouble(RESTORED, words(self._found))
        elif RESTORED in raised and self._is_over(hall):
            yield CopyTrouble(RESTORED, "")

    def _is_over(self, hall: Hall) -> bool:
        self._since_day = self._since_day or hall.day
        return hall.day > self._since_day


def may_be_out(hall: Hall, queue: QueueNow) -> int:
    """How many numbers to skip: for a series, as many for each of its queues, but at most half of what is left."""
    own = queue.config
    left = own.last - max(queue.counter, own.first - 1)
    return min(UNKNOWN * len(hall.state.sharing(queue)), max(UNKNOWN, left // 2))


def words(found: Found) -> str:
    """The findings in words for an engineer; "" if there is nothing to report."""
    said = []
    if found.why:
        said.append(f"the store was put aside ({found.why})")
        said.append(f"the hall goes on from {found.copy}" if found.copy else "a new store began")
    if found.again:
        said.append(f"{found.again} events were written again from the log")
    if not found.complete:
        said.append("what happened last may be missing")
    if not found.people:
        said.append("phones and hashes of people are missing")
    if found.floors and said:
        said.append("numbers go on above " + ", ".join(f"{queue} {last}" for queue, last in found.floors.items()))
    return "; ".join(said)
