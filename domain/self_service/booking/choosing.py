"""The choices in 预约: item, day and time, or one of one's own bookings."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from domain.self_service.booking import asking
from domain.self_service.booking import touches as t
from domain.self_service.booking.asking import Transition
from domain.self_service.booking.offers import bookable, can_identify, days_of, goes_home, items_of, times_of
from domain.self_service.booking.state import Aim, BookingPage, BookingState, go
from domain.self_service.moment import KioskMoment

Choosing = (
    t.BookWanted
    | t.OwnBookingsWanted
    | t.BookedQueueChosen
    | t.BookedItemChosen
    | t.BookedDayChosen
    | t.SlotTouched
    | t.OwnBookingChosen
)


def chose(state: BookingState, given: Choosing, moment: KioskMoment) -> Transition:
    match given:
        case t.BookWanted():
            return _begin_booking(state, moment) if state.page is BookingPage.WAYS else (state, ())
        case t.OwnBookingsWanted():
            finds = go(replace(state, aim=Aim.FIND), BookingPage.FIND)
            return (finds if state.page is BookingPage.WAYS else state), ()
        case t.BookedQueueChosen(queue):
            known = state.page is BookingPage.QUEUES and any(card.id == queue for card in bookable(moment))
            return _with_queue(replace(state, queue=queue, item="", more=()), moment) if known else (state, ())
        case t.BookedItemChosen(item):
            known = not item or any(card.id == item for card in items_of(state.queue, moment))
            on = state.page is BookingPage.ITEMS and known
            return on_to_times(replace(state, item=item, more=()), moment) if on else (state, ())
        case t.BookedDayChosen(day):
            free = any(one.day == day and one.free for one in days_of(state, moment))
            on = state.page is BookingPage.DAYS and free
            return (go(replace(state, day=day), BookingPage.TIMES) if on else state), ()
        case t.SlotTouched(starts_at):
            slot = next((one for one in times_of(state, moment) if one.starts_at == starts_at and one.free), None)
            if state.page is not BookingPage.TIMES or slot is None:
                return state, ()
            visits = goes_home(state.queue, moment)
            to = BookingPage.CHECK if state.aim is Aim.MOVE else BookingPage.ADDRESS if visits else BookingPage.WHO
            return go(replace(state, slot=slot), to), ()
        case t.OwnBookingChosen(at):
            on = state.page is BookingPage.FOUND and 0 <= at < len(state.found)
            return (go(replace(state, chosen=at), BookingPage.ONE) if on else state), ()
        case _:
            assert_never(given)


def _begin_booking(state: BookingState, moment: KioskMoment) -> Transition:
    """Begin a new booking; with a single queue the choice of the queue is skipped."""
    queues = bookable(moment)
    if not queues or not can_identify(moment):
        return state, ()
    state = replace(state, aim=Aim.BOOK)
    if len(queues) == 1:
        return _with_queue(replace(state, queue=queues[0].id, item="", more=()), moment)
    return go(state, BookingPage.QUEUES), ()


def _with_queue(state: BookingState, moment: KioskMoment) -> Transition:
    if items_of(state.queue, moment):
        return go(state, BookingPage.ITEMS), ()
    return on_to_times(state, moment)


def on_to_times(state: BookingState, moment: KioskMoment, *, first: bool = False) -> Transition:
    asked, effects = asking.ask_for_slots(replace(state, day="", slot=None), moment)
    return (replace(asked, trail=()) if first else asked), effects
