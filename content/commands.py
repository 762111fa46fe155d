"""`xiaochuang content import-items`, `serve` and `fetch`: import a list, serve sets, fetch a set."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from content.fetching.fetch import Fetcher

DONE, WRONG = 0, 1

Asked = argparse.Namespace


def import_words(several: Any) -> None:
    words = several.add_parser(
        "import-items",
        help="take over a district's list of items",
        description="Writes a guide for each row of a list and says which elements each of them lacks.",
    )
    words.add_argument("list", type=Path, metavar="FILE", help="a CSV with a head line, or a JSON")
    words.add_argument("--map", type=Path, required=True, metavar="FILE", help="which column is what: docs/content.md")
    words.add_argument("--into", type=Path, required=True, metavar="DIR", help="the content folder; made if missing")
    words.add_argument("--replace", action="store_true", help="write guides anew that are there already")
    words.set_defaults(run=_import)


def serve_words(several: Any) -> None:
    words = several.add_parser(
        "serve",
        help="hand packed sets out to the hall's machines",
        description="Hands packed sets out over HTTP, until SIGTERM. What it hands out is public and signed.",
    )
    words.add_argument("folder", type=Path, metavar="DIR", help="where sets are packed into")
    words.add_argument("--listen", default="127.0.0.1:8090", metavar="HOST:PORT", help="where it answers (%(default)s)")
    words.set_defaults(run=_serve)


def fetch_words(several: Any) -> None:
    words = several.add_parser(
        "fetch",
        help="take over the newest set, as a machine does",
        description="Takes over what is lacking of the set that the server has, checks it, and switches to it.",
    )
    words.add_argument("address", metavar="URL", help="of `xiaochuang content serve`: http://hall:8090")
    words.add_argument("--into", type=Path, required=True, metavar="DIR", help="where sets are kept; made if missing")
    words.add_argument(
        "--key", required=True, metavar="KEY", help="the public half of the hall's key, as `pack` says it"
    )
    words.add_argument("--rate", type=int, default=0, metavar="KB", help="kilobytes a second at most; 0: no limit")
    words.add_argument("--reserve", type=int, default=64, metavar="MB", help="megabytes that stay free (%(default)s)")
    words.add_argument("--again", type=float, metavar="SECONDS", help="go on: ask so often whether there is a new set")
    words.set_defaults(run=_fetch)


def _import(asked: Asked) -> int:
    from content.importing.items import import_items, map_mistakes  # noqa: PLC0415
    from content.importing.mapping import ItemMap  # noqa: PLC0415
    from content.importing.rows import BadListError, read_rows  # noqa: PLC0415
    from program.toml_file import print_on_stderr, read_toml  # noqa: PLC0415

    mapped = read_toml(ItemMap, asked.map)
    if isinstance(mapped, list):
        print(*mapped, sep="\n", file=sys.stderr)
        return WRONG
    try:
        rows = read_rows(asked.list, mapped.rows)
        mistakes = map_mistakes(mapped, {column for row in rows for column in row}, str(asked.map))
        for mistake in mistakes:
            print_on_stderr(mistake)
        if mistakes:
            return WRONG
        done = import_items(rows, mapped, asked.into, replace=asked.replace)
    except BadListError as error:
        print(f"{asked.list}: {error}", file=sys.stderr)
        return WRONG
    except OSError as error:
        print(f"xiaochuang content: {error}", file=sys.stderr)
        return WRONG
    for name, lacking in done.lacking.items():
        print(f"{name}: " + (f"lacks {', '.join(lacking)}" if lacking else "complete"))
    for refused in done.refused:
        print(refused, file=sys.stderr)
    print(
        f"{asked.into}: {len(done.written)} guides written, {len(done.kept)} were there and are as before, "
        f"{done.skipped} left out, {len(done.refused)} rows not taken; now: xiaochuang content check {asked.into}"
    )
    return WRONG if done.refused else DONE


def _serve(asked: Asked) -> int:
    from content.serving.server import serve  # noqa: PLC0415

    host, _colon, port = asked.listen.rpartition(":")
    if not host or not port.isascii() or not port.isdecimal() or int(port) > 65535:
        print(f"xiaochuang content: {asked.listen!r} is not HOST:PORT", file=sys.stderr)
        return os.EX_USAGE
    return serve(asked.folder, host.strip("[]"), int(port))


def _fetch(asked: Asked) -> int:
    from content.fetching.fetch import Fetched, FetchEnd  # noqa: PLC0415
    from content.fetching.keeper import ContentKeeper  # noqa: PLC0415

    def say(wanted: str, fetched: Fetched) -> None:
        said = f"{asked.into}: set {wanted[:12]}: {fetched.end}, {fetched.taken} bytes came {fetched.detail}"
        print(said.rstrip(), flush=True)

    if asked.again is None:
        try:
            wanted = _offered(asked.address)
        except (OSError, ValueError) as error:
            print(f"xiaochuang content: {asked.address}: {error}", file=sys.stderr)
            return WRONG
        fetched = _fetcher(asked, asked.address).fetch(wanted)
        say(wanted, fetched)
        return DONE if fetched.end in (FetchEnd.SWITCHED, FetchEnd.ALREADY) else WRONG

    def fetch(wanted: str, address: str) -> Fetched:
        fetched = _fetcher(asked, address, lambda: keeper.stopped).fetch(wanted)
        say(wanted, fetched)
        return fetched

    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    keeper = ContentKeeper(fetch, lambda _wanted: None)
    keeper.start()
    while not ended.wait(asked.again):
        with contextlib.suppress(OSError, ValueError):  # unreachable, or no set yet: ask again
            keeper.told(_offered(asked.address), asked.address)
    keeper.stop()
    return DONE


def _offered(address: str) -> str:
    """The id of the server's set. Raises `OSError`, `ValueError`."""
    from content.fetching.source import HttpSource  # noqa: PLC0415
    from content.sets.folder import CURRENT  # noqa: PLC0415
    from content.sets.manifest import is_id  # noqa: PLC0415

    source = HttpSource(address)
    try:
        said = json.loads(source.small(CURRENT, 1000))
    finally:
        source.close()
    wanted = said.get("current") if isinstance(said, dict) else None
    if not isinstance(wanted, str) or not is_id(wanted):
        raise ValueError("has no set yet")
    return wanted


def _fetcher(asked: Asked, address: str, stopped: Callable[[], bool] = lambda: False) -> Fetcher:
    from content.fetching.fetch import Fetcher, Pace  # noqa: PLC0415
    from content.fetching.source import HttpSource  # noqa: PLC0415
    from content.sets.folder import SetFolder  # noqa: PLC0415

    return Fetcher(
        SetFolder(asked.into, asked.key),
        asked.key,
        HttpSource(address),
        pace=Pace(asked.rate * 1000),
        reserve=asked.reserve * 1_000_000,
        stopped=stopped,
    )
