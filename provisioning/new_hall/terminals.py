"""The terminal.toml files of a plan, by machine: the files in `machines/NAME` go to `/etc/xiaochuang` there.

File names and data folders are those of the units in `systemd/`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.mqtt.broker import Broker
from kiosk.terminal.settings import CardDriver, Hardware, PrinterDriver, ScannerDriver, Screen, Terminal
from provisioning.new_hall.plan import HallPlan

TLS_PORT = 8883
KIOSK = Hardware(cards=CardDriver.PCSC, printer=PrinterDriver.ESCPOS, scanner=ScannerDriver.EVDEV)
PAD = Screen(width_px=1280, height_px=800, width_mm=217.0, viewing_mm=450.0, fullscreen=True)
WALL = Screen(width_px=1920, height_px=1080, width_mm=1210.0, viewing_mm=10000.0, fullscreen=True)
MACHINE = Screen(fullscreen=True)


def terminals(plan: HallPlan) -> Iterator[tuple[str, Terminal]]:
    """Path under `machines`, and the terminal that the file describes."""
    for device in plan.machine_ids():
        data = "/var/lib/xiaochuang-kiosk"
        kiosk = _terminal(plan, device, data, screen=MACHINE, hardware=KIOSK, person_key_file="person.key")
        yield f"{device}/terminal.toml", kiosk
    for window in plan.window_ids():
        for seat in ("clerk", "citizen"):
            data = f"/var/lib/xiaochuang-pad-{seat}"
            signing = f"{data}/signing.key" if seat == "citizen" else None
            device = f"pad-{window}-{seat}"
            pad = _terminal(plan, device, data, window=window, screen=PAD, signing_key_file=signing)
            yield f"pad-{window}/pad-{seat}.toml", pad
    for device in plan.screen_ids():
        yield f"{device}/screen-hall.toml", _terminal(plan, device, "/var/lib/xiaochuang-screen-hall", screen=WALL)


def _terminal(
    plan: HallPlan,
    device: str,
    data: str,
    *,
    screen: Screen,
    window: str | None = None,
    hardware: Hardware | None = None,
    person_key_file: str | None = None,
    signing_key_file: str | None = None,
) -> Terminal:
    tls = Broker(
        host=plan.broker,
        port=TLS_PORT,
        ca_file="tls/ca.crt",
        cert_file=f"tls/{device}.crt",
        key_file=f"tls/{device}.key",
    )
    return Terminal(
        hall=plan.id,
        device=device,
        data=data,
        window=window,
        broker=tls,
        screen=screen,
        hardware=hardware or Hardware(),
        person_key_file=person_key_file,
        signing_key_file=signing_key_file,
    )
