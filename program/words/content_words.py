"""The words about a guide that all screens and pages share: terms, charges, copies of a material."""

from __future__ import annotations

from collections.abc import Mapping

from domain.content.guide import Guide, NeededMaterial
from domain.content.materials import Material, MergedMaterial
from program.speech import Speaker


def days(say: Speaker, number: int | None) -> str:
    """A term in working days; 0: at once."""
    if number is None:
        return say("未注明")
    return say("当场办结") if number == 0 else say.count("{n} 个工作日", number)


def promised(say: Speaker, guide: Guide) -> str:
    """The promised term, or the legal one if none is promised."""
    return days(say, guide.promised_days if guide.promised_days is not None else guide.legal_days)


def charge(say: Speaker, guide: Guide) -> str:
    """The charge in words, without its legal basis."""
    return say(guide.fee.text) if guide.fee else say("不收费")


def how_many(say: Speaker, one: MergedMaterial | NeededMaterial) -> str:
    """`原件，复印件 1 份`."""
    parts = [say("原件")] if one.original else []
    if one.copies:
        parts.append(say.count("复印件 {n} 份", one.copies))
    if not one.required:
        parts.append(say("有就带"))
    return say("，").join(parts) or say("原件")


def material_words(say: Speaker, needed: NeededMaterial, materials: Mapping[str, Material]) -> str:
    """`户口簿（原件，复印件 1 份）`."""
    known = materials.get(needed.material)
    return say("{name}（{how}）", name=say(known.name) if known else needed.material, how=how_many(say, needed))
