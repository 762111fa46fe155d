"""Where the answer to a request may stand: every one that was given is found, however many there are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

import pytest
from quiet_hall import QuietHall

from hall.disk.answered import WORDS, AnswerIndex, AnswerTable, kept, whole

TABLE = "CREATE TABLE answers (n INTEGER PRIMARY KEY, at INTEGER, id TEXT, body TEXT)"


def key(n: int) -> str:
    return f"kiosk-1 request-{n}"


@pytest.mark.parametrize("filled", [0, 511, 512, 513, 2_047, 5_000])
def test_what_was_filled_in_and_added_is_found(filled: int) -> None:
    index = AnswerIndex()
    index.fill((n, key(n)) for n in range(1, filled + 1))
    for n in range(filled + 1, filled + 1_501, 3):
        index.add([key(n), key(n + 1), key(n + 2)], n)
    assert len(index) == filled + 1_500
    assert {(key(n), n) for n in range(1, filled + 1_501)} <= set(index.find(map(key, range(1, filled + 1_501))))
    wrong = index.find(map(key, range(filled + 1_501, filled + 11_501)))
    assert len(wrong) < 100, "half a hash says nearly always that there is none"


def test_an_index_keeps_places_free_so_that_every_search_ends() -> None:
    """A full one would be searched for ever for what is not in it."""
    index = AnswerIndex()
    for n in range(1, 20_001):
        index.add([key(n)], n)
        assert 2 * len(index) <= len(index._places)
    assert sum(map(bool, index._places)) == 20_000
    filled = AnswerIndex()
    filled.fill((n, key(n)) for n in range(1, 20_001))
    assert 2 * len(filled) <= len(filled._places)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:")
    made.execute(TABLE)
    yield made
    made.close()


def test_a_request_never_gets_a_second_answer(db: sqlite3.Connection) -> None:
    table = AnswerTable(db)
    first = [("a", 1, "{}"), ("b", 1, "{}")]
    table.write(db, first)
    table.remember(db, first, anew=False)
    for second in ([("b", 2, "{}")], [("c", 2, "{}"), ("c", 2, "{}")]):
        with pytest.raises(sqlite3.IntegrityError):
            table.write(db, second)
    assert table.find(db, ["a", "c"]) == {"a": "{}"}
    assert len(table) == 2


def test_answers_that_were_forgotten_leave_the_others_and_the_numbers_go_on(db: sqlite3.Connection) -> None:
    table = AnswerTable(db)
    given = [("a", 1, "1"), ("b", 5, "2"), ("c", 9, "3")]
    table.write(db, given)
    table.remember(db, given, anew=False)
    table.forget(db, 5)
    table.remember(db, [], anew=True)
    assert table.find(db, ["a", "b", "c"]) == {"b": "2", "c": "3"}
    table.write(db, [("a", 10, "4")])
    table.remember(db, [("a", 10, "4")], anew=False)
    assert table.find(db, ["a"]) == {"a": "4"}
    assert AnswerTable(db).find(db, ["a", "b", "c"]) == {"a": "4", "b": "2", "c": "3"}


GIVEN = '{"id": "x", "ok": true, "data": {"ticket":"20261120-A001","key":"secret","note":"\\"key\\":\\"mine\\""}}'
OF_BEFORE = '{"ok": true, "data": {"ticket":"20261120-A001","key":"","note":"\\"key\\":\\"mine\\""}}'
KEPT = OF_BEFORE.replace('{"ok": true, "data": {"ticket":"', "\x01")


def test_a_key_is_not_written_and_is_there_again_for_who_asks_again() -> None:
    assert kept(GIVEN) == KEPT
    assert whole("x", KEPT, lambda ticket: "secret" if ticket == "20261120-A001" else "") == GIVEN
    assert whole("x", KEPT, None) == '{"id": "x", ' + OF_BEFORE[1:], "a hall without keys has none to give"


def test_what_an_earlier_version_kept_is_answered_as_it_was() -> None:
    assert whole("x", OF_BEFORE, "secret".format) == GIVEN


def test_frequent_words_take_one_byte_each_and_come_back_as_they_were(small: QuietHall) -> None:
    ticket = small.ask("kiosk-1", "ticket.issue", queue="social")["data"]["ticket"]
    small.ask("pad-1", "window.open", window="w1", clerk="c1")
    requests = [
        small.request("pad-1", "ticket.call_next", window="w1"),
        *(small.request("pad-1", f"ticket.{done}", window="w1", ticket=ticket) for done in ("start", "finish")),
    ]
    answers = [str(small.writer.handle([request]).answers[0]) for request in requests]
    for answer in answers:
        assert whole(json.loads(answer)["id"], kept(answer), None) == answer
    assert all(len(kept(answer)) < 0.6 * len(answer) for answer in answers[:3])
    again = small.writer.handle([requests[0]]).answers[0]
    assert again == answers[0], "from the disk"


def test_what_somebody_says_is_never_taken_for_such_a_sign() -> None:
    said = "".join(words + sign for sign, words in WORDS)
    answer = '{"id": "x", ' + json.dumps({"ok": True, "data": {"ticket": said, "items": []}})[1:]
    assert whole("x", kept(answer), None) == answer


def test_an_answer_without_a_key_stays_as_it_is() -> None:
    plain = '{"id": "x", "ok": true, "data": {"number":"A001"}}'

    def none(_ticket: str) -> str:
        raise AssertionError

    assert kept(plain) == '{"ok": true, "data": {"number":"A001"}}'
    assert whole("x", kept(plain), none) == plain


def test_a_refusal_that_names_a_ticket_has_its_key_again() -> None:
    refused = '{"id": "x", "ok": false, "error": {"code":"c","data":{"ticket":"t","key":"secret"}}}'
    assert whole("x", kept(refused), "secret".format) == refused
