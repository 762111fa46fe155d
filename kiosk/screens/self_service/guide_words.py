"""The parts of a guide in words, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from domain.config import Text
from domain.content.guide import CaseClass, Delivery, Guide, ItemClass
from domain.content.markdown import text_blocks
from domain.self_service.content.guides_state import GuidePart, GuidesState
from domain.self_service.moment import KioskMoment
from kiosk.widgets.sheets import SheetBlock
from program.speech import Speaker, later
from program.words.content_words import days, how_many

CLASSES: dict[str, str] = {
    ItemClass.ACCEPT: later("在这里受理"),
    ItemClass.RELAY: later("在这里代收、转送"),
    ItemClass.ADVISE: later("在这里咨询、预审"),
    CaseClass.INSTANT: later("当场办结"),
    CaseClass.PROMISED: later("在承诺的时间内办结"),
    CaseClass.JOINT: later("几个部门一起办"),
    CaseClass.FORWARDED: later("报上级决定"),
    Delivery.WINDOW: later("窗口领取"),
    Delivery.POST: later("邮寄"),
    Delivery.CABINET: later("自助柜领取"),
    Delivery.ELECTRONIC: later("电子文件"),
}


def guide_blocks(say: Speaker, state: GuidesState, moment: KioskMoment) -> list[SheetBlock]:
    """The text of the visible part."""
    if state.missing:
        return [SheetBlock(say("这份指南暂时打不开，正在重新下载。请稍后再看，或到咨询台问。"))]
    if state.guide is None:
        return [SheetBlock(say("正在打开…"), quiet=True)]
    return list(_SIDES[state.part](say, state, state.guide, moment))


def _brief(say: Speaker, _state: GuidesState, guide: Guide, moment: KioskMoment) -> Iterator[SheetBlock]:
    if guide.online is not None:
        yield SheetBlock(say("网上也能办"), heading=True)
        yield SheetBlock(say("{name}。在“接下来”里用手机扫码打开。", name=say(guide.online.name)))
    yield SheetBlock(say("多久办好"), heading=True)
    yield SheetBlock(
        say("承诺 {promised}，法定 {legal}", promised=days(say, guide.promised_days), legal=days(say, guide.legal_days))
    )
    yield SheetBlock(say("收费"), heading=True)
    yield SheetBlock(f"{say(guide.fee.text)} {say(guide.fee.basis)}" if guide.fee else say("不收费"))
    yield from _list(say, later("谁可以办"), guide.conditions)
    if guide.result is not None:
        yield SheetBlock(say("办好后拿到什么"), heading=True)
        yield SheetBlock(say(guide.result))
    if guide.delivery:
        yield SheetBlock(say("怎样领取（办理时选择）"), heading=True)
        yield SheetBlock(say("、").join(say(CLASSES[one]) for one in guide.delivery))
    yield SheetBlock(say("谁负责"), heading=True)
    yield SheetBlock(_office(say, guide, moment))
    yield SheetBlock(f"{say(CLASSES[guide.item_class])} · {say(CLASSES[guide.case_class])}")
    if guide.code:
        yield SheetBlock(say("事项编码：{code}", code=guide.code), quiet=True)
    for phone in guide.phones:
        yield SheetBlock(f"{say(phone.name)} {phone.number}")


def _office(say: Speaker, guide: Guide, moment: KioskMoment) -> str:
    offices = moment.content.index.browse.departments if moment.content is not None else ()
    return next((say(one.name) for one in offices if one.id == guide.department), guide.department)


def _list(say: Speaker, title: str, texts: tuple[Text, ...]) -> Iterator[SheetBlock]:
    if texts:
        yield SheetBlock(say(title), heading=True)
        yield from (SheetBlock(f"· {say(text)}") for text in texts)


def _materials(say: Speaker, _state: GuidesState, guide: Guide, moment: KioskMoment) -> Iterator[SheetBlock]:
    for number, one in enumerate(guide.materials, 1):
        name = say("{name}（{how}）", name=material_name(say, one.material, moment), how=how_many(say, one))
        yield SheetBlock(f"{number}. {name}")
        if one.when is not None:
            yield SheetBlock(say("仅限：{when}", when=say(one.when)), quiet=True, of_above=True)
        if one.note is not None:
            yield SheetBlock(say(one.note), quiet=True, of_above=True)
    if guide.later is not None:
        several = say("、").join(material_name(say, one, moment) for one in guide.later.materials)
        yield SheetBlock(say("缺这些也先收（容缺受理）"), heading=True)
        yield SheetBlock(say("{what}：{term}内补齐", what=several, term=days(say, guide.later.days)))
        yield SheetBlock(say(guide.later.conditions))
        yield SheetBlock(say("逾期：{what}", what=say(guide.later.otherwise)))
    if guide.commitment is not None:
        several = say("、").join(material_name(say, one, moment) for one in guide.commitment.materials)
        yield SheetBlock(say("可以书面承诺代替（告知承诺，自愿选择）"), heading=True)
        yield SheetBlock(several)
        yield SheetBlock(say(guide.commitment.conditions))
        yield SheetBlock(say(guide.commitment.text))


def material_name(say: Speaker, material: str, moment: KioskMoment) -> str:
    names = moment.content.index.materials if moment.content is not None else {}
    return say(names[material].name) if material in names else material


def _steps(say: Speaker, _state: GuidesState, guide: Guide, _moment: KioskMoment) -> Iterator[SheetBlock]:
    for number, step in enumerate(guide.steps, 1):
        yield SheetBlock(f"{number}. {say(step.title)}", heading=True)
        yield SheetBlock(say(step.text))


def _plain(say: Speaker, state: GuidesState, _guide: Guide, _moment: KioskMoment) -> Iterator[SheetBlock]:
    if state.plain is None:
        yield SheetBlock(say("正在打开…"), quiet=True)
        return
    yield from (
        markdown_blocks(say(state.plain))
        if say(state.plain)
        else (SheetBlock(say("这一部分暂时打不开，请稍后再看，或到咨询台问。")),)
    )


def markdown_blocks(text: str) -> Iterator[SheetBlock]:
    """The blocks of a Markdown text."""
    for block in text_blocks(text):
        yield SheetBlock(f"· {block.text}" if block.listed else block.text, heading=block.heading)


def _more(say: Speaker, _state: GuidesState, guide: Guide, _moment: KioskMoment) -> Iterator[SheetBlock]:
    if guide.basis:
        yield SheetBlock(say("设定依据"), heading=True)
        yield from (SheetBlock(f"· {say(law.name)} {say(law.article)}".rstrip()) for law in guide.basis)
    yield from _list(say, later("审查标准"), guide.standards)
    for one in guide.advice:
        yield SheetBlock(say(one.ask), heading=True)
        yield SheetBlock(say(one.answer))


_SIDES: dict[GuidePart, Callable[[Speaker, GuidesState, Guide, KioskMoment], Iterator[SheetBlock]]] = {
    GuidePart.BRIEF: _brief,
    GuidePart.MATERIALS: _materials,
    GuidePart.STEPS: _steps,
    GuidePart.PLAIN: _plain,
    GuidePart.MORE: _more,
}
