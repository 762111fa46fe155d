"""Whatever is asked, the hall says no in words of its own: never an exception, never a broken state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, get_args, get_type_hints

from acting import HALL, Acting
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain.cases.kinds import CaseKind
from domain.decide.hall import Hall
from domain.one_time_notice.commands import NoticeChannel
from domain.refusal import Refusal
from domain.show.answers import answer, look_up
from domain.show.changed import changed
from domain.show.snapshots import hall_snapshot

KNOWN = ["papers", "social", "w1", "w2", "A001", "A900", "20261120-A001", "li", "elder", "k", "pension", "05", ""]
WORDS = st.one_of(st.sampled_from(KNOWN), st.text(st.characters(), max_size=12))
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.one_of(st.integers(-3, 9), st.integers(), st.just(1795000000000)),
    bool: st.booleans(),
    CaseKind: st.sampled_from(CaseKind),
    NoticeChannel: st.sampled_from(NoticeChannel),
    str | None: st.none() | WORDS,
    int | None: st.none() | st.integers(),
    tuple[str, ...]: st.lists(WORDS, max_size=7).map(tuple),
    Mapping[str, int]: st.dictionaries(WORDS, st.integers(), max_size=3),
    tuple[str, ...] | None: st.none() | st.lists(WORDS, max_size=4).map(tuple),
}


def any_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: VALUES[hints[field.name]] for field in fields(kind)})


COMMANDS = st.one_of([any_of(kind) for kind in get_args(c.Command)])
DEVICES = st.sampled_from(["", "kiosk-1", "pad-1", "citizen-2", "who"])


@settings(max_examples=250, deadline=None)
@given(asked=st.lists(st.tuples(COMMANDS, DEVICES, st.integers(-(10**15), 10**15)), min_size=1, max_size=8))
def test_rubbish_is_refused_or_harmless(asked: list[tuple[c.Command, str, int]]) -> None:
    day = Acting().open("w1", "w2")
    day.take()
    day.take("social")
    day.serve("w2")
    day.call("w1")
    hall = day.hall
    for command, device, shift in asked:
        now = day.now + shift
        decision = hall.decide(command, now, device=device, token="ab" * 24)
        if not isinstance(decision, Refusal):
            for event in decision:
                hall.apply(event)
            answer(hall, command, decision, now)
            changed(hall, decision)
        hall_snapshot(hall, now, 1)
        look_up(hall, str(device), now)
    row = json.loads(json.dumps(hall.dump()))
    assert Hall.load(hall.config, row).dump() == row


def test_a_hall_whose_configuration_lost_a_queue_and_a_window_still_reads_its_log() -> None:
    day = Acting().open()
    for name in ("papers", "advice", "social"):
        day.take(name)
    day.call("w3")
    day.do(c.OpenWindow(window="w1", queues=("social", "advice")))
    smaller = replace(HALL, queues=HALL.queues[:2], windows=HALL.windows[:2], clerks=())
    folded = Hall(smaller)
    for event in day.log:
        folded.apply(event)
    loaded = Hall.load(smaller, day.hall.dump()).dump()
    assert loaded | {"calls": []} == folded.dump() | {"calls": []}, "but for the number of a window nobody knows"
    shown = hall_snapshot(folded, day.now, 1)
    assert [queue.id for queue in shown.queues] == ["papers", "social"]
    assert [window.window for window in shown.windows] == ["w1", "w2"]
