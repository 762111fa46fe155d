"""Who proves themselves, by what, and what a device gets that asks again while a slow check is under way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.config import Text
from domain.refusal import Code, Refusal, no
from domain.staff.people import StaffList, StaffMember, StaffRole
from domain.staff.proof import Proved, StaffProof
from domain.staff.ways import ProofWay
from hall.staff import checker as checking
from hall.staff import pins
from hall.staff.checker import Check, Checked, Checker, prove
from hall.staff.roster import Roster

PIN, CARD, OTHER_CARD = "736251", "04A31F22", "04A31F23"


def member(id_: str, **more: object) -> StaffMember:
    return StaffMember(id=id_, name=Text(zh=id_, en=id_), **more)  # type: ignore[arg-type]


LI, WANG, ZHAO = member("li", pin=pins.hashed_pin(PIN)), member("wang", role=StaffRole.SUPERVISOR), member("zhao")


class People(Roster):
    """li has a PIN and a card, wang a card, zhao nothing. `listed` False: the list was never good."""

    def __init__(self, *, listed: bool = True) -> None:
        super().__init__(None)
        self.listed = listed

    def current(self) -> StaffList | None:
        return StaffList(people=(LI, WANG, ZHAO)) if self.listed else None

    def person(self, id_: str) -> StaffMember | None:
        return {"li": LI, "wang": WANG, "zhao": ZHAO}.get(id_)

    def holder(self, number: str) -> StaffMember | None:
        return {CARD: LI, OTHER_CARD: WANG}.get(number)


@pytest.mark.parametrize(
    ("person", "shown", "proved"),
    [
        ("li", {"pin": PIN}, ("li", StaffRole.CLERK, ProofWay.PIN)),
        ("li", {"card": CARD}, ("li", StaffRole.CLERK, ProofWay.CARD)),
        ("", {"card": OTHER_CARD}, ("wang", StaffRole.SUPERVISOR, ProofWay.CARD)),
        ("li", {"card": CARD, "pin": PIN}, ("li", StaffRole.CLERK, ProofWay.CARD)),
        ("li", {"pin": "736252"}, Code.STAFF_WRONG_PIN),
        ("li", {"card": CARD, "pin": "736252"}, Code.STAFF_WRONG_PIN),
        ("li", {"card": OTHER_CARD, "pin": PIN}, Code.STAFF_WRONG_CARD),
        ("li", {"card": "04A31F24"}, Code.STAFF_WRONG_CARD),
        ("", {"card": "no number"}, Code.STAFF_WRONG_CARD),
        ("", {"card": CARD, "pin": "736252"}, Code.STAFF_WRONG_PIN),
        ("", {"pin": PIN}, Code.STAFF_UNKNOWN),
        ("nobody", {"pin": PIN}, Code.STAFF_UNKNOWN),
        ("nobody", {"card": CARD}, Code.STAFF_UNKNOWN),
        ("zhao", {"pin": PIN}, Code.STAFF_UNKNOWN),
    ],
)
def test_all_that_is_shown_is_right_and_one_persons(person: str, shown: dict[str, str], proved: object) -> None:
    verdict = prove(People(), StaffProof(person=person, **shown))
    assert (verdict.code if isinstance(verdict, Refusal) else tuple(verdict)) == proved


def test_without_a_list_nobody_proves_anything() -> None:
    verdict = prove(People(listed=False), StaffProof(person="li", pin=PIN))
    assert isinstance(verdict, Refusal)
    assert verdict.code is Code.STAFF_NO_LIST


class HeldChecker:
    """A checker whose checks wait until `let_go` is set, and its verdicts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_ms = 0
        self.told: list[Checked[str]] = []
        self.came = threading.Semaphore(0)
        self.let_go = threading.Event()
        self.verdict: Proved | Refusal | Exception = no(Code.STAFF_WRONG_PIN)
        self.checker: Checker[str] = Checker(People(), self._done, lambda: self.now_ms)
        monkeypatch.setattr(checking, "prove", self._prove)

    def _prove(self, _roster: Roster, _proof: StaffProof) -> Proved | Refusal:
        assert self.let_go.wait(30)
        if isinstance(self.verdict, Exception):
            raise self.verdict
        return self.verdict

    def _done(self, checked: Checked[str]) -> None:
        self.told.append(checked)
        self.came.release()

    def settled(self) -> Proved | Refusal:
        self.let_go.set()
        assert self.came.acquire(timeout=10)
        return self.checker.settled(self.told[-1])


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldChecker]:
    made = HeldChecker(monkeypatch)
    yield made
    made.let_go.set()
    made.checker.stop()


def check(id_: str = "1", device: str = "pad-1", person: str = "li") -> Check:
    return Check(id_, device, StaffProof(person=person, pin=PIN))


def test_one_check_a_device_and_a_person_is_under_way(held: HeldChecker) -> None:
    assert held.checker.begin("a", check()) is None
    for other in (check("2"), check("2", person="wang"), check("2", device="pad-2")):
        refusal = held.checker.begin("b", other)
        assert refusal is not None
        assert (refusal.code, refusal.data) == (Code.STAFF_WAIT, {"after_seconds": 1})
    assert held.checker.begin("again", check()) is None, "the same request is answered once"
    held.verdict = Proved("li", StaffRole.CLERK, ProofWay.PIN)
    assert held.settled() == held.verdict
    assert [one.what for one in held.told] == ["a"]
    assert held.checker.begin("c", check("3")) is None, "and the next may come"
    held.settled()
    assert [one.what for one in held.told] == ["a", "c"]


def test_cards_that_say_whose_they_are_hold_up_no_other_device(held: HeldChecker) -> None:
    for device in ("pad-1", "pad-2"):
        assert held.checker.begin(device, check("1", device, person="")) is None


def test_two_people_at_two_devices_hold_up_each_other_in_nothing(held: HeldChecker) -> None:
    assert held.checker.begin("a", check("1", "pad-1", "li")) is None
    assert held.checker.begin("b", check("1", "li", "wang")) is None, "a device may be called as a person is"
    assert held.checker.begin("c", check("1", "pad-3", "pad-1")) is None, "and a person as a device"


def test_who_was_right_at_last_begins_anew_with_wrong_ones(held: HeldChecker) -> None:
    for number in range(3):
        held.checker.begin("a", check(str(number)))
        held.settled()
    held.now_ms += 5_000
    held.verdict = Proved("li", StaffRole.CLERK, ProofWay.PIN)
    assert held.checker.begin("a", check("right")) is None
    assert held.settled() == held.verdict
    held.verdict = no(Code.STAFF_WRONG_PIN)
    assert held.checker.begin("a", check("a slip")) is None
    first = held.settled()
    assert isinstance(first, Refusal)
    fresh: Checker[str] = Checker(People(), lambda _checked: None, lambda: held.now_ms)
    wrong = fresh.settled(replace(held.told[-1], verdict=no(Code.STAFF_WRONG_PIN)))
    assert isinstance(wrong, Refusal)
    assert first.data == wrong.data, "as somebody's first"


def test_wrong_ones_are_counted_and_the_next_waits_unchecked(held: HeldChecker) -> None:
    waits = []
    for number in range(20):
        refusal = held.checker.begin("a", check(str(number)))
        if refusal is not None:
            break
        verdict = held.settled()
        assert isinstance(verdict, Refusal)
        assert (verdict.code, verdict.record) == (Code.STAFF_WRONG_PIN, True)
        waits.append(verdict.data["after_seconds"])
        held.now_ms += 1
    assert refusal is not None
    assert waits[-1] > 0 == waits[0]
    assert (refusal.code, refusal.data) == (Code.STAFF_WAIT, {"after_seconds": waits[-1]})
    assert len(held.told) == len(waits)
    held.now_ms += waits[-1] * 1000
    assert held.checker.begin("a", check("later")) is None
    held.verdict = Proved("li", StaffRole.CLERK, ProofWay.PIN)
    held.settled()
    held.verdict = no(Code.STAFF_WRONG_PIN)
    assert held.checker.begin("a", check("a slip")) is None
    verdict = held.settled()
    assert isinstance(verdict, Refusal)
    assert verdict.data == {"after_seconds": 0}, "who was right is forgiven"


def test_what_is_no_guess_is_not_counted(held: HeldChecker) -> None:
    for number in range(20):
        held.verdict = no(Code.STAFF_UNKNOWN)
        assert held.checker.begin("a", check(str(number))) is None
        assert held.settled() == held.verdict


def test_a_bug_in_a_check_is_an_answer_and_the_next_is_checked(held: HeldChecker) -> None:
    held.verdict = ZeroDivisionError("a bug")
    held.checker.begin("a", check())
    verdict = held.settled()
    assert isinstance(verdict, Refusal)
    assert verdict.code is Code.REQUEST_INVALID
    held.verdict = Proved("li", StaffRole.CLERK, ProofWay.PIN)
    assert held.checker.begin("a", check("2")) is None
    assert held.settled() == held.verdict


# ---- hashes


def test_a_pin_is_hashed_as_slowly_as_owasp_says_and_each_time_anew() -> None:
    made = pins.hashed_pin(PIN)
    assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert made != pins.hashed_pin(PIN)
    assert pins.pin_hash_mistake(made) == ""
    assert not pins.is_pin("no hash", PIN)


@pytest.mark.parametrize(
    ("cost", "wrong"),
    [
        ("m=19456,t=2,p=1", ""),
        ("m=1048576,t=16,p=8", ""),
        ("m=19455,t=2,p=1", "too fast"),
        ("m=19456,t=1,p=1", "too fast"),
        ("m=1048577,t=2,p=1", "too long"),
        ("m=19456,t=17,p=1", "too long"),
        ("m=19456,t=2,p=9", "too long"),
        ("m=19456,t=2,p=0", "too long"),
    ],
)
def test_a_hash_is_neither_too_fast_nor_too_slow(cost: str, wrong: str) -> None:
    made = pins.hashed_pin(PIN).replace("m=19456,t=2,p=1", cost)
    mistake = pins.pin_hash_mistake(made)
    assert wrong in mistake
    assert bool(mistake) is bool(wrong)


def test_a_key_of_cards_has_32_bytes_is_the_halls_alone_and_stays(tmp_path: Path) -> None:
    key = pins.make_card_key(tmp_path)
    path = tmp_path / pins.KEY_FILE
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert pins.card_key(tmp_path) == key
    with pytest.raises(FileExistsError):
        pins.make_card_key(tmp_path)
    assert pins.card_key(tmp_path) == key
    for content in (key.hex()[:-2], key.hex() + "00", "no key", ""):
        path.write_text(content)
        with pytest.raises(pins.SecretRefusedError):
            pins.card_key(tmp_path)


def test_the_hash_of_a_card_is_of_its_number_and_of_this_halls_key() -> None:
    one = pins.hashed_card(b"k" * 32, CARD)
    assert pins.CARD_HASH.fullmatch(one)
    assert len({one, pins.hashed_card(b"l" * 32, CARD), pins.hashed_card(b"k" * 32, OTHER_CARD)}) == 3


def test_who_is_disabled_proves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = b"k" * 32
    gone = replace(LI, cards=(pins.hashed_card(key, CARD),), disabled=True)
    roster = Roster(tmp_path / "staff.toml")
    for disabled in (False, True):
        monkeypatch.setattr(roster, "current", lambda d=disabled: StaffList(people=(replace(gone, disabled=d),)))
        assert roster.holder(CARD) is None, "without a key nobody has a card"
        monkeypatch.setattr(roster, "_key", key)
        assert (roster.person("li") is None) is (roster.holder(CARD) is None) is disabled
        monkeypatch.setattr(roster, "_key", None)
