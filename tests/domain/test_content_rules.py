"""Rules of content: materials merged, themes answered, days kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.config import Text
from domain.content.dates import is_shown, shown
from domain.content.guide import CaseClass, Guide, ItemClass, NeededMaterial, missing_elements
from domain.content.materials import merged
from domain.content.themes import Theme, ThemeAnswer, ThemeQuestion, asked, chosen_items, next_question, paths

TODAY = date(2026, 11, 30)


def text(zh: str) -> Text:
    return Text(zh=zh, en=zh)


def guide(*materials: NeededMaterial) -> Guide:
    return Guide(
        name=text("事项"),
        item_class=ItemClass.ACCEPT,
        case_class=CaseClass.INSTANT,
        department="d",
        group="g",
        materials=materials,
    )


def needs(
    material: str, *, original: bool = True, copies: int = 0, when: str = "", required: bool = True
) -> NeededMaterial:
    return NeededMaterial(
        material=material, original=original, copies=copies, when=text(when) if when else None, required=required
    )


def test_a_material_of_two_items_is_brought_once_with_a_copy_for_each() -> None:
    guides = {"a": guide(needs("id", copies=1), needs("card")), "b": guide(needs("id", copies=2), needs("photo"))}
    found = merged(guides, ["a", "b"])
    assert [one.material for one in found] == ["id", "card", "photo"]
    assert (found[0].original, found[0].copies, found[0].items) == (True, 3, ("a", "b"))


def test_what_one_item_always_needs_is_always_needed() -> None:
    guides = {
        "a": guide(needs("proof", when="代办")),
        "b": guide(needs("proof")),
        "c": guide(needs("proof", when="再婚")),
    }
    assert merged(guides, ["a", "b"])[0].when == ()
    assert merged(guides, ["a", "c"])[0].when == (text("代办"), text("再婚"))


def test_what_is_needed_by_one_item_is_not_if_you_have_it() -> None:
    guides = {"a": guide(needs("id", required=False)), "b": guide(needs("id"))}
    assert not merged(guides, ["a"])[0].required
    assert merged(guides, ["a", "b"])[0].required


NEEDED = st.builds(needs, st.sampled_from("abcde"), original=st.booleans(), copies=st.integers(0, 3))


@given(st.dictionaries(st.sampled_from(["x", "y", "z"]), st.lists(NEEDED, max_size=4, unique_by=lambda n: n.material)))
def test_no_material_is_asked_for_twice_and_none_is_forgotten(several: dict[str, list[NeededMaterial]]) -> None:
    guides = {name: guide(*materials) for name, materials in several.items()}
    found = merged(guides, [*guides, *guides, "unknown"])
    names = [one.material for one in found]
    assert len(names) == len(set(names))
    assert set(names) == {one.material for materials in several.values() for one in materials}
    for one in found:
        mine = [needed for materials in several.values() for needed in materials if needed.material == one.material]
        assert one.copies == sum(needed.copies for needed in mine)
        assert one.original == any(needed.original for needed in mine)


def answer(name: str, *items: str) -> ThemeAnswer:
    return ThemeAnswer(id=name, text=text(name), items=items)


THEME = Theme(
    name=text("出生"),
    summary=text("出生"),
    items=("register",),
    questions=(
        ThemeQuestion(id="born", ask=text("?"), answers=(answer("yes"), answer("no", "advice"))),
        ThemeQuestion(
            id="where", ask=text("?"), answers=(answer("here", "insure"), answer("away", "move")), only_if=("born/yes",)
        ),
        ThemeQuestion(
            id="more", ask=text("?"), answers=(answer("low", "relief"), answer("ill", "relief", "aid")), several=True
        ),
    ),
)


def given_so(**answers: str) -> dict[str, frozenset[str]]:
    return {question: frozenset(several.split()) for question, several in answers.items()}


def test_a_question_comes_only_to_those_whom_it_concerns() -> None:
    assert [one.id for one in asked(THEME, given_so(born="no"))] == ["born", "more"]
    following = next_question(THEME, given_so(born="yes"))
    assert following is not None
    assert following.id == "where"
    assert next_question(THEME, given_so(born="no", more="")) is None


def test_answers_lead_to_items_each_once() -> None:
    assert chosen_items(THEME, given_so(born="yes", where="here", more="low ill")) == (
        "register",
        "insure",
        "relief",
        "aid",
    )


def test_an_answer_that_was_taken_back_counts_no_more() -> None:
    """Somebody says yes, then where, goes back and says no: what was said to `where` leads nowhere."""
    assert chosen_items(THEME, given_so(born="no", where="away", more="")) == ("register", "advice")


def test_every_way_is_walked_once() -> None:
    ways = [tuple(sorted((q, tuple(a)) for q, a in way.items())) for way in paths(THEME, 100)]
    assert len(ways) == len(set(ways)) == 9
    assert len(list(paths(THEME, 4))) == 4


def test_something_is_shown_from_its_first_day_to_the_end_of_its_last() -> None:
    one = replace(guide(), shown_from=TODAY, shown_until=TODAY)
    assert [is_shown(one, TODAY + timedelta(days)) for days in (-1, 0, 1)] == [False, True, False]
    assert is_shown(guide(), TODAY)
    assert shown([one, guide()], TODAY + timedelta(1)) == (guide(),)


def test_what_two_items_say_of_one_material_is_said_once_each() -> None:
    guides = {
        "a": guide(replace(needs("id", original=False, required=False), note=text("in colour"))),
        "b": guide(replace(needs("id", original=True, required=True), note=text("not older than a year"))),
        "c": guide(replace(needs("id", original=False, required=False), note=text("in colour"))),
        "d": guide(needs("id", original=False, required=False)),
    }
    for items in (["a", "b", "c", "d"], ["b", "a", "c", "d"]):
        (found,) = merged(guides, items)
        assert (found.original, found.required) == (True, True)
        assert sorted(note.zh for note in found.notes) == ["in colour", "not older than a year"]
    (alone,) = merged(guides, ["d"])
    assert (alone.original, alone.required, alone.notes) == (False, False, ())


def test_a_question_with_no_answer_to_choose_is_passed() -> None:
    none = Theme(name=text("空"), summary=text("空"), questions=(ThemeQuestion(id="q", ask=text("?"), answers=()),))
    assert list(paths(none, 9)) == [{"q": frozenset()}]


def test_what_a_guide_lacks_is_named() -> None:
    bare = guide()
    lacks = ("code", "result", "basis", "conditions", "materials", "standards", "steps", "legal_days")
    assert missing_elements(bare) == (*lacks, "promised_days", "delivery", "phones")
    some = replace(bare, code="1", result=text("证"), conditions=(text("c"),), legal_days=0, promised_days=0)
    assert missing_elements(some) == ("basis", "materials", "standards", "steps", "delivery", "phones")
