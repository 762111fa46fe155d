"""Which topic is whose: nothing of another hall, device or level is taken for one of ours."""

from __future__ import annotations

import pytest

from kiosk.mqtt.topics import BadLevelError, Topics, level

TOPICS = Topics("h1")


@pytest.mark.parametrize("text", ["h1", "a", "0", "a-b", "a" * 64])
def test_lower_case_letters_digits_and_dashes_are_a_level(text: str) -> None:
    assert level(text) == text


@pytest.mark.parametrize("text", ["", "A", "a/b", "+", "#", "a b", "-a", "a-", "大厅", "a" * 65, "a\n"])
def test_anything_else_stands_in_no_topic(text: str) -> None:
    with pytest.raises(BadLevelError):
        level(text)
    with pytest.raises(BadLevelError):
        Topics(text)
    if text != "+":
        with pytest.raises(BadLevelError):
            TOPICS.command(text)


def test_every_device_is_subscribed_to_by_a_plus() -> None:
    assert TOPICS.command("+") == "xc/v1/h1/dev/+/command"
    assert TOPICS.picture("+") == "xc/v1/h1/public/picture/+"


def test_a_device_is_told_from_its_topic() -> None:
    assert TOPICS.device_of("xc/v1/h1/dev/kiosk-1/command") == ("kiosk-1", "command")


@pytest.mark.parametrize(
    "topic",
    [
        "xc/v1/h2/dev/k1/command",
        "xc/v2/h1/dev/k1/command",
        "xc/v1/h1/window/k1/state",
        "xc/v1/h1/dev/k1",
        "xc/v1/h1/dev/k1/command/more",
        "xc/v1/h1/dev/K1/command",
        "xc/v1/h1/dev//command",
        "",
    ],
)
def test_any_other_topic_is_no_device_s(topic: str) -> None:
    assert TOPICS.device_of(topic) is None


def test_a_window_is_told_from_its_state_topic_alone() -> None:
    assert TOPICS.window_of("xc/v1/h1/window/w1/state") == "w1"
    others = ("xc/v1/h2/window/w1/state", "xc/v1/h1/window/w1/call", "xc/v1/h1/window/w1/state/x", "xc/v1/h1/window/w1")
    assert [TOPICS.window_of(topic) for topic in others] == [None] * 4


def test_a_picture_is_told_from_its_topic_alone() -> None:
    assert TOPICS.picture_of(TOPICS.picture("c1")) == "c1"
    assert TOPICS.picture_of("xc/v1/h2/public/picture/c1") is None


@pytest.mark.parametrize(
    ("topic", "allowed"),
    [
        ("xc/v1/h1/dev/k1/reply", True),
        ("xc/v1/h1/dev/k1/reply/7", True),
        ("xc/v1/h1/dev/k1/reply/7/8", True),
        ("xc/v1/h1/dev/k10/reply", False),
        ("xc/v1/h1/dev/k1/replyx", False),
        ("xc/v1/h1/dev/k1/command", False),
        ("xc/v1/h1/public/calls", False),
        ("xc/v1/h1/dev/k1/reply/+", False),
        ("xc/v1/h1/dev/k1/reply/#", False),
        ("", False),
    ],
)
def test_an_asker_is_answered_on_its_own_reply_topic_and_below_it(topic: str, allowed: bool) -> None:
    assert TOPICS.may_reply_to("k1", topic) is allowed
