"""What stands where on the pictures of one size, as JSON: {picture: [[words, pixels, left, bottom, right, top]]}.

python -m tests.screens.said_probe SIZE PART
"""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.screens.gallery import each


def said_on(screen: Any) -> list[list[object]]:
    """Widgets are imported here, when the window has its size: to import them opens one."""
    from kiosk.widgets.paragraph import Paragraph
    from tests.screens.measure import ink, walk

    return [[one.text, one.px, *ink(one)] for one in walk(screen) if isinstance(one, Paragraph) and one.text]


def main() -> None:
    size, only = sys.argv[1:]
    found = each(size, only)
    print(json.dumps({name: said_on(screen) for name, _specimen, _mode, _language, screen in found}))


if __name__ == "__main__":
    main()
