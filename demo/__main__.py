"""`xiaochuang demo`, `scripts/demo`: a whole service hall on one machine."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from demo.card_stack import NoCardStackError
from demo.display import NoDisplayError
from demo.folder import DemoFolder, FolderInUseError
from demo.ports import PortTakenError
from demo.run import Demo, DidNotStartError, Options
from demo.supervisor import Supervisor
from demo.words import parser
from hall.config.file import reading_of
from kiosk.terminal.settings import CardDriver
from program.mistakes.telling import tell


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 ended as asked, 1 did not start, 65 mistakes in hall.toml (named on stderr)."""
    given = parser().parse_args(argv)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(message)s")
    options = Options(
        config=given.config,
        headless=given.headless,
        real_hours=given.hours == "real",
        scale=given.scale,
        port=given.port,
        cards=CardDriver(given.cards),
        page_address=given.page_address,
        language=given.language,
    )
    wrong = reading_of(options.config, warn=lambda _: None).mistakes
    if wrong:
        tell(wrong, given.language)
        return os.EX_DATAERR
    folder = DemoFolder(given.dir)
    try:
        folder.claim()
        with Supervisor(folder.log, folder.path / "pids.json", more_logs=[folder.broker_log]) as supervisor:
            Demo(folder, supervisor, options).run()
    except (FolderInUseError, PortTakenError, DidNotStartError, NoDisplayError, NoCardStackError) as error:
        print(f"xiaochuang demo: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
