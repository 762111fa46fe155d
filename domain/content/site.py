"""The site: where things are in the hall and around it, and how items are ordered for people who look for one."""

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
    about: Text | None = None  # what is done here


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPlace:
    """A spot on the plan, in metres from its upper left corner."""

    id: str
    kind: PlaceKind
    name: Text
    x: float
    y: float
    window: str = ""  # id of the window in hall.toml, if it is one
    device: str = ""  # id of the device in hall.toml: "you are here" on its own screen
    about: Text | None = None  # hours, price, whom to ask


@dataclass(frozen=True, slots=True, kw_only=True)
class HallFloor:
    """The plan of the hall. It is drawn from this, so that it grows and has two languages."""

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
    about: Text | None = None  # what it does that this one does not


@dataclass(frozen=True, slots=True, kw_only=True)
class HallSite:
    """`site.toml`."""

    languages: tuple[str, ...] = ("zh", "en")  # that everything is written in: zh, or zh and en
    address: Text
    ways: tuple[Text, ...] = ()  # bus and underground lines, parking
    wifi: Text | None = None  # name of the free network, and how to get in
    phones: tuple[ContactPhone, ...] = ()
    floor: HallFloor | None = None
    halls: tuple[OtherHall, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowseEntry:
    """A group of items, a kind of people, or a department."""

    id: str
    name: Text
    icon: str = "list"  # a name in `kiosk/widgets/icons/names.json`


@dataclass(frozen=True, slots=True, kw_only=True)
class Browse:
    """`browse.toml`: the lists that people find an item by."""

    groups: tuple[BrowseEntry, ...] = ()  # by subject
    audiences: tuple[BrowseEntry, ...] = ()  # by who one is
    departments: tuple[BrowseEntry, ...] = ()  # by who answers for it
