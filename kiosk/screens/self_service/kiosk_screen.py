"""The base of all screens of the self-service kiosk: head, foot, the band while the hall is away, 您还在吗."""

from __future__ import annotations

from collections.abc import Callable

from domain.flow import BackTouched, ContinueTouched
from domain.number_machine.inputs import HelpTouched
from domain.self_service.inputs import GoHome, SwitchPerson
from domain.self_service.state import SelfService
from domain.views.business_names import BusinessName
from kiosk.screens.help.words import called_words
from kiosk.screens.self_service.assist_words import assist_words
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.practice_words import practice_words
from kiosk.widgets.question import StillThere
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.theme import Metrics
from program.doubt_words import doubt_words
from program.speech import Speaker
from program.wait_words import hour
from program.words.card_words import card_words

FOOT = ("back", "home", "switch", "language", "elder", "contrast", "low", "help")
FEET = {"back": BackTouched(), "home": GoHome(), "switch": SwitchPerson(), "help": HelpTouched()}

LEADS_AWAY = frozenset({"back", "home", "help"})
"""The buttons of the foot after which the same person comes back, or is asked first."""


class KioskScreen(TerminalScreen):
    """Subclasses show their own content in `fill`. Their kv has a `ScreenPage` with the id `page`."""

    feet: tuple[str, ...] = FOOT

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self._still = StillThere(size_hint=(1, 1))
        self._still.fbind("on_go_on", lambda *_a: self.touch(ContinueTouched()))
        self.add_widget(self._still)
        self.ids.page.foot = list(self.feet)
        self.ids.page.fbind("on_choose", lambda _page, item: self.foot(item))

    def render(self, moment: KioskNow) -> None:
        machine, page = moment.state.machine, self.ids.page
        page.hall = self.say(machine.catalogue.name) if machine.catalogue else ""
        page.clock = hour(moment.hall_ms, moment.zone)
        page.warning = (
            practice_words(self.say, moment.practice_minutes)
            or lying(self.say, moment.state)
            or assist_words(self.say, moment.state)
            or away(self.say, moment.state)
        )
        self._still.seconds = moment.state.count if moment.state.asking else 0
        self.fill(moment)

    def keep(self) -> bool:
        """Hand over what exists in widgets alone, such as letters that are no word yet, because the page may be left
        now and 返回 loses nothing. Returns whether there was anything."""
        return False

    def fill(self, moment: KioskNow) -> None:
        """Show the screen's own content."""

    def foot(self, item: str) -> None:
        if item in FEET:
            if item in LEADS_AWAY:
                self.keep()
            self.touch(FEET[item])
        else:
            super().foot(item)

    def on(self, widget: str, intent: Callable[[], object]) -> None:
        """Let the button with this id report `intent()`."""
        self.ids[widget].fbind("on_press", lambda *_a: self.touch(intent()))


def lying(say: Speaker, state: SelfService) -> str:
    """The words of the band about a card on the reader."""
    machine = state.machine
    known = state.session.who.carded or machine.visit.carded
    return card_words(say, lies=machine.card_lies, reading=machine.visit.reading, known=known)


def away(say: Speaker, state: SelfService) -> str:
    """The words of the band: what does not work now. Empty if everything works and no help was called."""
    machine = state.machine
    if machine.doubt:
        return doubt_words(say, machine.doubt)
    if not machine.online:
        return say("网络暂时不通，指南和地图照常可看。急事请到咨询台。")
    if not machine.disk_works:
        return say("本机存储有故障，请告诉工作人员。")
    top = state.top
    return "" if top is not None and top.name is BusinessName.HELP else called_words(say, machine)
