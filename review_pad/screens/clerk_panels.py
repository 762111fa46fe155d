"""What lies over the right part of the clerk's screen: a list to choose from, or the pause."""

from __future__ import annotations

from typing import Any

from domain.pad import changing, sign_in
from domain.pad.cases import CaseTouched
from domain.pad.clerk_actions import CloseTouched, TargetTouched, TicketTouched, UsualTouched, targets
from domain.pad.clerk_panels import (
    ClerkTouched,
    ContactTouched,
    PanelLeft,
    QueueTouched,
    ReasonTouched,
    UntilTouched,
    contact,
    prefixes,
)
from domain.pad.clerk_state import PAUSE_MINUTES, ClerkPanel, ClerkState, Phase, clerks, phase
from domain.pad.known import PAUSE_REASONS, queue_name, queue_view
from domain.staff.ways import ProofWay
from domain.views.ticket import TicketView
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.paged_chips import PagedChips, Pager
from kiosk.widgets.panel import ColumnBox, RowBox
from kiosk.widgets.paragraph import Paragraph, block_height, font
from program.speech import Speaker
from review_pad.screens.case_words import case_line
from review_pad.screens.clerk_words import class_mark, since
from review_pad.screens.labels import window_label

WITH_ICON = 2.2
"""Font sizes for an icon and the air around it."""


def top_line(title: Paragraph, *buttons: TextButton) -> None:
    """Size the first line of a panel: what it asks, and buttons as wide as their words.

    In elder mode the words stand without their icons. A button without words takes no room.
    """
    m = title.m
    style = "small" if m.elder else "body"
    title.style = "body" if m.elder else "button"
    for button in buttons:
        button.style = style
        words = font(bold=False).width(button.text.strip()) * getattr(m, style)
        air = m.s(8) if m.elder else round(m.body * WITH_ICON)
        button.width = max(m.target, round(words) + air) if button.opacity and button.text.strip() else 0


Choice = tuple[str, object, bool]
"""A choice: its words, the intent that it reports, and whether it is chosen."""


class ClerkChoices(ColumnBox):
    """A list to choose from with a touch or a digit: held tickets, targets, reasons for a pause, clerks, queues.

    `on_intent(intent)`; `digit(n)` chooses the n-th of the list, as a key does.
    """

    __events__ = ("on_intent",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(gap_step=8, **kwargs)
        self._choices: list[Choice] = []
        self._title = Paragraph(bold=True)
        self._leave = TextButton(style="body", icon="arrow-left", size_hint_x=None, size_hint_y=1)
        self._leave.fbind("on_press", lambda *_a: self.dispatch("on_intent", PanelLeft()))
        self._top = RowBox(gap_step=4, size_hint_y=None)
        self._list = PagedChips(columns=2)
        self._list.fbind("on_choose", self._chosen)
        self._more = Pager(size_hint_x=None, size_hint_y=1)
        self._more.fbind("on_press", lambda *_a: self._list.turn())
        self._list.fbind("pages", self._more.setter("pages"))
        self._more.fbind("opacity", self.dress_soon)
        self._other: object = CloseTouched()
        self._close = TextButton(style="body", size_hint_x=None, size_hint_y=1)
        self._close.fbind("on_press", lambda *_a: self.dispatch("on_intent", self._other))
        for part in (self._title, self._more, self._close, self._leave):
            self._top.add_widget(part)
        self._note = Paragraph(size_hint_y=None, tone="second")
        self._contact = TextButton(style="body", icon="phone", size_hint_x=None, size_hint_y=1)
        self._contact.fbind("on_press", lambda *_a: self.dispatch("on_intent", ContactTouched()))
        self._top.add_widget(self._contact, index=2)
        self._second = PagedChips(columns=4, size_hint_y=None)
        self._second.fbind("on_choose", lambda _w, key: self.dispatch("on_intent", UntilTouched(int(key))))
        for part in (self._top, self._list, self._note, self._second):
            self.add_widget(part)

    def on_intent(self, intent: object) -> None:
        """Something was touched."""

    def _chosen(self, _list: PagedChips, key: str) -> None:
        self.digit(int(key) + 1)

    def digit(self, number: int) -> None:
        if 0 < number <= len(self._choices):
            self.dispatch("on_intent", self._choices[number - 1][1])

    def dress(self) -> None:
        super().dress()
        m = self.m
        self._top.height = m.target
        top_line(self._title, self._leave, self._more, self._close, self._contact)
        self._second.height = m.target if self._second.opacity else 0
        needed = block_height(self._note.text, self.width, m.floor("body"))
        self._note.height = max(needed, round(m.body * 1.5)) if self._note.text else 0

    def show(self, state: ClerkState) -> None:
        pausing = state.panel is ClerkPanel.PAUSE
        self._title.text, self._choices = _title(self.say, state), choices(self.say, state)
        self._leave.text = self.say("返回 Esc")
        self._leave.opacity, self._leave.usable = (0, False) if phase(state) is Phase.CLOSED else (1, True)
        wide = state.panel in {ClerkPanel.PAUSE, ClerkPanel.CLERKS}
        self._list.columns = 5 if pausing else 3 if wide else 2
        self._more.word = self.say("更多")
        self._list.show(
            [(str(at), f"{at + 1}  {word}", chosen) for at, (word, _intent, chosen) in enumerate(self._choices)],
            (state.panel, state.draft.matters),
        )
        self._note.text = _notice(self.say, state) if pausing else ""
        self._contact.text, self._contact.usable = self.say("改电话") if pausing else "", pausing
        self._contact.opacity = 1 if pausing else 0
        self._second.opacity = 1 if pausing else 0
        self._second.show(_untils(self.say, state) if pausing else [])
        self._show_other(state)
        self.dress_soon()

    def _show_other(self, state: ClerkState) -> None:
        """The button beside 返回: what else the open panel offers."""
        usable, icon = True, ""
        match state.panel:
            case ClerkPanel.PAUSE:
                icon, text, self._other = "door-exit", self.say("下班关窗"), CloseTouched()
            case ClerkPanel.QUEUES:
                icon, text, self._other = "history", self.say("恢复默认"), UsualTouched()
                usable = bool(state.known.window and state.known.window.tidal)
            case ClerkPanel.CHANGE if state.draft.matters:
                icon, text, self._other = "heart", self.say("改类别"), changing.MattersTouched()
            case ClerkPanel.CHANGE:
                icon, text, self._other = "clipboard-list", self.say("改事项"), changing.MattersTouched()
            case _:
                text, usable = "", False
        self._close.icon, self._close.text, self._close.usable = icon, text, usable
        self._close.opacity = 1 if text else 0


def _who(say: Speaker, shown: tuple[ProofWay, ...]) -> str:
    if shown == (ProofWay.CARD,):
        return say("请刷工作卡开窗")
    return say("今天是谁？也可以刷工作卡") if ProofWay.CARD in shown else say("今天是谁？")


def _title(say: Speaker, state: ClerkState) -> str:
    if state.panel is ClerkPanel.CHANGE:  # beside three buttons there is no room for more in any mode
        return state.draft.changed.number if state.draft.changed else ""
    return {
        ClerkPanel.HELD: say("点一下续办"),
        ClerkPanel.NO_SHOW: say("点一下恢复"),
        ClerkPanel.TRANSFER: say("转到哪里？"),
        ClerkPanel.PAUSE: say("为什么暂停？"),
        ClerkPanel.CLERKS: _who(say, sign_in.ways(state)),
        ClerkPanel.QUEUES: say("现在办哪些？"),
        ClerkPanel.CASES: say("点一下看内容"),
    }.get(state.panel, "")


def _notice(say: Speaker, state: ClerkState) -> str:
    """The notice that people at the window will read."""
    phone = say("电话 {phone}", phone=contact(state)) if contact(state) else ""
    return " ".join(part for part in (say(PAUSE_REASONS[state.draft.reason].text), phone) if part)


def choices(say: Speaker, state: ClerkState) -> list[Choice]:
    """The list of the open panel, in its order."""
    window, catalogue = state.known.window, state.known.catalogue
    if window is None:
        return []
    match state.panel:
        case ClerkPanel.HELD:
            return [_row(say, state, ticket, ticket.held_at) for ticket in window.held]
        case ClerkPanel.NO_SHOW:
            return [_row(say, state, ticket, ticket.called_at) for ticket in window.no_show]
        case ClerkPanel.TRANSFER:
            return [
                (_target(say, state, kind, name), TargetTouched(kind, name), False) for kind, name in targets(state)
            ]
        case ClerkPanel.PAUSE:
            return [
                (say(reason.short), ReasonTouched(at), at == state.draft.reason)
                for at, reason in enumerate(PAUSE_REASONS)
            ]
        case ClerkPanel.QUEUES:
            return [
                (_queue(say, state, card.id), QueueTouched(card.id), card.id in state.draft.queues)
                for card in prefixes(state)
            ]
        case ClerkPanel.CASES:
            return [(case_line(say, state, one.kind, one.at), CaseTouched(one.case), False) for one in window.cases]
        case ClerkPanel.CHANGE:
            return _matters(say, state) if state.draft.matters else _classes(say, state)
        case ClerkPanel.CLERKS if catalogue is not None and sign_in.may_be_named(state):
            own = [card for name in clerks(state) for card in catalogue.clerks if card.id == name]
            return [
                (f"{say(card.name)} {card.number}", ClerkTouched(card.id), card.id == state.draft.clerk) for card in own
            ]
    return []


def _classes(say: Speaker, state: ClerkState) -> list[Choice]:
    """The priority classes, and none."""
    cards = state.known.catalogue.priorities if state.known.catalogue else ()
    words = [("", say("普通")), *((card.id, say(card.name)) for card in cards)]
    return [(word, changing.ClassTouched(name), name == state.draft.priority) for name, word in words]


def _matters(say: Speaker, state: ClerkState) -> list[Choice]:
    return [
        (say(card.name), changing.MatterTouched(card.id), card.id in state.draft.items)
        for card in changing.matters(state)
    ]


def _row(say: Speaker, state: ClerkState, ticket: TicketView, at: int | None) -> Choice:
    mark = class_mark(say, state.known, ticket)
    parts = [ticket.number, mark, since(say, state, at)]
    return " ".join(part for part in parts if part), TicketTouched(ticket.ticket), False


def _queue(say: Speaker, state: ClerkState, queue: str) -> str:
    """The queue's name, and how many people wait in it."""
    view = queue_view(state.known, queue)
    name = say(queue_name(state.known, queue))
    return say("{queue}  {n} 人", queue=name, n=view.waiting) if view else name


def _target(say: Speaker, state: ClerkState, kind: str, name: str) -> str:
    if kind == "queue":
        return say(queue_name(state.known, name))
    windows = state.known.catalogue.windows if state.known.catalogue else ()
    card = next((window for window in windows if window.id == name), None)
    return f"{window_label(say, state.known, card.number)} {say(card.name)}" if card else name


def _untils(say: Speaker, state: ClerkState) -> list[tuple[str, str, bool]]:
    words = [say("{n} 分钟", n=span) if span else say("不确定") for span in PAUSE_MINUTES]
    return [(str(at), word, at == state.draft.until) for at, word in enumerate(words)]
