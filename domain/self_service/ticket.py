"""取号 on a self-service kiosk: the number machine's whole flow, between the frame's home and the end of the session.

Its state is `SelfService.machine`, which outlives sessions: it holds unprinted numbers, unanswered requests and the
news of the hall. Time-outs, help and the way home belong to the frame, so the machine's own effects for these are
dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.flow import StartTimer, StopTimer
from domain.number_machine.effects import MachineEffect, ReadCards, WipeSession
from domain.number_machine.inputs import MachineInput, MachineTouch, QueueChosen
from domain.number_machine.moves import LISTENING, MachineTimer, hears_codes
from domain.number_machine.moves import home as machine_home
from domain.number_machine.state import Machine, Page, Visit, Waiting
from domain.number_machine.step import step as machine_step
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.effects import About
from domain.self_service.inputs import BusinessNews
from domain.self_service.moment import KioskMoment, Who
from domain.views.business_names import BusinessName

_OF_THE_FRAME = frozenset({MachineTimer.IDLE, MachineTimer.COUNT, MachineTimer.NOTICE})


@dataclass(frozen=True, slots=True)
class TicketOpen:
    """`about`: what it was opened for. `returns`: it has no list of queues and goes back to the business before."""

    about: About
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Stepped:
    """The machine after one input. `ended`: its visit is over, and with it the person's session."""

    machine: Machine
    effects: tuple[MachineEffect, ...]
    ended: bool = False


def stepped(machine: Machine, given: MachineInput, now_ms: int) -> Stepped:
    """Give the number machine one input, without the effects that belong to the frame: card reading, time-outs, the end
    of the session."""
    after, effects = machine_step(machine, given, now_ms)
    kept = tuple(effect for effect in effects if not is_the_frames(effect))
    ended = any(isinstance(effect, WipeSession) for effect in effects)
    return Stepped(replace(after, help=False, asking=False), kept, ended=ended)


def is_the_frames(effect: MachineEffect) -> bool:
    if isinstance(effect, StartTimer | StopTimer):
        return effect.name in _OF_THE_FRAME
    return isinstance(effect, ReadCards | WipeSession)


def who_of(machine: Machine, known: Who) -> Who:
    """The holder of the card read in the machine, or the person known before."""
    visit = machine.visit
    if not visit.carded:
        return known
    made = Who(carded=True, person=visit.person, masked_name=visit.masked_name, suggested=visit.suggested)
    return replace(made, card=known.card) if known.person == made.person else made


def entered(machine: Machine, who: Who, items: tuple[str, ...], now_ms: int) -> Machine:
    """The machine at its first page, with the known person."""
    visit = Visit(
        person=who.person,
        masked_name=who.masked_name,
        carded=who.carded,
        suggested=who.suggested,
        items=items,
    )
    return replace(machine, page=Page.HOME, visit=visit, problem=None, changed_at=now_ms)


def with_queue(machine: Machine, queue: str, now_ms: int) -> Stepped:
    """A queue was chosen somewhere else (`About.queue`)."""
    return stepped(replace(machine, changed_at=now_ms - 60_000), QueueChosen(queue), now_ms)


def gone(machine: Machine) -> Stepped:
    """The business is left: an unanswered request becomes lost and will be settled, and what was typed is forgotten."""
    after, effects = machine_home(machine)
    return Stepped(after, tuple(effect for effect in effects if not is_the_frames(effect)))


def is_at_its_beginning(machine: Machine) -> bool:
    """Whether 返回 leads out of it."""
    return machine.page in {Page.HOME, Page.IDLE} and machine.waiting is Waiting.NO


def is_busy(machine: Machine) -> bool:
    """Whether it waits for an answer, or shows a number, which has its own time-out."""
    return machine.waiting is not Waiting.NO


def would_lose(machine: Machine) -> bool:
    """Whether a phone number was typed and no ticket taken with it."""
    return machine.page in {Page.PHONE, Page.SEND, Page.PRIORITY} and bool(machine.visit.phone)


def asks_for_cards(machine: Machine) -> bool:
    return machine.page in LISTENING and machine.waiting is Waiting.NO


def asks_for_codes(machine: Machine) -> bool:
    return hears_codes(machine)


# ---- as a business: the frame works on `machine` and calls none of these but `begin` and `offer`


def _begin(_moment: KioskMoment, about: About) -> tuple[TicketOpen, Effects]:
    return TicketOpen(about, returns=bool(about.queue)), ()


def _touched(state: TicketOpen, _given: MachineTouch, _moment: KioskMoment) -> tuple[TicketOpen, Effects]:
    return state, ()


def _back(_state: TicketOpen, _moment: KioskMoment) -> tuple[TicketOpen, Effects] | None:
    return None


def _heard(state: TicketOpen, _given: BusinessNews, _moment: KioskMoment) -> tuple[TicketOpen, Effects]:
    return state, ()


def _offer(moment: KioskMoment) -> Offer:
    return Offer.OPEN if moment.staffed else Offer.STAFF


TICKET = Business(
    name=BusinessName.TICKET,
    touches=MachineTouch,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=_back,
    page=lambda _state: "",
    offer=_offer,
)
