"""Checks one guide: what it names exists, its materials can be brought, its promised terms are within the legal
ones."""

from __future__ import annotations

from collections.abc import Iterable

from content.source.folder import FORMS, SourceFolder
from content.source.texts import texts
from content.source.vague import vague_words
from domain.content.guide import Guide, missing_elements
from program.mistakes.nearest import nearest


def check_guide(found: SourceFolder, file: str, guide: Guide) -> None:
    _named(found, file, guide)
    _materials(found, file, guide)
    _days(found, file, guide)
    if guide.online is not None and not guide.online.url.startswith(("https://", "http://")):
        found.wrong(file, "online.url", f"{guide.online.url!r} is no address of a page: https://…")
    for place, word in enumerate(guide.words):
        if not word.strip():
            found.wrong(file, f"words[{place}]", "is empty")
    if len(set(guide.delivery)) < len(guide.delivery):
        found.wrong(file, "delivery", "names a way twice")
    lacks = missing_elements(guide)
    if lacks:
        found.warn(file, "", f"the guide is not complete, it says nothing of: {', '.join(lacks)}")


def _named(found: SourceFolder, file: str, guide: Guide) -> None:
    browse = found.content.browse
    if "browse.toml" not in found.unread:
        one_of(found, file, "group", guide.group, [entry.id for entry in browse.groups])
        one_of(found, file, "department", guide.department, [entry.id for entry in browse.departments])
        for place, audience in enumerate(guide.audiences):
            one_of(found, file, f"audiences[{place}]", audience, [entry.id for entry in browse.audiences])
    for place, form in enumerate(guide.forms):
        one_of(found, file, f"forms[{place}]", form, found.ids(FORMS))


def one_of(found: SourceFolder, file: str, key: str, word: str, several: list[str]) -> None:
    if word not in several:
        what = key.partition("[")[0].removesuffix("s")
        found.wrong(file, key, f"there is no {what} {word!r}", nearest(word, several))


def _materials(found: SourceFolder, file: str, guide: Guide) -> None:
    listed = list(found.content.materials)
    asked: dict[str, int] = {}
    for place, needed in enumerate(guide.materials):
        key = f"materials[{place}]"
        if "materials.toml" not in found.unread and needed.material not in listed:
            reason = f"there is no material {needed.material!r} in materials.toml"
            found.wrong(file, f"{key}.material", reason, nearest(needed.material, listed))
        if needed.material in asked:
            reason = f"{needed.material!r} is asked for by materials[{asked[needed.material]}] already"
            found.wrong(file, f"{key}.material", reason)
        asked.setdefault(needed.material, place)
        if needed.copies < 0:
            found.wrong(file, f"{key}.copies", "must be 0 or more")
        if not needed.original and needed.copies == 0:
            found.wrong(file, f"{key}.original", "is false, and copies is 0: nothing is to be brought")
        for name, text in texts(needed, key):
            if vague := vague_words(text.zh) or vague_words(text.en):
                found.wrong(file, name, f"is vague: nobody can bring {vague!r}")
    _instead(found, file, guide, asked)


def _instead(found: SourceFolder, file: str, guide: Guide, asked: Iterable[str]) -> None:
    """Check that materials that may follow later or be promised are required at all."""
    for key, several in (
        ("later", guide.later.materials if guide.later else ()),
        ("commitment", guide.commitment.materials if guide.commitment else ()),
    ):
        for place, material in enumerate(several):
            if material not in asked:
                reason = f"the item does not ask for {material!r}"
                found.wrong(file, f"{key}.materials[{place}]", reason, nearest(material, asked))
    if guide.later is not None and not guide.later.materials:
        found.wrong(file, "later.materials", "is empty: which ones may follow?")
    if guide.commitment is not None and not guide.commitment.materials:
        found.wrong(file, "commitment.materials", "is empty: what does the promise stand for?")


def _days(found: SourceFolder, file: str, guide: Guide) -> None:
    for key, days in (("legal_days", guide.legal_days), ("promised_days", guide.promised_days)):
        if days is not None and not 0 <= days <= 366:
            found.wrong(file, key, f"{days} is no number of working days from 0 to 366")
    if guide.legal_days is not None and guide.promised_days is not None and guide.promised_days > guide.legal_days:
        found.wrong(file, "promised_days", f"is more than the law allows, {guide.legal_days}")
    if guide.later is not None and guide.later.days < 1:
        found.wrong(file, "later.days", "must be 1 or more")
