"""A hall made for measuring: two wide queues, four windows, no limits that a bench would run into."""

from __future__ import annotations

from pathlib import Path

from domain.config import HallConfig
from hall.config.file import read_hall

HALL = "bench"
KIOSK = "kiosk"
DESK = "desk"

TOML = """
id = "bench"
name = { zh = "测试大厅", en = "Bench Hall" }

[rules]
one_open_number_per_person = false
no_show_after_seconds = 0

[[calendars]]
id = "default"
sessions = [{ days = [1, 2, 3, 4, 5, 6, 7], opens = 04:00:00, closes = 03:59:59 }]

[[queues]]
id = "a"
prefix = "A"
name = { zh = "综合", en = "General" }
examples = { zh = "各类事项", en = "Everything" }
last = 9999999
width = 7

[[queues]]
id = "b"
prefix = "B"
name = { zh = "咨询", en = "Advice" }
examples = { zh = "各类咨询", en = "Questions" }
last = 9999999
width = 7

[[priorities]]
id = "senior"
name = { zh = "老年人", en = "Older people" }
head_start_minutes = 20

[[clerks]]
id = "c1"
name = { zh = "张三", en = "Zhang San" }
number = "01"
post = { zh = "岗", en = "Post" }
duty = { zh = "责", en = "Duty" }
promise = { zh = "诺", en = "Promise" }
contact = "12345"

[[devices]]
id = "kiosk"
role = "kiosk"

[[devices]]
id = "desk"
role = "desk"

[[devices]]
id = "page"
role = "phone-page"
"""

WINDOW = """
[[windows]]
id = "w{n}"
number = "{n}"
name = {{ zh = "综合", en = "General" }}
kind = "accept"
serves = [{{ queue = "a" }}, {{ queue = "b" }}]
"""


def write(folder: Path, windows: int = 4) -> Path:
    """The hall's `hall.toml` in `folder`."""
    path = folder / "hall.toml"
    path.write_text(TOML + "".join(WINDOW.format(n=n) for n in range(1, windows + 1)), encoding="utf-8")
    return path


def config(folder: Path, windows: int = 4) -> HallConfig:
    """The same hall, read into its configuration."""
    found = read_hall(write(folder, windows))
    if isinstance(found, list):
        raise TypeError("\n".join(str(mistake) for mistake in found))
    return found
