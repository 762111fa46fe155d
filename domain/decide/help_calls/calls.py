"""A call for help from beginning to end: what each request and the passing of time make of it.

Every pad shows every call. Beside that the hall has a list of helpers: the first of them gets a message at once, the
next one when nobody has taken the call in time, and after the last there is an alarm. Who has taken it is not hurried.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict

from domain.commands import CallHelp, FinishHelp, TakeHelp, WithdrawHelp
from domain.config import Role, Text
from domain.device_words import LANGUAGES
from domain.events import Event
from domain.health.alarm_codes import alarm
from domain.health.alarms import HELP_UNANSWERED
from domain.help.events import HelpCalled, HelpEnd, HelpFinished, HelpPassedOn, HelpTaken, HelpWithdrawn
from domain.help.views import HelpCallView
from domain.refusal import Code, Context, Decision, Refusal, forbidden, no
from domain.state.help.calls import HelpNow
from domain.state.state import State, WindowNow
from domain.views.public import QueueStatus

ID_DIGITS = 16
_GIVES = frozenset({QueueStatus.OPEN, QueueStatus.EARLY})


def call_help(state: State, asked: CallHelp, context: Context) -> Decision:
    """One call a machine: a second touch, or a request that comes twice, calls nobody twice."""
    if asked.language not in LANGUAGES:
        return no(Code.REQUEST_INVALID, f"language is one of {', '.join(LANGUAGES)}")
    under_way = state.help.of(context.device)
    if under_way is not None:
        return Refusal(Code.HELP_UNDER_WAY, under_way.call, asdict(help_view(state, under_way)))
    if not somebody_works(state, context.now):
        return no(Code.HELP_CLOSED, "nobody is at work", opens_at=_opens_at(state, context.now))
    return [
        HelpCalled(
            at=context.now,
            call=context.token[:ID_DIGITS],
            device=context.device,
            language=asked.language,
            helper=_next_helper(state, ()),
        )
    ]


def withdraw_help(state: State, asked: WithdrawHelp, context: Context) -> Decision:
    """A machine withdraws its own call alone."""
    one = state.help.get(asked.call)
    if one is None:
        return []
    if one.device != context.device:
        return forbidden(f"{context.device} withdraws a call of {one.device}")
    return [*_answered(state, one, context.now), _withdrawn(one, HelpEnd.LEFT, context.now)]


def take_help(state: State, asked: TakeHelp, context: Context) -> Decision:
    """Whoever says so first goes."""
    one = state.help.get(asked.call)
    if one is None:
        return no(Code.HELP_OVER, "nobody is needed there any more")
    window = _window(state, asked.window)
    if isinstance(window, Refusal):
        return window
    name = window.config.id if window is not None else ""
    if one.taken_at is not None:
        return [] if one.window == name else no(Code.HELP_TAKEN, "somebody else goes there")
    clerk = window.clerk or "" if window is not None else context.by
    taken = HelpTaken(at=context.now, call=one.call, device=context.device, from_window=name, clerk=clerk)
    return [taken, *_answered(state, one, context.now)]


def finish_help(state: State, asked: FinishHelp, context: Context) -> Decision:
    """Any pad may say so, for whoever stood nearest may have helped; a machine of its own call alone."""
    one = state.help.get(asked.call)
    if one is None:
        return []
    device = state.device(context.device)
    machine = device is not None and device.role is Role.KIOSK
    if machine and one.device != context.device:
        return forbidden(f"{context.device} ends a call of {one.device}")
    window = _window(state, None if machine else asked.window)
    if isinstance(window, Refusal):
        return window
    name, clerk = (window.config.id, window.clerk or "") if window is not None else ("", context.by)
    done = HelpFinished(at=context.now, call=one.call, device=context.device, from_window=name, clerk=clerk)
    return [*_answered(state, one, context.now), done]


def help_due(state: State, now: int) -> Iterator[Event]:
    """What time brings: the next helper, or the alarm. A call of a machine that hall.toml has no longer is over.

    A correction of the hall's time may bring the next step sooner, and keeps it away for as long again at most.
    """
    wait_ms = state.config.help.answer_seconds * 1000
    for one in state.help:
        if one.device not in state.devices:
            yield from (*_answered(state, one, now), _withdrawn(one, HelpEnd.UNKNOWN, now))
        elif one.taken_at is None and not one.unanswered and abs(now - one.asked_at) >= wait_ms:
            helper = _next_helper(state, one.asked)
            yield HelpPassedOn(at=now, call=one.call, device=one.device, helper=helper)
            if not helper:
                yield alarm(now, one.device, HELP_UNANSWERED, "nobody has taken the call for help")


def help_gone(state: State, silent: Collection[str], now: int) -> Iterator[Event]:
    """The calls of machines that are off or out of reach: nobody stands there who could be told anything."""
    for one in state.help:
        if one.device in silent:
            yield from (*_answered(state, one, now), _withdrawn(one, HelpEnd.SILENT, now))


def somebody_works(state: State, now: int) -> bool:
    """Whether somebody of the hall is there: a window has been opened, or it is time for one to be."""
    if any(window.works for window in state.windows.values()):
        return True
    return any(queue.known and queue.hours.at(now).status in _GIVES for queue in state.queues.values())


def help_view(state: State, one: HelpNow) -> HelpCallView:
    """As everyone sees it."""
    device, window = state.device(one.device), state.windows.get(one.window)
    name = device.name if device is not None else None
    return HelpCallView(
        call=one.call,
        device=one.device,
        place=name or Text(zh=one.device, en=one.device),
        language=one.language,
        called_at=one.called_at,
        unanswered=one.unanswered,
        taken_at=one.taken_at,
        window=one.window,
        window_number=window.config.number if window is not None else "",
    )


def _opens_at(state: State, now: int) -> int | None:
    """When the first queue opens again."""
    times = [queue.hours.at(now).opens_at for queue in state.queues.values() if queue.known]
    return min((at for at in times if at is not None and at > now), default=None)


def _next_helper(state: State, asked: Collection[str]) -> str:
    return next((helper.id for helper in state.config.help.helpers if helper.id not in asked), "")


def _window(state: State, name: str | None) -> WindowNow | Refusal | None:
    if name is None:
        return None
    window = state.windows.get(name)
    return window if window is not None and window.known else no(Code.WINDOW_UNKNOWN, f"no window {name!r}")


def _answered(state: State, one: HelpNow, now: int) -> list[Event]:
    """The alarm that nobody came is over."""
    raised = HELP_UNANSWERED in state.faults.of(one.device)
    return [alarm(now, one.device, HELP_UNANSWERED, cleared=True)] if raised else []


def _withdrawn(one: HelpNow, why: HelpEnd, now: int) -> HelpWithdrawn:
    return HelpWithdrawn(at=now, call=one.call, device=one.device, why=why)
