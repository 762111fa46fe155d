"""What is known of each part of a message, after a restart too: none goes out twice, and every term is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hall.sms.ledger import EARLY_MOST, KEPT_S, REASON_LENGTH, Attempt, Ledger, PartReport
from hall.sms.port import Accepted, MessageRejected, NotSent, Receipt, Unknown


class Disk:
    """A ledger that can be opened anew at another time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = 1_000_000.0
        self.ledger = Ledger(folder, lambda: self.now)

    def restart(self) -> Ledger:
        self.ledger.close()
        self.ledger = Ledger(self.folder, lambda: self.now)
        return self.ledger


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "new folder")
    yield made
    made.ledger.close()


def test_the_ledger_is_found_again_under_its_name_in_the_halls_folder(disk: Disk) -> None:
    assert (disk.folder / "sms.db").is_file()


def test_a_message_that_was_never_handed_over_was_not_sent(disk: Disk) -> None:
    assert isinstance(disk.ledger.outcome("k"), NotSent)
    assert not disk.ledger.waiting()
    assert disk.ledger.receipts() == []


def test_a_part_whose_answer_is_not_known_is_never_wanted_again(disk: Disk) -> None:
    assert disk.ledger.begin("k", 2) == Attempt(1, (1, 2))
    disk.ledger.settle("k", 1, Accepted("id-1"))
    disk.ledger.settle("k", 2, Unknown("no answer"))
    for _ in range(2):
        assert disk.ledger.outcome("k") == Unknown("no answer came")
        assert disk.ledger.begin("k", 2).parts == ()
        disk.restart()


def test_only_the_parts_that_certainly_did_not_go_out_are_wanted_again(disk: Disk) -> None:
    disk.ledger.begin("other", 1)
    first = disk.ledger.begin("k", 3)
    disk.ledger.settle("k", 1, Accepted("id-1"))
    disk.ledger.settle("k", 2, NotSent("throttled"))
    disk.ledger.settle("k", 3, NotSent("throttled"))
    assert isinstance(disk.ledger.outcome("k"), NotSent)
    again = disk.restart().begin("k", 3)
    assert (again.number, again.parts) == (first.number, (2, 3)), "the number stays the same on the phone"
    assert first.number == 2


def test_what_went_out_cannot_be_said_not_to_have_gone(disk: Disk) -> None:
    disk.ledger.begin("k", 1)
    disk.ledger.settle("k", 1, Accepted("id-1"))
    disk.ledger.settle("k", 1, NotSent("late"))
    assert disk.ledger.outcome("k") == Accepted("id-1")


def test_one_refused_part_refuses_the_message_before_all_else(disk: Disk) -> None:
    assert REASON_LENGTH == 80
    disk.ledger.begin("k", 3)
    disk.ledger.settle("k", 1, Accepted("id-1"))
    disk.ledger.settle("k", 3, MessageRejected("x" * (REASON_LENGTH + 1)))
    assert disk.ledger.outcome("k") == MessageRejected("x" * REASON_LENGTH)


def test_the_reference_names_the_parts_in_their_order(disk: Disk) -> None:
    disk.ledger.begin("k", 2)
    disk.ledger.settle("k", 2, Accepted("b"))
    disk.ledger.settle("k", 1, Accepted("a"))
    assert disk.ledger.outcome("k") == Accepted("a+b")


def test_a_message_is_reported_when_its_last_part_is_and_once(disk: Disk) -> None:
    disk.ledger.begin("k", 2)
    for part, id_ in ((1, "a"), (2, "b")):
        disk.ledger.settle("k", part, Accepted(id_))
    assert disk.ledger.waiting()
    disk.ledger.report(PartReport("b", delivered=False, reason="y" * (REASON_LENGTH + 1)))
    assert disk.ledger.receipts() == []
    assert disk.ledger.waiting()
    disk.ledger.report(PartReport("a", delivered=True))
    assert not disk.ledger.waiting()
    assert disk.ledger.receipts() == [Receipt("a+b", delivered=False, reason="y" * REASON_LENGTH)]
    assert disk.ledger.receipts() == []
    assert disk.restart().receipts() == [Receipt("a+b", delivered=False, reason="y" * REASON_LENGTH)]


def test_the_receipt_of_a_message_that_was_asked_about_comes_again(disk: Disk) -> None:
    disk.ledger.begin("k", 1)
    disk.ledger.settle("k", 1, Accepted("a"))
    disk.ledger.report(PartReport("a", delivered=True))
    assert len(disk.ledger.receipts()) == 1
    disk.ledger.outcome("k")
    assert len(disk.ledger.receipts()) == 1


def test_of_several_reports_about_a_part_the_first_counts(disk: Disk) -> None:
    disk.ledger.begin("k", 1)
    disk.ledger.settle("k", 1, Accepted("a"))
    disk.ledger.report(PartReport("a", delivered=False, reason="first"))
    disk.ledger.report(PartReport("a", delivered=True))
    assert disk.ledger.receipts() == [Receipt("a", delivered=False, reason="first")]


def test_an_id_that_an_operator_uses_again_means_the_message_that_waits(disk: Disk) -> None:
    for key in ("earlier", "later"):
        disk.ledger.begin(key, 1)
        disk.ledger.settle(key, 1, Accepted("same"))
        disk.ledger.report(PartReport("same", delivered=key == "later"))
        assert [receipt.delivered for receipt in disk.ledger.receipts()] == [key == "later"]


def test_a_report_under_our_own_key_proves_that_a_message_was_taken(disk: Disk) -> None:
    disk.ledger.begin("k", 1, ("k",))
    assert isinstance(disk.ledger.outcome("k"), Unknown)
    assert not disk.ledger.waiting()
    disk.ledger.report(PartReport("k", delivered=True))
    assert disk.ledger.outcome("k") == Accepted("k")
    assert disk.ledger.receipts() == [Receipt("k", delivered=True)]


def test_of_the_reports_that_come_before_their_answers_the_last_thousand_are_kept(disk: Disk) -> None:
    assert EARLY_MOST == 1000
    for number in range(EARLY_MOST + 1):
        disk.ledger.report(PartReport(f"id-{number}", delivered=True))
    for number in (0, 1, EARLY_MOST):
        disk.ledger.begin(f"k-{number}", 1)
        disk.ledger.settle(f"k-{number}", 1, Accepted(f"id-{number}"))
    assert [receipt.reference for receipt in disk.ledger.receipts()] == ["id-1", f"id-{EARLY_MOST}"]


def test_an_early_report_counts_for_one_message_only(disk: Disk) -> None:
    disk.ledger.report(PartReport("same", delivered=True))
    for key in ("one", "two"):
        disk.ledger.begin(key, 1)
        disk.ledger.settle(key, 1, Accepted("same"))
    assert len(disk.ledger.receipts()) == 1


@pytest.mark.parametrize(("after_s", "known"), [(0.0, True), (1.0, False)])
def test_messages_are_known_for_three_days(disk: Disk, after_s: float, known: bool) -> None:
    assert KEPT_S == 3 * 24 * 3600
    disk.ledger.begin("k", 1)
    disk.ledger.settle("k", 1, Accepted("a"))
    disk.now += KEPT_S + after_s
    ledger = disk.restart()
    assert isinstance(ledger.outcome("k"), Accepted) == known
    assert ledger.waiting() == known, "its parts go with it"
    assert ledger.begin("k", 1).number == (1 if known else 2), "all of it is forgotten"
