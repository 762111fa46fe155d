"""No message leaves the table of states, none goes out twice, and none is left in the middle of its way."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable
from pathlib import Path

from hall_with_sms import HallWithSms
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from quiet_hall import DAY, MINUTE
from rigs import MemoryGateway

from hall.disk.store import Sms
from hall.sms.port import Outcome, SmsMessage
from hall.sms.states import OPEN_STATES, TABLE, SmsState

FIRST = {SmsState.QUEUED, SmsState.SKIPPED}
FINAL = set(SmsState) - set(OPEN_STATES)
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # hundreds of halls, none of which is to outlive the power
TIMES = (1, 1_999, 2_000, 3_000, 5_000, MINUTE, 10 * MINUTE - 1, 10 * MINUTE)


def test_what_is_final_is_never_left_and_all_else_has_an_end() -> None:
    assert {SmsState.DELIVERED, SmsState.FAILED, SmsState.EXPIRED, SmsState.SKIPPED} == FINAL
    assert set(OPEN_STATES) == {SmsState.QUEUED, SmsState.SENDING, SmsState.ACCEPTED}
    for state in OPEN_STATES:
        assert _reachable(state) & FINAL


def test_the_states_stand_on_disk_under_the_names_they_always_had() -> None:
    written = "queued sending accepted delivered failed expired skipped"
    assert [state.value for state in SmsState] == written.split()


def _reachable(state: SmsState) -> set[SmsState]:
    found = {state}
    while more := {after for one in found for after in TABLE[one]} - found:
        found |= more
    return found


def off_the_table(rows: Iterable[Sms]) -> list[str]:
    """Every step between two rows of one message that the table does not have."""
    wrong = []
    by_key: dict[str, list[SmsState]] = {}
    for sms in rows:
        by_key.setdefault(sms.key, []).append(sms.state)
    for key, states in by_key.items():
        if states[0] not in FIRST:
            wrong.append(f"{key} begins as {states[0]}")
        wrong += [f"{key}: {a} to {b}" for a, b in itertools.pairwise(states) if b not in TABLE[a]]
    return wrong


class Counting(MemoryGateway):
    """Remembers what it was given a second time although it went out the first."""

    def __init__(self) -> None:
        super().__init__()
        self.doubles: list[str] = []

    def send(self, message: SmsMessage) -> Outcome:
        if not self.cut and message.key in {one.key for one in self.sent}:
            self.doubles.append(message.key)
        return super().send(message)


class Messages(RuleBasedStateMachine):
    """A hall whose way to the operator comes and goes, whose power fails, and whose days end."""

    @initialize()
    def opens(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY)
        self.gateway = Counting()
        self.hall = HallWithSms(Path(self.folder.name), self.gateway)

    @rule()
    def somebody_leaves_a_phone(self) -> None:
        self.hall.issue()

    @rule()
    def a_number_is_called_and_nobody_comes(self) -> None:
        answer = self.hall.small.ask("pad-1", "ticket.call_next", window="w1")
        if answer["ok"]:
            self.hall.small.ask("pad-1", "ticket.no_show", window="w1", ticket=answer["data"]["ticket"])
        self.hall.commit()

    @rule()
    def the_line_is_looked_at(self) -> None:
        self.hall.near()

    @rule()
    def a_batch_is_written(self) -> None:
        self.hall.commit()

    @rule(count=st.integers(1, 5))
    def the_operator_is_heard(self, count: int) -> None:
        news, self.hall.sender.news = self.hall.sender.news[:count], self.hall.sender.news[count:]
        for one in news:
            self.hall.outbox.told(one, self.hall.small.now)

    @rule(ms=st.sampled_from(TIMES))
    def time_passes(self, ms: int) -> None:
        self.hall.small.now += ms
        self.hall.outbox.tick(self.hall.small.now)

    @rule(
        cut=st.booleans(), silent=st.booleans(), reports=st.booleans(), failing=st.sampled_from(["", "EXPIRED", "no"])
    )
    def the_operator_is_otherwise(self, cut: bool, silent: bool, reports: bool, failing: str) -> None:
        self.gateway.cut, self.gateway.silent = cut, silent
        self.gateway.reports, self.gateway.failing = reports, failing

    @rule()
    def the_power_fails(self) -> None:
        self.hall.restart()

    @rule()
    def the_hall_is_stopped_and_started(self) -> None:
        self.hall.outbox.stop()
        self.the_operator_is_heard(len(self.hall.sender.news))
        self.hall.commit()
        self.hall.commit()
        self.hall.restart()

    @rule()
    def the_day_ends(self) -> None:
        self.hall.small.now += DAY
        self.hall.commit()
        self.hall.small.ask("pad-1", "window.open", window="w1", clerk="c1")

    @invariant()
    def no_message_leaves_the_table(self) -> None:
        assert off_the_table(self.hall.rows) == []

    @invariant()
    def none_goes_out_twice(self) -> None:
        assert self.gateway.doubles == []

    def teardown(self) -> None:
        """When the operator is there again and all terms are over, nothing waits any more, and nothing is wrong."""
        if not hasattr(self, "office"):
            return
        self.gateway.cut = self.gateway.silent = False
        self.hall.settle()
        for ms in (MINUTE, MINUTE, 10 * MINUTE, 10 * MINUTE):
            self.hall.later(ms)
        sent = {message.key for message in self.gateway.sent}
        states = self.hall.states(with_skipped=True)
        assert off_the_table(self.hall.rows) == []
        assert self.gateway.doubles == []
        assert {sms.key for sms in self.hall.rows if sms.at > self.hall.small.now - DAY} <= set(states)
        for key, state in states.items():
            assert state in FINAL | ({SmsState.ACCEPTED} if key in sent else set()), (key, state)
            if state is SmsState.DELIVERED:
                assert key in sent
        self.hall.small.store.close()
        self.folder.cleanup()


TestMessages = Messages.TestCase
TestMessages.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
