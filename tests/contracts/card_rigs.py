"""The physics of every card reader: what a person does to it, whichever driver listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Protocol

from chip_cards import SocialCard, citizen_text
from pcscd import Pcscd
from reader_cable import ReaderCable
from sam_peer import SamPeer

from bench.bench_cards import BenchCards
from bench.fake_cards import FakeCards
from bench.sample_cards import SAMPLES
from bench.virtual_card import VirtualCard
from bench.virtual_chips import SOCIAL_ATR
from kiosk.hw.both_cards import BothCards
from kiosk.hw.cards import CardReader
from kiosk.hw.pcsc import PcscCards
from kiosk.hw.sam import SamCards
from kiosk.hw.wiring import SamWiring
from program.control_socket import ControlSocket, send


class CardRig(Protocol):
    reader: CardReader

    def insert(self) -> None:
        """A social-security or identity card that can be read."""

    def mute(self) -> None:
        """A card that gives no answer."""

    def pull(self) -> None:
        """A card that is taken away while it is being read."""

    def remove(self) -> None: ...

    def unplug(self) -> None: ...

    def plug(self) -> None: ...


class FakeRig:
    def __init__(self) -> None:
        self.reader = FakeCards()
        self.mute, self.pull, self.remove = self.reader.mute, self.reader.pull, self.reader.remove
        self.unplug, self.plug = self.reader.unplug, self.reader.plug

    def insert(self) -> None:
        self.reader.insert(SAMPLES["elder"])


class BenchRig:
    """Over the real socket, as the command line does it."""

    def __init__(self, data: Path, control: ControlSocket) -> None:
        self.reader = BenchCards(control, reading_seconds=0.02)
        self._data = data

    def insert(self) -> None:
        send(self._data, ["card", "insert", "elder"])

    def mute(self) -> None:
        send(self._data, ["card", "mute"])

    def pull(self) -> None:
        send(self._data, ["card", "pull"])

    def remove(self) -> None:
        send(self._data, ["card", "remove"])

    def unplug(self) -> None:
        send(self._data, ["card", "unplug"])

    def plug(self) -> None:
        send(self._data, ["card", "plug"])


def fake(data: Path) -> Iterator[CardRig]:
    yield FakeRig()


def bench(data: Path) -> Iterator[CardRig]:
    control = ControlSocket(data)
    rig = BenchRig(data, control)
    control.start()
    yield rig
    control.close()


class PcscRig:
    """A real pcscd; the card is a virtual one. `unplug` and `plug` are the reader's cable, or pcscd's life."""

    def __init__(self, port: int, unplug: Callable[[], None], plug: Callable[[], None]) -> None:
        self._port = port
        self.unplug, self.plug = unplug, plug
        self._card: VirtualCard | None = None
        self.reader = PcscCards(reading_seconds=1.5, today=lambda: "20261121")

    def insert(self) -> None:
        self._lay(VirtualCard(self._port, SOCIAL_ATR, SocialCard()))

    def mute(self) -> None:
        self._lay(VirtualCard(self._port, SOCIAL_ATR, lambda _: None))

    def pull(self) -> None:
        self._lay(VirtualCard(self._port, SOCIAL_ATR, SocialCard(), bytes_before_pull=20))

    def remove(self) -> None:
        if self._card is not None:
            self._card.remove()

    def _lay(self, card: VirtualCard) -> None:
        self._card = card
        card.insert()


def pcsc(data: Path) -> Iterator[CardRig]:
    pcscd = Pcscd()
    pcscd.start()
    rig = PcscRig(pcscd.ports[0], pcscd.stop, pcscd.start)
    yield rig
    rig.remove()
    pcscd.stop()


def usb(data: Path) -> Iterator[CardRig]:
    """A USB reader alone on a pcscd that runs on when it is pulled."""
    pcscd, cable = Pcscd(), ReaderCable()
    pcscd.start(readers=False, cable=cable)
    rig = PcscRig(cable.port, cable.unplug, cable.plug)
    yield rig
    rig.remove()
    pcscd.stop()
    cable.close()


class SamRig:
    """A SAM module on a pty."""

    def __init__(self, peer: SamPeer) -> None:
        self._peer = peer
        wiring = SamWiring(path=str(peer.path), poll_ms=20)
        self.reader = SamCards(wiring, patience=1.0, today=lambda: "20261121")

    def insert(self) -> None:
        self._peer.statuses = {}
        self._peer.text = citizen_text()

    def mute(self) -> None:
        self._peer.statuses = {b"\x30\x01": 0x41}
        self._peer.text = citizen_text()

    def pull(self) -> None:
        self._peer.pull_at = 200
        self.insert()

    def remove(self) -> None:
        self._peer.text = None

    def unplug(self) -> None:
        self._peer.unplug()

    def plug(self) -> None:
        self._peer.plug()


def sam(data: Path) -> Iterator[CardRig]:
    peer = SamPeer(data)
    yield SamRig(peer)
    peer.unplug()


class BothRig:
    """A PC/SC reader and a SAM module on one terminal; `used` is the one that cards are laid on."""

    def __init__(self, rigs: tuple[PcscRig, SamRig], used: CardRig) -> None:
        self._rigs = rigs
        self.reader = BothCards(pcsc=rigs[0].reader, sam=rigs[1].reader)
        self.insert, self.mute, self.pull, self.remove = used.insert, used.mute, used.pull, used.remove

    def unplug(self) -> None:
        for rig in self._rigs:
            rig.unplug()

    def plug(self) -> None:
        for rig in self._rigs:
            rig.plug()


def both(data: Path, used: int) -> Iterator[CardRig]:
    for chips in pcsc(data):
        for module in sam(data):
            assert isinstance(chips, PcscRig)
            assert isinstance(module, SamRig)
            yield BothRig((chips, module), (chips, module)[used])


RIGS: dict[str, Callable[[Path], Iterator[CardRig]]] = {"fake": fake, "bench": bench, "pcsc": pcsc, "usb": usb}
RIGS |= {"sam": sam, "pcsc+sam: pcsc": partial(both, used=0), "pcsc+sam: sam": partial(both, used=1)}
