"""Finds the registered template of a cloud operator that made a text, and the values in it.

Aliyun and Tencent take no text: they take the code of a template that they approved, and its values. The hall's rules
make the text; the same words, with the same names in braces, stand in `sms.toml` beside the template's code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SIGNATURE = re.compile(r"^【[^】]*】")
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class RegisteredTemplate:
    """`text` as in hall.toml, without the signature: `请{number}号到{window}号窗口办理。`"""

    code: str  # as registered with the operator
    text: str  # its words, as in hall.toml


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """`values` in the order in which the template's text names them."""

    code: str
    values: dict[str, str]


def recognise(text: str, templates: Iterable[RegisteredTemplate]) -> FilledTemplate | None:
    """The first template that could have made this text, with or without a signature before it."""
    bare = _SIGNATURE.sub("", text)
    for template in templates:
        pattern = "".join(
            f"(?P<{piece}>.{{1,35}}?)" if index % 2 else re.escape(piece)
            for index, piece in enumerate(_PLACE.split(template.text))
        )
        if (found := re.fullmatch(pattern, bare, re.DOTALL)) is not None:
            return FilledTemplate(template.code, found.groupdict())
    return None
