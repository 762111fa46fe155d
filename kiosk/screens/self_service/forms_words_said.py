"""Texts about the fields of a form: what to write, what is wrong, how values are shown."""

from __future__ import annotations

from collections.abc import Mapping

from domain.content.documents import FieldKind, FormField, PaperForm
from domain.self_service.forms.field_checks import DATE_DIGITS, Wrong
from domain.self_service.forms.forms import value_of
from domain.self_service.forms.forms_state import FormsState
from kiosk.widgets.page import ScreenPage
from program.speech import Speaker, later

WRONG: Mapping[Wrong, str] = {
    Wrong.EMPTY: later("这一项要填。"),
    Wrong.NOT_CHOSEN: later("请选一个。"),
    Wrong.NOT_SIGNED: later("请用手指签名。"),
    Wrong.ID_SHORT: later("身份证号码是 18 位。"),
    Wrong.ID_DATE: later("号码里的出生日期不对，请再看一遍。"),
    Wrong.ID_SUM: later("号码有一位不对，请再看一遍。"),
    Wrong.PHONE: later("这不是能打通的号码，请再看一遍。"),
    Wrong.DATE: later("没有这一天。先写年，再写月和日。"),
    Wrong.NAME: later("姓名里不能有数字。"),
}


def hint_of(say: Speaker, state: FormsState, form: PaperForm, field: FormField) -> str:
    """What is wrong; otherwise what to write, with an example, and the position in the form."""
    if state.wrong is not None:
        return say(WRONG[state.wrong])
    parts = [say("第 {at} 项，共 {count} 项", at=state.at + 1, count=len(form.fields))]
    if not field.required:
        parts.append(say("可以不填"))
    if field.hint is not None:
        parts.append(say(field.hint))
    return " · ".join(parts)


def show_hint(page: ScreenPage, hint: str, wrong: Wrong | None) -> None:
    """Show the hint under the title; a mistake stands out."""
    page.hint = hint
    page.second.tone, page.second.bold = ("stress", True) if wrong is not None else ("second", False)


def example_of(say: Speaker, field: FormField) -> str:
    """The placeholder of an empty field."""
    if field.sample is not None:
        return say("例：{sample}", sample=say(field.sample))
    return say("年年年年月月日日") if field.kind is FieldKind.DATE else ""


def shown_value(say: Speaker, state: FormsState, field: FormField) -> str:
    """The value of a field as people read it."""
    value = value_of(state, field)
    match field.kind:
        case FieldKind.CHOICE:
            return next((say(one.text) for one in field.choices if one.id == value), "")
        case FieldKind.SIGNATURE:
            return say("已签名") if value else ""
        case FieldKind.DATE:
            return dated(value)
        case FieldKind.ID_NUMBER:
            return " ".join(part for part in (value[:6], value[6:14], value[14:]) if part)
        case _:
            return value


def dated(digits: str) -> str:
    """`20261201` as `2026-12-01`, also if only its beginning is typed."""
    if len(digits) > DATE_DIGITS:
        return digits
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:]) if part)


def next_words(say: Speaker, state: FormsState, field: FormField) -> str:
    """The text of the button that leads on."""
    if not field.required and not value_of(state, field):
        return say("不填，下一项")
    return say("改好了") if state.checking else say("下一项")
