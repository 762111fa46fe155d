"""`check-config hall.toml terminal.toml`: each against the other, and warned of what passes silently and hurts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.folder import SAMPLE
from domain.config import HallConfig
from hall.config.check import check
from hall.config.file import reading_of
from provisioning.new_hall.command import new_hall_main
from review_pad.signing import Signer
from xiaochuang import main

NEW = ["--id", "longgang", "--name", "龙岗大厅", "--name-en", "Longgang", "--broker", "10.0.0.1", "--yes"]
SIZE = ["--queues", "2", "--windows", "2", "--machines", "1", "--screens", "1"]


@dataclass(frozen=True)
class Site:
    folder: Path

    @property
    def files(self) -> list[str]:
        return [str(self.folder / "hall.toml"), *map(str, sorted(self.folder.glob("machines/*/*.toml")))]

    def change(self, name: str, right: str, wrong: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert right in text, text
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")

    def said(self, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
        code = main(["check-config", "--language", "en", *words, *self.files])
        return code, capsys.readouterr().err.replace(f"{self.folder}/", "")


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Site:
    assert new_hall_main([str(tmp_path / "site"), *NEW, *SIZE]) == 0
    capsys.readouterr()
    return Site(tmp_path / "site")


KIOSK = "machines/kiosk-1/terminal.toml"
CITIZEN = "machines/pad-w1/pad-citizen.toml"
CLERK = "machines/pad-w1/pad-clerk.toml"

AGAINST = [
    # (file, what stands there, what is written instead, file with the mistake, what is said)
    (KIOSK, '"longgang"', '"longang"', KIOSK, "hall: is 'longang', and hall.toml is that of 'longgang' (did you mean"),
    (KIOSK, '"kiosk-1"', '"kiosk-2"', KIOSK, "device: there is no device 'kiosk-2' in hall.toml (did you"),
    (KIOSK, '"kiosk-1"', '"desk-1"', KIOSK, "device: desk-1 is a desk in hall.toml, which has no terminal.toml"),
    (KIOSK, '"kiosk-1"', '"pad-w1-clerk"', CLERK, "device: 'pad-w1-clerk' is the device of "),
    (CITIZEN, 'window = "w1"', 'window = "w2"', CITIZEN, "window: is 'w2', and in hall.toml pad-w1-citizen stands"),
    (CITIZEN, 'window = "w1"\n', "", CITIZEN, "window: is missing: in hall.toml pad-w1-citizen stands at 'w1'"),
    (CLERK, 'window = "w1"', 'window = "w1"\nsigning_key_file = "k"', CLERK, "signing_key_file: is for a citizen"),
    (KIOSK, 'data = "', 'window = "w1"\ndata = "', KIOSK, "window: is 'w1', and kiosk-1 is a kiosk in hall.toml"),
    ("hall.toml", 'id = "kiosk-1"', 'id = "kiosk-9"', KIOSK, "device: there is no device 'kiosk-1' in hall.toml"),
    ("hall.toml", 'id = "longgang"', 'id = "longgan"', CLERK, "hall: is 'longgang', and hall.toml is that of 'lon"),
    (CLERK, "[broker]", '[broker]\nusername = "x"\npassword_file = "pw"', CLERK, "broker.password_file: "),
]  # fmt: skip


def test_what_new_hall_writes_fits_together(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = site.said(capsys)
    assert code == 0, said
    assert [line for line in said.splitlines() if not line.startswith("warning: ")] == []


@pytest.mark.parametrize(("file", "right", "wrong", "where", "reason"), AGAINST)
def test_what_one_file_says_and_the_other_does_not_know_is_told(  # noqa: PLR0917
    site: Site, capsys: pytest.CaptureFixture[str], file: str, right: str, wrong: str, where: str, reason: str
) -> None:
    site.change(file, right, wrong)
    code, said = site.said(capsys)
    told = [line.removeprefix("warning: ") for line in said.splitlines()]
    assert [line for line in told if line.startswith(where) and reason in line], said
    assert code == (0 if where == CLERK and "password" in reason else 1)


def test_a_pad_whose_key_is_not_the_one_of_the_hall_is_told(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    key = site.folder / "signing.key"
    public = Signer(key)
    public.ready()
    site.change(CITIZEN, "/var/lib/xiaochuang-pad-citizen/signing.key", str(key))
    site.change("hall.toml", 'id = "pad-w1-citizen"', f'id = "pad-w1-citizen"\npublic_key = "{public.public_key}"')
    assert site.said(capsys)[0] == 0
    other = Signer(site.folder / "other.key")
    other.ready()
    site.change("hall.toml", public.public_key, other.public_key)
    code, said = site.said(capsys)
    assert code == 1
    assert f"{CITIZEN}:" in said
    assert f"its public key is {public.public_key}, and hall.toml has another for pad-w1-citizen" in said


def test_files_that_are_not_there_are_warnings_and_mistakes_for_who_is_strict(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = site.said(capsys)
    assert code == 0
    assert f"warning: {KIOSK}:" in said
    assert "tls/ca.crt is not there" in said
    assert site.said(capsys, "--strict")[0] == 1


def test_every_word_can_be_had_in_chinese(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.change(KIOSK, '"kiosk-1"', '"kiosk-2"')
    assert main(["check-config", "--language", "zh", *site.files]) == 1
    told = capsys.readouterr()
    assert "device: hall.toml 中没有设备 'kiosk-2'（是不是 'kiosk-1'？）" in told.err
    assert "hall.toml: 大厅 'longgang'，2 个队列，2 个窗口，全部正确" in told.out


# ---- warnings of a hall

TODAY = dt.date(2026, 11, 30)
SILENT = [
    # (what stands in the sample hall, what is written instead, what is warned of)
    ('role = "kiosk"\nname', 'role = "kiosk"\noffline = []\nname', 'device "kiosk-1": offline: is missing: it gives'),
    ('{ queue = "unsolved", first = 900, last = 949 },', "", 'device "kiosk-1": offline: gives no number of unsolved'),
    ('role = "pad-clerk"', 'role = "screen"', 'window "w3": id: has no pad: nobody can call to it but the desk'),
    ('near_positions = [3]', "near_positions = []", "notices.near_positions: is empty: nobody is told"),
    ('identify = ["card", "phone", "none"]', 'identify = ["card"]', "rules.identify: has no phone"),
    ("/{ticket}/{key}", "/{ticket}", "follow_url: has no {key}"),
    ('id = "help"\n', 'id = "help"\nuntil = 2026-11-29\n', 'notice "help": until: 2026-11-29 is over'),
    ("", "", "years: 2027 is missing: the hall would open on its holidays"),
    ("", "", 'device "spare-pad-1": public_key: is missing: the reviews of spare-pad-1 are taken unsigned'),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "reason"), SILENT)
def test_what_passes_silently_and_hurts_is_warned_of(tmp_path: Path, right: str, wrong: str, reason: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert right in text
    text = text.replace(right, wrong, 1)
    if "offline = []" in wrong:  # the list that stands there already
        start = text.index("offline = [\n", text.index('id = "kiosk-1"'))
        text = text[:start] + text[text.index("]\n", start) + 2 :]
    path = tmp_path / "hall.toml"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "portraits").symlink_to(SAMPLE.parent / "portraits")
    holidays = (SAMPLE.parent / "holidays.toml").read_text(encoding="utf-8")
    (tmp_path / "holidays.toml").write_text(holidays, encoding="utf-8")
    reading = reading_of(path, today=TODAY)
    assert isinstance(reading.config, HallConfig)
    assert reading.mistakes == []
    assert [str(one) for one in reading.warnings if reason in str(one)], [*map(str, reading.warnings)]


def test_nothing_is_due_in_october(tmp_path: Path) -> None:
    for today, due in ((dt.date(2026, 10, 31), False), (dt.date(2026, 11, 1), True), (dt.date(2027, 1, 1), True)):
        said = [str(one) for one in reading_of(SAMPLE, today=today).warnings]
        assert any("2027 is missing" in one for one in said) is due


def test_a_hall_that_starts_is_warned_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([SAMPLE]) == 0
    assert "warning: " in capsys.readouterr().err
