"""What stands on a citizen's paper, in the language they chose. Nothing personal: a number, a queue, a time."""

from __future__ import annotations

from datetime import datetime

from domain.addresses import follow_address, has_keys
from domain.day import zone
from domain.journey_words import PrintTicket
from domain.views import Catalogue, PrintOrder
from kiosk.hw.printer import TicketPaper
from kiosk.wait_words import standing
from kiosk.widgets.language import _, set_language, spoken, text_of


def ticket_paper(effect: PrintTicket, catalogue: Catalogue) -> TicketPaper:
    """The paper of one number. Main thread: it speaks the paper's language for a moment."""
    before = spoken()
    set_language(effect.language)
    try:
        return _compose(effect, catalogue)
    finally:
        set_language(before)


def copy_of(order: PrintOrder) -> PrintTicket:
    """What is to be printed for a clerk's order."""
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


def _compose(effect: PrintTicket, catalogue: Catalogue) -> TicketPaper:
    card = next((card for card in catalogue.queues if card.id == effect.queue), None)
    return TicketPaper(
        hall=text_of(catalogue.name),
        number=effect.number,
        queue=text_of(card.name) if card else "",
        ahead=standing(effect.ahead, effect.wait, "，" if effect.language.startswith("zh") else ", "),
        time=_taken(effect, catalogue),
        guide=text_of(card.guide) if card else "",
        rule=_("大厅不广播，请看大屏幕。过号请到咨询台。"),
        qr=follow_address(catalogue, effect.ticket, effect.key),
        qr_caption=_caption(effect, catalogue),
        note=_note(effect),
        hotline=catalogue.hotline,
    )


def _taken(effect: PrintTicket, catalogue: Catalogue) -> str:
    if effect.issued_at is None:
        return ""
    return f"{datetime.fromtimestamp(effect.issued_at / 1000, zone(catalogue.timezone)):%Y-%m-%d %H:%M}"


def _caption(effect: PrintTicket, catalogue: Catalogue) -> str:
    """Says of the code what it is good for: a paper without the ticket's key is no way to a review."""
    if not catalogue.follow_url:
        return ""
    follows_only = has_keys(catalogue) and not effect.key
    return _("扫码看排队") if follows_only else _("扫码查看排队、评价服务")


def _note(effect: PrintTicket) -> str:
    if effect.copy:
        return _("补打")
    return _("离线取号，号码有效") if effect.offline else ""
