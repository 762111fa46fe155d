"""Measures cards through a real pcscd: from laid on to the masked name on the screen, from taken away to noticed, and
whether frames are delayed.

The floor is the moment at which pcscd tells another client of the same card. It looks for a card a few times a second,
so most of the time is pcscd's.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.free_ports import two_free_ports
from bench.sample_cards import SAMPLES
from bench.virtual_card import Answer, VirtualCard
from bench.virtual_chips import chip_of
from benchmarks.machine import OnGlass, machine, wait
from benchmarks.row import Row, percentile
from demo import pcscd
from kiosk.hw.cards import CardEvent, CardRemoved, Identity
from kiosk.hw.pcsc import PcscCards
from kiosk.terminal.settings import CardDriver

ROUNDS = 16
TOUCHES, BUSY_ROUNDS = 6, 3
SLOW_ANSWER_S = 0.5
PEOPLE = (SAMPLES["young"], replace(SAMPLES["young"], name="王小雨"))
LOOK = "黑底白字"  # the touch that draws the whole screen anew, and leaves the card alone


class Witness:
    """The floor: a client that only waits for pcscd. One round is one change."""

    def __init__(self) -> None:
        from smartcard import scard  # noqa: PLC0415 - it reads the daemon's address when it is imported

        self._scard = scard
        failed, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        assert failed == scard.SCARD_S_SUCCESS, failed
        _, names = scard.SCardListReaders(self._context, [])
        self._name = sorted(names)[0]
        self._at = 0.0

    def watch(self, *, present: bool) -> threading.Thread:
        """Wait in a thread until the card is there, or gone; then `at` is that moment."""
        ready = threading.Event()
        thread = threading.Thread(target=self._watch, args=(present, ready), daemon=True)
        thread.start()
        ready.wait(5)
        return thread

    @property
    def at(self) -> float:
        return self._at

    def _watch(self, present: bool, ready: threading.Event) -> None:  # noqa: FBT001
        scard, state = self._scard, 0
        while True:
            _, states = scard.SCardGetStatusChange(self._context, 0 if not state else 20_000, [(self._name, state)])
            state = states[0][1] & ~scard.SCARD_STATE_CHANGED
            if bool(state & scard.SCARD_STATE_PRESENT) is present and ready.is_set():
                self._at = time.perf_counter()
                return
            ready.set()


def slowly(answer: Answer) -> Answer:
    """The same card, but slow to answer."""

    def slow(command: bytes) -> bytes | None:
        time.sleep(SLOW_ANSWER_S)
        return answer(command)

    return slow


def changed_rows(one: list[bytes], other: list[bytes]) -> list[int]:
    """The rows in which two pictures differ. Few rows are compared, as the bench shares its processor with the virtual
    card."""
    differ = [y for y, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return differ[:: max(1, len(differ) // 5)]


def names(on: OnGlass, port: int, witness: Witness) -> tuple[list[float], list[float]]:
    """Seconds from a card touching the reader: to pcscd's word, to the masked name on the glass."""
    named = []
    for person in PEOPLE:
        card = VirtualCard(port, *chip_of(person))
        card.insert()
        on.see(person.masked_name)
        card.remove()
        on.shown.settle()
        named.append([on.shown.row(y) for y in range(on.shown.height)])
    rows = changed_rows(*named)
    assert rows, "two names look alike"
    floor, ours = [], []
    for number in range(ROUNDS):
        wanted = [named[number % 2][y] for y in rows]
        thread = witness.watch(present=True)
        card = VirtualCard(port, *chip_of(PEOPLE[number % 2]))
        start = time.perf_counter()
        card.insert()
        deadline = start + 10
        while [on.shown.row(y) for y in rows] != wanted:
            assert time.perf_counter() < deadline, "the name did not come"
            time.sleep(0.002)
        ours.append(time.perf_counter() - start)
        thread.join()
        floor.append(witness.at - start)
        gone = witness.watch(present=False)
        card.remove()
        gone.join()
        time.sleep(0.07 * (number % 7))  # not in step with pcscd's own looks
    return floor, ours


def removals(port: int, witness: Witness) -> tuple[list[float], list[float]]:
    """Seconds from a card that was read leaving the reader: to pcscd's word, to our driver's."""
    witness.watch(
        present=False
    ).join()  # the last card: one laid on before pcscd has looked again would be taken for it
    told: list[tuple[CardEvent, float]] = []
    driver = PcscCards()
    driver.start(lambda event: told.append((event, time.perf_counter())))
    floor, ours = [], []
    for number in range(ROUNDS):
        told.clear()
        card = VirtualCard(port, *chip_of(PEOPLE[0]))
        card.insert()
        wait(lambda: any(isinstance(event, Identity) for event, _ in told), "a card read")
        time.sleep(0.3 + 0.07 * (number % 7))
        thread = witness.watch(present=False)
        start = time.perf_counter()
        card.remove()
        wait(lambda: told[-1][0] == CardRemoved(), "the card gone")
        thread.join()
        ours.append(told[-1][1] - start)
        floor.append(witness.at - start)
    driver.stop()
    return floor, ours


def pulled(on: OnGlass, port: int, leave: Callable[[], None]) -> list[float]:
    """Seconds from a card being pulled half-way to the screen that says so."""
    took = []
    for _ in range(ROUNDS // 4):
        atr, program = chip_of(PEOPLE[0])
        card = VirtualCard(port, atr, slowly(program))
        card.insert()
        on.see("正在读卡")
        before = on.shown.settle(still_s=0.2)
        start = time.perf_counter()
        card.remove()
        took.append(on.shown.wait_change(before, timeout_s=10) - start)
        on.see("没有读到卡")
        leave()
    return took


def answers(on: OnGlass) -> list[float]:
    """Seconds from a finger lifting to the screen drawn anew."""
    took = []
    for _ in range(TOUCHES):
        before = on.shown.sample()
        lifted = on.touch()
        took.append(on.shown.wait_change(before, timeout_s=10) - lifted)
        time.sleep(0.1)
    return took


def busy(on: OnGlass, port: int) -> tuple[list[float], list[float]]:
    """The same touches without a card and while a slow one is read."""
    on.aim(LOOK)
    answers(on)
    quiet, reading = [], []
    atr, program = chip_of(PEOPLE[1])
    for _ in range(BUSY_ROUNDS):
        on.shown.settle()
        quiet += answers(on)
        on.shown.settle()
        card = VirtualCard(port, atr, slowly(program))
        card.insert()
        on.see("正在读卡")
        reading += answers(on)
        on.see("正在读卡")  # still
        on.see(PEOPLE[1].masked_name)
        card.remove()
    return quiet, reading


def rows(folder: Path) -> list[Row]:
    stack, port = folder / "pcscd", two_free_ports()
    os.environ[pcscd.SOCKET_VARIABLE] = str(stack / pcscd.SOCKET)
    daemon = subprocess.Popen(pcscd.argv(stack, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait((stack / pcscd.SOCKET).exists, "pcscd")
        with machine(folder / "hall", CardDriver.PCSC) as on:
            witness = Witness()
            seen_floor, seen = names(on, port, witness)

            def leave() -> None:
                time.sleep(0.5)  # a touch sooner after a new screen would be taken for a double tap
                on.aim("返回")
                on.touch()
                on.see("您要办什么")

            gone = pulled(on, port, leave)
            quiet, reading = busy(on, port)
        removed_floor, removed = removals(port, witness)
    finally:
        daemon.terminate()
        daemon.wait(10)
    own = percentile([ours - floor for ours, floor in zip(seen, seen_floor, strict=True)], 0.5) * 1e3
    return [
        *(
            Row(name=f"card in -> masked name on the screen, p{share * 100:.0f}", unit="ms",
                ours=percentile(seen, share) * 1e3, floor=percentile(seen_floor, share) * 1e3)
            for share in (0.5, 0.99)
        ),
        Row(name="  of it ours: reading, deciding, drawing, p50", unit="ms", ours=own, aim="<= 150 ms",
            met=own <= 150),
        Row(name="card removed -> noticed, p99", unit="ms", ours=percentile(removed, 0.99) * 1e3,
            floor=percentile(removed_floor, 0.99) * 1e3, aim="<= pcscd + 20 ms",
            met=percentile(removed, 0.99) <= percentile(removed_floor, 0.99) + 0.02),
        Row(name="card pulled half-way -> the screen says so, worst", unit="ms", ours=max(gone) * 1e3),
        Row(name="a touch while a slow card is read -> drawn, worst", unit="ms", ours=max(reading) * 1e3,
            floor=max(quiet) * 1e3, aim="<= 1.5 x", met=max(reading) <= 1.5 * max(quiet)),
    ]  # fmt: skip
