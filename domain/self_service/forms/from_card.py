"""Fills in a form from an identity card."""

from __future__ import annotations

from collections.abc import Mapping

from domain.content.documents import CardField, FieldKind, FormField, PaperForm
from domain.number_machine.inputs import CardDetails


def by_card(form: PaperForm) -> bool:
    """Whether a card can fill anything in."""
    return any(field.card is not CardField.NONE for field in form.fields)


def from_card(form: PaperForm, card: CardDetails) -> Mapping[str, str]:
    """Field id → value from the card."""
    said = {
        CardField.NAME: card.name,
        CardField.NUMBER: card.number,
        CardField.SEX: card.sex,
        CardField.BIRTH: card.birth,
        CardField.ETHNIC: card.ethnic,
        CardField.ADDRESS: card.address,
    }
    words = ((field, said.get(field.card, "")) for field in form.fields)
    return {field.id: _as_choice(field, word) for field, word in words if word and _as_choice(field, word)}


def _as_choice(field: FormField, word: str) -> str:
    """The id of the choice with this text; "" if there is none: then people choose themselves."""
    if field.kind is not FieldKind.CHOICE:
        return word
    return next((one.id for one in field.choices if word in {one.text.zh, one.id}), "")
