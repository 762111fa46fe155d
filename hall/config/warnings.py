"""Warnings: what is allowed in a `hall.toml` but deserves a second look before a hall opens with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

from domain.calendar.statutory import ANNOUNCED_BY
from domain.config import HallConfig, Role
from domain.decide.numbers import is_block_of
from domain.normal_form import normal
from hall.config.numbers import runs
from program.mistakes.form import Found

CALLING = frozenset({Role.PAD, Role.PAD_CLERK})
"""The roles whose devices a clerk calls with."""

REVIEWING = frozenset({Role.PAD, Role.PAD_CITIZEN})
"""The roles whose devices send the citizen's own touch."""


def warnings(config: HallConfig, today: date | None = None) -> Iterator[Found]:
    """All warnings, each as `(key path, reason, None)`. `today`: None leaves out warnings about what is due."""
    yield from _prefixes(config)
    yield from _names(config)
    yield from _machines(config)
    yield from _windows(config)
    yield from _reviews(config)
    yield from _messages(config)
    if not config.calendars:
        for place, queue in enumerate(config.queues):
            if queue.booking is not None:
                yield f"queues[{place}].booking", "has no slots: the hall has no calendar to cut them from", None
    if today is not None:
        yield from _due(config, today)


def _machines(config: HallConfig) -> Iterator[Found]:
    """Machines without blocks: while the hall service or the network is away, a hall depends on offline numbers."""
    kiosks = [(place, device) for place, device in enumerate(config.devices) if device.role is Role.KIOSK]
    if not kiosks:
        yield "devices", "has no kiosk: nobody can take a number but at the desk", None
    for place, device in kiosks:
        own = [queue for queue in config.queues if any(is_block_of(block, queue) for block in device.offline)]
        without = [queue.id for queue in config.queues if queue not in own]
        if not own:
            yield f"devices[{place}].offline", "is missing: it gives no number while the hall is away", None
        elif without:
            reason = f"gives no number of {', '.join(without)} while the hall is away"
            yield f"devices[{place}].offline", reason, None


def _windows(config: HallConfig) -> Iterator[Found]:
    calling, asking = ({d.window for d in config.devices if d.role in roles} for roles in (CALLING, REVIEWING))
    for place, window in enumerate(config.windows):
        if window.id not in calling:
            yield f"windows[{place}].id", "has no pad: nobody can call to it but the desk", None
        elif window.id not in asking:
            yield f"windows[{place}].id", "has no citizen's pad: nobody is asked for a review there", None
    if not config.clerks:
        yield "clerks", "is empty: nobody can open a window", None


def _reviews(config: HallConfig) -> Iterator[Found]:
    for index, device in enumerate(config.devices):
        if device.role in REVIEWING and not device.public_key:
            reason = (
                f"is missing: the reviews of {device.id} are taken unsigned, and whoever reaches the wire in its name"
                " can make one (`xiaochuang pad --public-key` prints its key)"
            )
            yield f"devices[{index}].public_key", reason, None
    if config.follow_url and "{key}" not in config.follow_url:
        yield "follow_url", "has no {key}: the ticket's code opens no review by phone", None


def _messages(config: HallConfig) -> Iterator[Found]:
    if config.notices is None:
        return
    if not config.notices.near_positions:
        yield "notices.near_positions", "is empty: nobody is told that their turn is near", None
    if "phone" not in config.rules.identify:
        yield "rules.identify", "has no phone: nobody is asked for one, and no text message is sent", None


def _due(config: HallConfig, today: date) -> Iterator[Found]:
    """Missing holidays, which a hall would otherwise discover on the morning of the holiday."""
    if any(calendar.statutory for calendar in config.calendars):
        known = {year.year for year in config.years}
        for year in (today.year, today.year + 1):
            if year not in known and (year == today.year or today.month >= ANNOUNCED_BY):
                reason = f"{year} is missing: the hall would open on its holidays (`xiaochuang calendar fill {year}`)"
                yield "years", reason, None
    for place, board in enumerate(config.boards):
        if board.until is not None and board.until < today:
            yield f"boards[{place}].until", f"{board.until} is over: it is not shown any more", None


def _prefixes(config: HallConfig) -> Iterator[Found]:
    """Prefixes that differ only in small and capital letters: people, scanners and the hall do not tell these apart."""
    seen: dict[str, tuple[str, str]] = {}
    for place, run in runs(config):
        form, key = normal(run.prefix), f"{place}.prefix"
        if form in seen and seen[form][1] != run.prefix:
            yield key, f"{run.prefix!r} is spoken like the prefix of {seen[form][0]}", None
        elif form != run.prefix:
            yield key, f"{run.prefix!r} is called and typed as {form!r}: write it so", None
        seen.setdefault(form, (place, run.prefix))


def _names(config: HallConfig) -> Iterator[Found]:
    """Names too long for one row on screens and paper."""
    lists = ("queues", "windows", "items", "priorities", "clerks", "devices")
    named = [("name", config.name)]
    named += [(f"{name}[{index}].name", one.name) for name in lists for index, one in enumerate(getattr(config, name))]
    for key, text in named:
        for language, words in (("zh", text.zh), ("en", text.en)) if text is not None else ():
            if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in words):
                yield f"{key}.{language}", "has a line break or another control character in it", None
