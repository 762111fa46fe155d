"""`xiaochuang emergency`: a supervisor shows one sentence on every screen of a hall, or takes it back."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Sequence

from kiosk.mqtt.messages import Answer
from kiosk.mqtt.one_question import ShellAsker, code_of, desk_parser

SIGN_IN_FIRST = "staff.not_signed_in"


def read_pin(person: str) -> str:
    """The PIN, typed without echo, or the first line of piped input."""
    if sys.stdin.isatty():
        return getpass.getpass(f"PIN of {person}: ")
    return sys.stdin.readline().strip()


def emergency_main(argv: Sequence[str], pin_of: Callable[[str], str] = read_pin) -> int:
    """Returns 0 if the hall has committed it, 1 if not, 2 for wrong arguments."""
    parser = desk_parser(
        "emergency",
        "Show one sentence on every screen, pad and machine of a hall at once, over whatever they show; or take it "
        "back. What people had begun is still there then, unless their time is over.",
    )
    parser.add_argument("text", nargs="?", help="in Chinese: what to do, up to 60 characters")
    parser.add_argument("--en", default="", metavar="TEXT", help="the same in English, up to 120 characters")
    parser.add_argument("--off", action="store_true", help="give the screens back")
    parser.add_argument("--by", metavar="PERSON", help="who says it; asks for their PIN where the hall wants one")
    given = parser.parse_args(argv)
    if given.off == bool(given.text):
        parser.error("say a TEXT to show, or --off")
    desk = ShellAsker(parser, given)
    words = {} if given.off else {"text": given.text, "text_en": given.en}
    answer = _asked(desk, {"on": not given.off, **words}, given.by, pin_of)
    if answer is None:
        return 1
    if not answer.ok:
        desk.tell_refusal(answer)
        if code_of(answer) == SIGN_IN_FIRST:
            print("say with --by who shows it", file=sys.stderr)
        return 1
    print("the screens are given back" if given.off else "every screen shows it; take it back with --off")
    return 0


def _asked(desk: ShellAsker, data: dict[str, object], by: str | None, pin_of: Callable[[str], str]) -> Answer | None:
    """Ask, signing in if needed. A person who was signed in before stays so; one who signs in for this request is
    signed out after it."""
    answer = desk.ask("hall.emergency", data, by)
    if answer is None or by is None or code_of(answer) != SIGN_IN_FIRST:
        return answer
    signed = desk.ask("staff.sign_in", {"staff": by, "pin": pin_of(by)})
    if signed is None or not signed.ok:
        return signed
    answer = desk.ask("hall.emergency", data, by)
    desk.ask("staff.sign_out", {"staff": by})
    return answer
