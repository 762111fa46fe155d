"""What a machine gives after a start that found its own numbers not as they were left: never one that was given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.views.catalogue import Block
from kiosk.number_machine.offline import OwnNumbers
from kiosk.number_machine.second_copy import LEFT_OUT

BLOCK = Block(device="m1", queue="social", first=900, last=949)
CIVIL = replace(BLOCK, queue="civil")
MON, TUE, WED = "2026-11-23", "2026-11-24", "2026-11-25"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.db"


def taken(numbers: OwnNumbers, times: int, day: str, block: Block = BLOCK, *, sure: bool = True) -> list[int]:
    given = [numbers.take(block, day, sure=sure) for _ in range(times)]
    return [one[1] for one in given if one is not None]


def killed(path: Path) -> None:
    """As after a power cut: the copy says that numbers may have been given since."""
    copy = path.with_suffix(".copy")
    assert json.loads(json.loads(copy.read_bytes())["numbers"])["closed"] is False


def again(path: Path) -> OwnNumbers:
    return OwnNumbers(path, first_start=False)


def test_three_numbers_of_the_day_are_left_out_once(path: Path) -> None:
    assert LEFT_OUT == 3
    assert taken(OwnNumbers(path), 2, MON) == [900, 901]
    killed(path)
    assert taken(again(path), 2, MON) == [905, 906]
    killed(path)
    numbers = again(path)
    assert taken(numbers, 1, MON) == [910]
    numbers.close()
    assert taken(again(path), 1, MON) == [911], "a run that ended in order leaves nothing out"


def test_three_are_left_out_of_those_whose_day_was_not_known(path: Path) -> None:
    assert taken(OwnNumbers(path), 2, MON, sure=False) == [900, 901]
    killed(path)
    assert taken(again(path), 1, MON, sure=False) == [905]


def test_three_are_left_out_after_those_whose_day_became_known(path: Path) -> None:
    numbers = OwnNumbers(path)
    assert taken(numbers, 2, MON, sure=False) == [900, 901]
    numbers.settle(MON)
    killed(path)
    assert taken(again(path), 1, MON) == [905]


def test_the_first_of_a_queue_that_has_given_none_are_left_out_as_well_and_only_at_its_first(path: Path) -> None:
    assert taken(OwnNumbers(path), 1, MON) == [900]
    killed(path)
    numbers = again(path)
    assert taken(numbers, 2, MON, CIVIL) == [903, 904]
    assert taken(numbers, 1, TUE, CIVIL) == [900], "it has given numbers since: nothing of it was lost"
    assert taken(numbers, 1, TUE) == [903]


def test_a_day_that_becomes_known_while_none_was_given_is_no_reason_to_leave_any_out(path: Path) -> None:
    numbers = OwnNumbers(path)
    taken(numbers, 1, MON)
    numbers.close()
    numbers = again(path)
    numbers.settle(MON)
    assert taken(again(path), 1, MON) == [901]


def test_a_halted_machine_gives_none_on_the_first_day_that_is_known(path: Path) -> None:
    numbers = OwnNumbers(path)
    numbers.halt()
    assert taken(numbers, 1, MON, sure=False) == []
    numbers.close()
    path.unlink()
    numbers = again(path)
    assert taken(numbers, 1, MON) == [], "the copy knows it"
    assert taken(numbers, 1, MON) == []
    assert taken(numbers, 1, TUE), "another day"


def rewritten(change: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], None]:
    """Changes the numbers of a copy, whose check sum is right all the same."""

    def write(whole: dict[str, Any]) -> None:
        numbers = json.loads(whole["numbers"])
        change(numbers)
        whole["numbers"] = json.dumps(numbers)
        whole["check"] = hashlib.sha256(whole["numbers"].encode()).hexdigest()

    return write


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole.update(form=2),
        lambda whole: whole.update(check="0" * 64),
        lambda whole: whole.update(numbers=whole["numbers"].replace("901", "900")),
        lambda whole: whole.pop("form"),
        lambda whole: whole.update(numbers=7),
        rewritten(lambda numbers: numbers["used"][0].pop()),
        rewritten(lambda numbers: numbers.pop("settled")),
        rewritten(lambda numbers: numbers.update(used=7)),
    ],
    ids=["another form", "another check sum", "another number", "no form", "no text", "a row too short", "a table gone",
         "a table that is none"],
)  # fmt: skip
def test_a_copy_that_is_not_as_it_was_written_is_not_believed(
    path: Path, spoil: Callable[[dict[str, Any]], Any]
) -> None:
    numbers = OwnNumbers(path)
    taken(numbers, 2, MON)
    numbers.close()
    copy = path.with_suffix(".copy")
    whole = json.loads(copy.read_bytes())
    spoil(whole)
    copy.write_text(json.dumps(whole))
    numbers = again(path)
    assert taken(numbers, 1, MON) == [], "nothing says how many the other file has lost"
    assert taken(numbers, 1, TUE)


def test_a_file_that_was_put_back_from_before_gives_no_number_again(path: Path) -> None:
    """Both ended in order, and one of them knows less."""
    numbers = OwnNumbers(path)
    taken(numbers, 2, MON)
    numbers.close()
    older = path.read_bytes()
    numbers = again(path)
    taken(numbers, 2, MON)
    numbers.close()
    path.write_bytes(older)
    assert taken(again(path), 1, MON) == [907]


def test_lost_requests_give_no_number_and_leave_none_out(path: Path) -> None:
    numbers = OwnNumbers(path)
    taken(numbers, 1, MON)
    numbers.close()
    numbers = again(path)
    numbers.remember("request")
    numbers.close()
    numbers = again(path)
    assert numbers.lost() == ("request",)
    assert taken(numbers, 1, MON) == [901]


def test_what_the_disk_did_not_take_is_owed_and_written_when_it_is_back(path: Path) -> None:
    troubles: list[Callable[[], None]] = []
    numbers = OwnNumbers(path, lambda _error, again: troubles.append(again))
    numbers.remember("told")
    numbers._db.execute("PRAGMA query_only = ON")
    numbers.remember("owed")
    numbers.forget("told")
    assert len(troubles) == 2
    assert numbers.lost() == ("told",)
    numbers._db.execute("PRAGMA query_only = OFF")
    troubles[-1]()
    assert numbers.lost() == ("owed",)
    numbers._db.execute("DELETE FROM lost")
    troubles[-1]()
    assert numbers.lost() == (), "it was owed once"
