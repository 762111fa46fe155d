"""找人帮忙: one call a machine, who goes, who is called next, and that nobody is waited for in vain."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from acting import HALL, Acting, at, text
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain.config import Calendar, HallConfig, ServiceHours
from domain.decide.hall import Hall
from domain.decide.help_calls.calls import help_gone
from domain.health.alarms import HELP_UNANSWERED
from domain.help import events as h
from domain.help.settings import Helper, HelpRules
from domain.help.views import HelpCallView
from domain.refusal import Code
from domain.roles import may
from domain.show.snapshots import hall_snapshot, help_snapshot

TWO = HelpRules(
    answer_seconds=120, helpers=(Helper(id="lin", phone="13800138000"), Helper(id="he", phone="13900139000"))
)


def hall(rules: HelpRules = TWO) -> HallConfig:
    named = replace(HALL.devices[0], name=text("门口的取号机"))
    return replace(HALL, help=rules, devices=(named, *HALL.devices[1:]))


def at_work(rules: HelpRules = TWO) -> Acting:
    day = Acting(hall(rules)).open()
    day.do(c.OpenWindow(window="w1", clerk="li"))
    return day


def called(day: Acting, device: str = "kiosk-1") -> HelpCallView:
    made: HelpCallView = day.do(c.CallHelp(), device)
    return made


def shown(day: Acting) -> tuple[HelpCallView, ...]:
    return help_snapshot(day.hall, day.now, 1).calls


def helpers(day: Acting) -> list[str]:
    return [event.helper for event in day.log if isinstance(event, h.HelpCalled | h.HelpPassedOn)]


def alarms(day: Acting) -> list[str]:
    return [device for device in ("kiosk-1", "kiosk-2") if HELP_UNANSWERED in day.hall.state.faults.of(device)]


def test_a_call_is_seen_by_everyone_with_its_place_and_since_when() -> None:
    day = at_work()
    made = called(day)
    assert shown(day) == (made,)
    assert (made.place.zh, made.called_at, made.taken_at, made.unanswered) == ("门口的取号机", day.now, None, False)
    assert hall_snapshot(day.hall, day.now, 1).help == (made,)


def test_a_machine_without_a_name_is_called_by_its_id() -> None:
    assert called(at_work(), "kiosk-2").place.zh == "kiosk-2"


def test_a_second_touch_is_no_second_call() -> None:
    day = at_work()
    first = called(day)
    refused = day.later(seconds=30).refusal(c.CallHelp(language="en"), "kiosk-1")
    assert refused.code is Code.HELP_UNDER_WAY
    assert refused.data is not None
    assert refused.data["call"] == first.call
    assert shown(day) == (first,)
    other = called(day, "kiosk-2")
    assert shown(day) == (first, other)
    assert other.call != first.call


def test_whoever_goes_is_named_by_their_window_and_goes_alone() -> None:
    day = at_work()
    call = called(day).call
    day.later(seconds=20)
    taken = day.do(c.TakeHelp(call=call, window="w1"), "pad-1")
    assert (taken.window, taken.window_number, taken.taken_at) == ("w1", "1", day.now)
    assert day.log[-1] == h.HelpTaken(at=day.now, call=call, device="pad-1", from_window="w1", clerk="li")
    assert day.refused(c.TakeHelp(call=call, window="w2"), "clerk-2") is Code.HELP_TAKEN
    events = len(day.log)
    day.do(c.TakeHelp(call=call, window="w1"), "pad-1")  # a second touch
    assert len(day.log) == events


def test_from_the_desk_somebody_comes_without_a_window() -> None:
    day = at_work()
    taken = day.do(c.TakeHelp(call=called(day).call))
    assert (taken.window, taken.window_number) == ("", "")


@pytest.mark.parametrize(("asked", "device"), [(c.FinishHelp, "pad-1"), (c.FinishHelp, "kiosk-1")])
def test_when_it_is_done_nobody_is_called_any_more(asked: type[c.FinishHelp], device: str) -> None:
    day = at_work()
    call = called(day).call
    day.do(c.TakeHelp(call=call, window="w1"), "pad-1")
    day.do(asked(call=call, window="w1" if device == "pad-1" else None), device)
    assert shown(day) == ()
    assert isinstance(day.log[-1], h.HelpFinished)
    events = len(day.log)
    day.do(asked(call=call), device)  # said twice
    day.do(c.WithdrawHelp(call=call), "kiosk-1")
    assert len(day.log) == events
    assert day.refused(c.TakeHelp(call=call, window="w1"), "pad-1") is Code.HELP_OVER
    assert called(day).call != call


def test_what_a_machine_says_of_a_window_credits_nobody_there() -> None:
    day = at_work()
    day.do(c.FinishHelp(call=called(day).call, window="w1"), "kiosk-1")
    assert day.log[-1].from_window == ""  # type: ignore[union-attr]


def test_who_leaves_withdraws_the_call() -> None:
    day = at_work()
    call = called(day).call
    assert day.refused(c.WithdrawHelp(call=call), "kiosk-2") is Code.DEVICE_NOT_ALLOWED
    assert day.refused(c.FinishHelp(call=call), "kiosk-2") is Code.DEVICE_NOT_ALLOWED
    day.do(c.WithdrawHelp(call=call), "kiosk-1")
    assert day.log[-1] == h.HelpWithdrawn(at=day.now, call=call, device="kiosk-1", why=h.HelpEnd.LEFT)
    assert shown(day) == ()


def test_nobody_in_two_minutes_the_next_of_the_list_is_called_and_at_its_end_there_is_an_alarm() -> None:
    day = at_work()
    call = called(day).call
    assert helpers(day) == ["lin"]
    day.later(seconds=119).do(c.Tick())
    assert helpers(day) == ["lin"]
    day.later(seconds=1).do(c.Tick())
    assert helpers(day) == ["lin", "he"]
    day.later(seconds=119).do(c.Tick())
    assert not alarms(day)
    assert not shown(day)[0].unanswered
    day.later(seconds=1).do(c.Tick())
    assert helpers(day) == ["lin", "he", ""]
    assert alarms(day) == ["kiosk-1"]
    assert shown(day)[0].unanswered
    day.later(minutes=60).do(c.Tick())
    assert helpers(day) == ["lin", "he", ""]
    day.do(c.TakeHelp(call=call, window="w1"), "pad-1")
    assert not alarms(day)


def test_without_a_list_the_pads_alone_are_called_and_then_there_is_an_alarm() -> None:
    day = at_work(HelpRules(answer_seconds=30))
    called(day)
    assert helpers(day) == [""]
    day.later(seconds=30).do(c.Tick())
    assert alarms(day) == ["kiosk-1"]
    day.do(c.WithdrawHelp(call=day.call_for_help()), "kiosk-1")
    assert not alarms(day)


def test_whoever_is_on_the_way_is_not_hurried() -> None:
    day = at_work()
    day.do(c.TakeHelp(call=called(day).call, window="w1"), "pad-1")
    day.later(minutes=30).do(c.Tick())
    assert helpers(day) == ["lin"]
    assert not alarms(day)


def test_the_call_of_a_machine_that_is_out_of_reach_is_over() -> None:
    day = at_work()
    called(day)
    call = called(day, "kiosk-2").call
    gone = list(help_gone(day.hall.state, {"kiosk-2", "pad-1"}, day.now))
    assert gone == [h.HelpWithdrawn(at=day.now, call=call, device="kiosk-2", why=h.HelpEnd.SILENT)]


def test_a_machine_that_the_file_has_no_longer_calls_nobody() -> None:
    day = at_work()
    called(day, "kiosk-2")
    fewer = replace(hall(), devices=tuple(one for one in HALL.devices if one.id != "kiosk-2"))
    day.hall = Hall.load(fewer, day.hall.dump())
    day.do(c.Tick())
    assert shown(day) == ()


def test_the_day_ends_and_so_does_the_call() -> None:
    day = at_work(HelpRules(answer_seconds=30))
    called(day)
    day.later(minutes=1).do(c.Tick())
    day.later(minutes=24 * 60).do(c.Tick())
    assert shown(day) == ()
    assert not alarms(day)


def test_whoever_calls_while_nobody_is_at_work_is_told_until_when() -> None:
    nine_to_five = ServiceHours(days=(1, 2, 3, 4, 5), opens=time(9), closes=time(17))
    calendar = Calendar(id="default", sessions=(nine_to_five,), statutory=False)
    queues = tuple(replace(queue, calendar="default") for queue in HALL.queues)
    day = Acting(replace(hall(), calendars=(calendar,), queues=queues), at("2026-11-20 18:00"))  # a Friday
    day.do(c.Tick())
    refused = day.refusal(c.CallHelp(), "kiosk-1")
    assert (refused.code, refused.data) == (Code.HELP_CLOSED, {"opens_at": at("2026-11-23 08:45")})
    day.do(c.OpenWindow(window="w1", clerk="li"))  # somebody is there after all
    called(day)


def test_a_corrected_clock_keeps_nobody_waiting() -> None:
    """Back by an hour: the next helper is called sooner, not an hour later."""
    day = at_work()
    called(day)
    day.later(minutes=-60).do(c.Tick())
    assert helpers(day) == ["lin", "he"]


def test_a_clock_that_stands_a_moment_before_the_call_hurries_nobody() -> None:
    """A hall that starts again may not know the last second yet."""
    day = at_work()
    called(day)
    day.later(seconds=-1).do(c.Tick())
    assert helpers(day) == ["lin"]


def test_nothing_of_the_person_is_in_the_log() -> None:
    day = at_work()
    called(day)
    assert "138" not in repr([event for event in day.log if isinstance(event, h.HelpCalled)])
    assert "13800138000" not in repr(TWO)


def test_a_pad_goes_from_its_own_window_alone() -> None:
    pad = HALL.devices[2]
    assert may(pad.role, pad.window, c.TakeHelp(call="x", window="w1")) is None
    for asked in (c.TakeHelp(call="x", window="w2"), c.TakeHelp(call="x"), c.FinishHelp(call="x")):
        assert may(pad.role, pad.window, asked) is not None


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["call", "take", "done", "withdraw", "wait", "silent", "restart"]),
        st.sampled_from(["kiosk-1", "kiosk-2"]),
        st.sampled_from(["w1", "w2"]),
    ),
    max_size=25,
)


@given(STEPS)
def test_a_machine_has_one_call_at_most_and_an_alarm_only_with_it(
    steps: list[tuple[str, str, str]],
) -> None:
    day = at_work()
    for step, device, window in steps:
        own = day.hall.state.help.of(device)
        call = own.call if own is not None else "none"
        match step:
            case "call":
                day.try_(c.CallHelp(), device)
            case "take":
                day.try_(c.TakeHelp(call=call, window=window), "pad-1")
            case "done":
                day.try_(c.FinishHelp(call=call, window=window), "pad-1")
            case "withdraw":
                day.try_(c.WithdrawHelp(call=call), device)
            case "wait":
                day.later(seconds=121).do(c.Tick())
            case "silent":
                for event in list(help_gone(day.hall.state, {device}, day.now)):
                    day.hall.apply(event)
            case "restart":
                day.hall = Hall.load(day.hall.config, day.hall.dump())
        devices = [one.device for one in day.hall.state.help]
        assert len(devices) == len(set(devices))
        assert set(alarms(day)) <= {one.device for one in day.hall.state.help if one.unanswered}
        assert all(one.taken_at is None or one.device not in alarms(day) for one in day.hall.state.help)
