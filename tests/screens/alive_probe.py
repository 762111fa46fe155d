"""Somebody searches, complains and fills in a form with words that nobody has used before; then another person comes.
Prints which objects of the process are alive and hold such a word, as JSON: of what is looked at, Python's own heap.

`alive_probe SEED`: then waits until its input ends, so that its memory can be read, with nothing of the person left.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from kiosk.widgets.window import prepare
from tests.screens.specimen import SIZES

PROFILE, SIZE = SIZES["1080x1920"]
os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
prepare(Path(tempfile.mkdtemp(prefix="alive-")), SIZE)
sys.path.append(str(Path(__file__).parents[1] / "journeys"))

from kiosk_sample import KioskWalk
from kivy.base import runTouchApp
from kivy.uix.floatlayout import FloatLayout

from domain.cases.kinds import CaseKind
from domain.flow import Look
from domain.number_machine.inputs import CardDetails, CardRead
from domain.self_service.cases import touches as cs
from domain.self_service.content.guides_state import LetterTouched, SearchOpened
from domain.self_service.forms.forms import field_of, value_of
from domain.self_service.forms.forms_state import (
    FieldChoice,
    FieldDone,
    FieldTyped,
    FormBegun,
    FormChosen,
    FormDone,
    StrokeDrawn,
    TodayWanted,
)
from domain.views.business_names import BusinessName
from kiosk.hw.freed_texts import overwrite_freed_texts
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.self_service.screen_names import class_of
from kiosk.typeface.wrap import pieces
from kiosk.widgets.theme import Metrics
from tests.screens.gallery import settle
from tests.screens.person_words import person

root = FloatLayout()
runTouchApp(root, embedded=True)
metrics = Metrics(SIZE, PROFILE, Look())
seed = sys.argv[1] if len(sys.argv) > 1 else os.urandom(8).hex()
built: dict[str, Any] = {}


def show(walk: KioskWalk) -> None:
    """As the window does it: the screen before is left."""
    name = walk.screen
    if name not in built:
        module, cls = class_of(name).split(":")
        built[name] = getattr(import_module(module), cls)(metrics, lambda _given: None)
    screen = built[name]
    for other in [one for one in root.children if one is not screen]:
        root.remove_widget(other)
        other.left()
    if screen.parent is None:
        root.add_widget(screen)
    screen.render(KioskNow(walk.state, walk.now))
    settle()


def does(walk: KioskWalk, *touches: object) -> None:
    for touch in touches:
        walk.touch(touch)
        show(walk)


def fills_in(walk: KioskWalk, secrets: dict[str, str]) -> None:
    while walk.screen != "forms_check":
        field = field_of(walk.business, walk.moment)
        assert field is not None
        if not value_of(walk.business, field):
            typed = secrets.get(field.id)
            others = {"phone": FieldTyped, "date": TodayWanted, "signature": StrokeDrawn, "cause": FieldChoice}
            if typed is not None:
                does(walk, *(map(FieldTyped, typed)))
            elif others[field.id] is TodayWanted:
                does(walk, TodayWanted())
            elif others[field.id] is StrokeDrawn:
                does(walk, StrokeDrawn((0.1, 0.2, 0.3, 0.4)))
            else:
                does(walk, FieldChoice(field.choices[0].id))
        if walk.screen != "forms_check" and field_of(walk.business, walk.moment) == field:
            does(walk, FieldDone())


def visit() -> None:
    who = person(seed)
    secrets = {"account": who.account, "address": who.address, "story": who.story, "phone": who.phone, "people": "3"}
    searched, told = who.searched, who.told
    walk = KioskWalk()
    show(walk)
    walk.opens(BusinessName.GUIDES)
    does(walk, SearchOpened(), *map(LetterTouched, searched))
    walk.goes_home().opens(BusinessName.CASES)
    does(walk, cs.CaseKindChosen(CaseKind.UNSOLVED), cs.OwnWordsWanted(), *map(cs.CaseWordWritten, told))
    does(walk, cs.CaseWordsDone(), cs.CallBackWanted(), *map(cs.CasePhoneKey, secrets["phone"]), cs.CasePhoneTyped())
    walk.back().back().back().back().back().back()
    walk.opens(BusinessName.FORMS)
    does(walk, FormChosen("emergency-relief"))
    card = CardDetails(name=who.name, number=who.number, address=secrets["address"])
    does(walk, CardRead("hash", "杏****", "19860101", card), FormBegun())
    fills_in(walk, secrets)
    does(walk, FormDone())
    assert walk.screen == "forms_done", walk.screen
    walk.switches()
    show(walk)
    walk.effects.clear()
    kept.append(walk)


kept: list[KioskWalk] = []
"""The state goes on living, as the kiosk's does."""


def main() -> None:
    visit()
    pieces.cache_clear()  # what the window does when a person has gone (`Shell.rest`)
    settle()
    gc.collect()
    if len(sys.argv) > 1:
        overwrite_freed_texts()  # what the parts do then (`Readers.wipe`)
        print("gone", flush=True)
        sys.stdin.read()
        return
    secrets = person(seed).all()
    alive: dict[str, int] = {}
    for holder in gc.get_objects():
        if holder is secrets:
            continue
        for word in gc.get_referents(holder):
            if isinstance(word, str) and any(secret in "".join(word.split()) for secret in secrets):
                kind = f"{type(holder).__module__}.{type(holder).__qualname__}"
                alive[kind] = alive.get(kind, 0) + 1
    print(json.dumps({"looked_for": len(secrets), "alive": alive}))


main()
