"""Which text messages are due about calls for help: the next helper on the hall's list is told where, not who it is
for.

The helpers' phones are in hall.toml; they are neither in the store nor in the log.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.config import HallConfig
from domain.decide.help_calls.calls import help_view
from domain.events import Event
from domain.help.events import HelpCalled, HelpPassedOn
from domain.state.state import State
from hall.disk.store import Sms
from hall.sms.text import TextValues, fill

SUBJECT = "help-"
"""The start of these messages' subjects; the helper's id follows."""


def helpers_phone(config: HallConfig, subject: str) -> str | None:
    """The phone of the helper to whom a message with this subject goes."""
    if not subject.startswith(SUBJECT):
        return None
    found = (one.phone for one in config.help.helpers if one.id == subject.removeprefix(SUBJECT))
    return next(found, None)


def help_messages(config: HallConfig, state: State, event: Event, now: int) -> Iterator[Sms]:
    """The message, if `event` asks a helper. It expires when the next helper is asked."""
    rules = config.notices
    if rules is None or not isinstance(event, HelpCalled | HelpPassedOn) or not event.helper:
        return
    one = state.help.get(event.call)
    if one is not None:
        text = fill(rules.help.zh, rules.signature, TextValues(place=help_view(state, one).place.zh))
        until = now + config.help.answer_seconds * 1000
        yield Sms(f"{event.call}/{SUBJECT}{event.helper}", now, until, f"{SUBJECT}{event.helper}", text)
