"""Which ways to write a person is offered, and what they are called."""

from __future__ import annotations

from enum import StrEnum

from domain.flow import Look
from kiosk.speech import Speaker
from review_pad.writing.engines import Way, Writing


class WriteWay(StrEnum):
    SENTENCES = "sentences"
    HAND = "hand"
    PINYIN = "pinyin"
    KEYS = "keys"


def ways(look: Look, writing: Writing) -> list[WriteWay]:
    """Keys need room: large or low ones would not fit. Latin ones are for English, and where there is no pinyin."""
    chinese, roomy = look.language.startswith("zh"), not (look.elder or look.low)
    found = [WriteWay.SENTENCES]
    if chinese and writing.offers(Way.HAND):
        found.append(WriteWay.HAND)
    if roomy:
        found.append(WriteWay.PINYIN if chinese and writing.offers(Way.PINYIN) else WriteWay.KEYS)
    return found


def word(say: Speaker, way: WriteWay) -> str:
    return {
        WriteWay.SENTENCES: say("句子"),
        WriteWay.HAND: say("手写"),
        WriteWay.PINYIN: say("拼音"),
        WriteWay.KEYS: say("键盘"),
    }[way]


def icon(way: WriteWay) -> str:
    return {WriteWay.SENTENCES: "list", WriteWay.HAND: "pencil"}.get(way, "keyboard")
