"""Reads a list: CSV as spreadsheets write it, in UTF-8 or GB 18030, or JSON. Every cell becomes text, whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LARGEST = 200_000_000


class BadListError(ValueError):
    """The list cannot be read; the text says why."""


def read_rows(path: Path, key: str = "") -> list[dict[str, str]]:
    """Raises `BadListError`, `OSError`."""
    if path.stat().st_size > LARGEST:
        raise BadListError(f"is larger than {LARGEST // 1_000_000} MB")
    text = _text(path.read_bytes())
    if path.suffix.lower() == ".json":
        return list(_from_json(text, key))
    return list(_from_csv(text))


def _text(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadListError("is neither UTF-8 nor GB 18030 text")


def _from_csv(text: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    try:
        head = text.splitlines()[0] if text.strip() else ""
        delimiter = max(",;\t", key=head.count)
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        names = reader.fieldnames
        if not names or len(set(names)) < len(names):
            raise BadListError("has no head line with a name of its own for each column")
        for row in reader:
            if None in row:
                raise BadListError(f"line {reader.line_num} has more cells than the head line")
            yield {name: _plain(row[name] or "") for name in names}
    except csv.Error as error:
        raise BadListError(f"is no CSV: {error}") from None


def _from_json(text: str, key: str) -> Iterator[dict[str, str]]:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadListError(f"is no JSON: {error}") from None
    for step in filter(None, key.split(".")):
        if not isinstance(found, dict) or step not in found:
            raise BadListError(f"has no {key!r} (rows of the map)")
        found = found[step]
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise BadListError("is no list of objects; `rows` of the map says where the list is")
    for row in found:
        yield {str(name): _cell(value) for name, value in row.items()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_cell(one) for one in value)
    return _plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _plain(text: str) -> str:
    """The text without characters that no text file may hold."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\r\n", "\n")
    return "".join(sign for sign in whole if sign == "\n" or sign.isprintable() or sign == "\u3000").strip()
