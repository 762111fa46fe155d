"""Deciding over the emergency notice. It stays until somebody takes it back, also overnight."""

from __future__ import annotations

from domain.commands import ShowEmergency
from domain.device_words import one_line
from domain.emergency.views import Emergency
from domain.events import EmergencyChanged
from domain.refusal import Code, Context, Decision, no
from domain.state.state import State

TEXT_MOST, TEXT_EN_MOST = 60, 120
"""Characters. Somebody at the back of the hall, on their way out, cannot read more."""


def show_emergency(state: State, asked: ShowEmergency, context: Context) -> Decision:
    """Show the notice, or take it back. No event if the screens show it already. A text that is too long is refused,
    never shortened: half a sentence may say the opposite."""
    text, text_en = (one_line(words, len(words)) for words in (asked.text, asked.text_en)) if asked.on else ("", "")
    if asked.on and not text:
        return no(Code.EMERGENCY_TEXT, "text is missing: one sentence in Chinese that says what to do")
    for name, words, most in (("text", text, TEXT_MOST), ("text_en", text_en, TEXT_EN_MOST)):
        if len(words) > most:
            return no(Code.EMERGENCY_TEXT, f"{name} has {len(words)} characters, at most {most} fit on a screen")
    shown = state.emergency or Emergency(text="")
    if (shown.text, shown.text_en) == (text, text_en):
        return []
    return [EmergencyChanged(at=context.now, text=text, text_en=text_en)]
