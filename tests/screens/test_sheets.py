"""A long text in pages: what belongs together is not divided, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.widgets.paragraph import LINE, lines_of
from kiosk.widgets.sheets import Laid, SheetBlock, laid_out
from kiosk.widgets.theme import Look, Metrics
from tests.screens.specimen import SIZES

PROFILE, SIZE = SIZES["1080x1920"]
ELDER = Metrics(SIZE, PROFILE, Look(elder=True))
WIDE = 900.0
LINE_PX = ELDER.body * LINE


def pages(blocks: list[SheetBlock], lines: float) -> list[list[Laid]]:
    return laid_out(blocks, ELDER, WIDE, LINE_PX * lines)


def said(laid: list[Laid]) -> list[str]:
    return [one.block.text.replace("\n", "") for one in laid]


MATERIAL = SheetBlock("2. 户口簿（原件）")
WHEN = SheetBlock("仅限：委托他人办理的", quiet=True, of_above=True)


def test_a_material_goes_to_the_next_page_with_its_condition() -> None:
    before = [SheetBlock("1. 身份证（原件）")] * 3
    assert [said(page) for page in pages([*before, MATERIAL, WHEN], 5.0)] == [
        ["1. 身份证（原件）"] * 3,
        ["2. 户口簿（原件）", "仅限：委托他人办理的"],
    ]


def test_a_heading_stays_with_the_first_material_and_its_condition() -> None:
    blocks = [SheetBlock("办完为止。")] * 2 + [SheetBlock("请一次带齐", heading=True), MATERIAL, WHEN]
    assert [len(page) for page in pages(blocks, 6.0)] == [2, 3]


def test_a_short_paragraph_is_not_divided() -> None:
    blocks = [SheetBlock("短。")] * 3 + [SheetBlock("这一段有两行。" * 4)]
    assert len(lines_of(blocks[-1].text, WIDE, ELDER.body)) == 2
    assert [len(page) for page in pages(blocks, 5.0)] == [3, 1]


def test_a_long_paragraph_may_go_on_on_the_next_page() -> None:
    (first, second) = pages([SheetBlock("短。"), SheetBlock("这一段很长。" * 12)], 4.0)
    assert len(first) == 2
    assert len(second) == 1


def test_what_is_higher_than_a_page_is_divided() -> None:
    blocks = [MATERIAL, SheetBlock("仅限：" + "委托他人办理的。" * 30, quiet=True, of_above=True)]
    found = pages(blocks, 4.0)
    assert len(found) > 1
    assert "".join(text for page in found for text in said(page)) == "".join(block.text for block in blocks)


def tall_of(block: SheetBlock) -> float:
    px = ELDER.button if block.heading else ELDER.body
    return px * LINE * len(lines_of(block.text, WIDE, px, bold=block.heading)) + ELDER.s(8)


GROUPS = st.lists(st.tuples(st.booleans(), st.lists(st.integers(1, 60), min_size=1, max_size=3)), max_size=8)
"""Whether a heading stands above it, and the characters of a block and of what is said of it."""


@pytest.mark.parametrize("lines", [4.5, 9.0])
@given(GROUPS)
def test_what_belongs_together_is_on_one_page_if_one_can_hold_it(
    lines: float, groups: list[tuple[bool, list[int]]]
) -> None:
    blocks: list[SheetBlock] = []
    together: list[tuple[int, int]] = []
    for headed, several in groups:
        first = len(blocks)
        if headed:
            blocks.append(SheetBlock(f"{len(blocks)}", heading=True))
        blocks += [SheetBlock(f"{first + headed + n}" + "字" * long, of_above=n > 0) for n, long in enumerate(several)]
        if len(several) > 1:
            together.append((first, len(blocks)))
    found = pages(blocks, lines)
    assert "".join(text for page in found for text in said(page)) == "".join(block.text for block in blocks)
    assert not any(page[-1].block.heading for page in found[:-1])
    whole = {block.text: at for at, block in enumerate(blocks)}
    page_of = {whole[text]: n for n, page in enumerate(found) for text in said(page) if text in whole}
    for first, end in together:
        tall = sum(tall_of(block) for block in blocks[first:end])
        if tall <= LINE_PX * lines:
            assert len({page_of[at] for at in range(first, end)}) == 1
