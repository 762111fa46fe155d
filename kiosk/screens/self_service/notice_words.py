"""The one-time notice in words, for paper and for the code that a phone reads (S3 §8(二)2: once, whole, in writing)."""

from __future__ import annotations

from collections.abc import Iterator

from domain.content.materials import MergedMaterial
from domain.self_service.effects import GuideNotice
from kiosk.widgets.sheets import SheetBlock
from program.speech import Speaker
from program.words.content_words import days, how_many

CODE_BYTES = 1000
"""Most bytes of a code on a screen that a phone still reads at once: QR version 22 with correction L."""


def notice_name(say: Speaker, notice: GuideNotice) -> str:
    return say("、").join(say(guide.name) for guide in notice.guides)


def notice_lines(say: Speaker, notice: GuideNotice) -> list[SheetBlock]:
    """Everything to bring, where and until when."""
    return [*_head(say, notice), *bring_lines(say, notice)]


def bring_lines(say: Speaker, notice: GuideNotice, *, at_home: bool = False) -> list[SheetBlock]:
    """The same without the subject, which is known already. `at_home`: it is kept ready there for a visit."""
    return [*_materials(say, notice, at_home=at_home), *_terms(say, notice)]


def _head(say: Speaker, notice: GuideNotice) -> Iterator[SheetBlock]:
    for guide in notice.guides:
        yield SheetBlock(say(guide.name), heading=True)
        if guide.code:
            yield SheetBlock(say("事项编码：{code}", code=guide.code), quiet=True)


def _materials(say: Speaker, notice: GuideNotice, *, at_home: bool = False) -> Iterator[SheetBlock]:
    if not notice.needed:
        yield SheetBlock(say("不需要带材料。"))
        return
    yield SheetBlock(say("请准备好") if at_home else say("请一次带齐"), heading=True)
    for number, one in enumerate(notice.needed, 1):
        yield SheetBlock(say("{number}. {what}", number=number, what=material_line(say, notice, one)))
        for when in one.when:  # never left out: without it the notice would ask for more than the guide does
            yield SheetBlock(say("仅限：{when}", when=say(when)), of_above=True)
        for text in one.notes:
            yield SheetBlock(say(text), quiet=True, of_above=True)


def material_line(say: Speaker, notice: GuideNotice, one: MergedMaterial) -> str:
    """`户口簿（原件，复印件 1 份）`."""
    name = notice.names.get(one.material)
    return say("{name}（{how}）", name=say(name.name) if name else one.material, how=how_many(say, one))


def _terms(say: Speaker, notice: GuideNotice) -> Iterator[SheetBlock]:
    yield SheetBlock(say("办理时限"), heading=True)
    for guide in notice.guides:
        term = days(say, guide.promised_days if guide.promised_days is not None else guide.legal_days)
        several = len(notice.guides) > 1
        yield SheetBlock(say("{name}：{term}", name=say(guide.name), term=term) if several else term)
        if guide.later is not None:
            late = say.count("缺的材料可在 {n} 个工作日内补齐，逾期：", guide.later.days) + say(guide.later.otherwise)
            yield SheetBlock(late, of_above=True)
    yield SheetBlock(say("本告知单以 {day} 的办事指南为准。除此之外不再要求其他材料。", day=notice.day.isoformat()))


def code_text(say: Speaker, notice: GuideNotice) -> str:
    """The notice as text for a phone; "" if no code can hold it."""
    lines = [*_head(say, notice), *_materials(say, notice), *_terms(say, notice)]
    for some in (lines, [line for line in lines if not line.quiet]):
        text = "\n".join(line.text for line in some)
        if len(text.encode()) <= CODE_BYTES:
            return text
    return ""
