"""Texts that several screens of the pad share, made from the hall's snapshots."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.addresses import follow_address, has_keys, review_address
from domain.pad.known import Known
from domain.pad.review import CitizenState
from domain.views.catalogue import ClerkCard
from program.doubt_words import doubt_words
from program.speech import Speaker


def hall_name(say: Speaker, known: Known) -> str:
    return say(known.catalogue.name) if known.catalogue else ""


def window_label(say: Speaker, known: Known, number: str = "") -> str:
    """3 号窗口 / Window 3; this pad's own window if no number is given."""
    number = number or (known.window.number if known.window else "")
    return say("{n} 号窗口", n=number) if number else ""


def badge(say: Speaker, clerk: ClerkCard, *, brief: bool) -> str:
    """`工号 001 · 电话 8101` (S4 5.8.3.3); `brief`: how to reach them, where both have no room."""
    number = say("工号 {number}", number=clerk.number)
    phone = say("电话 {phone}", phone=clerk.contact) if clerk.contact else ""
    if brief:
        return phone or number
    return " · ".join(part for part in (number, phone) if part)


def hotline(known: Known) -> str:
    return known.catalogue.hotline if known.catalogue else ""


def review_link(known: Known) -> str:
    """What the static QR code of this window says."""
    return review_address(known.catalogue, known.own) if known.catalogue else ""


def own_review_link(state: CitizenState) -> str:
    """The address at which this citizen writes on their own phone; empty until the hall has sent the ticket's key.

    In a hall without keys it is the window's common address.
    """
    catalogue, review = state.known.catalogue, state.review
    if catalogue is None or review is None:
        return ""
    if has_keys(catalogue):
        return follow_address(catalogue, review.ticket, review.key) if review.key else ""
    return review_link(state.known)


def clock_text(known: Known, at: int) -> str:
    """A time as `09:05` in the hall's time zone."""
    zone = ZoneInfo(known.catalogue.timezone if known.catalogue else "Asia/Shanghai")
    return datetime.fromtimestamp(at / 1000, zone).strftime("%H:%M")


def away_warning(say: Speaker, known: Known) -> str:
    """The band of the citizen's screen: the hall is away, a review could not be kept, another device has this name."""
    if known.doubt:
        return doubt_words(say, known.doubt)
    if known.online and not known.disk_works:
        return say("本机存储有故障，请告诉工作人员")
    return "" if known.online or known.window is None else say("网络暂时不通，您的号码有效")
