"""您要办什么？ — the queues, each with people ahead and wait; booked people check in; unprinted numbers are offered."""

from __future__ import annotations

from collections.abc import Callable

from domain.number_machine.inputs import CheckInChosen, QueueChosen, ReprintTouched
from domain.number_machine.state import Machine
from domain.views.catalogue import QueueCard
from domain.views.public import QueueStatus
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import MachineScreen, put
from kiosk.screens.number_machine.phrases import no_paper, paused_line, show_at_home, with_large_type
from kiosk.widgets.buttons import Buttons, TextButton
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.theme import Metrics
from program.speech import later
from program.wait_words import day_and_hour, wait_line

__all__ = ["Buttons", "Choices", "HomeScreen", "ScreenPage", "TextButton"]  # the kv file finds them by name

CHECK_IN, OWED = "/check-in", "/owed"  # no queue has such an id


class HomeScreen(MachineScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self._ticket = ""
        self.ids.queues.fbind("on_choose", lambda _choices, key: self._chosen(key))
        self.on("check_in", CheckInChosen)
        self.on("owed", lambda: ReprintTouched(self._ticket))
        self._strip, self._check_in, self._owed = (self.ids[name].__self__ for name in ("strip", "check_in", "owed"))

    def _chosen(self, key: str) -> None:
        special = {CHECK_IN: CheckInChosen(), OWED: ReprintTouched(self._ticket)}
        self.touch(special.get(key) or QueueChosen(key))

    def fill(self, moment: MachineNow) -> None:
        state = moment.state
        page, catalogue = self.ids.page, state.catalogue
        page.title = self.say("您要办什么？") if catalogue else self.say("正在联系大厅")
        page.hint = "" if catalogue else self.say("请稍等，或到咨询台取号。")
        if state.visit.reading:
            page.hint = self.say("正在读卡，请不要移开。")
        elif state.visit.carded:
            name = state.visit.masked_name
            greeting = later("{name}，您好。请选择要办的事。") if name else later("卡已读好，请选择要办的事。")
            page.hint = with_large_type(self.say, self.say(greeting, name=name), old=state.visit.suggested, m=self.m)
        checks_in = catalogue is not None and (state.cards or state.scanner)
        page.hint = page.hint or no_paper(self.say, state)
        words = show_at_home(self.say, state)
        choices = [self._choice(moment, card) for card in catalogue.queues] if catalogue else []
        owed = state.owed[0].given if state.owed and state.can_print else None
        self._ticket = owed.ticket if owed else ""
        again = self.say("补打号票 {number}", number=owed.number) if owed else ""
        crowded = self.m.low or (self.m.elder and not self.m.portrait)
        if owed and crowded:
            choices.append(ChoiceData(key=OWED, title=again, icon="printer"))
        self.ids.queues.show(choices, self._check_in_card(state, words) if checks_in and crowded else None)
        put(self._strip, self._check_in, shown=checks_in and not crowded)
        put(self._strip, self._owed, shown=owed is not None and not crowded)
        self._check_in.text = words
        self._owed.text = again

    def _check_in_card(self, state: Machine, words: str) -> ChoiceData:
        """One more card takes less height than a strip. In elder mode its name is enough: the next screen says how."""
        title = self.say("签到、取件") if state.collects else self.say("预约签到")
        status = "" if self.m.elder else words
        return ChoiceData(key=CHECK_IN, title=title, icon="calendar-event", status=status)

    def left(self) -> None:
        self.ids.page.hint = ""  # so that no name stays in a widget

    def _choice(self, moment: MachineNow, card: QueueCard) -> ChoiceData:
        status = moment.status(card.id)
        return ChoiceData(
            key=card.id,
            title=self.say(card.name),
            icon=card.icon,
            text=self.say(card.examples),
            status=queue_line(moment, card),
            muted=status in NOT_NOW or status is QueueStatus.PAUSED,
        )


NOT_NOW: dict[QueueStatus, str] = {
    QueueStatus.CLOSED: later("现在不取号"),
    QueueStatus.BREAK: later("休息中"),
    QueueStatus.FULL: later("今天的号已取完"),
}


def queue_line(moment: MachineNow, card: QueueCard) -> str:
    """The state of a queue: people ahead and wait, or why it gives no numbers and when it does again."""
    say, state = moment.say, moment.state
    view, status = state.view(card.id), moment.status(card.id)
    if status is QueueStatus.PAUSED:
        return paused_line(moment, card.id)
    words = NOT_NOW.get(status)
    if words is None:
        return wait_line(say, view.waiting, view.wait) if view and state.online else ""
    if view is None or view.opens_at is None:
        return say(words)
    when = day_and_hour(say, view.opens_at, moment.hall_ms, moment.zone)
    return " · ".join([say(words), say("{when} 开始取号", when=when)])
