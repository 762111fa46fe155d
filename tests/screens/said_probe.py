"""What stands where on the pictures of one size, as JSON: {picture: [[words, pixels, left, bottom, right, top]]}.

python -m tests.screens.said_probe SIZE PART
"""

from __future__ import annotations

import json
import sys

from tests.screens.gallery import each
from tests.screens.measure import ink, walk


def main() -> None:
    from kiosk.widgets.paragraph import Paragraph

    size, only = sys.argv[1:]
    print(
        json.dumps(
            {
                name: [[one.text, one.px, *ink(one)] for one in walk(screen) if isinstance(one, Paragraph) and one.text]
                for name, _specimen, _mode, _language, screen in each(size, only)
            }
        )
    )


if __name__ == "__main__":
    main()
