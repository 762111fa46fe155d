"""The hall.toml of a plan: the usual settings, with comments where the hall must decide."""

from __future__ import annotations

import json
from collections.abc import Iterator

from provisioning.new_hall.plan import LAST, HallPlan


def hall_toml(plan: HallPlan) -> str:
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: HallPlan) -> Iterator[str]:
    yield "# Made by `xiaochuang new-hall`. Every key stands in docs/configuration.md; after each change:"
    yield "#   xiaochuang check-config hall.toml"
    yield ""
    yield f"id = {_string(plan.id)}"
    yield f"name = {_text(plan.name, plan.name_en)}"
    yield f"hotline = {_string(plan.hotline)}"
    yield "# where the tickets' QR codes lead, once `xiaochuang phone-page` stands behind a proxy of yours:"
    yield '# follow_url = "https://hall.example/t/{ticket}/{key}"'
    yield ""
    yield "[rules]"
    yield 'identify = ["card", "phone", "none"]'
    yield "no_show_after_seconds = 60"
    yield ""
    yield from _queues(plan)
    yield from _windows(plan)
    yield from _clerks(plan)
    yield from _priorities()
    yield from _calendar(plan)
    yield from _devices(plan)


def _queues(plan: HallPlan) -> Iterator[str]:
    yield "# ---- queues: names, and what to have ready, as citizens read them"
    for id_, zh, en, icon, prefix in plan.queue_rows():
        yield ""
        yield "[[queues]]"
        yield f"id = {_string(id_)}"
        yield f"name = {_text(zh, en)}"
        yield f"prefix = {_string(prefix)}"
        yield f"last = {LAST}"
        yield f"icon = {_string(icon)}"
        yield f"guide = {_text('请备好本人身份证', 'Please have your ID card ready')}"
    yield ""


def _windows(plan: HallPlan) -> Iterator[str]:
    yield "# ---- windows: each serves every queue; take out what it does not, or let a queue join after lag_minutes"
    serves = ", ".join(f"{{ queue = {_string(id_)} }}" for id_, *_ in plan.queue_rows())
    for number, id_ in enumerate(plan.window_ids(), 1):
        yield ""
        yield "[[windows]]"
        yield f"id = {_string(id_)}"
        yield f'number = "{number}"'
        yield f"name = {_text('综合窗口', 'All services')}"
        yield 'kind = "accept"'
        yield f"serves = [{serves}]"
    yield ""


def _clerks(plan: HallPlan) -> Iterator[str]:
    yield "# ---- clerks: write who they are (S4 5.8.3.3); then `xiaochuang staff add` gives each a PIN"
    for number in range(1, plan.windows + 1):
        yield ""
        yield "[[clerks]]"
        yield f'id = "clerk-{number}"'
        yield f"name = {_text(f'工作人员{number}', f'Clerk {number}')}"
        yield f'number = "{number:03}"'
        yield f"post = {_text('综合受理岗', 'Applications')}"
        yield f"duty = {_text('接件、一次性告知', 'Takes applications, says once what is needed')}"
        yield f"promise = {_text('材料齐全，当场接件', 'Complete papers are taken at once')}"
        yield f"contact = {_string(plan.hotline)}"
    yield ""


def _priorities() -> Iterator[str]:
    yield "# ---- who is called sooner"
    for id_, zh, en, short, minutes, icon in (
        ("soldier", "军人、退役军人", "Soldiers and veterans", ("军", "S"), 30, "medal"),
        ("elder", "老年人", "Older people", ("老", "O"), 20, "old"),
        ("disabled", "残障人士", "People with disabilities", ("残", "D"), 30, "wheelchair"),
        ("infant", "孕妇、携带婴幼儿", "Pregnant, or with a small child", ("孕", "P"), 20, "baby-carriage"),
    ):
        yield ""
        yield "[[priorities]]"
        yield f"id = {_string(id_)}"
        yield f"name = {_text(zh, en)}"
        yield f"short = {_text(*short)}"
        yield f"head_start_minutes = {minutes}"
        yield f"icon = {_string(icon)}"
        if id_ == "elder":
            yield "min_age = 70  # suggested from the card, never asked"
    yield ""


def _calendar(plan: HallPlan) -> Iterator[str]:
    yield "# ---- hours; holidays stand in holidays.toml (`xiaochuang calendar fill`)"
    yield ""
    yield "[[calendars]]"
    yield 'id = "default"'
    yield f"sessions = [{{ days = [1, 2, 3, 4, 5], opens = {plan.opens}:00, closes = {plan.closes}:00 }}]"
    yield ""


def _devices(plan: HallPlan) -> Iterator[str]:
    yield "# ---- devices: each has a terminal.toml and a certificate of its id"
    for place, id_ in enumerate(plan.machine_ids()):
        first, last = plan.own_numbers(place)
        yield from _device(id_, "kiosk")
        yield "offline = ["
        for queue, *_ in plan.queue_rows():
            yield f"  {{ queue = {_string(queue)}, first = {first}, last = {last} }},"
        yield "]"
    for window in plan.window_ids():
        for screen in ("clerk", "citizen"):
            yield from _device(f"pad-{window}-{screen}", f"pad-{screen}", window)
    for id_ in plan.screen_ids():
        yield from _device(id_, "screen")
    yield from _device("desk-1", "desk")
    yield from _device("phone-page", "phone-page")
    yield from _device("metrics", "metrics")


def _device(id_: str, role: str, window: str = "") -> Iterator[str]:
    yield ""
    yield "[[devices]]"
    yield f"id = {_string(id_)}"
    yield f"role = {_string(role)}"
    if window:
        yield f"window = {_string(window)}"


def _text(zh: str, en: str) -> str:
    return f"{{ zh = {_string(zh)}, en = {_string(en)} }}"


def _string(text: str) -> str:
    """A JSON string is a TOML basic string."""
    return json.dumps(text, ensure_ascii=False)
