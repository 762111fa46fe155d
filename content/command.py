"""`xiaochuang content …`: check, show and pack a folder of content; import, serve and fetch are in `commands.py`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from content.commands import DONE, WRONG, Asked, fetch_words, import_words, serve_words
from domain.calendar.day import SHANGHAI, zone
from domain.config import HallConfig
from program.mistakes.nearest import nearest
from program.toml_file import print_on_stderr, read_toml

if TYPE_CHECKING:
    from content.source.folder import SourceFolder


def content_main(argv: Sequence[str]) -> int:
    """Returns the exit code: 0 done; 1 failed, or the folder has mistakes; 2 wrong arguments."""
    words = argparse.ArgumentParser(
        prog="xiaochuang content",
        description="Guides, themes, open documents, forms and the hall's map: files that an office writes.",
        epilog="How to write them: docs/content.md. Ends with 0: done; 1: mistakes, or not done; 2: wrong words.",
    )
    several = words.add_subparsers(required=True, metavar="COMMAND")
    for add in (_check_words, _show_words, _find_words, _pack_words, import_words, serve_words, fetch_words):
        add(several)
    asked = words.parse_args(argv)
    try:
        done: int = asked.run(asked)
    except ModuleNotFoundError as error:
        if error.name not in {"PIL", "pypinyin", "waitress", "werkzeug"}:
            raise
        part = "content" if error.name in {"PIL", "pypinyin"} else "hall"
        print(f"xiaochuang content: this machine has no {part} parts: scripts/install {part}", file=sys.stderr)
        return WRONG
    return done


def _folder(words: argparse.ArgumentParser) -> None:
    words.add_argument("folder", type=Path, metavar="DIR", help="the content folder, with site.toml in it")
    words.add_argument(
        "--hall", type=Path, metavar="FILE", help="its hall.toml: are items, windows and machines there?"
    )


def _check_words(several: Any) -> None:
    words = several.add_parser("check", help="name every mistake", description="Names every mistake in the folder.")
    _folder(words)
    words.set_defaults(run=_check)


def _show_words(several: Any) -> None:
    words = several.add_parser("show", help="an item as a citizen reads it", description="Prints an item's guide.")
    _folder(words)
    words.add_argument("item", metavar="ITEM", help="the item's id: its folder's name")
    words.add_argument("--language", choices=("zh", "en"), default="zh", help="(%(default)s)")
    words.set_defaults(run=_show)


def _find_words(several: Any) -> None:
    words = several.add_parser("find", help="what a citizen finds", description="Searches as a machine does.")
    _folder(words)
    words.add_argument("typed", nargs="+", metavar="WORD", help="words, pinyin, its initials, or English")
    words.set_defaults(run=_find)


def _pack_words(several: Any) -> None:
    words = several.add_parser(
        "pack",
        help="make a signed set for the hall's machines",
        description="Checks the folder, and makes a signed set of it, which counts from then on.",
    )
    _folder(words)
    words.add_argument(
        "--into", type=Path, required=True, metavar="DIR", help="where sets are: `folder` of [content] in hall.toml"
    )
    words.add_argument(
        "--key", type=Path, required=True, metavar="FILE", help="the hall's key for content; made if there is none"
    )
    words.set_defaults(run=_pack)


def _checked(asked: Asked) -> SourceFolder:
    """Read and check the folder, print what is wrong with it, and return it."""
    from content.source.checks import check  # noqa: PLC0415
    from content.source.hall_checks import check_with_hall  # noqa: PLC0415

    hall: HallConfig | None = None
    where: dt.tzinfo = SHANGHAI
    if asked.hall is not None:
        read = read_toml(HallConfig, asked.hall, warn=lambda _warning: None)
        if isinstance(read, list):
            print(f"{asked.hall}: cannot be used; xiaochuang check-config says what is wrong", file=sys.stderr)
        else:
            hall, where = read, zone(read.timezone)
    found = check(asked.folder, dt.datetime.now(where).date())
    if hall is not None:
        check_with_hall(found, hall)
    return found


def _check(asked: Asked) -> int:
    found = _checked(asked)
    _say(found)
    return WRONG if found.mistakes else DONE


def _say(found: SourceFolder) -> None:
    for mistake in found.mistakes:
        print_on_stderr(mistake)
    for warning in found.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    content = found.content
    counted = ", ".join(
        f"{len(several)} {what}"
        for what, several in (
            ("items", content.guides),
            ("themes", content.themes),
            ("open documents", content.documents),
            ("forms", content.forms),
            ("materials", content.materials),
        )
    )
    rest = f"{len(found.mistakes)} mistakes" if found.mistakes else "no mistakes"
    print(f"{found.folder}: {counted}; {rest}, {len(found.warnings)} warnings")


def _show(asked: Asked) -> int:
    from content.showing.guide_text import guide_text  # noqa: PLC0415
    from content.source.folder import ITEMS, path_of  # noqa: PLC0415

    found = _checked(asked)
    if asked.item not in found.content.guides:
        its = str(found.folder / path_of(ITEMS, asked.item))
        for mistake in (one for one in found.mistakes if one.file == its):
            print_on_stderr(mistake)
        near = nearest(asked.item, found.content.guides)
        meant = f" (did you mean {near!r}?)" if near else ""
        print(f"xiaochuang content: there is no item {asked.item!r} that can be shown{meant}", file=sys.stderr)
        return WRONG
    print(guide_text(found.content, asked.item, asked.language, found.folder), end="")
    return DONE


def _find(asked: Asked) -> int:
    from content.packing.pack import index_of  # noqa: PLC0415
    from domain.content.search import SearchIndex  # noqa: PLC0415

    found = _checked(asked)
    rows = SearchIndex(index_of(found.content).items).find(" ".join(asked.typed), dt.datetime.now(SHANGHAI).date())
    for row in rows:
        print(f"{row.id}: {row.name.zh}")
    return DONE if rows else WRONG


def _pack(asked: Asked) -> int:
    from content.packing.key import ContentKey  # noqa: PLC0415
    from content.packing.pack import pack  # noqa: PLC0415

    found = _checked(asked)
    _say(found)
    if found.mistakes:
        print("xiaochuang content: nothing was packed", file=sys.stderr)
        return WRONG
    try:
        key = ContentKey(asked.key)
        packed = pack(found, asked.into, key, int(dt.datetime.now(dt.UTC).timestamp() * 1000))
    except OSError as error:
        print(f"xiaochuang content: nothing was packed: {error}", file=sys.stderr)
        return WRONG
    what = "nothing has changed, it still is" if packed.same else f"{packed.new} new files, now it is"
    files, size = len(packed.manifest.files), packed.manifest.size / 1e6
    print(f"{asked.into}: {what} set {packed.name[:12]} with {files} files, {size:.1f} MB")
    print(f"the public half of its key, which terminals have: {key.public}")
    return DONE
