"""找人帮忙 in a running hall: a real machine calls, a real pad goes, and nothing that dies leaves anybody waiting."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML

from bench.mosquitto import Mosquitto
from domain.flow import DOUBLE_TAP_MS
from domain.number_machine.calling import Calling, CallPhase
from domain.number_machine.inputs import HelpTouched, HelpUnwanted, HelpWanted, SomewhereTouched
from domain.pad import help_calls
from domain.pad.help_calls import HelpEnded, HelpGoing
from program.clock import monotonic_ms
from tests.ground.running_terminals import Terminals

HELPED = """
[help]
answer_seconds = 20

[[help.helpers]]
id = "lin"
phone = "13800138000"
"""


@pytest.fixture
def helped(hall: HallProcess, asker: Asker) -> HallProcess:
    """A hall with a list of helpers, whose first window is open."""
    hall.stop()
    (hall.folder / "hall.toml").write_text(TOML + HELPED, encoding="utf-8")
    hall.options = ["--sms", "file", "--sms-dir", str(hall.folder)]
    hall.start()
    assert asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})["ok"]
    return hall


@pytest.fixture
def terminals(broker: Mosquitto, helped: HallProcess, tmp_path: Path) -> Iterator[Terminals]:
    made = Terminals(tmp_path / "terminals", broker)
    made.until(lambda: made.all_online)
    yield made
    made.stop()


def calling(terminals: Terminals) -> Calling:
    return terminals.kiosk_state.calling


def calls(terminals: Terminals) -> None:
    terminals.touch(SomewhereTouched(), HelpTouched(), HelpWanted())
    terminals.until(lambda: calling(terminals).phase is CallPhase.CALLED)


def waiting(terminals: Terminals) -> tuple[str, ...]:
    return tuple(one.call for one in help_calls.waiting(terminals.clerk_state.known))


def told_by(terminals: Terminals) -> int:
    """The version of what the pad knows of open calls."""
    known = terminals.clerk_state.known.help
    return known.version if known is not None else 0


def clerk_touches(terminals: Terminals, touch: object) -> None:
    """Somebody who looks first."""
    terminals.until(lambda: monotonic_ms() - (terminals.clerk_state.settled_ms or 0) > DOUBLE_TAP_MS)
    terminals.clerk.runner.post(touch)
    terminals.until(lambda: terminals.clerk_state.pending is None)


def open_calls(asker: Asker) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asker.retained(asker.topics.help)["calls"]
    return found


def test_from_the_machine_to_the_pad_and_back(terminals: Terminals, helped: HallProcess, asker: Asker) -> None:
    calls(terminals)
    terminals.until(lambda: waiting(terminals))
    (call,) = waiting(terminals)
    assert calling(terminals).call is not None
    assert calling(terminals).call.call == call  # type: ignore[union-attr]
    phones = helped.folder / "phones.jsonl"
    asker.wait(lambda: phones.exists() and phones.read_text(encoding="utf-8").endswith("\n"))
    told = [json.loads(line) for line in phones.read_text(encoding="utf-8").splitlines()]
    assert [(one["phone"], one["text"]) for one in told] == [("13800138000", "【测试大厅】kiosk-1有人需要帮助。")]

    clerk_touches(terminals, HelpGoing(call))
    terminals.until(lambda: calling(terminals).taken)
    assert calling(terminals).call.window_number == "1"  # type: ignore[union-attr]
    terminals.until(lambda: help_calls.gone_to(terminals.clerk_state.known) is not None)
    clerk_touches(terminals, HelpEnded(call))
    terminals.until(lambda: calling(terminals).phase is CallPhase.DONE)
    asker.wait(lambda: open_calls(asker) == [])

    helped.stop()
    kept = b"".join(path.read_bytes() for path in helped.data.rglob("*") if path.is_file())
    assert b"help.called" in kept
    assert b"13800138000" not in kept, "a helper's phone stands in hall.toml alone"


def test_a_call_lives_through_the_death_of_the_hall(terminals: Terminals, helped: HallProcess) -> None:
    calls(terminals)
    terminals.until(lambda: waiting(terminals))
    before, version = waiting(terminals), told_by(terminals)
    helped.kill()
    helped.start()
    terminals.until(lambda: terminals.all_online and told_by(terminals) > version)
    assert (calling(terminals).phase, waiting(terminals)) == (CallPhase.CALLED, before)
    clerk_touches(terminals, HelpGoing(before[0]))
    terminals.until(lambda: calling(terminals).taken)
    terminals.touch(HelpUnwanted())
    terminals.until(lambda: not help_calls.is_shown(terminals.clerk_state.known))


def test_whoever_leaves_while_the_wire_is_cut_is_waited_for_by_nobody(
    terminals: Terminals, broker: Mosquitto, asker: Asker
) -> None:
    calls(terminals)
    asker.wait(lambda: open_calls(asker))
    broker.kill()
    terminals.until(lambda: not terminals.kiosk_state.online)
    terminals.touch(HelpUnwanted())
    broker.start()
    terminals.until(lambda: terminals.all_online and not help_calls.is_shown(terminals.clerk_state.known))
    terminals.until(lambda: open_calls(asker) == [])


def test_a_machine_that_is_switched_off_calls_nobody(terminals: Terminals, asker: Asker) -> None:
    calls(terminals)
    asker.wait(lambda: open_calls(asker))
    terminals.machine.stop()
    asker.wait(lambda: open_calls(asker) == [])


def test_a_call_that_a_machine_knows_nothing_of_is_withdrawn_by_it(terminals: Terminals, asker: Asker) -> None:
    """It was killed after it had called, and started again before anybody missed it."""
    made = asker.ask("kiosk-1", "help.call")
    assert made["ok"], made
    assert asker.ask("kiosk-1", "help.call")["error"]["data"]["call"] == made["data"]["call"]
    asker.wait(lambda: asker.heard[asker.topics.help])
    terminals.until(lambda: open_calls(asker) == [])
    assert asker.ask("screen-1", "help.call")["error"]["code"] == "device.not_allowed"
    assert asker.ask("pad-1", "help.take", {"call": "x", "window": "w2"})["error"]["code"] == "device.not_allowed"
