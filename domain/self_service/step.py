"""The self-service kiosk's flow as one pure step: `(state, input, now) -> (state, effects)`.

Rules of the frame, for every business:
- One home, one person's session. A card that is read anywhere says who it is for all of them. 换人 ends it at once.
- 返回 leads one page back, at last to what was before the business, and loses nothing that was typed. 首页 closes
  everything, and asks once if something typed is lost by it.
- 30 s (elder 60 s) without a touch: 您还在吗 with a countdown of 15 s, then home without anything of the person.
  Answers and timers of a closed business reach nobody.
- A touch within 400 ms after a change of page, or within 2 s after a time-out, chooses nothing. While a request waits,
  the page cannot be left.
"""

from __future__ import annotations

from dataclasses import replace

from domain.flow import (
    Answered,
    Arrived,
    BackTouched,
    CommonInput,
    ContinueTouched,
    DiskChanged,
    HallAway,
    HallOnline,
    HallReplaced,
    IdentityDoubted,
    LookChosen,
    NoAnswer,
    NotRecorded,
    TimerFired,
    is_deaf,
)
from domain.help.views import HelpSnapshot
from domain.number_machine.inputs import CardRead, HelpAct, HelpTouched, MachineTouch, PartNews, SomewhereTouched
from domain.number_machine.moves import MachineTimer
from domain.number_machine.paper import number_timer
from domain.number_machine.step import begin as machine_begin
from domain.self_service import help_sheet, moves, ticket
from domain.self_service import inputs as i
from domain.self_service.business import Offer
from domain.self_service.businesses import BUSINESSES, BusinessTouch
from domain.self_service.effects import KeepContent, KioskEffect
from domain.self_service.moves import MARK, Transition, moment_of
from domain.self_service.reading import asks_for, shown
from domain.self_service.state import SelfService
from domain.self_service.ticketing import to_machine
from domain.self_service.time_out import FrameTimer, ask, counted, stop_asking, watch
from domain.views.business_names import BusinessName
from domain.views.public import ContentSnapshot

KioskTouch = i.FrameTouch | BusinessTouch | MachineTouch
KioskInput = KioskTouch | i.ContentReady | i.PieceNews | PartNews | CommonInput
_CHOOSES_NOTHING = SomewhereTouched | LookChosen


def begin(state: SelfService) -> tuple[KioskEffect, ...]:
    """The effects at the start of the program."""
    started = machine_begin(state.machine)
    return (asks_for(state), *(one for one in started if not ticket.is_the_frames(one)))


def step(state: SelfService, given: KioskInput, now_ms: int) -> Transition:
    """Take one input. Total: every input has a next state in every state."""
    after, effects = _step(state, given, now_ms)
    if _seen(after) != _seen(state):
        after = replace(after, changed_at=now_ms, by_itself=_timed_out(after, given))
    listens, listened = asks_for(after), asks_for(state)
    return after, (*effects, listens) if listens != listened else effects


def _timed_out(after: SelfService, given: KioskInput) -> bool:
    """Whether home came by itself."""
    return isinstance(given, TimerFired) and after.top is None and not after.asking


def _seen(state: SelfService) -> tuple[object, ...]:
    """What distinguishes one page from another, for the double-tap rule."""
    top = state.top
    business = None if top is None else BUSINESSES[top.name]
    page = None if top is None or business is None else (top.key, business.page(top.state), business.place(top.state))
    machine = state.machine.page if top is not None and top.name is BusinessName.TICKET else None
    return page, machine, state.asking, state.leaving, help_sheet.what_is_seen(state)


def _step(state: SelfService, given: KioskInput, now_ms: int) -> Transition:
    match given:
        case (
            BackTouched()
            | ContinueTouched()
            | LookChosen()
            | i.TileChosen()
            | i.GoHome()
            | i.SwitchPerson()
            | i.LeaveConfirmed()
            | i.StayChosen()
        ):
            return _touched(state, given, now_ms)
        case TimerFired():
            return _timer(state, given, now_ms)
        case Answered() | NoAnswer() | i.ContentRead() | i.SlipEnded() | i.PartsChecked() | i.StaffChecked():
            return _came_back(state, given, now_ms)
        case i.ContentReady(content):
            if state.content is None or state.at_rest:
                return replace(state, content=content, newest=None), ()
            return replace(state, newest=content), ()
        case Arrived(ContentSnapshot() as told):
            return state, (KeepContent(told.set, told.address),) if told.set and told.address else ()
        case Arrived(HelpSnapshot()):
            return help_sheet.heard(state, given, now_ms)
        case Arrived() | HallOnline() | HallAway() | HallReplaced() | NotRecorded():
            state, effects = to_machine(state, given, now_ms)
            return _everywhere(state, given, now_ms, effects)
        case DiskChanged() | IdentityDoubted():
            return to_machine(state, given, now_ms)
    if isinstance(given, i.Shown | CardRead):
        return _touched(state, given, now_ms)
    if isinstance(given, PartNews):
        return to_machine(state, given, now_ms)
    return _touched(state, given, now_ms)


# ---- touches


def _touched(state: SelfService, given: KioskTouch | LookChosen, now_ms: int) -> Transition:
    """A touch keeps the session alive. A touch that answers 您还在吗 does nothing else."""
    if isinstance(given, i.Shown | CardRead):
        after, effects = shown(state, given, now_ms)
        if after is state:  # it has no meaning here, and does not keep the session alive
            return state, effects
        after = stop_asking(after)
        return after, (*effects, *watch(after))
    if state.asking:
        state = stop_asking(state)
        return state, watch(state)
    chooses = not isinstance(given, _CHOOSES_NOTHING) and not _types(state, given)
    if isinstance(given, ContinueTouched) or (chooses and is_deaf(state.changed_at, now_ms, by_itself=state.by_itself)):
        return state, watch(state)
    after, effects = _chosen(state, given, now_ms)
    return after, (*effects, *watch(after))


def _types(state: SelfService, given: object) -> bool:
    typing = BUSINESSES[state.top.name].typing if state.top is not None else None
    return typing is not None and isinstance(given, typing)


def _chosen(state: SelfService, given: KioskTouch | LookChosen, now_ms: int) -> Transition:
    if isinstance(given, LookChosen):
        return replace(state, machine=replace(state.machine, look=given.look)), ()
    if isinstance(given, i.SwitchPerson):
        return moves.end(state)
    if state.leaving:
        return _answered_leaving(state, given)
    if isinstance(given, HelpTouched):
        return (state, ()) if _busy(state) else help_sheet.opens(state, now_ms)
    if isinstance(given, HelpAct):
        return help_sheet.touched(state, given, now_ms)
    if isinstance(given, i.TileChosen):
        return moves.enter(state, given.business, now_ms) if _can_open(state, given, now_ms) else (state, ())
    if isinstance(given, i.GoHome | BackTouched) and _busy(state):
        return state, ()
    if isinstance(given, i.GoHome):
        return (replace(state, leaving=True), ()) if moves.would_lose(state) else moves.home(state)
    if isinstance(given, BackTouched):
        return _back(state, now_ms)
    return _within(state, given, now_ms)


def _can_open(state: SelfService, given: i.TileChosen, now_ms: int) -> bool:
    """Whether a tile can be opened: only at home. A business that needs absent staff can be opened and says so itself;
    a hidden one cannot."""
    if state.top is not None or given.business not in {*state.businesses, BusinessName.STAFF}:
        return False
    business = BUSINESSES[given.business]
    return business.tile and business.offer(moment_of(state, now_ms)) is not Offer.HIDDEN


def _answered_leaving(state: SelfService, given: object) -> Transition:
    """The answer to the question whether typed text may be lost."""
    if isinstance(given, i.LeaveConfirmed):
        return moves.home(state)
    stays = isinstance(given, i.StayChosen | BackTouched)
    return (replace(state, leaving=False) if stays else state), ()


def _busy(state: SelfService) -> bool:
    top = state.top
    if top is None:
        return False
    return ticket.is_busy(state.machine) if top.name is BusinessName.TICKET else BUSINESSES[top.name].busy(top.state)


def _back(state: SelfService, now_ms: int) -> Transition:
    top = state.top
    if top is None:
        return state, ()
    if top.name is BusinessName.TICKET:
        begins = ticket.is_at_its_beginning(state.machine)
        return moves.leave(state) if begins else to_machine(state, BackTouched(), now_ms)
    led = BUSINESSES[top.name].back(top.state, moment_of(state, now_ms))
    if led is None:
        return moves.leave(state)
    made, effects = led
    return moves.carry_out(moves.put(state, top.key, made), top, effects, now_ms)


def _within(state: SelfService, given: object, now_ms: int) -> Transition:
    """A touch for the visible business; touches of other businesses are ignored."""
    top = state.top
    if top is None:
        return state, ()
    if top.name is BusinessName.TICKET:
        return to_machine(state, given, now_ms) if isinstance(given, MachineTouch) else (state, ())
    business = BUSINESSES[top.name]
    if not isinstance(given, business.touches):
        return state, ()
    made, effects = business.touched(top.state, given, moment_of(state, now_ms))
    return moves.carry_out(moves.put(state, top.key, made), top, effects, now_ms)


# ---- results of effects, and news


def _came_back(state: SelfService, given: Answered | NoAnswer | i.PieceNews, now_ms: int) -> Transition:
    """Pass a result to the business that asked for it, if it is still open."""
    key, mark, tag = given.tag.partition(MARK)
    if not mark:
        return to_machine(state, given, now_ms) if isinstance(given, Answered | NoAnswer) else (state, ())
    return heard_by(state, key, replace(given, tag=tag), now_ms)


def heard_by(state: SelfService, key: str, given: i.BusinessNews, now_ms: int) -> Transition:
    """Pass an input to the business with this key, if it is still open."""
    opened = next((one for one in state.session.stack if one.key == key), None)
    if opened is None:
        return state, ()
    made, effects = BUSINESSES[opened.name].heard(opened.state, given, moment_of(state, now_ms))
    return moves.carry_out(moves.put(state, key, made), opened, effects, now_ms)


def _everywhere(state: SelfService, given: i.BusinessNews, now_ms: int, effects: tuple[KioskEffect, ...]) -> Transition:
    for key in [one.key for one in state.session.stack if one.name is not BusinessName.TICKET]:
        state, more = heard_by(state, key, given, now_ms)
        effects = (*effects, *more)
    return state, effects


def _timer(state: SelfService, given: TimerFired, now_ms: int) -> Transition:
    key, mark, name = given.name.partition(MARK)
    if mark:
        return heard_by(state, key, TimerFired(name), now_ms)
    match given.name:
        case FrameTimer.IDLE:
            return _idle(state, now_ms)
        case FrameTimer.COUNT if state.asking:
            state, effects = counted(state)
            return (state, effects) if state.count > 0 else moves.end(state)
        case FrameTimer.COUNT:
            return state, ()
        case MachineTimer.NUMBER if help_sheet.is_seen(state) or state.machine.calling.is_open:
            return state, (number_timer(state.machine),)  # the number stays as long as the person waits for help
        case _:
            return to_machine(state, given, now_ms)


def _idle(state: SelfService, now_ms: int) -> Transition:
    """Nobody touched for a while. Ask 您还在吗, or rest at once if nothing would be lost. A person who waits for help
    gets the help sheet again."""
    if state.at_rest or state.asking:
        return state, ()
    if state.machine.calling.is_open and not (_busy(state) or help_sheet.is_seen(state)):
        state, effects = help_sheet.opens(state, now_ms)
        return state, (*effects, *watch(state))
    return (state, watch(state)) if _busy(state) else ask(state)
