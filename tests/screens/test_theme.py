"""Sizes in millimetres and degrees, colours by their contrast."""

from __future__ import annotations

import math
from dataclasses import fields

import pytest

from domain.flow import Look
from kiosk.terminal.settings import Screen
from kiosk.widgets.theme import CAPITAL, CONTRAST, NORMAL, Metrics, Palette, Profile
from tests.screens.contrast import contrast
from tests.screens.specimen import HALL, MACHINE, PAD, SIZES, WINDOW

TEXT_ON_GROUND = [
    ("text", "ground"),
    ("text", "panel"),
    ("text", "quiet"),
    ("text", "quiet_pressed"),
    ("second", "ground"),
    ("second", "panel"),
    ("on_off", "off"),
    ("on_chosen", "chosen"),
    ("on_caution", "caution"),
    ("stress", "ground"),
    ("stress", "panel"),
    ("on_action", "stress"),
    ("done", "ground"),
]
LARGE_ON_GROUND = [("on_action", "action"), ("on_action", "action_pressed"), ("mark", "ground")]


def metrics(size: str, **look: bool) -> Metrics:
    profile, screen = SIZES[size]
    return Metrics(screen, profile, Look(**look))  # type: ignore[arg-type]


def angle(millimetres: float, viewing_mm: float) -> float:
    return math.degrees(2 * math.atan(millimetres / 2 / viewing_mm))


@pytest.mark.parametrize("palette", [NORMAL, CONTRAST], ids=["normal", "contrast"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_text_has_a_contrast_of_seven_to_one(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 7


@pytest.mark.parametrize("palette", [NORMAL, CONTRAST], ids=["normal", "contrast"])
@pytest.mark.parametrize(("ink", "ground"), LARGE_ON_GROUND)
def test_large_text_on_the_red_of_the_mark_keeps_four_and_a_half_to_one(
    palette: Palette, ink: str, ground: str
) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [NORMAL, CONTRAST], ids=["normal", "contrast"])
def test_the_edge_of_a_button_is_seen(palette: Palette) -> None:
    assert contrast(palette.line, palette.ground) >= 3


def test_in_high_contrast_the_edge_of_what_cannot_be_used_is_seen_and_is_not_taken_for_another() -> None:
    assert contrast(CONTRAST.hair, CONTRAST.off) >= 3
    assert contrast(CONTRAST.line, CONTRAST.hair) >= 3
    assert contrast(CONTRAST.text, CONTRAST.on_off) >= 2


def test_high_contrast_is_made_of_no_more_than_black_white_and_one_colour() -> None:
    assert {CONTRAST.ground, CONTRAST.panel, CONTRAST.quiet} == {CONTRAST.ground}
    assert len({getattr(CONTRAST, field.name) for field in fields(CONTRAST)}) <= 9


@pytest.mark.parametrize("size", [*MACHINE, *PAD])
def test_no_text_at_arms_length_is_smaller_than_seven_tenths_of_a_degree(size: str) -> None:
    m = metrics(size)
    for px in (m.least, m.small, m.body, m.button, m.title, m.number):
        assert angle(m.to_mm(px * CAPITAL), m.screen.viewing_mm) >= 0.69


@pytest.mark.parametrize("size", HALL)
def test_on_the_hall_screen_calls_are_read_from_the_last_seat(size: str) -> None:
    m = metrics(size)
    assert angle(m.to_mm(m.number * CAPITAL), 10_000) >= 0.5
    assert angle(m.to_mm(m.body * CAPITAL), 10_000) >= 0.349
    assert angle(m.to_mm(m.least * CAPITAL), 10_000) >= 0.167


@pytest.mark.parametrize("size", WINDOW)
def test_above_a_window_the_number_is_twice_what_must_be_read(size: str) -> None:
    m = metrics(size)
    assert angle(m.to_mm(m.number * CAPITAL), m.screen.viewing_mm) >= 1.0


@pytest.mark.parametrize("size", [*MACHINE, *PAD])
def test_elder_mode_makes_text_half_as_large_again_and_never_the_margins_smaller(size: str) -> None:
    plain, elder = metrics(size), metrics(size, elder=True)
    for style in ("small", "body", "button", "title"):
        assert getattr(elder, style) >= 1.5 * getattr(plain, style) - 1
    assert elder.target >= 1.4 * plain.target - 1
    assert (elder.margin, elder.gap) == (plain.margin, plain.gap)


def test_targets_and_gaps_of_a_machine_are_in_millimetres_of_its_glass() -> None:
    m = metrics("1080x1920")
    assert m.to_mm(m.target) == pytest.approx(20, abs=0.2)
    assert m.to_mm(m.gap) == pytest.approx(4, abs=0.2)


def test_twice_the_pixels_on_the_same_glass_draw_the_same_picture() -> None:
    coarse, fine = metrics("hall-1920x1080"), metrics("hall-3840x2160")
    assert fine.body == pytest.approx(2 * coarse.body, abs=1)
    assert fine.margin == pytest.approx(2 * coarse.margin, abs=1)


def test_who_stands_further_away_gets_larger_text() -> None:
    near = Metrics(Screen(viewing_mm=500), Profile.KIOSK)
    far = Metrics(Screen(viewing_mm=750), Profile.KIOSK)
    assert far.body == pytest.approx(1.5 * near.body, abs=1)


def test_low_position_keeps_touch_to_the_lower_half() -> None:
    assert metrics("1080x1920", low=True).reach == 960
    assert metrics("1080x1920").reach == 1920
