"""The kiosk's own numbers: never twice in a hall day, whatever is cut off, killed or set wrong."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from machine_sample import NINE, catalogue

from domain.commands import DeviceEvent
from domain.number_machine.effects import IssueOffline
from domain.number_machine.inputs import NoOwnNumber, OfflineIssued, OfflineRefused
from domain.views.catalogue import Block
from kiosk.mqtt.bodies import wire_form
from kiosk.number_machine.giving import issue_offline
from kiosk.number_machine.offline import OwnNumbers

BLOCK = Block(device="m1", queue="social", first=900, last=949)
DAY = 86_400_000


def effect(at: int = NINE, **changes: str) -> IssueOffline:
    return IssueOffline(request="r1", queue="social", issued_at=at, language="zh_CN", **changes)


def test_numbers_follow_each_other_through_restarts(tmp_path: Path) -> None:
    given = []
    for _ in range(5):
        numbers = OwnNumbers(tmp_path / "own.db")
        given.append(numbers.take(BLOCK, "2026-11-21"))
        numbers.close()
    assert given == [("2026-11-21", counter) for counter in range(900, 905)]


def test_a_new_hall_day_begins_at_the_first_number_again(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / "own.db")
    assert numbers.take(BLOCK, "2026-11-21", sure=True) == ("2026-11-21", 900)
    assert numbers.take(BLOCK, "2026-11-22", sure=True) == ("2026-11-22", 900)


def test_a_machine_that_woke_with_yesterdays_clock_gives_no_number_twice_today(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / "own.db")
    numbers.take(BLOCK, "2026-11-20", sure=True)
    assert numbers.take(BLOCK, "2026-11-20") == ("2026-11-20", 901), "today, but nothing told the machine"
    assert numbers.take(BLOCK, "2026-11-21") == ("2026-11-21", 902), "its clock jumped, or the night passed"
    assert numbers.take(BLOCK, "2026-11-21", sure=True) == ("2026-11-21", 900), "given on the day before"
    assert numbers.take(BLOCK, "2026-11-21", sure=True) == ("2026-11-21", 903)
    assert numbers.take(BLOCK, "2026-11-22", sure=True) == ("2026-11-22", 900)


def test_what_was_given_before_the_day_was_known_counts_for_every_queue(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / "own.db")
    other = Block(device="m1", queue="civil", first=950, last=959)
    numbers.take(BLOCK, "2026-11-20")
    numbers.take(other, "2026-11-20")
    assert numbers.take(BLOCK, "2026-11-21", sure=True) == ("2026-11-21", 901)
    assert numbers.take(other, "2026-11-21", sure=True) == ("2026-11-21", 951)


def test_mornings_without_the_time_do_not_use_the_block_up(tmp_path: Path) -> None:
    small = Block(device="m1", queue="social", first=900, last=919)
    numbers = OwnNumbers(tmp_path / "own.db")
    for day in range(1, 15):  # no battery clock: it wakes with the day before, and hears the hall at nine
        given = [numbers.take(small, f"2026-11-{day - 1:02}") for _ in range(8)]
        numbers.settle(f"2026-11-{day:02}")
        given += [numbers.take(small, f"2026-11-{day:02}", sure=True) for _ in range(3)]
        assert None not in given, f"day {day}"
        assert len({counter for _, counter in given}) == 11, "none twice on a day"  # type: ignore[misc]


def test_a_clock_that_is_set_back_repeats_no_number(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / "own.db")
    numbers.take(BLOCK, "2026-11-22", sure=True)
    assert numbers.take(BLOCK, "2026-11-21") == ("2026-11-22", 901)


def test_a_day_in_the_future_is_pulled_back_with_its_numbers_by_the_halls_own_time(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / "own.db")
    numbers.take(BLOCK, "2026-11-21")
    numbers.take(BLOCK, "2031-01-01")
    numbers.take(BLOCK, "2031-01-01")
    assert numbers.take(BLOCK, "2026-11-21", sure=True) == ("2026-11-21", 903)
    assert numbers.take(BLOCK, "2026-11-22", sure=True) == ("2026-11-22", 900)


def test_a_used_up_block_gives_nothing(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / "own.db")
    small = Block(device="m1", queue="social", first=900, last=901)
    assert [numbers.take(small, "2026-11-21") for _ in range(3)][1:] == [("2026-11-21", 901), None]


def test_after_a_damaged_file_without_its_copy_no_number_is_given_until_the_next_day(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / "own.db")
    numbers.take(BLOCK, "2026-11-21")
    numbers.close()
    (tmp_path / "own.db").write_bytes(b"no database" * 500)
    (tmp_path / "own.copy").unlink()
    for sure in (False, True, False, True):
        numbers = OwnNumbers(tmp_path / "own.db")
        assert numbers.take(BLOCK, "2026-11-20", sure=False) is None
        assert numbers.take(BLOCK, "2026-11-21", sure=sure) is None
        numbers.close()
    numbers = OwnNumbers(tmp_path / "own.db")
    assert numbers.take(BLOCK, "2026-11-22", sure=True) == ("2026-11-22", 900)


class PowerCutError(Exception):
    """Nothing after it happens."""


@pytest.mark.parametrize("step", ["hardlink_to", "replace"])
def test_a_power_cut_while_a_damaged_file_is_replaced_gives_no_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "own.db"
    path.write_bytes(b"no database" * 500)

    def power_cut(*_given: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as patch:
        patch.setattr(Path, step, power_cut)
        with pytest.raises(PowerCutError):
            OwnNumbers(path)
    numbers = OwnNumbers(path)
    assert numbers.take(BLOCK, "2026-11-21") is None


def test_lost_requests_outlive_the_process(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / "own.db")
    numbers.take(BLOCK, "2026-11-21", lost="lost-1")
    numbers.remember("lost-2")
    numbers.close()
    numbers = OwnNumbers(tmp_path / "own.db")
    assert numbers.lost() == ("lost-1", "lost-2")
    numbers.forget("lost-1")
    assert numbers.lost() == ("lost-2",)


def test_the_event_is_in_the_outbox_before_the_number_is_told(tmp_path: Path) -> None:
    events = []

    def record(event: DeviceEvent) -> bool:
        events.append(wire_form(event))
        return True

    numbers = OwnNumbers(tmp_path / "own.db")
    issued = issue_offline(numbers, catalogue(), "m1", effect(person="hash"), record)
    assert issued == OfflineIssued("r1", "20261121-A900", "A900", NINE)
    told = {
        "number": "A900",
        "queue": "social",
        "issued_at": NINE,
        "sure": False,
        "person": "hash",
        "language": "zh_CN",
    }
    assert events == [("ticket.issued_offline", told)]


def test_a_number_that_cannot_be_recorded_is_not_shown_and_not_given_again(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / "own.db")
    refused = issue_offline(numbers, catalogue(), "m1", effect(), lambda _event: False)
    assert refused == OfflineRefused("r1", NoOwnNumber.DISK)
    issued = issue_offline(numbers, catalogue(), "m1", effect(), lambda _event: True)
    assert isinstance(issued, OfflineIssued)
    assert issued.number == "A901"


def test_before_four_in_the_morning_it_is_still_the_day_before(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / "own.db")
    night = NINE + DAY - 6 * 3_600_000  # 2026-11-22 03:00 in Shanghai
    issued = issue_offline(numbers, catalogue(), "m1", effect(night), lambda _event: True)
    assert isinstance(issued, OfflineIssued)
    assert issued.ticket == "20261121-A900"


KILLED = """
import sys
from pathlib import Path
from domain.views.catalogue import Block
from kiosk.number_machine.offline import OwnNumbers
numbers = OwnNumbers(Path(sys.argv[1]))
block = Block(device="m1", queue="social", first=1, last=10**6)
while True:
    print(numbers.take(block, "2026-11-21")[1], flush=True)
"""


def test_no_number_comes_twice_when_the_machine_is_killed_while_it_counts(tmp_path: Path) -> None:
    seen: list[int] = []
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path / "own.db")], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            seen += [int(process.stdout.readline()) for _ in range(20)]
            process.send_signal(signal.SIGKILL)
            seen += [int(line) for line in process.stdout.read().split("\n")[:-1]]  # the last line may be cut
    assert len(seen) >= 80
    assert len(seen) == len(set(seen))
