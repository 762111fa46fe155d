"""`xiaochuang staff` keeps the list of people, and says every mistake in words."""

from __future__ import annotations

import io
import re
import stat
from pathlib import Path

import pytest
from sample_hall import TOML

import xiaochuang
from domain.config import HallConfig, Text
from domain.staff.people import StaffList, StaffRole
from domain.staff.proof import Proved, StaffProof
from domain.staff.ways import SignIn
from hall.config.file import read_hall
from hall.staff import pins
from hall.staff.checker import prove
from hall.staff.command import NotDoneError, staff_main
from hall.staff.file import read_staff, write_staff
from hall.staff.roster import Roster
from hall.staff.setting import settled
from tests.ground.staff_hall import write_list


class Office:
    """A folder with hall.toml, and an engineer who types."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._monkeypatch, self._capsys = monkeypatch, capsys
        (folder / "hall.toml").write_text(TOML, encoding="utf-8")
        self.card = "04A31F22"
        self.said = ""

    def staff(self, *words: str, typed: str = "") -> int:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = staff_main(["--config", str(self.folder / "hall.toml"), *words], lambda: self.card)
        told = self._capsys.readouterr()
        self.said = told.out + told.err
        return code

    def checks(self) -> tuple[int, str]:
        code = xiaochuang.main(["check-config", str(self.folder / "hall.toml")])
        told = self._capsys.readouterr()
        return code, told.out + told.err

    @property
    def path(self) -> Path:
        return self.folder / "staff.toml"

    @property
    def list(self) -> StaffList:
        read = read_staff(self.path)
        assert isinstance(read, StaffList), read
        return read

    def lets_in(self, person: str, **shown: str) -> bool:
        return isinstance(prove(Roster(self.path), StaffProof(person=person, **shown)), Proved)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, monkeypatch, capsys)


def test_a_new_clerk_gets_a_pin_that_is_shown_once_and_kept_nowhere(office: Office) -> None:
    assert office.staff("add", "c1") == 0
    pin = re.search(r"is (\d{6})", office.said)
    assert pin is not None
    assert office.lets_in("c1", pin=pin[1])
    assert not office.lets_in("c1", pin="000000")
    assert pin[1] not in office.path.read_text(encoding="utf-8")
    assert stat.S_IMODE(office.path.stat().st_mode) == 0o600
    assert office.list.people[0].name.zh == "王敏", "as in hall.toml"


def test_a_pin_may_be_asked_for_twice_and_never_stands_among_the_arguments(office: Office) -> None:
    office.staff("add", "c1", "--no-pin")
    assert office.staff("pin", "c1", "--ask", typed="736251\n736251\n") == 0
    assert "736251" not in office.said
    assert office.lets_in("c1", pin="736251")
    assert office.staff("pin", "c1", "--ask", typed="736251\n736252\n") == 1
    assert "two different" in office.said
    assert office.staff("pin", "c1", "--ask", typed="1234\n") == 1
    assert "everybody tries first" in office.said
    with pytest.raises(SystemExit):
        office.staff("pin", "c1", "736251")


@pytest.mark.parametrize("typed", ["７３６２５１", "736251 ", " 736251\r\n", "736\u3000251", "\u200f736251"])
def test_a_pin_is_one_pin_however_it_was_typed(office: Office, typed: str) -> None:
    office.staff("add", "c1", "--no-pin")
    assert office.staff("pin", "c1", "--ask", typed="７３６２５１\n736251\n") == 0
    assert office.lets_in("c1", pin=typed)
    assert not office.lets_in("c1", pin="７３６２５２")


def test_a_card_lets_in_until_it_is_lost(office: Office) -> None:
    office.staff("add", "c1")
    assert office.staff("card", "c1", "--reader") == 0
    assert office.staff("card", "c1", typed="0013 3713 37\n") == 0
    assert office.lets_in("c1", card="04:A3:1F:22")
    assert office.lets_in("", card="0013371337")
    assert stat.S_IMODE((office.folder / "staff.key").stat().st_mode) == 0o600
    for secret in ("04A31F22", "0013371337"):
        assert secret not in office.path.read_text(encoding="utf-8")
    office.staff("add", "boss", "--zh", "方", "--en", "Fang", "--role", "supervisor")
    assert office.staff("card", "boss", "--reader") == 1
    assert "a card of c1 already" in office.said
    assert office.staff("card", "c1", "--lost") == 0
    assert not office.lets_in("", card="04A31F22")


def test_cards_whose_key_is_gone_are_not_given_another_one_by_the_way(office: Office) -> None:
    office.staff("add", "c1")
    office.staff("card", "c1", "--reader")
    (office.folder / "staff.key").unlink()
    office.card = "05B42033"
    assert office.staff("card", "c1", "--reader") == 1
    assert "staff.key is gone" in office.said
    code, said = office.checks()
    assert code == 1
    assert "their key cannot be used" in said


def test_roles_and_who_is_disabled(office: Office) -> None:
    office.staff("add", "c1", "--no-pin")
    office.staff("pin", "c1", "--ask", typed="736251\n736251\n")
    assert office.staff("role", "c1", "supervisor") == 0
    assert office.list.people[0].role is StaffRole.SUPERVISOR
    assert office.staff("role", "c1", "superviser") == 1
    assert "did you mean 'supervisor'?" in office.said
    assert office.staff("disable", "c1") == 0
    assert not office.lets_in("c1", pin="736251")
    assert office.staff("list") == 0
    assert re.search(r"c1 +supervisor +PIN, disabled", office.said)
    assert office.staff("enable", "c1") == 0
    assert office.lets_in("c1", pin="736251")
    assert office.staff("remove", "c1") == 0
    assert office.list.people == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pin", "c3"), "nobody in the list is 'c3' (did you mean 'c1'?)"),
        (("add", "c1"), "'c1' is in the list already"),
        (("add", "new"), "--zh and --en say the name"),
        (("add", "New One", "--zh", "新", "--en", "New"), "must be lower case letters"),
        (("add", "new", "--zh", "新", "--en", "New", "--role", "king"), "there is no role 'king'"),
        (("card", "c1"), "that is no number of a card"),
    ],
)
def test_every_mistake_is_said_in_words_and_changes_nothing(office: Office, words: tuple[str, ...], said: str) -> None:
    office.staff("add", "c1")
    before = office.path.read_bytes()
    assert office.staff(*words) == 1
    assert said in office.said
    assert office.path.read_bytes() == before


def test_a_reader_that_is_not_there_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.staff("add", "c1")

    def nothing() -> str:
        raise NotDoneError("there is no reader: is it plugged in, does pcscd run?")

    assert staff_main(["--config", str(office.folder / "hall.toml"), "card", "c1", "--reader"], nothing) == 1


def test_a_list_that_others_can_read_is_neither_read_nor_written(office: Office) -> None:
    office.staff("add", "c1")
    office.path.chmod(0o640)
    assert office.staff("list") == 1
    assert "can be read by others (mode 0640)" in office.said
    assert office.checks()[0] == 1


def test_a_list_written_by_hand_is_read_with_its_mistakes_named(office: Office) -> None:
    office.staff("add", "c1")
    good = office.path.read_text(encoding="utf-8")
    for old, new, said in (
        ('role = "clerk"', 'rule = "clerk"', "person \"c1\": rule: unknown key (did you mean 'role'?)"),
        ('role = "clerk"', 'role = "clark"', 'person "c1": role'),
        ("argon2id", "argon2i", 'person "c1": pin: is no argon2id hash'),
        (f"m={pins.MEMORY_KIB}", "m=8", 'person "c1": pin: is a hash that is tried out too fast'),
        (f"m={pins.MEMORY_KIB}", "m=9999999", 'person "c1": pin: is a hash that takes too long'),
        ('role = "clerk"', 'role = "clerk"\ncards = ["04A31F22"]', 'person "c1": cards #1: is no hash of a card'),
    ):
        assert old in good
        office.path.write_text(good.replace(old, new), encoding="utf-8")
        code, told = office.checks()
        assert code == 1
        assert said in told, told


# ---- what check-config says of the two files together


def test_a_hall_of_names_is_warned_and_works(office: Office) -> None:
    code, said = office.checks()
    assert code == 0
    assert "warning:" in said
    assert "a name alone opens a window" in said


def test_a_hall_that_asks_for_proof_and_has_no_list_is_told(office: Office) -> None:
    (office.folder / "hall.toml").write_text('sign_in = "pin"\n' + TOML, encoding="utf-8")
    code, said = office.checks()
    assert code == 1
    assert "sign_in: there is no staff.toml beside it" in said
    assert isinstance(read_hall(office.folder / "hall.toml", works=True), HallConfig), "it gives numbers all the same"


def test_sign_in_has_its_words(office: Office) -> None:
    (office.folder / "hall.toml").write_text('sign_in = "pins"\n' + TOML, encoding="utf-8")
    code, said = office.checks()
    assert code == 1
    assert "sign_in" in said
    assert "did you mean 'pin'?" in said


def test_clerks_without_an_entry_or_without_what_is_asked_for_are_named_and_strangers_too(office: Office) -> None:
    office.staff("add", "c9", "--zh", "某", "--en", "Some")
    code, said = office.checks()
    assert code == 1
    assert "clerk \"c1\": id: 'c1' is not in staff.toml, and can open no window (did you mean 'c9'?)" in said
    assert "person \"c9\": id: 'c9' is no clerk of hall.toml" in said
    assert "nobody is a supervisor" in said
    office.staff("remove", "c9")
    office.staff("add", "c1", "--no-pin")
    office.staff("role", "c1", "director")
    code, said = office.checks()
    assert code == 1
    assert "'c1' has no pin and no card in staff.toml" in said
    office.staff("pin", "c1")
    assert office.checks()[0] == 0


def test_a_list_is_written_and_read_back_as_it_was(tmp_path: Path) -> None:
    staff = write_list(tmp_path, disabled=("c2",))
    assert read_staff(tmp_path / "staff.toml") == staff
    write_staff(tmp_path / "staff.toml", staff)
    assert read_staff(tmp_path / "staff.toml") == staff


def test_a_hall_that_has_lost_its_list_does_not_go_back_to_names(office: Office) -> None:
    """Without `sign_in` in hall.toml it is the list that counts, and its key says that there was one."""
    assert office.staff("add", "c1") == 0
    hall = HallConfig(id="h", name=Text(zh="厅", en="Hall"), queues=(), windows=())
    assert settled(hall, office.folder).sign_in is SignIn.PIN_OR_CARD
    (office.folder / "staff.toml").unlink()
    assert settled(hall, office.folder).sign_in is SignIn.PIN_OR_CARD
    (office.folder / "staff.key").unlink()
    assert settled(hall, office.folder).sign_in is SignIn.NAMES
