"""The words of a message: a template filled in behind the registered signature 【…】. Number and window only."""

from __future__ import annotations

from dataclasses import dataclass

from domain.config import HallConfig

LONGEST = 70  # UCS-2 characters of one SMS; a longer one is cut in parts of 67 and may arrive in pieces


@dataclass(frozen=True, slots=True)
class TextValues:
    """All that may be filled in."""

    number: str = ""
    window: str = ""
    ahead: int = 0


def fill(template: str, signature: str, values: TextValues) -> str:
    """`您的号码{number}` → `【某某大厅】您的号码A012`."""
    text = template.format(number=values.number, window=values.window, ahead=values.ahead)
    return f"【{signature.strip('【】 ')}】{text}"


def every_text(config: HallConfig) -> tuple[str, ...]:
    """Every text that this hall's rules may send, filled in with its longest values."""
    if (rules := config.notices) is None:
        return ()
    templates = [
        template for template in (rules.called, rules.near, rules.issued, rules.number) if template is not None
    ]
    words = (text for template in templates for text in (template.zh, template.en))
    return tuple(fill(text, rules.signature, longest_values(config)) for text in dict.fromkeys(words))


def longest_values(config: HallConfig) -> TextValues:
    """The longest number, window and count of this hall: a text must fit into one SMS with them."""
    number = max((queue.prefix + "0" * queue.width for queue in config.queues), key=len, default="")
    window = max((window.number for window in config.windows), key=len, default="")
    return TextValues(number, window, 999)
