"""Parts of a long text: none too long, nothing lost, no character torn apart."""

from __future__ import annotations

from handset import Handset
from hypothesis import given
from hypothesis import strategies as st

from hall.sms.operators.parts import parts_of


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400), st.integers(0, 10_000))
def test_any_text_is_whole_again_on_the_phone(text: str, number: int) -> None:
    phone = Handset()
    parts = parts_of(text, number)
    for part in parts:
        head = part[:6] if len(parts) > 1 else b""
        part[len(head) :].decode("utf-16-be")  # each is text by itself
        phone.take("139", head, part[len(head) :])
    assert phone.messages == [("139", text)]


def test_seventy_characters_are_one_part_and_a_rare_one_counts_as_two() -> None:
    assert len(parts_of("字" * 70, 1)) == 1
    assert [len(part) for part in parts_of("字" * 71, 1)] == [140, 14]
    assert [len(part) for part in parts_of("字" * 66 + "𠮷" * 3, 1)] == [138, 18]


def test_a_text_has_at_most_255_parts_and_what_does_not_fit_is_left_out() -> None:
    assert len(parts_of("字" * 67 * 255, 1)) == 255
    whole = parts_of("字" * 67 * 256, 1)
    assert len(whole) == 255
    assert whole[0][:6] == bytes((5, 0, 3, 1, 255, 1))
    assert whole[-1][:6] == bytes((5, 0, 3, 1, 255, 255))


def test_of_a_messages_number_the_header_carries_the_low_byte() -> None:
    assert [part[:6] for part in parts_of("字" * 71, 0x1FE)] == [bytes((5, 0, 3, 0xFE, 2, n)) for n in (1, 2)]


def test_half_of_a_character_becomes_a_question_mark() -> None:
    assert parts_of("请\ud842", 1) == ["请?".encode("utf-16-be")]


def test_only_characters_of_two_units_move_the_cut() -> None:
    """The last of all has the highest first unit; a Hangul syllable stands right below the lowest."""
    assert [len(part) for part in parts_of("字" * 66 + "\U0010ffff" * 3, 1)] == [138, 18]
    assert [len(part) for part in parts_of("字" * 66 + "힣" * 6, 1)] == [140, 16]
