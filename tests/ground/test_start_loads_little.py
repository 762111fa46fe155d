"""A hall that starts loads what its first answers need, and not what faults, other commands and other parts need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

FIRST_ANSWERS = """
import json, sys
from pathlib import Path
import hall.__main__
sys.path.append("tests/hall")
from hall_by_hand import HallByHand, state

hall = HallByHand(Path(sys.argv[1]))
hall.links()
hall.brings(state("kiosk-1"))
right = [hall.ask("ticket.issue", queue="social"), hall.ask("hall.snapshot")]
after_right = set(sys.modules)
found = (one for module in list(sys.modules.values()) for one in vars(module).values() if isinstance(one, type))
ours = {one for one in found if one.__module__.startswith(("domain.", "hall."))}
classes = [one for one in ours if "__dataclass_fields__" in vars(one)]
used = [one.__name__ for one in classes if callable(vars(one).get("__init__"))]
wrong = hall.ask("ticket.issue", queue=5)
print(json.dumps([right, wrong, sorted(after_right), sorted(sys.modules), len(classes), len(used)]))
"""

NOT_NEEDED = {
    "pydantic", "pydantic_core", "typing_extensions",  # wrong requests and files
    "difflib",  # the likest key to one that does not exist
    "argon2", "cryptography",  # PINs, signed reviews
    "httpx", "smpplib", "http.client", "email",  # messages
    "importlib.metadata", "zipfile", "multiprocessing", "asyncio", "unittest", "kivy", "werkzeug",
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_ANSWERS, str(tmp_path_factory.mktemp("hall"))],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_first_answers_load_nothing_that_they_do_not_need(told: Any) -> None:
    right, _, loaded, *_ = told
    assert [answer["ok"] for answer in right] == [True, True]
    assert NOT_NEEDED & set(loaded) == set()


def test_a_wrong_request_is_refused_with_its_reason_all_the_same(told: Any) -> None:
    _, wrong, _, loaded, *_ = told
    assert wrong["error"] == {"code": "request.invalid", "detail": "data.queue: string_type"}
    assert "pydantic" in loaded


def test_methods_are_made_of_the_classes_that_are_used(told: Any) -> None:
    *_, classes, used = told
    assert classes > 150
    assert used < classes / 2
