"""Texts of hall.toml fit in one message, and in the templates that an operator has registered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sample_hall import TOML
from secret_files import secret_file

from domain.config import HallConfig
from hall.config.file import read_hall
from hall.sms.choice import choose
from hall.sms.text import every_text

SIGNATURE = "【测试大厅】"
CALLED = "请{number}号到{window}号窗口办理。"
TEMPLATES = {
    "SMS_1": CALLED,
    "SMS_2": "Number {number}: please come to window {window}.",
    "SMS_3": "{number}号前面还有{ahead}人，请准备。",
    "SMS_4": "Number {number}: {ahead} ahead of you.",
    "SMS_5": "您的号码是{number}。",
    "SMS_6": "Your number is {number}.",
    "SMS_7": "已预约{time}，预约码{code}。",
    "SMS_8": "Booked: {time}, code {code}.",
    "SMS_9": "提醒：{time}的预约，预约码{code}。",
    "SMS_10": "Reminder: {time}, code {code}.",
    "SMS_11": "已改到{time}，预约码{code}。",
    "SMS_12": "Moved to {time}, code {code}.",
    "SMS_13": "{time}的预约已取消。",
    "SMS_14": "Cancelled: {time}.",
    "SMS_15": "验证码{code}，10分钟内有效。",
    "SMS_16": "Code {code}, good for 10 minutes.",
}


def _checked(folder: Path, called: str, toml: str = TOML) -> subprocess.CompletedProcess[str]:
    (folder / "hall.toml").write_text(toml.replace(CALLED, called), encoding="utf-8")
    command = [sys.executable, "-m", "hall", "--config", folder / "hall.toml", "--check-config"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_seventy_characters_with_the_signature_pass_and_one_more_is_refused(tmp_path: Path) -> None:
    rest = 70 - len(SIGNATURE) - len("B0001") - len("1")
    assert _checked(tmp_path, "{number}{window}" + "请" * rest).returncode == 0
    longer = _checked(tmp_path, "{number}{window}" + "请" * (rest + 1))
    assert longer.returncode == 1
    assert "notices.called.zh: is up to 71 characters with its signature, one SMS holds 70" in longer.stderr


def test_the_longest_number_and_window_are_what_a_text_must_fit_with(tmp_path: Path) -> None:
    """Queue B of this hall has numbers of seven characters; the field in braces has eight."""
    toml = TOML.replace("last = 8999\nwidth = 4", "last = 8999\nwidth = 6")
    rest = 70 - len(SIGNATURE) - len("B000001") - len("1")
    assert _checked(tmp_path, "{number}{window}" + "请" * rest, toml).returncode == 0
    assert _checked(tmp_path, "{number}{window}" + "请" * (rest + 1), toml).returncode == 1


@pytest.mark.parametrize("lacking", [None, *TEMPLATES])
def test_a_text_without_a_registered_template_is_told_before_the_hall_starts(
    tmp_path: Path, lacking: str | None
) -> None:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    hall = read_hall(tmp_path / "hall.toml")
    assert isinstance(hall, HallConfig)
    toml = f'shape = "aliyun"\nuser = "u"\nsender = "测试大厅"\nsecret_file = "{secret_file(tmp_path / "key", "k")}"\n'
    for code, text in TEMPLATES.items():
        toml += f'[[templates]]\ncode = "{code}"\ntext = "{text}"\n' if code != lacking else ""
    (tmp_path / "sms.toml").write_text(toml, encoding="utf-8")
    found = choose("http", tmp_path / "sms.toml", tmp_path, every_text(hall))
    if lacking is None:
        assert not isinstance(found, list)
        found.close()
    else:
        assert isinstance(found, list)
        (mistake,) = found
        assert "templates: none has the words of" in str(mistake)
        assert TEMPLATES[lacking].split("{")[1].partition("}")[2][:8] in str(mistake)
