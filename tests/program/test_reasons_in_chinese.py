"""Every reason that a configuration file can be refused or warned of for has its Chinese."""

from __future__ import annotations

import ast
import inspect
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from program.mistakes import chinese
from program.mistakes.telling import language_of
from program.speech import read_po
from program.toml_file import Mistake

ROOT = Path(__file__).parents[2]
MODULES = (
    *("checks.py", "numbers.py", "values.py", "progress.py", "help.py", "holidays.py", "warnings.py", "check.py"),
    "people.py",
    "review_keys.py",
    *("../staff/check.py", "../staff/file.py", "../staff/pins.py", "../sms/choice.py", "../../domain/pickup.py"),
    *("../../kiosk/terminal/terminal_checks.py", "../../kiosk/terminal/hardware_checks.py"),
    *("../../kiosk/terminal/touch_matrix.py", "../../kiosk/mqtt/tls_files.py", "../../kiosk/mqtt/topics.py"),
    *("../../program/toml_file.py", "../../program/toml_text.py", "../../program/mistakes/form.py"),
    *("../../program/secret_file.py", "../../provisioning/check_config/alone.py"),
    *("../../provisioning/check_config/against.py", "../../provisioning/check_config/command.py"),
)
"""Where reasons are written, seen from `hall/config`."""

NO_REASONS = (
    *("way to identify", " and no ", "quotation mark", "Illegal character", "Working day"),
    *("mon tue wed thu fri sat sun", "一 二 三 四 五 六 日", " (did you mean {}?)", " (line {})", "（是不是 {}？）"),
    *(" (column {})", "the address for SMS reports, {}: {}"),
)
"""Parts of reasons, and words that are none."""

PUT_TOGETHER = (
    *(f"there is no {what} {{}}" for what in ("queue", "window", "item", "calendar", "way to identify")),
    "{} has no {} and no {} in {}",
    *(
        f'{who}, which is not in the file: {what}. Say was = ["{{}}"] at the {place}'
        for who, what, place in (
            (
                "{} in queue {}",
                "stay there; every open window calls them, in order of time",
                "queue that is to take them",
            ),
            ("{} bookings for queue {}", "no machine takes them, the desk may", "queue that is to take them"),
            (
                "{} came for item {}",
                "stay in their queue, and nobody sends them on for it",
                "item that it is now",
            ),
        )
    ),
)


def in_file(path: Path) -> Iterator[str]:
    """Texts with a blank in them, `{}` for what is filled in. Docstrings, patterns and words of a command are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inner.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            inner |= {id(part) for part in node.values}
        elif isinstance(node, ast.keyword) and node.arg in {"help", "description", "epilog", "prog"}:
            inner |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in inner:
            continue
        text = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        if " = " in text.partition("{ ")[0] or text.startswith("#"):
            continue  # a line of a file
        if " " in text.strip() and "\\" not in text and re.search(r"[a-z]{2}", text):
            yield text


REASONS = sorted(
    {text for name in MODULES for text in in_file((ROOT / "hall/config" / name).resolve())} - set(NO_REASONS)
)
CATALOGUE = read_po(chinese.FILE.read_text(encoding="utf-8"))
OF_LIBRARIES = inspect.getsource(sys.modules["tomllib._parser"])


def sample(reason: str) -> str:
    return reason.replace("{}", "7")


@pytest.mark.parametrize("reason", [*REASONS, *PUT_TOGETHER])
def test_a_reason_has_its_chinese(reason: str) -> None:
    said = chinese.of(sample(reason))
    assert re.search(r"[\u4e00-\u9fff]", said), f"add it to {chinese.FILE}"
    for language_name in ("hall.toml", "terminal.toml"):
        assert (language_name in said) == (language_name in reason)


def test_a_translation_fills_in_what_the_reason_has() -> None:
    for english, (translation, *_) in CATALOGUE.items():
        places = {int(one) for one in re.findall(r"\{(\d)\}", translation)}
        assert places == set(range(english.count("{}"))), english


def test_no_translation_is_of_nothing() -> None:
    said = [sample(one) for one in (*REASONS, *PUT_TOGETHER)]
    systems = {os.strerror(number) for number in range(1, 40)}
    for english in CATALOGUE:
        pattern = re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL)
        ours = any(pattern.fullmatch(one) for one in said) or english in NO_REASONS
        library = all(part.strip().replace("\\", "\\\\") in OF_LIBRARIES for part in english.split("{}"))
        assert ours or library or english in systems, english


def test_parts_of_a_reason_are_said_in_chinese_too() -> None:
    wrong = Mistake("hall.toml", "queues[0].first", "900 to 949 overlaps the block of 'kiosk-1', 900 to 949")
    assert wrong.said(in_chinese=True) == (
        "hall.toml: queues[0].first: 900 至 949 与'kiosk-1' 的号段（900 至 949）重叠"
    )


def test_whom_a_changed_hall_moves_is_said_in_chinese_to_the_last_word() -> None:
    line = "queue civil is called civic now: B001, B002 and 3 more go there, places unchanged"
    assert chinese.of(line) == "队列 civil 现在叫 civic：B001, B002 和另外 3 个 转到那里，位置不变"
    line = "A001 is served at window w2, which is not in the file: waits again in social, at the old place"
    assert chinese.of(line) == "A001 正办理于窗口 w2，文件中没有这个窗口：回到 social 排队，位置不变"


def test_what_has_no_translation_is_said_as_it_is() -> None:
    assert chinese.of("something nobody has ever said") == "something nobody has ever said"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
    ],
)
def test_the_language_is_that_of_the_environment(environ: dict[str, str], language: str) -> None:
    assert language_of(environ) == language
