"""The site: where things are in the hall and around it, and the lists by which people find an item."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.config import Text
from domain.content.guide import ContactPhone


class PlaceKind(StrEnum):
    """What people look for in a hall (S3 §7(八), S4 7.2.1)."""

    ENTRANCE = "entrance"
    EXIT = "exit"
    NUMBER_MACHINE = "number-machine"
    KIOSK = "kiosk"
    WINDOW = "window"
    ADVICE = "advice"
    WAITING = "waiting"
    WRITING = "writing"  # desk to fill in forms at
    COPIER = "copier"
    PHOTO = "photo"
    COURIER = "courier"
    CABINET = "cabinet"
    WATER = "water"
    TOILET = "toilet"
    ACCESSIBLE_TOILET = "accessible-toilet"
    NURSING = "nursing"
    FIRST_AID = "first-aid"
    STAIRS = "stairs"
    LIFT = "lift"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanZone:
    """A part of the plan, in metres from its upper left corner."""

    id: str
    name: Text
    left: float
    top: float
    width: float
    height: float
    about: Text | None = None  # what people do here


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPlace:
    """A spot on the plan, in metres from its upper left corner."""

    id: str
    kind: PlaceKind
    name: Text
    x: float
    y: float
    window: str = ""  # id in hall.toml, if the place is a window
    device: str = ""  # id in hall.toml, if the place is a device: its own screen marks it "you are here"
    about: Text | None = None  # hours, price, whom to ask


@dataclass(frozen=True, slots=True, kw_only=True)
class HallFloor:
    """The plan of the hall. Terminals draw it from these figures, so that it can be enlarged and translated."""

    width: float  # metres
    height: float  # metres
    zones: tuple[PlanZone, ...] = ()
    places: tuple[PlanPlace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherHall:
    """A hall nearby."""

    name: Text
    address: Text
    hours: Text
    phone: str = ""
    about: Text | None = None  # what this hall does not offer and that one does


@dataclass(frozen=True, slots=True, kw_only=True)
class HallSite:
    """`site.toml`."""

    languages: tuple[str, ...] = ("zh", "en")  # languages of all content: zh, or zh and en
    address: Text
    ways: tuple[Text, ...] = ()  # bus and underground lines, parking
    wifi: Text | None = None  # name of the free network, and how to join it
    phones: tuple[ContactPhone, ...] = ()
    floor: HallFloor | None = None
    halls: tuple[OtherHall, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowseEntry:
    """An entry of one of the lists in `Browse`: a group of items, an audience, or a department."""

    id: str
    name: Text
    icon: str = "list"  # a name in `kiosk/widgets/icons/names.json`


@dataclass(frozen=True, slots=True, kw_only=True)
class Browse:
    """`browse.toml`: the lists that people find an item by."""

    groups: tuple[BrowseEntry, ...] = ()  # by subject
    audiences: tuple[BrowseEntry, ...] = ()  # by who the person is
    departments: tuple[BrowseEntry, ...] = ()  # by who is responsible
