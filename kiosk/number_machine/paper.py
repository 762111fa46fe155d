"""The content of a citizen's paper, in the language they chose. Nothing personal: a number, a queue, a time."""

from __future__ import annotations

from datetime import datetime

from domain.addresses import follow_address, has_keys
from domain.calendar.day import zone
from domain.number_machine.effects import PrintTicket
from domain.reviews.review_code import printed, review_code
from domain.views.catalogue import Catalogue
from domain.views.ticket import PrintOrder
from kiosk.hw.printer import TicketPaper
from program.speech import Speaker
from program.wait_words import wait_line


def ticket_paper(effect: PrintTicket, catalogue: Catalogue) -> TicketPaper:
    """The paper of one number."""
    say = Speaker(effect.language)
    card = next((card for card in catalogue.queues if card.id == effect.queue), None)
    return TicketPaper(
        hall=say(catalogue.name),
        number=effect.number,
        queue=say(card.name) if card else "",
        ahead=wait_line(say, effect.ahead, effect.wait, "，" if say.chinese else ", "),
        time=_taken(effect, catalogue),
        guide=say(card.guide) if card else "",
        rule=say("大厅不广播，请看大屏幕。过号请到咨询台。"),
        qr=follow_address(catalogue, effect.ticket, effect.key),
        qr_caption=_caption(say, effect, catalogue),
        code=_code(say, effect, catalogue),
        note=_note(say, effect),
        hotline=catalogue.hotline,
    )


def copy_of(order: PrintOrder) -> PrintTicket:
    """The effect that prints a clerk's order."""
    return PrintTicket(
        ticket=order.ticket,
        number=order.number,
        queue=order.queue,
        issued_at=order.issued_at,
        language=order.language,
        ahead=order.ahead,
        wait=order.wait,
        offline=order.offline,
        copy=True,
    )


def _taken(effect: PrintTicket, catalogue: Catalogue) -> str:
    if effect.issued_at is None:
        return ""
    return f"{datetime.fromtimestamp(effect.issued_at / 1000, zone(catalogue.timezone)):%Y-%m-%d %H:%M}"


def _caption(say: Speaker, effect: PrintTicket, catalogue: Catalogue) -> str:
    """The caption of the QR code: what it is for. Without the ticket's key it does not lead to a review."""
    if not catalogue.follow_url:
        return ""
    follows_only = has_keys(catalogue) and not effect.key
    return say("扫码看排队") if follows_only else say("扫码查看排队、评价服务")


def _code(say: Speaker, effect: PrintTicket, catalogue: Catalogue) -> str:
    """For a kiosk that has no scanner; nothing where nobody reviews, or without the ticket's key."""
    code = printed(review_code(effect.key)) if catalogue.levels else ""
    return say("自助机评价码：{code}", code=code) if code else ""


def _note(say: Speaker, effect: PrintTicket) -> str:
    if effect.copy:
        return say("补打")
    return say("离线取号，号码有效") if effect.offline else ""
