"""An emergency notice in the running hall: from a shell onto every screen, and back to what people had begun."""

from __future__ import annotations

import subprocess
import sys

import httpx

from tests.e2e.citizen import HOME, choose
from tests.e2e.house import House, wait

LEAVE, LEAVE_EN = "请从东门离开大厅", "Please leave by the east door"
SUPERVISOR, PIN = "fang", "2001"
SCREENS = ("kiosk", "self-service", "pad-citizen", "pad-clerk", "screen-hall", "screen-window")


def emergency(house: House, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "xiaochuang.py", "emergency", *words, "--by", SUPERVISOR, "--dir", str(house.folder)],
        input=f"{PIN}\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_every_screen_says_it_and_what_was_typed_is_there_after_it(house: House) -> None:
    assert set(SCREENS) <= set(house.windows), "every program with a window"
    choose(house, "养老和社保")
    house.touch("kiosk", "输入手机号")
    for digit in "1380":
        house.touch("kiosk", digit)
    emergency(house, LEAVE, "--en", LEAVE_EN)
    for screen in SCREENS:
        assert house.see(screen, LEAVE, LEAVE_EN).screen == "EmergencyScreen"
        assert not house.look(screen).targets
    page = house.ready["phone-page"]["url"]
    wait(lambda: LEAVE in httpx.get(page, headers={"Accept-Language": "zh"}).text, "the notice on the phones' page")
    emergency(house, "--off")
    house.see("kiosk", "请输入手机号", "138 0")
    for _ in range(2):
        house.touch("kiosk", "返回")  # and the next one finds the machine at its menu
    house.see("kiosk", HOME)
    for screen in SCREENS[1:]:
        wait(lambda shown=screen: house.look(shown).screen != "EmergencyScreen", f"{screen} as before")  # type: ignore[misc]
    wait(lambda: LEAVE not in httpx.get(page, headers={"Accept-Language": "zh"}).text, "the page without it")
