"""The hall's clock at its exact limits, and since when the time may be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.calendar.hall_clock import (
    AGAIN_MS,
    EARLIEST_MS,
    FAR_MS,
    GRACE_MS,
    LONG_MS,
    STEP_MS,
    ClockReading,
    HallClock,
    begin,
    corrected,
    look,
    read,
)

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NOON = 1_798_000_000_000  # some day of December 2026
BOOT = 7_000_000


def clock(*, confirmed: bool = False, blind: bool = False, patient: bool = False) -> HallClock:
    """One that was believed at noon, or is `blind` since."""
    return HallClock(
        at_ms=NOON,
        boot_ms=BOOT,
        anchor_ms=NOON,
        anchor_boot_ms=BOOT,
        confirmed=confirmed,
        blind=blind,
        patient=patient,
    )


def reading(wall_ms: int, boot_ms: int = BOOT, *, synced: bool = False) -> ClockReading:
    return ClockReading(wall_ms=wall_ms, boot_ms=boot_ms, synced=synced)


def started(wall_ms: int, last_ms: int | None, *, synced: bool = False, usually: bool = False) -> HallClock:
    return begin(reading(wall_ms, synced=synced), last_ms, usually_synced=usually)


def test_the_limits_are_these() -> None:
    assert EARLIEST_MS == 1_793_491_200_000, "2026-11-01 00:00 UTC"
    assert (STEP_MS, AGAIN_MS, GRACE_MS) == (10 * MINUTE, 10 * MINUTE, 5 * MINUTE)
    assert (LONG_MS, FAR_MS) == (12 * HOUR, 45 * DAY)


# ---- at the start


@pytest.mark.parametrize(
    ("wall", "last", "synced", "usually", "believed"),
    [
        (EARLIEST_MS, None, False, False, True),
        (EARLIEST_MS - 1, None, False, False, False),
        (EARLIEST_MS - 1, None, True, False, False),
        (NOON - STEP_MS, NOON, False, False, True),
        (NOON - STEP_MS - 1, NOON, False, False, False),
        (NOON - STEP_MS - 1, NOON, True, False, False),
        (NOON + FAR_MS - 1, NOON, False, False, True),
        (NOON + FAR_MS, NOON, False, False, False),
        (NOON + FAR_MS, NOON, True, False, True),
        (NOON + LONG_MS - 1, NOON, False, True, True),
        (NOON + LONG_MS, NOON, False, True, False),
        (NOON + LONG_MS, NOON, True, True, True),
    ],
)
def test_which_clock_is_believed_at_the_start(
    wall: int, last: int | None, synced: bool, usually: bool, believed: bool
) -> None:
    begun = started(wall, last, synced=synced, usually=usually)
    assert begun.blind is not believed
    assert begun.patient is (usually and not believed)
    assert begun.off_ms == (None if believed else wall - begun.at_ms)


def test_a_start_with_a_time_server_is_sure_and_one_without_is_not() -> None:
    sure = started(NOON + HOUR, NOON, synced=True)
    assert (sure.at_ms, sure.confirmed, sure.unsure_ms, sure.started) == (NOON + HOUR, True, None, False)
    unsure = started(NOON + HOUR, NOON)
    assert (unsure.at_ms, unsure.confirmed, unsure.unsure_ms, unsure.started) == (
        NOON + HOUR,
        False,
        NOON + HOUR + 1,
        True,
    ), "the last event was before the start"
    against = started(NOON - DAY, NOON, synced=True)
    assert (against.at_ms, against.confirmed, against.unsure_ms) == (NOON, False, NOON + 1)
    assert against.anchor_ms == NOON


def test_a_clock_within_a_step_before_the_last_event_is_believed_and_the_hall_does_not_go_back() -> None:
    begun = started(NOON - MINUTE, NOON)
    assert (begun.at_ms, begun.anchor_ms) == (NOON, NOON - MINUTE)


def test_a_hall_without_events_and_without_a_clock_begins_with_the_earliest_time() -> None:
    assert started(0, None).at_ms == EARLIEST_MS
    assert started(EARLIEST_MS + 5, None).at_ms == EARLIEST_MS + 5


def test_the_clock_of_an_earlier_run_goes_on_and_is_never_behind_the_last_event() -> None:
    kept = replace(clock(confirmed=True), unsure_ms=5)
    on = begin(reading(NOON + HOUR, BOOT + HOUR), NOON, kept, usually_synced=False)
    assert (on.at_ms, on.confirmed, on.unsure_ms, on.started) == (NOON + HOUR, True, 5, False)
    at_once = begin(reading(NOON, BOOT), NOON, kept, usually_synced=False)
    assert (at_once.at_ms, at_once.confirmed) == (NOON, True)
    assert begin(reading(NOON, BOOT), NOON + 9, kept, usually_synced=False).at_ms == NOON + 9
    assert begin(reading(NOON, BOOT), None, kept, usually_synced=False).at_ms == NOON


def test_the_clock_of_an_earlier_start_of_the_machine_is_not_gone_on_with() -> None:
    begun = begin(reading(NOON + DAY, BOOT - 1), NOON, clock(confirmed=True), usually_synced=False)
    assert (begun.confirmed, begun.started, begun.boot_ms) == (False, True, BOOT - 1)


def test_a_distrusted_clock_is_believed_with_a_time_server_alone() -> None:
    def begun(*, synced: bool) -> HallClock:
        return begin(reading(NOON + HOUR, synced=synced), NOON, usually_synced=False, distrusted=True)

    assert (begun(synced=True).blind, begun(synced=True).distrusted) == (False, False)
    assert (begun(synced=False).blind, begun(synced=False).distrusted) == (True, True)
    unsure, shift = look(begun(synced=False), reading(NOON + 2 * HOUR, BOOT + HOUR))
    assert (unsure.blind, shift) == (True, 0)
    assert look(begun(synced=False), reading(NOON + 2 * HOUR, BOOT + HOUR, synced=True))[1] == HOUR


# ---- as time goes on


def test_a_boot_clock_that_goes_back_moves_nothing() -> None:
    again = read(clock(), NOON - MINUTE, BOOT - MINUTE)
    assert (again.at_ms, again.boot_ms) == (NOON, BOOT)
    blind = read(clock(blind=True), NOON + MINUTE, BOOT - MINUTE)
    assert (blind.at_ms, blind.boot_ms) == (NOON, BOOT)


def test_a_clock_that_went_back_is_come_up_with_at_half_speed() -> None:
    slow = read(clock(), NOON + MINUTE - 5 * MINUTE, BOOT + MINUTE)
    assert slow.at_ms == NOON + MINUTE // 2
    nearly = read(clock(), NOON + MINUTE - 2, BOOT + MINUTE)
    assert nearly.at_ms == NOON + MINUTE - 2, "not below what the clock says"


@pytest.mark.parametrize("sign", [1, -1])
def test_what_fits_is_a_step_and_the_drift_of_a_poor_clock(sign: int) -> None:
    passed = 20 * HOUR
    most = STEP_MS + passed // 1000
    assert look(clock(), reading(NOON + passed + sign * most, BOOT + passed))[0].off_ms is None
    assert look(clock(), reading(NOON + passed + sign * (most + 1), BOOT + passed))[0].off_ms is not None
    back = look(clock(), reading(NOON + sign * STEP_MS, BOOT - HOUR))[0]
    assert back.off_ms is None, "nothing has passed"


def test_a_time_server_that_agrees_makes_the_time_sure_from_then_on() -> None:
    before = replace(clock(patient=True), unsure_ms=NOON - HOUR, started=True, against_ms=3, off_ms=3)
    sure, shift = look(before, reading(NOON + MINUTE, BOOT + MINUTE, synced=True))
    assert shift == 0
    assert sure == HallClock(
        at_ms=NOON + MINUTE,
        boot_ms=BOOT + MINUTE,
        anchor_ms=NOON + MINUTE,
        anchor_boot_ms=BOOT + MINUTE,
        confirmed=True,
    )


def test_a_confirmed_time_is_sure_again_when_the_clock_is_right_and_another_is_not() -> None:
    def again(*, confirmed: bool) -> int | None:
        before = replace(clock(confirmed=confirmed), unsure_ms=NOON - HOUR, off_ms=DAY, against_ms=DAY)
        after, shift = look(before, reading(NOON + MINUTE, BOOT + MINUTE))
        assert (after.off_ms, after.against_ms, after.anchor_ms, shift) == (None, None, NOON, 0)
        return after.unsure_ms

    assert (again(confirmed=True), again(confirmed=False)) == (None, NOON - HOUR)


def test_a_time_may_be_wrong_since_it_was_first_contradicted() -> None:
    first, _ = look(clock(confirmed=True), reading(NOON + DAY, BOOT + MINUTE))
    assert (first.unsure_ms, first.off_ms) == (NOON + MINUTE, DAY - MINUTE)
    later, _ = look(first, reading(NOON + DAY + HOUR, BOOT + HOUR))
    assert later.unsure_ms == NOON + MINUTE


def test_a_machine_waits_for_its_time_server_for_the_grace_and_not_longer() -> None:
    waiting = clock(blind=True, patient=True)
    assert look(waiting, reading(NOON + DAY, BOOT + GRACE_MS - 1))[1] == 0
    assert look(waiting, reading(NOON + DAY, BOOT + GRACE_MS))[1] == DAY - GRACE_MS
    assert look(replace(waiting, patient=False), reading(NOON + DAY, BOOT + 1))[1] == DAY - 1


def test_a_time_server_that_nobody_can_believe_is_no_word() -> None:
    """Its machine says that it follows one, and shows a time before this program was made."""
    blind = clock(blind=True)
    assert look(blind, reading(EARLIEST_MS, BOOT, synced=True))[1] == EARLIEST_MS - NOON
    assert look(blind, reading(EARLIEST_MS - 1, BOOT, synced=True))[1] == 0
    contradicted = replace(clock(confirmed=True), against_ms=DAY, against_boot_ms=BOOT)
    assert look(contradicted, reading(EARLIEST_MS - 1, BOOT, synced=True)) == (
        replace(contradicted, against_ms=None, off_ms=EARLIEST_MS - 1 - NOON, unsure_ms=NOON),
        0,
    )
    assert look(contradicted, reading(NOON + DAY, BOOT))[0].against_ms is None, "its time server has gone"


def test_a_contradiction_counts_while_it_stays_within_a_step() -> None:
    def against(off: int, boot_ms: int) -> tuple[HallClock, int]:
        before = replace(clock(confirmed=True), against_ms=DAY, against_boot_ms=BOOT)
        return look(before, reading(NOON + (boot_ms - BOOT) + off, boot_ms, synced=True))

    assert against(DAY, BOOT + AGAIN_MS - 1)[1] == 0
    assert against(DAY, BOOT + AGAIN_MS)[1] == DAY
    assert against(DAY + STEP_MS, BOOT + AGAIN_MS)[1] == DAY + STEP_MS
    moved, shift = against(DAY + STEP_MS + 1, BOOT + AGAIN_MS)
    assert (shift, moved.against_ms, moved.against_boot_ms) == (0, DAY + STEP_MS + 1, BOOT + AGAIN_MS)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_contradiction_of_more_than_the_longest_closing_is_for_a_person(sign: int) -> None:
    def shift(off: int) -> int:
        before = replace(clock(confirmed=True), against_ms=off, against_boot_ms=BOOT)
        before = replace(before, at_ms=NOON + 60 * DAY, anchor_ms=NOON + 60 * DAY)
        return look(before, reading(NOON + 60 * DAY + AGAIN_MS + off, BOOT + AGAIN_MS, synced=True))[1]

    assert shift(sign * FAR_MS) == sign * FAR_MS
    assert shift(sign * (FAR_MS + 1)) == 0


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_corrected_time_begins_anew(confirmed: bool) -> None:
    wrong = replace(clock(blind=True, patient=True), distrusted=True, against_ms=5, off_ms=5, unsure_ms=5)
    assert corrected(wrong, DAY, confirmed=confirmed) == HallClock(
        at_ms=NOON + DAY,
        boot_ms=BOOT,
        anchor_ms=NOON + DAY,
        anchor_boot_ms=BOOT,
        confirmed=confirmed,
        unsure_ms=None if confirmed else NOON + DAY,
        started=not confirmed,
    )
