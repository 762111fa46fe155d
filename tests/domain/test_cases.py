"""Cases that somebody opens: 办不成事, complaints, praise; who sees them, and how long."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from acting import DAY, HALL, Acting, text

from domain import commands as c
from domain.cases.kinds import CaseKind
from domain.cases.settings import CaseRules
from domain.cases.views import CaseReceipt, CasesAnswer, CasesQuestion
from domain.config import HallConfig, Role, Window, WindowKind
from domain.refusal import Code, Refusal
from domain.roles import MAY
from domain.show.cases import answer_cases
from domain.show.changed import changed
from domain.show.snapshots import window_snapshot
from domain.state.dump import dump, dump_left

PHONE = "13900000077"
WORDS = "三次都没办成，每次要的材料都不一样"
UNSOLVED = Window(id="w9", number="9", name=text("办不成事"), kind=WindowKind.UNSOLVED, serves=HALL.windows[0].serves)


def hall(**rules: object) -> HallConfig:
    return replace(HALL, windows=(*HALL.windows, UNSOLVED), cases=CaseRules(**rules))  # type: ignore[arg-type]


def opened(day: Acting, kind: CaseKind = CaseKind.UNSOLVED, words: str = WORDS, **more: str) -> CaseReceipt:
    told = day.do(c.OpenCase(kind=kind, text=words, **more), "kiosk-1")
    assert isinstance(told, CaseReceipt)
    return told


def seen(day: Acting, window: str) -> list[str]:
    found = answer_cases(day.hall.state, CasesQuestion(window=window))
    assert isinstance(found, CasesAnswer)
    return [case.text for case in found.cases]


def test_who_opens_a_case_gets_a_receipt_that_nobody_else_has() -> None:
    day = Acting(hall()).open()
    several = [opened(day, kind) for kind in CaseKind]
    assert len({one.code for one in several}) == len({one.case for one in several}) == 3
    assert all(len(one.code) == 8 for one in several)


def test_the_window_of_the_unsolved_sees_it_and_others_do_not() -> None:
    day = Acting(hall()).open("w1", "w9")
    opened(day)
    opened(day, CaseKind.PRAISE, "谢谢 3 号窗口", phone=PHONE)
    assert seen(day, "w9") == ["谢谢 3 号窗口", WORDS]
    assert seen(day, "w1") == []
    shown = window_snapshot(day.hall, "w9", day.now, 1)
    assert [line.kind for line in shown.cases] == [CaseKind.PRAISE, CaseKind.UNSOLVED]
    assert (shown.cases_in_all, window_snapshot(day.hall, "w1", day.now, 1).cases_in_all) == (2, 0)
    assert WORDS not in repr(shown)
    assert PHONE not in repr(shown)


def test_the_hall_chooses_a_window_for_each_kind() -> None:
    day = Acting(hall(praise="w1")).open("w1", "w9")
    opened(day, CaseKind.PRAISE, "谢谢")
    opened(day, CaseKind.COMPLAINT, "等了两个小时")
    assert (seen(day, "w1"), seen(day, "w9")) == (["谢谢"], ["等了两个小时"])


def test_an_empty_chair_is_shown_nobodys_words_and_the_desk_sees_all() -> None:
    day = Acting(hall()).open("w1")
    opened(day)
    refused = answer_cases(day.hall.state, CasesQuestion(window="w9"))
    assert isinstance(refused, Refusal)
    assert refused.code is Code.WINDOW_NOT_OPEN
    assert seen(day, "") == [WORDS]


@pytest.mark.parametrize("words", ["", "  \n ", "字" * 501, "\x00\x07"])
def test_nothing_and_too_much_are_refused(words: str) -> None:
    assert Acting(hall()).open().refused(c.OpenCase(kind=CaseKind.PRAISE, text=words), "kiosk-1") is Code.CASE_WORDS


def test_what_cannot_be_seen_is_taken_out_of_the_words() -> None:
    day = Acting(hall()).open()
    opened(day, words=" 等了\x1b[31m很久\n没人\x00理 ")
    assert seen(day, "") == ["等了 [31m很久\n没人 理"]


def test_a_phone_that_is_none_is_refused_and_a_good_one_kept_in_its_form() -> None:
    day = Acting(hall()).open()
    assert day.refused(c.OpenCase(kind=CaseKind.PRAISE, text="谢谢", phone="12"), "kiosk-1") is Code.PHONE_INVALID
    opened(day, phone="+86 139-0000-0077")
    found = answer_cases(day.hall.state, CasesQuestion())
    assert isinstance(found, CasesAnswer)
    assert found.cases[0].phone == PHONE


def test_nobody_floods_the_hall_with_cases() -> None:
    day = Acting(hall(per_minute=2, per_day=3)).open()
    opened(day)
    opened(day)
    refusal = day.refusal(c.OpenCase(kind=CaseKind.PRAISE, text="谢谢"), "kiosk-1")
    assert (refusal.code, (refusal.data or {})["after_seconds"]) == (Code.CASE_TOO_MANY, 60)
    day.later(minutes=2)
    opened(day)
    assert day.later(minutes=2).refused(c.OpenCase(kind=CaseKind.PRAISE, text="谢谢"), "page") is Code.CASE_TOO_MANY
    day.now += DAY
    assert opened(day).case.endswith("Z001")


def test_a_case_and_its_phone_are_kept_so_long_and_then_nobodys() -> None:
    day = Acting(hall(keep_days=2)).open()
    opened(day, phone=PHONE)
    for left in (1, 1, 0):
        day.now += DAY
        day.do(c.Tick())
        assert len(seen(day, "")) == left, day.hall.day
    assert PHONE not in json.dumps(dump(day.hall.state))


def test_a_restart_forgets_no_case_and_what_is_left_of_a_day_has_none() -> None:
    day = Acting(hall()).open()
    receipt = opened(day, phone=PHONE)
    again = day.revived()
    found = answer_cases(again.hall.state, CasesQuestion())
    assert isinstance(found, CasesAnswer)
    assert (found.cases[0].code, found.cases[0].phone) == (receipt.code, PHONE)
    assert opened(again).case != receipt.case
    assert PHONE not in json.dumps(dump_left(again.hall.state))


def test_only_where_citizens_speak_and_at_the_desk_a_case_is_opened() -> None:
    may = {role for role in Role if c.OpenCase in MAY[role]}
    assert may == {Role.KIOSK, Role.PHONE_PAGE, Role.SUPERVISOR}


def test_the_window_that_sees_it_is_told_at_once() -> None:
    day = Acting(hall()).open()
    opened(day)
    assert changed(day.hall, day.log[-1:]).windows == {"w9"}
