"""Whoever sits at a window can be reached: their card says how, in every mode."""

from __future__ import annotations

from dataclasses import replace

from program.speech import Speaker
from review_pad.screens.labels import badge
from tests.journeys.pad_sample import window


def test_a_clerks_card_says_their_number_and_how_to_reach_them() -> None:
    clerk = window().clerk
    assert clerk is not None
    assert badge(Speaker(), clerk, brief=False) == f"工号 {clerk.number} · 电话 {clerk.contact}"
    assert badge(Speaker(), clerk, brief=True) == f"电话 {clerk.contact}"


def test_a_clerk_without_a_telephone_has_a_number_still() -> None:
    clerk = window().clerk
    assert clerk is not None
    clerk = replace(clerk, contact="")
    assert badge(Speaker(), clerk, brief=False) == badge(Speaker(), clerk, brief=True) == f"工号 {clerk.number}"
