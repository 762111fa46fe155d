"""`xiaochuang check-config` looks at sms.toml: named, or beside a hall.toml."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from sample_hall import TOML
from secret_files import secret_file

import xiaochuang
from hall.sms.choice import BACK_ENDS, TELLING_KEYS
from hall.sms.operators.cmpp import CmppSettings
from hall.sms.operators.gammu import GammuSettings
from hall.sms.operators.http_operator import OperatorSettings
from hall.sms.operators.http_plain import HttpSettings
from hall.sms.operators.smpp import SmppSettings

OF = {
    "http": (HttpSettings, OperatorSettings),
    "smpp": (SmppSettings,),
    "cmpp": (CmppSettings,),
    "gammu": (GammuSettings,),
}
FILES = {
    "http": 'url = "http://127.0.0.1:9/sms"\ntoken_file = "key"\n',
    "kannel": 'shape = "kannel"\nurl = "http://127.0.0.1:13013/cgi-bin/sendsms"\nuser = "hall"\nsender = "10690001"\n'
    'secret_file = "key"\n',
    "smpp": 'host = "smsc"\nsystem_id = "hall"\npassword_file = "key"\nsource = "10690001"\n',
    "cmpp": 'host = "ismg"\nsp_id = "901234"\nsecret_file = "key"\nsource = "10690001"\n',
    "gammu": 'database = "smsd.db"\n',
}


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = xiaochuang.main(["check-config", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def keys(kind: str) -> set[str]:
    return {field.name for settings in OF[kind] for field in dataclasses.fields(settings)}


def test_a_key_that_tells_whose_file_it_is_is_no_other_s() -> None:
    assert set(TELLING_KEYS) == set(BACK_ENDS) == set(OF)
    for kind, telling in TELLING_KEYS.items():
        assert telling <= keys(kind)
        assert not telling & {key for other in set(OF) - {kind} for key in keys(other)}, kind


@pytest.mark.parametrize("kind", FILES)
def test_each_kind_of_file_is_known_by_its_keys(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret_file(tmp_path / "key", "secret")
    (tmp_path / "smsd.db").touch()
    file = tmp_path / "sms.toml"
    file.write_text(FILES[kind], encoding="utf-8")
    if kind != "gammu":  # it looks into the database of gammu-smsd
        assert said(capsys, file) == (0, f"{file}: text messages, all in order\n", "")
    file.write_text(FILES[kind] + "per_secnd = 3\n", encoding="utf-8")
    code, out, err = said(capsys, file)
    assert (code, out) == (1, "")
    assert "per_secnd: unknown key" in err


def test_one_beside_a_hall_is_looked_at_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hall, file = tmp_path / "hall.toml", tmp_path / "sms.toml"
    hall.write_text(TOML, encoding="utf-8")
    file.write_text(
        'shape = "aliyun"\nuser = "u"\nsender = "测试大厅"\nsecret_file = "credential:sms"\n', encoding="utf-8"
    )
    code, _, err = said(capsys, hall)
    assert code == 1
    assert f"{file}" in err
    assert "templates" in err, "each text of this hall needs a registered one"
    assert "credential" not in err, "the hall's unit has it, and nobody else"


def test_a_secret_that_this_user_cannot_read_is_told_and_no_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sms.toml"
    file.write_text(FILES["smpp"], encoding="utf-8")
    code, out, err = said(capsys, file)
    assert (code, out) == (0, f"{file}: text messages, all in order\n")
    assert f"warning: {file}:3: password_file: {tmp_path / 'key'} cannot be read" in err
    assert said(capsys, file, "--strict")[0] == 1


@pytest.mark.parametrize(
    ("text", "reason"), [("colour = 3\n", "none of --sms http"), ("url = \n", "sms.toml:1: is not TOML")]
)
def test_what_is_no_such_file_is_said_to_be_none(
    text: str, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sms.toml"
    file.write_text(text, encoding="utf-8")
    code, _, err = said(capsys, file)
    assert code == 1
    assert reason in err
