"""When somebody is reminded of a booking: once for each slot, in time, and not right after they have booked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from quiet_hall import DAY, MINUTE, MORNING, QuietHall
from sample_hall import TOML

from domain.decide.bookings.phone_codes import code_words
from hall.sms.booking_notices import CHANGES_TOLD, BookingNotices
from hall.sms.states import SmsState

HOUR = 60 * MINUTE
NOON_TOMORROW = MORNING + DAY + 3 * HOUR
PHONE = "13900000077"


class Reminding:
    """A hall in which somebody may book, and what it has put among its messages."""

    def __init__(self, folder: Path) -> None:
        self.small = QuietHall(folder)
        self._proved: dict[str, tuple[str, int]] = {}

    def book(self, starts_at: int, **more: object) -> str:
        asked = {"queue": "social", "starts_at": starts_at, "phone": PHONE} | more
        if asked["phone"] is not None and "person" not in asked:
            asked["proof"] = self.proof(str(asked["phone"]))
        answer = self.small.ask("kiosk-1", "appointment.book", **asked)
        assert answer["ok"], answer
        code: str = answer["data"]["code"]
        return code

    def proof(self, phone: str) -> str:
        """That the phone is the asker's: good for half an hour of the hall's time."""
        if self._proved.get(phone, ("", -HOUR))[1] <= self.small.now - HOUR / 2:
            assert self.small.ask("page-1", "phone.send_code", phone=phone)["ok"]
            (token,) = (one.ticket for one in self.small.sms if one.key.endswith("/proof"))
            self.small.sms[:] = [one for one in self.small.sms if one.ticket != token]
            code = code_words(self.small.writer.hall.state, token)
            proof = self.small.ask("page-1", "phone.prove", phone=phone, code=code)["data"]["proof"]
            self._proved[phone] = (proof, self.small.now)
        return self._proved[phone][0]

    def reminded(self, at: int) -> list[str]:
        """The keys of what is due at this moment, which is then written."""
        self.small.now = at
        self.small.tick()
        due = list(self.small.notices.on_time(self.small.writer.hall.state, at))
        self.small.writer.keep(sms=due)
        self.small.tick()
        return [one.key for one in due]


@pytest.fixture
def reminding(tmp_path: Path) -> Reminding:
    return Reminding(tmp_path)


def test_a_day_before_and_once(reminding: Reminding) -> None:
    code = reminding.book(NOON_TOMORROW)
    assert reminding.reminded(NOON_TOMORROW - DAY - 1) == []
    reminding.small.notices.forget()
    assert reminding.reminded(NOON_TOMORROW - DAY + MINUTE) == [f"{code}/reminder-{NOON_TOMORROW}"]
    assert reminding.reminded(NOON_TOMORROW - DAY + 3 * MINUTE) == []
    reminding.small.restart()
    assert reminding.reminded(NOON_TOMORROW - DAY + 6 * MINUTE) == [], "nor after a restart"


def test_a_night_later_the_phone_is_still_known(reminding: Reminding) -> None:
    """Of a booking that is made days ahead: what was private of its event is erased with that day."""
    code = reminding.book(NOON_TOMORROW + 3 * DAY)
    for day in range(1, 4):
        reminding.reminded(MORNING + day * DAY)
    assert reminding.small.store.private(code) == {}
    assert reminding.small.writer.hall.state.bookings.phone_of(code) == PHONE


def test_who_books_or_moves_within_a_day_of_it_is_not_reminded_of_what_they_know(reminding: Reminding) -> None:
    code = reminding.book(MORNING + 20 * HOUR)
    assert reminding.reminded(MORNING + 2 * MINUTE) == []
    reminding.small.ask("kiosk-1", "appointment.move", code=code, starts_at=MORNING + 21 * HOUR)
    assert reminding.reminded(MORNING + 4 * MINUTE) == []


def test_a_moved_booking_is_reminded_of_its_new_slot(reminding: Reminding) -> None:
    code = reminding.book(NOON_TOMORROW)
    assert reminding.reminded(NOON_TOMORROW - DAY)
    later = NOON_TOMORROW + 2 * DAY
    assert reminding.small.ask("kiosk-1", "appointment.move", code=code, starts_at=later)["ok"]
    assert reminding.reminded(NOON_TOMORROW - DAY + 5 * MINUTE) == []
    assert reminding.reminded(later - DAY) == [f"{code}/reminder-{later}"]


@pytest.mark.parametrize("gone", ["checked in", "cancelled", "no phone"])
def test_nobody_is_reminded_of_what_is_no_more(reminding: Reminding, gone: str) -> None:
    starts = MORNING + 26 * HOUR
    more = {"phone": None, "person": "ab" * 16} if gone == "no phone" else {}
    code = reminding.book(starts, **more)
    if gone == "cancelled":
        assert reminding.small.ask("kiosk-1", "appointment.cancel", code=code)["ok"]
    at = starts - DAY + MINUTE if gone != "checked in" else starts - 20 * MINUTE
    if gone == "checked in":
        reminding.small.now = at
        assert reminding.small.ask("kiosk-1", "ticket.issue", appointment=code)["ok"]
    assert reminding.reminded(at) == []


def test_a_phone_that_may_be_anybody_s_is_not_told_of_each_of_many_changes(reminding: Reminding) -> None:
    small = reminding.small
    small.become(TOML.replace("numbers_per_phone_and_day = 100000", "numbers_per_phone_and_day = 1"))

    def told(phone: str) -> int:
        small.sms.clear()
        for _ in range(5):
            assert small.ask("page-1", "appointment.cancel", code=reminding.book(NOON_TOMORROW, phone=phone))["ok"]
        return len(small.sms)

    assert told(PHONE) == CHANGES_TOLD
    assert told(PHONE) == 0
    assert told("13900000078") == CHANGES_TOLD, "others are told"
    small.now += DAY
    small.tick()
    assert told(PHONE) == CHANGES_TOLD
    code = reminding.book(NOON_TOMORROW + 5 * DAY)
    assert reminding.reminded(NOON_TOMORROW + 4 * DAY + MINUTE) == [f"{code}/reminder-{NOON_TOMORROW + 5 * DAY}"]


# ---- what is said, to whom, and until when


def messages(reminding: Reminding, code: str) -> dict[str, str]:
    """Kind → text of all messages about a booking."""
    rows = reminding.small.store.sms([SmsState.QUEUED])
    return {one.key.split("/")[1].split("-")[0]: one.text for one in rows if one.ticket == code}


@pytest.mark.parametrize(
    ("language", "times"), [("zh_CN", ["11月21日12:00", "11月22日10:00"]), ("en", ["21 Nov 12:00", "22 Nov 10:00"])]
)
def test_who_books_moves_and_cancels_is_told_each_time_in_their_language(
    reminding: Reminding, language: str, times: list[str]
) -> None:
    code = reminding.book(NOON_TOMORROW, language=language)
    moved = MORNING + 2 * DAY + HOUR
    assert reminding.small.ask("kiosk-1", "appointment.move", code=code, starts_at=moved)["ok"]
    assert reminding.small.ask("kiosk-1", "appointment.cancel", code=code)["ok"]
    rules = reminding.small.config.notices
    assert rules is not None
    first, second = times
    templates = {
        "booked": (rules.booked, first),
        "moved": (rules.moved, second),
        "cancelled": (rules.cancelled, second),
    }
    assert messages(reminding, code) == {
        kind: f"【{rules.signature}】{(one.en if language == 'en' else one.zh).format(time=time, code=code)}"
        for kind, (one, time) in templates.items()
    }
    assert all("{time}" in one.zh and "{time}" in one.en for one, _ in templates.values())


def test_who_left_no_phone_is_told_nothing(reminding: Reminding) -> None:
    code = reminding.book(NOON_TOMORROW, phone=None, person="ab" * 16)
    assert reminding.small.ask("kiosk-1", "appointment.move", code=code, starts_at=NOON_TOMORROW + DAY)["ok"]
    assert reminding.small.ask("kiosk-1", "appointment.cancel", code=code)["ok"]
    assert messages(reminding, code) == {}


@pytest.mark.parametrize(("ahead", "good_for"), [(27 * HOUR, 12 * HOUR), (2 * HOUR, 2 * HOUR), (12 * HOUR, 12 * HOUR)])
def test_a_message_is_good_for_half_a_day_and_no_longer_than_until_the_slot(
    reminding: Reminding, ahead: int, good_for: int
) -> None:
    code = reminding.book(MORNING + ahead)
    (told,) = [one for one in reminding.small.store.sms([SmsState.QUEUED]) if one.ticket == code]
    assert told.expires_at == reminding.small.now + good_for


def test_reminders_begin_with_the_instant_and_end_with_the_slot(reminding: Reminding) -> None:
    code = reminding.book(NOON_TOMORROW)
    state, now = reminding.small.writer.hall.state, NOON_TOMORROW
    for at, due in ((now - DAY - 1, 0), (now - DAY, 1), (now - 1, 1), (now, 0)):
        assert len(list(BookingNotices(reminding.small.config, reminding.small.store).on_time(state, at))) == due
    notices = BookingNotices(reminding.small.config, reminding.small.store)
    assert [len(list(notices.on_time(state, now - DAY + ms))) for ms in (0, MINUTE - 1, MINUTE)] == [1, 0, 1]
    assert len(list(notices.on_time(state, now - DAY))) == 1, "a clock that was put back is looked at anew"
    state.bookings.get(code).changed_at = now - DAY
    assert list(BookingNotices(reminding.small.config, reminding.small.store).on_time(state, now - DAY)) == []


def test_a_hall_without_messages_says_nothing(reminding: Reminding) -> None:
    reminding.book(NOON_TOMORROW)
    quiet = BookingNotices(replace(reminding.small.config, notices=None), reminding.small.store)
    state = reminding.small.writer.hall.state
    assert list(quiet.on_time(state, NOON_TOMORROW - DAY)) == []
    assert [one for event in reminding.small.events for one in quiet.on_event(state, 1, event, MORNING)] == []
