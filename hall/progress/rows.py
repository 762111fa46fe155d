"""Turns a row of any source into a case. Values that are no text, too long or no date are left out, never shown.

A row is a mapping of names to values, as a CSV file, JSON or a database has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields as fields_of
from datetime import date
from typing import Any

from domain.progress.cases import CaseChange, CaseRecord
from domain.progress.settings import SourceFields, SourceStages
from domain.progress.views import CaseStage, CaseStep

LONGEST = 200
"""Characters of a text that is shown."""

MOST_STEPS = 30

_DAY = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?(?:[ T].*)?")
_STEPS = re.compile(r"[;；\n]")


class RowReader:
    """Reads the rows of one source."""

    def __init__(self, fields: SourceFields, stages: SourceStages) -> None:
        self.fields = fields
        self._stages = {
            word.strip().casefold(): CaseStage(one.name)
            for one in fields_of(stages)
            for word in getattr(stages, one.name)
        }

    def receipt(self, row: Mapping[str, Any]) -> str:
        """ "" if the row has none."""
        return text(value_at(row, self.fields.receipt))

    def record(self, row: Mapping[str, Any], person: str = "") -> CaseRecord | None:
        """The case of a row; None if it has no receipt. `person`: a person hash that was found by other means."""
        receipt = self.receipt(row)
        if not receipt:
            return None
        names = self.fields
        return CaseRecord(
            receipt=receipt,
            stage=self.stage(value_at(row, names.stage)),
            phone=text(value_at(row, names.phone)),
            name=text(value_at(row, names.name)),
            person=text(value_at(row, names.person)) or person,
            item=text(value_at(row, names.item)),
            item_en=text(value_at(row, names.item_en)),
            accepted_on=day(value_at(row, names.accepted_on)),
            promised_on=day(value_at(row, names.promised_on)),
            changed_on=day(value_at(row, names.changed_on)),
            next=text(value_at(row, names.next)),
            place=text(value_at(row, names.place)),
            steps=steps(value_at(row, names.steps)),
        )

    def change(self, row: Mapping[str, Any]) -> CaseChange | None:
        """The change of a row; None if it has no number or no receipt."""
        number, receipt = value_at(row, self.fields.change), self.receipt(row)
        if isinstance(number, str) and number.isascii() and number.strip().isdigit():
            number = int(number.strip().lstrip("0")[:18] or "0")
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**53 or not receipt:
            return None
        return CaseChange(
            change=number,
            receipt=receipt,
            stage=self.stage(value_at(row, self.fields.stage)),
            phone=text(value_at(row, self.fields.phone)),
        )

    def stage(self, word: object) -> CaseStage:
        return self._stages.get(text(word).casefold(), CaseStage.REVIEWING)


def value_at(row: Mapping[str, Any], name: str) -> object:
    """The value under this name, or at the end of this dotted path; None if there is none."""
    if name in row:
        return row[name]
    found: object = row
    for step in name.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(step)
    return found


def text(said: object) -> str:
    """One line of text; "" if it is no text. A number without quotes counts as text."""
    if isinstance(said, bool) or not isinstance(said, str | int):
        return ""
    line = str(said)[: 4 * LONGEST]
    if not line.isprintable():
        line = "".join(sign if sign.isprintable() else " " for sign in line)
    return line.strip()[:LONGEST]


def day(said: object) -> str:
    """An ISO date; "" if it is no date."""
    if isinstance(said, date):
        return said.isoformat()[:10]
    found = _DAY.fullmatch(text(said))
    if found is None:
        return ""
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return ""


def steps(said: object) -> tuple[CaseStep, ...]:
    """The steps in `受理 2026-11-30; 审核` or in `[{"name": "受理", "on": "2026-11-30"}, …]`."""
    if isinstance(said, str):
        parts = [part.strip().rpartition(" ") for part in _STEPS.split(said[:8_000])]
        found = [
            CaseStep(name=text(before), on=day(last))
            if before and day(last)
            else CaseStep(name=text(f"{before} {last}"))
            for before, _, last in parts
        ]
    elif isinstance(said, Sequence):
        rows = [one for one in said[:MOST_STEPS] if isinstance(one, Mapping)]
        found = [CaseStep(name=text(row.get("name")), on=day(row.get("on"))) for row in rows]
    else:
        found = []
    return tuple(step for step in found if step.name)[:MOST_STEPS]
