"""大厅地图 — the plan with "you are here"; a place chosen in the list is marked on it."""

from __future__ import annotations

from collections.abc import Callable

from domain.content.site import PlaceKind, PlanPlace
from domain.self_service.content.hall_map import AroundChosen, PlaceChosen, floor_of, here
from kiosk.screens.number_machine.machine_screen import put
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.card import ChoiceData
from kiosk.widgets.choices import Choices
from kiosk.widgets.floor_plan import DrawnPlace, DrawnZone, FloorPlan
from kiosk.widgets.page import Reading, ScreenPage
from kiosk.widgets.theme import Metrics

__all__ = ["Choices", "FloorPlan", "MapPlanScreen", "Reading", "ScreenPage", "TextButton"]

ICONS: dict[PlaceKind, str] = {
    PlaceKind.ENTRANCE: "door-enter",
    PlaceKind.EXIT: "door-exit",
    PlaceKind.NUMBER_MACHINE: "ticket",
    PlaceKind.KIOSK: "list-details",
    PlaceKind.WINDOW: "user",
    PlaceKind.ADVICE: "message-question",
    PlaceKind.WAITING: "armchair",
    PlaceKind.WRITING: "pencil",
    PlaceKind.COPIER: "printer",
    PlaceKind.PHOTO: "camera",
    PlaceKind.COURIER: "truck-delivery",
    PlaceKind.CABINET: "inbox",
    PlaceKind.WATER: "heart",
    PlaceKind.TOILET: "users",
    PlaceKind.ACCESSIBLE_TOILET: "wheelchair",
    PlaceKind.NURSING: "baby-carriage",
    PlaceKind.FIRST_AID: "first-aid-kit",
    PlaceKind.STAIRS: "stairs",
    PlaceKind.LIFT: "arrow-up",
    PlaceKind.OTHER: "map-pin",
}


AROUND = "/around"  # no place has this id


class MapPlanScreen(KioskScreen):
    kv = __file__

    def __init__(self, m: Metrics, touch: Callable[[object], None]) -> None:
        super().__init__(m, touch)
        self.ids.places.fbind("on_choose", lambda _choices, key: self._chosen(key))
        self.on("around", AroundChosen)
        self._around = self.ids.around.__self__

    def _chosen(self, key: str) -> None:
        self.touch(AroundChosen() if key == AROUND else PlaceChosen(key))

    def fill(self, moment: KioskNow) -> None:
        known, chosen = moment.moment, moment.business.place
        floor, own = floor_of(known), here(known)
        page = self.ids.page
        page.title = self.say("大厅地图")
        around, crowded = self.say("怎么来、电话、附近大厅"), self.m.elder and not self.m.portrait
        self.ids.around.text = around
        put(page.answer, self._around, shown=not crowded)
        if floor is None:
            return
        wanted = next((one for one in floor.places if one.id == chosen), None)
        page.hint = self._hint(wanted, own)
        self.ids.plan.show(
            [DrawnZone(self.say(one.name), one.left, one.top, one.width, one.height) for one in floor.zones],
            [DrawnPlace(ICONS[one.kind], one.x, one.y, one == own, one == wanted) for one in floor.places],
            (floor.width, floor.height),
        )
        last = [ChoiceData(key=AROUND, title=around)] if crowded else []  # a card takes less height than a button
        self.ids.places.show(
            [
                ChoiceData(key=one.id, title=self.say(one.name), icon=ICONS[one.kind], main=one.id == chosen)
                for one in floor.places
                if one != own
            ]
            + last
        )

    def _hint(self, wanted: PlanPlace | None, own: PlanPlace | None) -> str:
        if wanted is not None:
            about = self.say(wanted.about)
            return f"{self.say(wanted.name)} · {about}" if about else self.say(wanted.name)
        return self.say("黑圈是您现在的位置。点名字，看它在哪里。") if own else self.say("点名字，看它在哪里。")
