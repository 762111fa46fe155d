"""Who is called when somebody needs help: the table `help` of `hall.toml`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPlace:
    """Where people find staff, in a form that fits behind 请到 and "please go to"."""

    zh: str  # e.g. 大厅东侧咨询台
    en: str  # e.g. the advice desk on the east side


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A person who gets a text message when help is asked for. Pads also show every call at all windows."""

    id: str  # in the log: small letters, digits, dashes
    phone: str = field(repr=False)  # their mobile number at work


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRules:
    """找人帮忙: the first helper gets a message at once, and each next one if nobody has taken the call in time."""

    desk: DeskPlace = DeskPlace(zh="咨询台", en="the advice desk")  # shown when nobody can be called, or nobody comes
    answer_seconds: int = 120  # after this time the next helper is called; at the end of the list an alarm is raised
    helpers: tuple[Helper, ...] = ()  # in the order in which they are called; none: only the pads show calls
