"""The pad's two programs without their windows: flow, link, and for the citizen the signing of reviews."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from domain.commands import DEVICE_EVENT_NAMES, GiveRating
from domain.flow import CommonEffect, Look, NotRecorded, Record
from domain.pad import citizen as pad_citizen
from domain.pad import clerk as pad_clerk
from domain.pad import clerk_state
from domain.pad import review as pad_review
from domain.pad.known import PictureCame
from kiosk.hw.gpio import Gpio
from kiosk.mqtt.port import OpenWire
from kiosk.mqtt.topics import Topics
from kiosk.terminal.contacts import Contacts
from kiosk.terminal.own_disk import OwnDisk
from kiosk.terminal.own_time import own_time
from kiosk.terminal.program import Program
from kiosk.terminal.settings import Terminal
from review_pad.signing import Signer, signed
from review_pad.staff_cards import StaffCards

logger = logging.getLogger(__name__)

SEED_BITS = 62


class ClerkProgram(Program[clerk_state.ClerkState, pad_clerk.ClerkInput, CommonEffect]):
    """The clerk's screen with a reader for staff cards."""

    def __init__(self, staff_cards: StaffCards, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._staff_cards = staff_cards

    def start(self) -> None:
        super().start()
        self._staff_cards.start(self.post)

    def stop(self) -> None:
        self._staff_cards.stop()
        super().stop()


def citizen_program(
    terminal: Terminal,
    open_wire: OpenWire,
    *,
    wake: Callable[[], None],
    show: Callable[[pad_review.CitizenState], None],
    gpio: Gpio | None = None,
) -> Program[pad_review.CitizenState, pad_citizen.CitizenInput, CommonEffect]:
    """The screen that faces the citizen. Reviews are signed and put on disk by a worker, never by the main thread.

    A wired review key counts as a touch on its face: it is taken when that face could be touched, and only then. The
    window's lamp follows every state that is shown.
    """
    window = terminal.window or ""
    contacts = Contacts(gpio, key=pad_review.FaceTouched)

    def shown(state: pad_review.CitizenState) -> None:
        contacts.lamp(on=pad_review.lamp(state))
        show(state)

    def filters(topics: Topics) -> list[str]:
        own = topics.window_state(window)
        return [topics.catalogue, topics.notices, topics.queues, own, topics.picture("+")]

    program: Program[pad_review.CitizenState, pad_citizen.CitizenInput, CommonEffect] = Program(
        terminal,
        open_wire,
        name="pad-citizen",
        filters=filters,
        state=pad_review.begin(window, Look(language=terminal.language), own_time()),
        step=pad_citizen.step,
        wake=wake,
        show=shown,
        on_picture=lambda _name, _path: program.runner.post(PictureCame()),
        contacts=contacts,
    )
    runner, sent = program.runner, program.link.outbox.waiting(DEVICE_EVENT_NAMES[GiveRating])
    runner.state = pad_review.answered_before(runner.state, [str(review.get("session", "")) for review in sent])
    signer = Signer(Path(terminal.signing_key_file)) if terminal.signing_key_file else None
    if signer is not None:
        program.runner.work(partial(_make_key, signer, program.disk))

    def store(effect: Record) -> NotRecorded | None:
        event = effect.event
        if signer is not None and isinstance(event, GiveRating):
            event = _with_signature(signer, event)
        return None if program.link.recorded(event) else NotRecorded(type(event))

    program.runner.handle(Record, lambda effect: program.runner.work(partial(store, effect)))
    return program


def clerk_program(
    terminal: Terminal,
    open_wire: OpenWire,
    *,
    wake: Callable[[], None],
    show: Callable[[clerk_state.ClerkState], None],
    staff_cards: StaffCards | None = None,
) -> ClerkProgram:
    """The clerk's screen. `staff_cards`: the reader at it, if it has one."""
    window = terminal.window or ""
    readers = staff_cards or StaffCards()
    return ClerkProgram(
        readers,
        terminal,
        open_wire,
        name="pad-clerk",
        filters=lambda topics: [topics.catalogue, topics.queues, topics.window_state(window), topics.help],
        state=clerk_state.begin(
            window, seed=secrets.randbits(SEED_BITS), look=Look(language=terminal.language), time=own_time()
        ),
        step=pad_clerk.step,
        wake=wake,
        show=show,
        attach=readers.attach,
    )


def _make_key(signer: Signer, disk: OwnDisk) -> None:
    """Make the pad's key. A pad without a usable key is reported like one without a disk: its reviews may not count."""
    try:
        signer.ready()
    except OSError as error:
        disk.failed("signing_key", error, signer.ready)


def _with_signature(signer: Signer, review: GiveRating) -> GiveRating:
    """Without a usable key the review goes unsigned: the hall decides whether it takes it."""
    try:
        return signed(signer, review)
    except (OSError, ValueError) as error:
        logger.error("a review could not be signed: %s", type(error).__name__)  # noqa: TRY400
        return review
