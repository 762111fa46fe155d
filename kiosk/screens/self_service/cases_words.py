"""Kinds of cases in words, and the receipt of one."""

from __future__ import annotations

from collections.abc import Mapping

from domain.cases.kinds import CaseKind
from domain.self_service.effects import CaseNotice
from domain.views.catalogue import Catalogue
from kiosk.widgets.sheets import SheetBlock
from program.speech import Speaker, later

KINDS: Mapping[CaseKind, str] = {
    CaseKind.UNSOLVED: later("办不成事"),
    CaseKind.COMPLAINT: later("投诉"),
    CaseKind.PRAISE: later("表扬"),
}


def receipt_lines(say: Speaker, notice: CaseNotice, catalogue: Catalogue, *, calls: bool = False) -> list[SheetBlock]:
    """What happens to the case, and how to ask about it. `calls`: a phone was left."""
    blocks = [SheetBlock(say(KINDS[notice.kind]), heading=True)]
    if notice.kind is CaseKind.PRAISE:
        blocks.append(SheetBlock(say("谢谢您。我们会转告他们。")))
    else:
        blocks.append(SheetBlock(say("专人会看您写的话，并去核实。")))
        blocks.append(SheetBlock(say("想问办得怎么样，请把回执码告诉“办不成事”窗口或咨询台。")))
    if calls:
        blocks.append(SheetBlock(say("需要时，工作人员会打您留的电话。")))
    blocks.append(SheetBlock(say("也可以拨打政务服务热线 {number}。", number=catalogue.hotline)))
    return blocks
