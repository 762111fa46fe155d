"""Who is called when somebody needs help: the table `help` of `hall.toml`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPlace:
    """Where people find somebody, as it stands behind 请到 and "please go to"."""

    zh: str  # e.g. 大厅东侧咨询台
    en: str  # e.g. the advice desk on the east side


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Somebody who gets a text message when help is asked for. Pads show every call to all windows besides."""

    id: str  # as the log names them: small letters, digits, dashes
    phone: str = field(repr=False)  # a mobile number of theirs at work


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRules:
    """找人帮忙: at once the first helper gets a message, and each next one when nobody has taken it in time."""

    desk: DeskPlace = DeskPlace(zh="咨询台", en="the advice desk")  # said when nobody can be called, or nobody comes
    answer_seconds: int = 120  # nobody goes in so long: the next one of the list, at its end an alarm
    helpers: tuple[Helper, ...] = ()  # in the order in which they are called; none: the pads alone
