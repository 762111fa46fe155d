"""The daily check of a terminal as rows: each part with its driver, its status, and what to do (S3 §12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.config import Text
from domain.health.alarms import HOT, OUTBOX_MANY, STORAGE_LOW_MB
from domain.health.health import Health
from domain.statuses import TouchStatus
from kiosk.terminal.check.words import FINE, NOT_FITTED, NOT_KNOWN, STAND_IN, UNWELL, WORDS
from kiosk.terminal.settings import CardDriver, Hardware, PrinterDriver, ScannerDriver, Terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One row. `detail`: a figure or an address; `ok` False: somebody has to act."""

    part: str
    status: str
    say: Text
    driver: str = ""
    detail: str = ""
    ok: bool = True


def rows(
    terminal: Terminal, health: Health, *, program: str, hall: str, screens: int | None = None
) -> Iterator[CheckRow]:
    """`program`: running, stopped, silent or not_allowed. `hall`: online, away, no_broker or reachable. `screens`: how
    many are connected, if no program reports it; None: not known."""
    yield _row("program", program, ok=program in {"running", "stopped"})
    if program in {"silent", "not_allowed"}:
        return
    yield _row(
        "hall", hall, detail=f"{terminal.broker.host}:{terminal.broker.port}", ok=hall in {"online", "reachable"}
    )
    yield _screen(terminal, health, program, screens)
    if health.touch is not TouchStatus.NONE:
        yield _touch(terminal, health)
    yield from _attached(terminal.hardware, health)
    yield from _machine(health)
    if program == "running":
        yield _outbox(health)


def _row(part: str, status: str, *, driver: str = "", detail: str = "", ok: bool = True, say: Text = FINE) -> CheckRow:
    return CheckRow(
        part=part,
        status=status,
        driver=driver,
        detail=detail,
        ok=ok,
        say=WORDS.get((part, status), say if ok else UNWELL),
    )


def _screen(terminal: Terminal, health: Health, program: str, screens: int | None) -> CheckRow:
    wanted = f"{terminal.screen.width_px}x{terminal.screen.height_px}"
    if program != "running":
        if screens is None:
            return _row("screen", "unknown", detail=wanted, say=NOT_KNOWN)
        return _row("screen", "ready" if screens else "disconnected", detail=wanted, ok=screens > 0)
    if not health.screen:
        return _row("screen", "none", detail=wanted, ok=False)
    if sorted(health.screen.split("x")) != sorted(wanted.split("x")):
        return _row("screen", "other_size", detail=f"{health.screen}, {wanted}", ok=False)
    return _row("screen", "ready", detail=f"{health.screen}, {health.first_frame_ms} ms")


def _touch(terminal: Terminal, health: Health) -> CheckRow:
    if health.input_unknown:
        return _row("touch", "strange", detail=health.input_unknown, ok=False)
    well = health.touch in {TouchStatus.READY, TouchStatus.ANY}
    return _row("touch", health.touch, detail=terminal.screen.touch, ok=well)


def _attached(hardware: Hardware, health: Health) -> Iterator[CheckRow]:
    fitted = (
        ("cards", hardware.cards, health.cards, _where_cards(hardware)),
        ("printer", hardware.printer, health.printer, _where_printer(hardware)),
        ("scanner", hardware.scanner, health.scanner, _where_scanner(hardware)),
    )
    for part, driver, status, where in fitted:
        if driver == "none":
            yield _row(part, "none", driver=driver, say=NOT_FITTED)
            continue
        say = STAND_IN if driver in {CardDriver.BENCH, PrinterDriver.PICTURE} and status == "ready" else FINE
        yield _row(part, status, driver=driver, detail=where, ok=status in {"ready", "near_end"}, say=say)
    if hardware.gpio is None:
        yield _row("gpio", "none", say=NOT_FITTED)
        return
    yield _row("gpio", health.gpio, driver="gpio", ok=health.gpio == "ready")
    for part in ("door", "tamper"):
        status = getattr(health, part)
        if status != "none":
            yield _row(part, status, driver="gpio", ok=status == "closed")
    if hardware.gpio.keys and health.gpio == "ready":
        stuck = ", ".join(map(str, health.keys_stuck))
        yield _row("keys", "stuck" if stuck else "ready", driver="gpio", detail=stuck, ok=not stuck)


def _where_cards(hardware: Hardware) -> str:
    return hardware.sam.path if hardware.cards in {CardDriver.SAM, CardDriver.BOTH} else ""


def _where_printer(hardware: Hardware) -> str:
    if hardware.printer is not PrinterDriver.ESCPOS:
        return ""
    wiring = hardware.escpos
    return f"{wiring.host}:{wiring.port}" if wiring.host else wiring.usb or wiring.path


def _where_scanner(hardware: Hardware) -> str:
    return hardware.scan.path if hardware.scanner in {ScannerDriver.EVDEV, ScannerDriver.SERIAL} else ""


def _machine(health: Health) -> Iterator[CheckRow]:
    free, heat = health.storage_mb, health.temperature
    yield _row("machine", health.machine or "own", ok=not health.machine)
    if health.disk:
        yield _row("storage", health.disk, detail=health.disk_parts, ok=False)
    elif free is None:
        yield _row("storage", "unknown", say=NOT_KNOWN)
    else:
        low = free <= STORAGE_LOW_MB
        detail = f"{free} MB, {health.storage_percent} %"
        yield _row("storage", "low" if low else "ready", detail=detail, ok=not low)
    if heat is None:
        yield _row("temperature", "unknown", say=NOT_KNOWN)
    else:
        yield _row("temperature", "high" if heat >= HOT else "ready", detail=f"{heat} °C", ok=heat < HOT)
    yield _row(
        "clock", health.clock, ok=health.clock != "unsynced", say=NOT_KNOWN if health.clock == "unknown" else FINE
    )


def _outbox(health: Health) -> CheckRow:
    detail = str(health.outbox)
    if health.outbox_trouble:
        return _row("outbox", "trouble", detail=health.outbox_trouble, ok=False)
    if health.outbox_refused:
        return _row("outbox", "refused", detail=str(health.outbox_refused), ok=False)
    if health.outbox >= OUTBOX_MANY:
        return _row("outbox", "growing", detail=detail, ok=False)
    return _row("outbox", "ready", detail=detail)
