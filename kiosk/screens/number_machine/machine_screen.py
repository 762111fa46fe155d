"""The base of all screens of the number machine: head, foot, the band while the hall is away, 您还在吗."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.flow import BackTouched, ContinueTouched
from domain.number_machine.inputs import HelpTouched, HomeTouched
from domain.number_machine.state import Machine, Problem
from domain.self_service.inputs import GoHome, SwitchPerson
from domain.views.catalogue import has_own_block
from kiosk.screens.help.words import called_words
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.self_service.practice_words import practice_words
from kiosk.widgets.question import StillThere
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics
from program.doubt_words import doubt_words
from program.speech import Speaker
from program.wait_words import hour
from program.words.card_words import card_words

FEET = {"back": BackTouched(), "home": HomeTouched(), "help": HelpTouched()}


FRAME_FEET = {"home": GoHome(), "switch": SwitchPerson()}
"""What a self-service kiosk, which has more than numbers, adds to the foot."""


class MachineScreen(TerminalScreen):
    """Subclasses show their own content in `fill`. Their kv has a `ScreenPage` with the id `page`."""

    ways_out: tuple[str, ...] = ("back", "home", "switch")  # in the foot, within a self-service kiosk

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self._framed = False
        self._still = StillThere(size_hint=(1, 1))
        self._still.fbind("on_go_on", lambda *_a: self.touch(ContinueTouched()))
        self.add_widget(self._still)
        self.ids.page.fbind("on_choose", lambda _page, item: self.foot(item))

    def render(self, moment: MachineNow) -> None:
        machine, page = moment.state, self.ids.page
        if moment.framed and not self._framed:
            self._framed = True
            page.foot = [*self.ways_out, *(one for one in page.foot if one not in {"", "back", "home"})]
        page.hall = self.say(machine.catalogue.name) if machine.catalogue else ""
        page.clock = hour(moment.hall_ms, moment.zone)
        page.warning = (
            practice_words(self.say, moment.practice)
            or lying(self.say, machine)
            or moment.assisted
            or away(self.say, machine)
        )
        self._still.seconds = machine.count if machine.asking else 0
        self.fill(moment)

    def fill(self, moment: MachineNow) -> None:
        """Show the screen's own content."""

    def foot(self, item: str) -> None:
        if self._framed and item in FRAME_FEET:
            self.touch(FRAME_FEET[item])
        elif item in FEET:
            self.touch(FEET[item])
        else:
            super().foot(item)

    def on(self, widget: str, intent: Callable[[], object]) -> None:
        """Let the button with this id report `intent()`."""
        self.ids[widget].fbind("on_press", lambda *_a: self.touch(intent()))


def lying(say: Speaker, machine: Machine) -> str:
    """The words of the band about a card on the reader: it is forgotten more easily than the paper."""
    visit = machine.visit
    return card_words(say, lies=machine.card_lies, reading=visit.reading, known=visit.carded)


def away(say: Speaker, state: Machine) -> str:
    """The words of the band. Empty if the hall answers, the disk works, no other machine uses this one's name, and no
    help was called."""
    if state.doubt:
        return doubt_words(say, state.doubt)
    if state.online and state.disk_works:
        return "" if state.help else called_words(say, state)
    if state.online:
        return say("本机存储有故障，仍可取号，请告诉工作人员。")
    if not state.disk_works:
        return say("本机存储有故障，请到咨询台取号。")
    if state.problem is not Problem.BLOCK_USED and has_own_block(state.catalogue, state.device):
        return say("网络暂时不通，仍可取号，号码有效。")
    return say("网络暂时不通，请到咨询台取号。")


def put(parent: Any, widget: Any, *, shown: bool, index: int = 0) -> None:
    """Put `widget` into `parent`, `index` places before its end, or take it out."""
    if shown and widget.parent is None:
        parent.add_widget(widget, index=min(index, len(parent.children)))
    elif not shown and widget.parent is not None:
        parent.remove_widget(widget)
