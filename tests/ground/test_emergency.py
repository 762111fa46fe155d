"""The emergency notice: who may show it, what becomes of it, and that every terminal of a hall shows it at once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from quiet_hall import DAY, MINUTE, QuietHall

from bench.mosquitto import Mosquitto
from domain.emergency.views import Emergency
from domain.events import EmergencyChanged, StaffActed
from domain.number_machine.inputs import DigitTouched, QueueChosen, SomewhereTouched, WayChosen
from domain.views.catalogue import TicketWay
from kiosk.mqtt.shell.emergency import emergency_main
from tests.ground.running_terminals import Terminals
from tests.ground.staff_hall import PIN, STAFF_TOML, write_list

LEAVE = "请从东门离开"
LEAVE_EN = "Please leave by the east door"


@pytest.fixture
def small(tmp_path: Path) -> QuietHall:
    return QuietHall(tmp_path)


def shown(small: QuietHall) -> Emergency | None:
    return small.writer.hall.state.emergency


def changes(small: QuietHall) -> list[EmergencyChanged]:
    return [event for event in small.events if isinstance(event, EmergencyChanged)]


# ---- what it is


def test_it_is_shown_replaced_and_taken_back_and_each_change_is_recorded_once(small: QuietHall) -> None:
    for words in ({"text": LEAVE}, {"text": LEAVE}, {"text": LEAVE, "text_en": LEAVE_EN}):
        assert small.ask("desk-1", "hall.emergency", on=True, **words)["ok"]
    assert shown(small) == Emergency(text=LEAVE, text_en=LEAVE_EN, since=small.now)
    for _ in range(2):
        assert small.ask("desk-1", "hall.emergency", on=False)["ok"]
    assert shown(small) is None
    assert [event.text_en for event in changes(small)] == ["", LEAVE_EN, ""]
    assert [event.text for event in changes(small)] == [LEAVE, LEAVE, ""]


@pytest.mark.parametrize(
    "words",
    [{}, {"text": " \n"}, {"text": "走" * 61}, {"text": LEAVE, "text_en": "x" * 121}],
    ids=["nothing", "blanks", "long", "long English"],
)
def test_a_text_that_no_screen_can_show_is_refused_and_what_was_shown_stays(
    small: QuietHall, words: dict[str, str]
) -> None:
    small.ask("desk-1", "hall.emergency", on=True, text=LEAVE)
    assert small.ask("desk-1", "hall.emergency", on=True, **words)["error"]["code"] == "emergency.text"
    assert shown(small) is not None


def test_a_text_is_shown_as_one_line_without_signs_that_nobody_sees(small: QuietHall) -> None:
    small.ask("desk-1", "hall.emergency", on=True, text=" 请从东门\n离开\u202e ")
    assert shown(small) == Emergency(text="请从东门 离开", since=small.now)


@pytest.mark.parametrize("device", ["kiosk-1", "pad-1", "page-1"])
def test_nobody_but_the_supervisor_shows_it(small: QuietHall, device: str) -> None:
    assert small.ask(device, "hall.emergency", on=True, text=LEAVE)["error"]["code"] == "device.not_allowed"
    assert shown(small) is None


@pytest.mark.parametrize("whole", [True, False], ids=["with the whole state", "from the log alone"])
def test_it_outlives_a_power_cut_and_the_night(small: QuietHall, *, whole: bool) -> None:
    small.ask("desk-1", "hall.emergency", on=True, text=LEAVE)
    if whole:
        small.writer.snapshot()
    small.restart()
    assert shown(small) == Emergency(text=LEAVE, since=small.now)
    since = small.now
    small.now += DAY
    small.tick()
    small.restart()
    assert shown(small) == Emergency(text=LEAVE, since=since)
    assert small.ask("desk-1", "hall.snapshot")["data"]["emergency"]["text"] == LEAVE


def test_its_time_is_corrected_with_the_halls(small: QuietHall) -> None:
    small.tick()
    small.now += MINUTE
    small.ask("desk-1", "hall.emergency", on=True, text=LEAVE)
    since = small.now
    assert small.ask("desk-1", "hall.set_day", day="2026-11-19")["ok"]
    assert shown(small) == Emergency(text=LEAVE, since=since - DAY)


# ---- who says it


def test_where_people_prove_who_they_are_it_is_the_supervisors_and_stands_under_their_name(tmp_path: Path) -> None:
    write_list(tmp_path)
    small = QuietHall(tmp_path, STAFF_TOML)
    ask = small.ask("desk-1", "hall.emergency", on=True, text=LEAVE)
    assert ask["error"]["code"] == "staff.not_signed_in"
    small.ask("desk-1", "staff.sign_in", staff="c1", pin=PIN["c1"])
    small.ask("desk-1", "staff.sign_in", staff="boss", pin=PIN["boss"])
    small.writer._staff.follow(small.events)
    for person, code in (("c1", "staff.not_allowed"), ("boss", "")):
        (answer,) = small.handle(small.request("desk-1", "hall.emergency", by=person, on=True, text=LEAVE))
        assert answer.get("error", {}).get("code", "") == code
    acted = [event for event in small.events if isinstance(event, StaffActed)]
    assert [(event.by, event.type) for event in acted] == [("boss", "hall.emergency")]


# ---- on the wire


class Notices:
    """What each terminal was told last, by name."""

    def __init__(self, terminals: Terminals) -> None:
        self.told: dict[str, list[Emergency | None]] = {}
        parts: dict[str, Any] = {
            "machine": terminals.machine,
            "clerk": terminals.clerk,
            "citizen": terminals.citizen,
            "screen": terminals.screen,
        }
        for name, part in parts.items():
            part.tell_emergency(self.told.setdefault(name, []).append)

    def all_say(self, text: str | None) -> bool:
        last = [heard[-1] for heard in self.told.values() if heard]
        return len(last) == len(self.told) and all((one.text if one else None) == text for one in last)


def test_every_terminal_shows_it_also_one_that_starts_later_and_while_the_hall_is_away(
    hall: HallProcess, asker: Asker, broker: Mosquitto, tmp_path: Path
) -> None:
    terminals = Terminals(tmp_path, broker)
    try:
        notices = Notices(terminals)
        terminals.until(lambda: terminals.all_online)
        terminals.touch(SomewhereTouched(), QueueChosen("social"), WayChosen(TicketWay.PHONE))
        terminals.touch(*map(DigitTouched, "1380"))
        assert asker.ask("desk-1", "hall.emergency", {"on": True, "text": LEAVE, "text_en": LEAVE_EN})["ok"]
        terminals.until(lambda: notices.all_say(LEAVE))
        assert asker.ask("desk-1", "hall.emergency", {"on": False})["ok"]
        terminals.until(lambda: notices.all_say(None))
        assert terminals.kiosk_state.visit.phone == "1380", "what was typed is there still"
        assert asker.ask("desk-1", "hall.emergency", {"on": True, "text": LEAVE, "text_en": LEAVE_EN})["ok"]
        terminals.until(lambda: notices.all_say(LEAVE))
        hall.kill()
    finally:
        terminals.stop()
    late = Terminals(tmp_path / "late", broker)
    try:
        notices = Notices(late)
        late.until(lambda: notices.all_say(LEAVE))
        hall.start()
        assert asker.ask("desk-1", "hall.snapshot")["data"]["emergency"]["text_en"] == LEAVE_EN
        assert asker.ask("desk-1", "hall.emergency", {"on": False})["ok"]
        late.until(lambda: notices.all_say(None))
    finally:
        late.stop()


# ---- from a shell


def desk_words(broker: Mosquitto) -> list[str]:
    return ["--hall", "test-hall", "--device", "desk-1", "--broker", f"127.0.0.1:{broker.port}"]


def test_a_supervisor_shows_it_and_takes_it_back_from_a_shell(
    broker: Mosquitto, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.toml").write_text(STAFF_TOML, encoding="utf-8")
    write_list(folder)
    hall = HallProcess(folder, broker.port)
    hall.start()
    desk = Asker(broker.port, "test-hall")
    try:
        assert emergency_main([LEAVE, *desk_words(broker)]) == 1
        assert "--by" in capsys.readouterr().err
        assert emergency_main([LEAVE, "--by", "boss", *desk_words(broker)], lambda _person: "000999") == 1
        assert "staff.wrong_pin" in capsys.readouterr().err
        assert desk.retained(desk.topics.emergency).get("emergency") is None
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN['boss']}\n"))
        words = [LEAVE, "--en", LEAVE_EN, "--by", "boss"]
        assert emergency_main([*words, *desk_words(broker)]) == 0
        shown = desk.wait(lambda: desk.retained(desk.topics.emergency).get("emergency"))
        assert (shown["text"], shown["text_en"]) == (LEAVE, LEAVE_EN)
        assert emergency_main(["--off", "--by", "boss", *desk_words(broker)], PIN.__getitem__) == 0
        desk.wait(lambda: desk.retained(desk.topics.emergency).get("emergency") is None)
    finally:
        desk.close()
        hall.kill()


@pytest.mark.parametrize("words", [[], [LEAVE, "--off"]])
def test_a_text_or_off_is_said(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        emergency_main([*words, "--hall", "h", "--device", "d"])
    assert ended.value.code == 2
