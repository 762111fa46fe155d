"""One case: its stage, the promised day, what comes next, where to go, and its steps so far."""

from __future__ import annotations

from domain.progress.views import CaseStage, CaseView
from domain.self_service.progress import case_of
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.screens.self_service.kiosk_screen import KioskScreen
from kiosk.screens.self_service.progress_words import OPEN, STAGES, day_words, item_name
from kiosk.widgets.page import ScreenPage
from kiosk.widgets.sheets import SheetBlock, Sheets
from program.speech import Speaker

__all__ = ["ProgressCaseScreen", "ScreenPage", "Sheets"]


class ProgressCaseScreen(KioskScreen):
    kv = __file__

    def fill(self, moment: KioskNow) -> None:
        case, page = case_of(moment.business), self.ids.page
        if case is None:
            return
        page.title = item_name(self.say, case) or self.say("您的办件")
        page.hint = " · ".join(part for part in (self.say("受理号 {code}", code=case.receipt), case.name) if part)
        self.ids.text.show(case_blocks(self.say, case))

    def left(self) -> None:
        self.ids.page.title = self.ids.page.hint = ""
        self.ids.text.show([])


def case_blocks(say: Speaker, case: CaseView) -> list[SheetBlock]:
    """The texts of the page."""
    blocks = [SheetBlock(say(STAGES[case.stage]), heading=True)]
    if case.stage is CaseStage.NEEDS_MORE:
        blocks.append(SheetBlock(say("请尽快补齐材料。要补什么，请看通知，或到咨询台问。")))
    if case.stage is CaseStage.REFUSED:
        blocks.append(SheetBlock(say("理由写在书面通知里；不同意的，可以到咨询台问怎样申诉。")))
    if case.promised_on and case.stage in OPEN:
        blocks.append(SheetBlock(say("承诺办结：{day}", day=day_words(say, case.promised_on))))
    if case.next:
        blocks.append(SheetBlock(say("下一步：{what}", what=case.next)))
    if case.place:
        blocks.append(SheetBlock(say("到哪里：{place}", place=case.place)))
    done = [step for step in case.steps if step.on]
    ahead = [step.name for step in case.steps if not step.on]
    days = [(day_words(say, step.on), step.name) for step in done]
    if not done and case.accepted_on:
        days = [(day_words(say, case.accepted_on), say("受理"))]
    if days or ahead:
        blocks.append(SheetBlock(say("办理经过"), heading=True))
        blocks += [SheetBlock(f"{day}　{name}") for day, name in days]
    if ahead:
        blocks.append(SheetBlock(say("还没有到：{steps}", steps=" → ".join(ahead)), quiet=True))
    if not say.chinese and any((case.next, case.place, case.steps)):
        blocks.append(SheetBlock(say("办件系统的内容只有中文。"), quiet=True))
    return blocks
