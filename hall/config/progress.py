"""Checks of the table `progress` of a `hall.toml`: the source, its address, its words, its secrets."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

from domain.config import HallConfig
from domain.progress.settings import HttpInterface, PostgresSource, Progress
from program.mistakes.form import Found
from program.secret_file import beside, refusal

SOURCES = ("folder", "http", "postgres")
SOONEST_S = 10


def progress_mistakes(config: HallConfig, folder: Path) -> Iterator[Found]:
    """All mistakes. `folder`: the folder of hall.toml."""
    progress = config.progress
    if progress is None:
        return
    given = [name for name in SOURCES if getattr(progress, name) is not None]
    if len(given) != 1:
        yield "progress", "needs one source: folder, http or postgres", None
    if progress.tell_from >= progress.tell_until:
        yield "progress.tell_until", "is not after tell_from: nobody would be told", None
    yield from _changes(config, progress)
    yield from _words(progress)
    yield from _folder(progress, folder)
    if progress.http is not None:
        yield from _http(progress.http)
    if progress.postgres is not None:
        yield from _postgres(progress.postgres)
    yield from _secrets(progress, folder)


def _changes(config: HallConfig, progress: Progress) -> Iterator[Found]:
    if progress.changes_seconds is None:
        return
    if progress.changes_seconds < SOONEST_S:
        yield "progress.changes_seconds", f"is at least {SOONEST_S}", None
    if config.notices is None:
        yield "progress.changes_seconds", "tells nobody: the hall has no texts of messages (notices)", None
    if progress.http is not None and not progress.http.changes_url:
        yield "progress.http.changes_url", "is missing, and changes are to be asked for", None
    if progress.postgres is not None and not progress.postgres.changes_view:
        yield "progress.postgres.changes_view", "is missing, and changes are to be asked for", None


def _words(progress: Progress) -> Iterator[Found]:
    """A word may mean only one stage and a column only one field, and no field may be empty."""
    meant: dict[str, str] = {}
    for stage in fields(progress.stages):
        for word in getattr(progress.stages, stage.name):
            form = word.strip().casefold()
            if form in meant:
                yield f"progress.stages.{stage.name}", f"{word!r} means {meant[form]} already", None
            meant.setdefault(form, stage.name)
    for field in fields(progress.fields):
        if not getattr(progress.fields, field.name).strip():
            yield f"progress.fields.{field.name}", "is empty", None


def _folder(progress: Progress, folder: Path) -> Iterator[Found]:
    source = progress.folder
    if source is None:
        return
    if not (folder / source.path).is_dir():
        yield "progress.folder.path", f"{str(folder / source.path)!r} is no folder", None
    try:
        codecs.lookup(source.encoding)
        "，1,\n".encode(source.encoding)
    except (LookupError, UnicodeError):
        yield "progress.folder.encoding", f"{source.encoding!r} is no encoding of Chinese: utf-8 or gb18030", None


def _http(http: HttpInterface) -> Iterator[Found]:
    wanted = {"url": "receipt", "person_url": "person", "changes_url": "since"}
    for name, part in wanted.items():
        address = getattr(http, name)
        if not address and name != "url":
            continue
        try:
            split = urlsplit(address)
            whole = split.scheme in ("http", "https") and bool(split.hostname) and address.isprintable()
        except ValueError:
            whole = False
        if not whole or " " in address:
            yield f"progress.http.{name}", f"{address!r} is no address like https://…", None
        if f"{{{part}}}" not in address:
            yield f"progress.http.{name}", f"has no {{{part}}}", None


def _postgres(postgres: PostgresSource) -> Iterator[Found]:
    for name in ("host", "database", "user", "view"):
        if not getattr(postgres, name).strip():
            yield f"progress.postgres.{name}", "is empty", None
    if not 1 <= postgres.port <= 65_535:
        yield "progress.postgres.port", "is from 1 to 65535", None


def _secrets(progress: Progress, folder: Path) -> Iterator[Found]:
    files = {
        "person_key_file": progress.person_key_file,
        "http.token_file": progress.http.token_file if progress.http else None,
        "postgres.password_file": progress.postgres.password_file if progress.postgres else None,
    }
    for key, name in files.items():
        why = refusal(beside(folder, name)) if name and not name.startswith("credential:") else ""
        if why:
            yield f"progress.{key}", why, None
