"""What is in order in a `hall.toml`, and still deserves a second look before a hall opens with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from domain.config import HallConfig, Role
from domain.normal_form import normal
from program.toml_file import Found

REVIEWING = frozenset({Role.PAD, Role.PAD_CITIZEN})
"""The roles whose devices send the citizen's own touch."""


def warnings(config: HallConfig) -> Iterator[Found]:
    """Each is `(key path, reason, None)`."""
    yield from _prefixes(config)
    yield from _names(config)
    for index, device in enumerate(config.devices):
        if device.role in REVIEWING and not device.public_key:
            reason = (
                f"is missing: the reviews of {device.id} are taken unsigned, and whoever reaches the wire in its name"
                " can make one (`xiaochuang pad --public-key` prints its key)"
            )
            yield f"devices[{index}].public_key", reason, None


def _prefixes(config: HallConfig) -> Iterator[Found]:
    """People and scanners do not tell small letters from capitals, and so neither does the hall when it is asked."""
    seen: dict[str, int] = {}
    for index, queue in enumerate(config.queues):
        form = normal(queue.prefix)
        key = f"queues[{index}].prefix"
        if form in seen and config.queues[seen[form]].prefix != queue.prefix:
            yield key, f"{queue.prefix!r} is spoken like the prefix of queues[{seen[form]}]", None
        elif form != queue.prefix:
            yield key, f"{queue.prefix!r} is called and typed as {form!r}: write it so", None
        seen.setdefault(form, index)


def _names(config: HallConfig) -> Iterator[Found]:
    """A name stands in one row, on screens and on paper."""
    lists = ("queues", "windows", "items", "priorities", "clerks", "devices")
    named = [("name", config.name)]
    named += [(f"{name}[{index}].name", one.name) for name in lists for index, one in enumerate(getattr(config, name))]
    for key, text in named:
        for language, words in (("zh", text.zh), ("en", text.en)) if text is not None else ():
            if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in words):
                yield f"{key}.{language}", "has a line break or another control character in it", None
