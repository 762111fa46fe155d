"""The pages of an existing booking: found, moved, cancelled, or refused. Data in, `HtmlPage` out."""

from __future__ import annotations

from domain.booking.views import AppointmentView, SlotsAnswer
from phone_page.booking import answers, words
from phone_page.booking.sheets import Sheet, SheetField, once
from phone_page.booking.visitor import Visitor, choices_near
from phone_page.hall_link import HallRefused
from phone_page.pages import HtmlPage
from program.words.slot_words import moment_words, span_words


def booked(to: Visitor, view: AppointmentView) -> HtmlPage:
    return found(to, (view,), to.say(words.BOOKED))


def find(to: Visitor, *, by_phone: bool = False, phone: str = "", problem: str = "") -> HtmlPage:
    say = to.say
    if by_phone:
        field = SheetField(name="phone", label=say(words.PHONE), kind="tel", value=phone)
        step, submit = "phone", say(words.SEND)
    else:
        field = SheetField(name="booking", label=say(words.FIND_CODE), kind="booking")
        step, submit = "find", say(words.FIND_SUBMIT)
    sheet = Sheet(action="/booking", carried=(("step", step), ("once", once())), fields=(field,), submit=submit)
    proves = to.catalogue.messages and not by_phone
    return HtmlPage(
        heading=say(words.BY_PHONE if by_phone else words.FIND),
        problem=problem,
        status=422 if problem else 200,
        sheets=(sheet,),
        links=(*(((say(words.FORGOTTEN), "/booking?by=phone"),) if proves else ()), (say(words.BOOK), "/book")),
        keep=(("by", "phone"),) if by_phone else (),
    )


def found(to: Visitor, bookings: tuple[AppointmentView, ...], heading: str = "") -> HtmlPage:
    """One booking with what may be done with it, or several to choose from."""
    say = to.say
    if len(bookings) > 1:
        return HtmlPage(
            heading=say(words.FOUND_ALL),
            language_link=False,
            sheets=tuple(
                Sheet(
                    action="/booking",
                    carried=(("step", "find"), ("booking", view.code)),
                    submit=f"{span_words(view, to.where, say)} · {to.subject(view.queue, view.items)}",
                    quiet=True,
                )
                for view in bookings
            ),
        )
    view = bookings[0]
    card = to.card(view.queue)
    visit = say(words.AT_HOME) if card is not None and card.home_visit else say(words.KEEP_CODE)
    return HtmlPage(
        heading=heading or say(words.FOUND),
        number=view.code,
        number_label=say(words.BOOKING_CODE),
        lines=(span_words(view, to.where, say), to.subject(view.queue, view.items)),
        lists=to.to_bring(view.queue, view.items),
        facts=(*((visit,) if view.ticket is None else ()), _changing(to, view)),
        language_link=False,
        sheets=_changes(to, view),
    )


def _changing(to: Visitor, view: AppointmentView) -> str:
    if view.ticket is not None:
        return to.say(words.USED, number=view.ticket)
    if view.change_until is None:
        return to.say(words.DESK, phone=to.hotline)
    return to.say(words.UNTIL, time=moment_words(view.change_until, to.where, to.say))


def _changes(to: Visitor, view: AppointmentView) -> tuple[Sheet, ...]:
    if view.change_until is None or view.ticket is not None:
        return ()
    return tuple(
        Sheet(action="/booking", carried=(("step", step), ("booking", view.code)), submit=to.say(label), quiet=True)
        for step, label in (("choose", words.MOVE), ("ask", words.CANCEL))
    )


def choose_new(to: Visitor, view: AppointmentView, offered: SlotsAnswer, problem: str = "") -> HtmlPage:
    say = to.say
    choices = choices_near(to, offered, view.starts_at, but=view.starts_at)
    sheet = Sheet(
        action="/booking",
        carried=(("step", "move"), ("once", once()), ("booking", view.code)),
        choices=choices,
        submit=say(words.TAKE_SLOT),
    )
    back = Sheet(
        action="/booking", carried=(("step", "find"), ("booking", view.code)), submit=say(words.CANCEL_NO), quiet=True
    )
    return HtmlPage(
        heading=say(words.CHOOSE_NEW),
        lines=(span_words(view, to.where, say), *(() if choices else (say(words.NONE_FREE),))),
        problem=problem,
        status=422 if problem else 200,
        language_link=False,
        sheets=(*((sheet,) if choices else ()), back),
    )


def sure(to: Visitor, view: AppointmentView) -> HtmlPage:
    say = to.say
    yes = Sheet(
        action="/booking",
        carried=(("step", "cancel"), ("once", once()), ("booking", view.code)),
        submit=say(words.CANCEL_YES),
    )
    no = Sheet(
        action="/booking", carried=(("step", "find"), ("booking", view.code)), submit=say(words.CANCEL_NO), quiet=True
    )
    return HtmlPage(
        heading=say(words.SURE),
        lines=(span_words(view, to.where, say), to.subject(view.queue, view.items)),
        language_link=False,
        sheets=(yes, no),
    )


def cancelled(to: Visitor) -> HtmlPage:
    say = to.say
    links = ((say(words.BOOK), "/book"),)
    return HtmlPage(heading=say(words.CANCELLED), lines=(say(words.CANCELLED_HINT),), language_link=False, links=links)


def not_found(to: Visitor) -> HtmlPage:
    say = to.say
    return HtmlPage(
        heading=say(words.NOT_FOUND),
        lines=(say(words.NOT_FOUND_HINT),),
        status=404,
        language_link=False,
        links=((say(words.FIND), "/booking"), (say(words.BOOK), "/book")),
    )


def refused(to: Visitor, told: HallRefused) -> HtmlPage:
    """The page of a refusal, with its reason (S4 7.3.5)."""
    say = to.say
    return HtmlPage(
        heading=say(words.NOT_BOOKED),
        lines=answers.reason(told, to.where, say, to.hotline),
        status=409,
        language_link=False,
        links=((say(words.AGAIN), "/book"), (say(words.FIND), "/booking")),
    )
