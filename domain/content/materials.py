"""Materials: what people bring. Each is described once in the folder; `merged` says what several items need together.

A material that two items ask for is brought once (S3 §16: nothing is asked for twice). So items name materials by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.config import Text
from domain.content.guide import Guide, NeededMaterial


class MaterialSource(StrEnum):
    """Where it comes from."""

    OWN = "own"  # people have it
    ISSUED = "issued"  # an office gives it out
    FORM = "form"  # people fill in a form of the hall
    WRITTEN = "written"  # people write it themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """An entry of `materials.toml`."""

    id: str
    name: Text
    source: MaterialSource = MaterialSource.OWN
    from_whom: Text | None = None  # the office that issues it
    form: str = ""  # id of the form, if the material is a form
    sample: str = ""  # picture of a filled-in one; path in the content folder


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedMaterial:
    """One material for several items."""

    material: str  # id
    original: bool  # the original is shown at least once
    copies: int  # altogether: each office keeps its own
    required: bool  # for one item at least
    items: tuple[str, ...]  # that ask for it
    when: tuple[Text, ...] = ()  # only in these cases; (): always
    notes: tuple[Text, ...] = ()  # each once


def merged(guides: Mapping[str, Guide], items: Iterable[str]) -> tuple[MergedMaterial, ...]:
    """The materials for `items` together, each once, in the order in which they are first asked for.

    Items that are not in `guides` need nothing. A material that one item needs always is needed always.
    """
    found: dict[str, MergedMaterial] = {}
    always: set[str] = set()
    for item in dict.fromkeys(items):
        guide = guides.get(item)
        for needed in guide.materials if guide is not None else ():
            found[needed.material] = _joined(found.get(needed.material), needed, item)
            if needed.when is None:
                always.add(needed.material)
    return tuple(replace(one, when=()) if one.material in always else one for one in found.values())


def _joined(before: MergedMaterial | None, needed: NeededMaterial, item: str) -> MergedMaterial:
    whens = (needed.when,) if needed.when is not None else ()
    notes = (needed.note,) if needed.note is not None else ()
    if before is None:
        return MergedMaterial(
            material=needed.material,
            original=needed.original,
            copies=needed.copies,
            required=needed.required,
            items=(item,),
            when=whens,
            notes=notes,
        )
    return replace(
        before,
        original=before.original or needed.original,
        copies=before.copies + needed.copies,
        required=before.required or needed.required,
        items=before.items if item in before.items else (*before.items, item),
        when=tuple(dict.fromkeys((*before.when, *whens))),
        notes=tuple(dict.fromkeys((*before.notes, *notes))),
    )
