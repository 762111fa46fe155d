"""A guide as a citizen would read it, top to bottom, as text for a terminal window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.config import Text
from domain.content.guide import CaseClass, Delivery, Guide, ItemClass, NeededMaterial
from domain.content.whole import Content

_EN = "en"
_NAMES: dict[str, tuple[str, str]] = {
    ItemClass.ACCEPT: ("受理类", "applications are taken here"),
    ItemClass.RELAY: ("代收代办类", "papers are taken here and passed on"),
    ItemClass.ADVISE: ("咨询预审类", "advice and a first check here"),
    CaseClass.INSTANT: ("即办件", "done at once"),
    CaseClass.PROMISED: ("承诺件", "done within a promised time"),
    CaseClass.JOINT: ("联办件", "several offices together"),
    CaseClass.FORWARDED: ("上报件", "decided by a higher office"),
    Delivery.WINDOW: ("窗口领取", "at the window"),
    Delivery.POST: ("邮寄", "by post"),
    Delivery.CABINET: ("自助柜领取", "from the cabinet"),
    Delivery.ELECTRONIC: ("电子文件", "as an electronic document"),
}


def guide_text(content: Content, item: str, language: str, folder: Path) -> str:
    """Raises `KeyError` if there is no such item. A text that is missing in `language` is there in Chinese."""
    return "\n".join(_GuideText(content, item, language, folder).lines()) + "\n"


class _GuideText:
    def __init__(self, content: Content, item: str, language: str, folder: Path) -> None:
        self._content = content
        self._guide: Guide = content.guides[item]
        self._language = language
        self._folder = folder / "items" / item

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._plain()
        yield from self._list(self._word("谁可以办", "Who may apply"), self._guide.conditions)
        yield from self._list(self._word("审查标准", "What is checked"), self._guide.standards)
        yield from self._materials()
        yield from self._instead()
        yield from self._steps()
        yield from self._terms()
        yield from self._more()

    def _say(self, text: Text | None) -> str:
        return "" if text is None else getattr(text, self._language) or text.zh

    def _word(self, zh: str, en: str) -> str:
        return en if self._language == _EN else zh

    def _named(self, one: str) -> str:
        return self._word(*_NAMES[one])

    def _days(self, number: int | None) -> str:
        if number is None:
            return self._word("未注明", "not stated")
        return (
            self._word("当场办结", "at once")
            if number == 0
            else self._word(f"{number}个工作日", f"{number} working days")
        )

    def _material(self, one: str) -> str:
        material = self._content.materials.get(one)
        return self._say(material.name) if material else one

    def _head(self) -> Iterator[str]:
        guide, word = self._guide, self._word
        yield from (self._say(guide.name), "=" * 40)
        departments = {entry.id: entry.name for entry in self._content.browse.departments}
        office = self._say(departments.get(guide.department)) or guide.department
        yield f"{word('实施部门', 'Office')}: {office}"
        yield f"{word('类别', 'Kind')}: {self._named(guide.item_class)}, {self._named(guide.case_class)}"
        if guide.code:
            yield f"{word('事项编码', 'Code')}: {guide.code}"

    def _plain(self) -> Iterator[str]:
        if self._guide.plain is None:
            return
        path = self._folder / self._say(self._guide.plain)
        yield from ("", self._word("一看就懂", "In plain words"))
        try:
            yield from (f"  {line}" for line in path.read_text(encoding="utf-8-sig").strip().splitlines())
        except (OSError, UnicodeDecodeError):
            yield f"  ({path.name} ?)"

    def _list(self, title: str, texts: Iterable[Text]) -> Iterator[str]:
        lines = [f"  · {self._say(text)}" for text in texts]
        if lines:
            yield from ("", title, *lines)

    def _materials(self) -> Iterator[str]:
        if not self._guide.materials:
            return
        yield from ("", self._word("要带什么", "What to bring"))
        for needed in self._guide.materials:
            yield f"  · {self._material(needed.material)}{self._how_many(needed)}"
            for prefix, text in (
                (self._word("仅限", "only"), needed.when),
                (self._word("注意", "note"), needed.note),
            ):
                if text is not None:
                    yield f"      {prefix}: {self._say(text)}"

    def _how_many(self, needed: NeededMaterial) -> str:
        copies = needed.copies
        english = [f"{copies} cop{'y' if copies == 1 else 'ies'}"] if copies else []
        chinese = [f"复印件{copies}份"] if copies else []
        if needed.original:
            english, chinese = ["original", *english], ["原件", *chinese]
        if not needed.required:
            english, chinese = [*english, "if you have it"], [*chinese, "有就带"]
        return self._word(f"（{'，'.join(chinese)}）", f" ({', '.join(english)})")

    def _instead(self) -> Iterator[str]:
        later, promise, word = self._guide.later, self._guide.commitment, self._word
        if later is not None:
            yield from ("", word("缺材料也先收（容缺受理）", "Taken without, if it follows in time"))
            yield f"  {word('、', '; ').join(map(self._material, later.materials))}: {self._days(later.days)}"
            yield from (f"  {self._say(later.conditions)}", f"  {self._say(later.otherwise)}")
        if promise is not None:
            yield from ("", word("可以书面承诺代替（告知承诺）", "A written promise instead"))
            yield f"  {word('、', '; ').join(map(self._material, promise.materials))}"
            yield from (f"  {self._say(promise.conditions)}", f"  {self._say(promise.text)}")

    def _steps(self) -> Iterator[str]:
        if self._guide.steps:
            yield from ("", self._word("怎么办", "Step by step"))
        for number, step in enumerate(self._guide.steps, 1):
            yield f"  {number}. {self._say(step.title)}: {self._say(step.text)}"

    def _terms(self) -> Iterator[str]:
        guide, word = self._guide, self._word
        yield ""
        yield f"{word('法定办结时限', 'The law allows')}: {self._days(guide.legal_days)}"
        yield f"{word('承诺办结时限', 'We promise')}: {self._days(guide.promised_days)}"
        fee = f"{self._say(guide.fee.text)} ({self._say(guide.fee.basis)})" if guide.fee else word("不收费", "none")
        yield f"{word('收费', 'Fee')}: {fee}"
        if guide.result is not None:
            yield f"{word('办理结果', 'You get')}: {self._say(guide.result)}"
        if guide.delivery:
            yield f"{word('领取方式', 'Delivery')}: {word('、', ', ').join(map(self._named, guide.delivery))}"

    def _more(self) -> Iterator[str]:
        guide, word = self._guide, self._word
        if guide.online is not None:
            yield f"{word('网上办', 'Online')}: {self._say(guide.online.name)} {guide.online.url}"
        for law in guide.basis:
            yield f"{word('设定依据', 'Legal basis')}: {self._say(law.name)} {self._say(law.article)}".rstrip()
        for phone in guide.phones:
            yield f"{self._say(phone.name)}: {phone.number}"
        for one in guide.advice:
            yield from ("", f"{word('问', 'Q')}: {self._say(one.ask)}", f"{word('答', 'A')}: {self._say(one.answer)}")
        for number, picture in enumerate(guide.pictures, 1):
            yield f"[{word('图', 'picture')} {number}] {self._say(picture.caption)}"
