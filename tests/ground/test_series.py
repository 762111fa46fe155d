"""One run of numbers for several queues: no number twice in a day, and every paper leads to its person."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from acting import DAY, HALL, Acting, in_series
from hall_process import HallProcess
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_hall import TOML
from test_kill import Persistent

from bench.mosquitto import Mosquitto
from domain import commands as c
from domain import events as e
from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.pad.clerk_panels import letters, prefixes
from domain.pad.clerk_state import begin
from domain.refusal import Code, Refusal
from domain.show.public import catalogue
from domain.show.snapshots import queues_snapshot
from domain.state.state import State
from domain.views.catalogue import Block, SharedBlock, own_block
from domain.views.public import QueueStatus
from hall.config.file import read_hall
from hall.config.former import former, renewed
from hall.copies.reserve import Given, Reserve
from hall.copies.watch import UNKNOWN, may_be_out
from kiosk.number_machine.offline import OwnNumbers

SERIES = in_series(HALL, "papers", "social")
DAY_OF = "2026-11-20"


def numbers(day: Acting) -> list[str]:
    return [event.number for event in day.log if isinstance(event, e.TicketIssued)]


def test_queues_of_a_series_count_on_one_another_and_another_queue_does_not() -> None:
    day = Acting(SERIES)
    taken = [day.take(queue) for queue in ("papers", "social", "advice", "papers", "advice", "social")]
    assert taken == ["N001", "N002", "C001", "N003", "C002", "N004"]
    given = {view.id: view.given for view in queues_snapshot(day.hall, day.now, 1).queues}
    assert given == {"papers": 4, "social": 4, "advice": 2}, "whoever sees one queue knows what its series has given"


def test_a_number_of_a_series_leads_to_its_person_from_whatever_is_typed() -> None:
    day = Acting(SERIES).open()
    day.take("papers")
    social = day.take("social")
    for said in ("n2", "N002", "Ｎ００２", "n 02"):
        assert day.hall.state.numbered(said) is day.hall.state.numbers[social]
    day.do(c.CallTicket(window="w2", number="n2"))
    assert day.state(social) == "called"


def test_a_transferred_number_stays_the_same_and_is_not_given_again() -> None:
    day = Acting(SERIES).open()
    first = day.take("papers")
    day.start(day.call("w1"))
    day.do(c.TransferTicket(window="w1", ticket=day.id(first), queue="social"))
    assert [day.take("social"), day.take("papers")] == ["N002", "N003"]
    assert day.hall.state.numbers[first].queue == "social"


def test_daily_limits_are_those_of_a_queue_and_the_range_is_that_of_the_series() -> None:
    queues = tuple(replace(q, daily_limit=2) if q.id == "social" else q for q in HALL.queues)
    day = Acting(in_series(replace(HALL, queues=queues), "papers", "social", last=4))
    for _ in range(2):
        day.take("social")
    assert day.refused(c.IssueTicket(queue="social")) is Code.QUEUE_FULL
    assert [day.take("papers") for _ in range(2)] == ["N003", "N004"]
    assert day.refused(c.IssueTicket(queue="papers")) is Code.QUEUE_FULL
    full = {view.id for view in queues_snapshot(day.hall, day.now, 1).queues if view.status is QueueStatus.FULL}
    assert full == {"papers", "social"}
    day.now += DAY
    day.do(c.Tick())
    assert day.take("papers") == "N001"


def test_a_paper_of_before_a_loss_is_called_where_any_queue_of_its_series_is_served() -> None:
    """Nobody knows which of them it is of: whoever stands before the window is served there."""
    day = Acting(SERIES).open()
    day.do(c.SkipNumbers(day=day.hall.day, counters={"papers": 40}))
    assert day.take("social") == "N041"
    assert day.refused(c.CallTicket(window="w3", number="N050")) is Code.TICKET_UNKNOWN
    day.do(c.CallTicket(window="w2", number="n17"))
    assert day.hall.state.numbers["N017"].queue == "social", "window 2 serves no other queue of the series"
    day.do(c.CallTicket(window="w3", number="n18"))
    assert day.hall.state.numbers["N018"].queue == "papers"


def test_what_is_skipped_of_one_queue_stays_skipped_when_it_leaves_the_series() -> None:
    before = Acting(SERIES)
    before.take("advice")
    before.do(c.SkipNumbers(day=before.hall.day, counters={"papers": 40}))
    alone = replace(HALL, queues=tuple(replace(q, prefix="N") if q.id == "social" else q for q in HALL.queues))
    for by_events in (False, True):
        assert restarted(before, alone, by_events=by_events).take("social") == "N041"


def test_queues_that_join_a_series_go_on_above_what_any_of_them_has_given() -> None:
    before = Acting(HALL)
    before.take("social")
    before.do(c.SkipNumbers(day=before.hall.day, counters={"papers": 40}))
    for by_events in (False, True):
        day = restarted(before, SERIES, by_events=by_events)
        assert [day.take("social"), day.take("papers")] == ["N041", "N042"]


def restarted(before: Acting, config: HallConfig, *, by_events: bool) -> Acting:
    day = Acting(config, before.now)
    if by_events:
        for event in before.log:
            day.hall.apply(event)
    else:
        day.hall = Hall.load(config, json.loads(json.dumps(before.hall.dump())))
    day.log = list(before.log)
    return day


@pytest.mark.parametrize(("last", "skipped"), [(9999, 2 * UNKNOWN), (899, 2 * UNKNOWN), (250, 125), (120, UNKNOWN)])
def test_where_nothing_is_known_a_series_skips_for_each_of_its_queues_and_keeps_half(last: int, skipped: int) -> None:
    hall = Hall(in_series(HALL, "papers", "social", last=last))
    assert may_be_out(hall, hall.state.queue("papers")) == skipped
    assert may_be_out(hall, hall.state.queue("advice")) == UNKNOWN


# ---- a block of a series


def test_a_machine_gives_the_numbers_of_its_block_to_any_queue_of_the_series(tmp_path: Path) -> None:
    shown = catalogue(SERIES, 0, 1)
    block = own_block(shown, "kiosk-1", "social")
    assert block == own_block(shown, "kiosk-1", "papers") == SharedBlock(
        device="kiosk-1", queues=("papers", "social"), first=900, last=949
    )  # fmt: skip
    assert own_block(shown, "kiosk-1", "advice") is None
    assert shown.offline == (), "a machine that does not know series gives none, rather than one number twice"
    own = OwnNumbers(tmp_path / "own.db")
    given = [own.take(block, DAY_OF, sure=sure) for sure in (True, False, True, False)]
    own.close()
    again = OwnNumbers(tmp_path / "own.db")
    given.append(again.take(block, DAY_OF, sure=True))
    again.close()
    assert [counter for _, counter in filter(None, given)] == [900, 901, 902, 903, 904]


def test_own_numbers_are_not_given_again_when_queues_join_or_leave_a_series(tmp_path: Path) -> None:
    own = OwnNumbers(tmp_path / "own.db")
    alone = own_block(catalogue(HALL, 0, 1), "kiosk-1", "papers")
    shared = own_block(catalogue(SERIES, 0, 1), "kiosk-1", "social")
    assert alone is not None
    assert shared is not None
    other = Block(device="kiosk-1", queue="social", first=900, last=949)
    given = [own.take(block, DAY_OF, sure=True) for block in (alone, alone, shared, shared, alone, other)]
    own.close()
    assert [counter for _, counter in filter(None, given)] == [900, 901, 902, 903, 904, 904]


def test_the_hall_takes_a_number_of_the_block_for_each_queue_of_the_series_and_for_no_other() -> None:
    day = Acting(SERIES)
    for number, queue in (("N900", "papers"), ("N901", "social")):
        day.do(c.RecordOfflineTicket(number=number, queue=queue, issued_at=day.now), "kiosk-1")
        assert day.hall.state.numbers[number].queue == queue
    for number, queue in (("N902", "advice"), ("N950", "papers"), ("B902", "social")):
        told = c.RecordOfflineTicket(number=number, queue=queue, issued_at=day.now)
        assert day.refused(told, "kiosk-1") is Code.TICKET_NOT_IN_BLOCK
    told = c.RecordOfflineTicket(number="N900", queue="social", issued_at=day.now + 1000)
    day.later(seconds=1).do(told, "kiosk-1")
    assert day.hall.state.numbers["N900-2"].queue == "social", "two papers with one number: both are called"


def test_papers_of_a_series_that_is_no_more_are_still_taken() -> None:
    kept = renewed(None, SERIES, 1_000_000)
    day = Acting(HALL)
    day.hall.state.former = former(kept, HALL)
    day.do(c.RecordOfflineTicket(number="N905", queue="social", issued_at=day.now), "kiosk-1")
    assert day.hall.state.numbers["N905"].queue == "social"


# ---- whatever happens, in any order


@dataclass
class Long:
    """A hall over days, with a machine of its own numbers, a reserve beside its store, and copies of the store."""

    day: Acting
    reserve: Reserve
    own: OwnNumbers
    copies: list[str] = field(default_factory=list)
    papers: dict[str, set[str]] = field(default_factory=dict)  # day -> what people hold, known to the hall or not
    untold: list[c.RecordOfflineTicket] = field(default_factory=list)
    chance: random.Random = field(default_factory=random.Random)

    def hold(self, number: str) -> None:
        held = self.papers.setdefault(self.day.hall.day, set())
        assert number not in held, f"{number} is in two hands"
        held.add(number)

    def issue(self) -> None:
        queue = self.chance.choice(["papers", "papers", "social", "advice"])
        decision = self.day.try_(c.IssueTicket(queue=queue))
        if isinstance(decision, Refusal):
            return
        (issued,) = (event for event in decision if isinstance(event, e.TicketIssued))
        queue_now = self.day.hall.state.queue(issued.queue)
        given: dict[str, Given] = {issued.queue: (issued.counter, queue_now.config.last)}
        self.reserve.before(self.day.hall.day, given, 1)
        self.hold(issued.number)

    def offline(self) -> None:
        queue = self.chance.choice(["papers", "social"])
        block = own_block(catalogue(self.day.hall.config, self.day.now, 1), "kiosk-1", queue)
        taken = self.own.take(block, self.day.hall.day, sure=self.chance.random() < 0.7) if block else None
        if taken is not None:
            number = f"N{taken[1]}"
            self.hold(number)
            self.untold.append(c.RecordOfflineTicket(number=number, queue=queue, issued_at=self.day.now))

    def tell(self) -> None:
        while self.untold:
            self.day.do(self.untold.pop(), "kiosk-1")

    def work(self) -> None:
        """Somebody is called, and sent on to the other queue of the series."""
        window = self.chance.choice(["w1", "w2"])
        self.day.try_(c.CallNext(window=window))
        ticket = self.day.hall.state.windows[window].ticket
        if ticket is not None:
            self.day.try_(c.StartService(window=window, ticket=ticket.id))
            other = "social" if ticket.queue == "papers" else "papers"
            self.day.do(c.TransferTicket(window=window, ticket=ticket.id, queue=other))

    def cancel(self) -> None:
        for ticket in list(self.day.hall.state.tickets.values())[:1]:
            self.day.try_(c.CancelTicket(ticket=ticket.id))

    def copy(self) -> None:
        self.copies.append(json.dumps(self.day.hall.dump()))

    def restart(self) -> None:
        self.day = restarted(self.day, self.day.hall.config, by_events=False)

    def restore(self) -> None:
        """The store is lost: the hall goes on from a copy, above what the reserve says."""
        if self.copies:
            now, config = self.day.now, self.day.hall.config
            self.day = Acting(config, now)
            self.day.hall = Hall.load(config, json.loads(self.copies[-1]))
            said = self.reserve.now
            self.day.do(c.SkipNumbers(day=said.day, counters=dict(said.counters)))
            self.open()

    def night(self) -> None:
        self.tell()
        self.day.now += DAY
        self.day.do(c.Tick())
        self.open()

    def open(self) -> None:
        self.day.do(c.Tick())
        for window in ("w1", "w2"):
            self.day.try_(c.OpenWindow(window=window, clerk="li"))


STEPS: dict[str, Callable[[Long], None]] = {
    "issue": Long.issue, "issues": lambda long: [long.issue() for _ in range(12)] and None, "offline": Long.offline,
    "tell": Long.tell, "work": Long.work, "cancel": Long.cancel, "copy": Long.copy, "restart": Long.restart,
    "restore": Long.restore, "night": Long.night,
}  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.sampled_from(list(STEPS)), min_size=8, max_size=40), seed=st.integers(0, 999))
def test_no_number_of_a_series_is_in_two_hands_on_one_day(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("series")
    long = Long(
        Acting(SERIES), Reserve(folder / "hall.reserve"), OwnNumbers(folder / "own.db"), chance=random.Random(seed)
    )
    try:
        long.open()
        for name in ("copy", *steps):
            STEPS[name](long)
        long.tell()
        every_paper_is_called(long)
    finally:
        long.own.close()
        long.reserve.close()


def every_paper_is_called(long: Long) -> None:
    """Also those that a lost store knows nothing of: their holder comes to a window where the series is served."""
    state, day = long.day.hall.state, long.day
    for number in sorted(long.papers.get(day.hall.day, ())):
        ticket = state.numbers.get(number)
        if ticket is None and not "N000" < number < "N900":
            continue  # of the queue that is alone, or told by a machine and lost with the store
        if ticket is None or (ticket.state == "waiting" and ticket.kept_for is None):
            free = next((name for name in ("w1", "w2") if state.windows[name].ticket is None), None)
            queue = ticket.queue if ticket is not None else "papers"
            if free is None or queue not in {one.queue for one in state.windows["w1"].serves}:
                continue
            day.do(c.CallTicket(window="w1" if state.windows["w1"].ticket is None else free, number=number))
            called = state.numbers[number]
            assert called.state == "called"
            day.later(minutes=1).do(c.NoShow(window=called.window or "", ticket=called.id))


# ---- the file

SERIES_TOML = """
[[series]]
id = "counter"
prefix = "N"

[[queues]]"""
MADE = (
    TOML.replace("\n[[queues]]", SERIES_TOML, 1)
    .replace('prefix = "A"\nfirst = 1\nlast = 899\n', 'series = "counter"\n')
    .replace('prefix = "B"\nfirst = 1\nlast = 8999\nwidth = 4\n', 'series = "counter"\n')
    .replace('{ queue = "social", first = 900', '{ series = "counter", first = 900')
)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], object]:
    def read(text: str) -> object:
        path = tmp_path / "hall.toml"
        path.write_text(text, encoding="utf-8")
        return read_hall(path)

    return read


def test_a_hall_with_a_series_is_read_and_its_queues_have_its_numbers(read: Callable[[str], object]) -> None:
    hall = read(MADE)
    assert isinstance(hall, HallConfig), hall
    assert {(queue.prefix, queue.first, queue.last, queue.width) for queue in hall.queues} == {("N", 1, 899, 3)}
    assert [block.series for device in hall.devices for block in device.offline] == ["counter"]
    state = State(hall)
    assert len({id(queue.run) for queue in state.queues.values()}) == 1


@pytest.mark.parametrize(
    ("right", "wrong", "key", "reason", "near"),
    [
        ('series = "counter"\nitems', 'series = "conter"\nitems', "queues[0].series", "no series 'conter'", "counter"),
        ('series = "counter"\nitems', "items", "queues[0].prefix", "is missing: a queue has a prefix", None),
        ('series = "counter"\nitems', 'series = "counter"\nprefix = "A"\nitems', "queues[0].prefix",
         "is that of series[0]", None),
        *[('series = "counter"\nitems', f'series = "counter"\n{name} = 3\nitems', f"queues[0].{name}",
           "is that of series[0]", None) for name in ("first", "last", "width")],
        ('series = "counter"\nitems', 'prefix = "N"\nitems', "queues[0].prefix", "is used by series[0]", None),
        ('id = "counter"', 'id = "social"', "series[0].id", "the id of queues[0]", None),
        ('id = "counter"', 'id = "Counter 1"', "series[0].id", "lower case letters", None),
        ('id = "counter"\nprefix', 'id = "other"\nprefix', "series[0].id", "nobody would get its numbers", None),
        ('prefix = "N"', 'prefix = "N1"', "series[0].prefix", "end in a digit", None),
        ('prefix = "N"', 'prefix = "N"\nlast = 0', "series[0].first", "1 to 0 is empty", None),
        ('prefix = "N"', 'prefix = "N"\nwidth = 2', "series[0].width", "does not fit in 2 digits", None),
        ('prefix = "N"', 'prefix = "N"\nlast = 910', "devices[0].offline[0].first", "the series' own range", None),
        ('{ series = "counter", f', '{ series = "contr", f', "devices[0].offline[0].series", "no series", "counter"),
        ('{ series = "counter", f', '{ queue = "social", f', "devices[0].offline[0].queue", "of the series", None),
        ('{ series = "counter", f', '{ queue = "social", series = "counter", f', "devices[0].offline[0].series",
         "beside a queue", None),
        ('{ series = "counter", f', "{ f", "devices[0].offline[0].queue", "is missing: a block is of a queue", None),
        ('role = "screen"', 'role = "kiosk"\noffline = [{ series = "counter", first = 949, last = 959 }]',
         "devices[3].offline[0].first", "overlaps the block of 'kiosk-1'", None),
    ],
)  # fmt: skip
def test_each_mistake_in_a_series_is_named(  # noqa: PLR0917
    read: Callable[[str], object], right: str, wrong: str, key: str, reason: str, near: str | None
) -> None:
    assert right in MADE
    found = read(MADE.replace(right, wrong, 1))
    assert isinstance(found, list)
    told = [one for one in found if one.key == key and reason in one.reason]
    assert [one.nearest for one in told] == [near], found


# ---- the pad


def test_the_pad_offers_each_letter_once_and_every_queue() -> None:
    state = begin("w1")
    state = replace(state, known=replace(state.known, catalogue=catalogue(SERIES, 0, 1)))
    assert letters(state) == ("N", "C")
    assert [card.id for card in prefixes(state)] == ["papers", "social", "advice"]


# ---- on the wire


def test_a_hall_that_is_killed_gives_no_number_of_a_series_twice(broker: Mosquitto, tmp_path: Path) -> None:
    """Two machines, each for another queue of the series, ask until the hall answers."""
    (tmp_path / "hall.toml").write_text(MADE.replace('id = "screen-1"\nrole = "screen"', KIOSK_2), encoding="utf-8")
    hall, over = HallProcess(tmp_path, broker.port), threading.Event()
    hall.start()
    kiosks = {
        queue: Persistent(broker.port, name, over) for queue, name in (("social", "kiosk-1"), ("civil", "kiosk-2"))
    }
    given: list[str] = []

    def take(queue: str) -> None:
        while (answer := kiosks[queue].ask("ticket.issue", {"queue": queue})) is not None:
            given.append(answer["data"]["number"])

    takers = [threading.Thread(target=take, args=(queue,), daemon=True) for queue in kiosks]
    try:
        for taker in takers:
            taker.start()
        for most in (25, 50, 75):
            wait_for(lambda most=most: len(given) >= most)  # type: ignore[misc]
            hall.kill()
            hall.start()
        wait_for(lambda: len(given) >= 100)
    finally:
        over.set()
        for taker in takers:
            taker.join(20)
        for kiosk in kiosks.values():
            kiosk.asker.close()
        hall.stop()
    assert len(set(given)) == len(given)
    assert {number[0] for number in given} == {"N"}


KIOSK_2 = 'id = "kiosk-2"\nrole = "kiosk"'


def wait_for(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
