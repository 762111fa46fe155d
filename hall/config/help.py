"""What the table `help` of a `hall.toml` can have wrong: phones that are none, somebody twice, a time that is none."""

from __future__ import annotations

from collections.abc import Iterator

from domain.config import HallConfig
from domain.phone import normal_phone
from kiosk.mqtt import topics
from program.mistakes.form import Found

SOONEST_S, LATEST_S = 20, 3600
LONGEST_PLACE = {"zh": 20, "en": 48}
"""Characters of where the desk is: it stands in a sentence on the machine's screen."""


def help_mistakes(config: HallConfig) -> Iterator[Found]:
    """All of them."""
    rules = config.help
    if not SOONEST_S <= rules.answer_seconds <= LATEST_S:
        yield "help.answer_seconds", f"is from {SOONEST_S} to {LATEST_S}", None
    for language, longest in LONGEST_PLACE.items():
        place: str = getattr(rules.desk, language)
        if not place.strip():
            yield f"help.desk.{language}", "is empty", None
        elif len(place) > longest:
            yield f"help.desk.{language}", f"has {len(place)} characters; a screen has room for {longest}", None
    if rules.helpers and config.notices is None:
        yield "help.helpers", "tells nobody: the hall has no texts of messages (notices)", None
    seen: dict[str, int] = {}
    for index, helper in enumerate(rules.helpers):
        key = f"help.helpers[{index}]"
        try:
            topics.level(helper.id)
        except topics.BadLevelError as error:
            yield f"{key}.id", str(error), None
        if helper.id in seen:
            yield f"{key}.id", f"{helper.id!r} is used by help.helpers[{seen[helper.id]}] already", None
        seen.setdefault(helper.id, index)
        if normal_phone(helper.phone) is None:
            yield f"{key}.phone", "is no number that messages can be sent to", None
