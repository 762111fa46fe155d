"""Checks the files that guides and documents name: whether they exist, can be read, and are small enough for a
terminal.

A picture is read completely, as a terminal would. `named_files` lists what belongs to a set.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from content.source.folder import FORMS, ITEMS, MATERIALS, OPEN, SourceFolder, path_of
from content.source.texts import LANGUAGES
from domain.content.guide import Guide
from program.mistakes.nearest import nearest

MB = 1_000_000
LARGEST = {".png": 2 * MB, ".jpg": 2 * MB, ".jpeg": 2 * MB, ".webm": 60 * MB, ".vtt": MB // 10, ".md": MB // 5}
LARGEST |= {".webp": 10 * MB, ".pdf": 20 * MB, ".typ": MB // 5}
PICTURES = (".png", ".jpg", ".jpeg")
MOST_PIXELS = 2400
"""The most pixels on either side, which is more than a terminal's screen shows."""
MOST_FILM_PIXELS = 1280
_CUE = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)\.(\d{3})(?:\s.*)?")
_OF_NOBODY = re.compile(r"(?:^|/)(?:\.|README|Thumbs\.db$|~)|~$")


def check_files(found: SourceFolder) -> None:
    """Check every file that is named, and warn of each that is not."""
    for owner, key, path, endings in named_files(found):
        _check_file(found, owner, key, path, endings)
    everything = sorted(path.relative_to(found.folder).as_posix() for path in found.folder.rglob("*") if path.is_file())
    unread = {Path(path).parent.as_posix() for path in found.unread}
    for path in everything:
        if path not in found.named and not _OF_NOBODY.search(path) and Path(path).parent.as_posix() not in unread:
            found.warn(path, "", "is named by no file: nobody will see it")


Named = tuple[str, str, str, tuple[str, ...]]
"""`(file that names it, key, path below the folder, endings it may have)`."""


def named_files(found: SourceFolder) -> Iterator[Named]:
    """The files that the content names, in the order of the folder."""
    for name, guide in found.content.guides.items():
        for key, file, endings in _of_guide(guide):
            yield path_of(ITEMS, name), key, f"{ITEMS}/{name}/{file}", endings
    for name, document in found.content.documents.items():
        for key in ("text", "text_en"):
            if file := getattr(document, key):
                yield path_of(OPEN, name), key, f"{OPEN}/{file}", (".md", ".pdf")
    for name, form in found.content.forms.items():
        if form.face:
            yield path_of(FORMS, name), "face", f"{FORMS}/{form.face}", (".typ",)
    for material in found.content.materials.values():
        if material.sample:
            yield MATERIALS, f"{found.material_keys[material.id]}.sample", material.sample, PICTURES


def _of_guide(guide: Guide) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    captions = guide.film.captions if guide.film is not None else None
    for key, text, endings in (("plain", guide.plain, (".md",)), ("film.captions", captions, (".vtt",))):
        for language in LANGUAGES if text is not None else ():
            if file := getattr(text, language):
                yield f"{key}.{language}", file, endings
    for place, picture in enumerate(guide.pictures):
        yield f"pictures[{place}].file", picture.file, PICTURES
    if guide.film is not None:
        yield "film.file", guide.film.file, (".webm",)
        if guide.film.machine:
            yield "film.machine", guide.film.machine, (".webp",)
        if guide.film.poster:
            yield "film.poster", guide.film.poster, PICTURES


def _check_file(found: SourceFolder, owner: str, key: str, path: str, endings: tuple[str, ...]) -> None:
    parts, name = path.split("/"), Path(path)
    if {"", ".", ".."} & set(parts) or "\\" in path or not path.isprintable():
        found.wrong(owner, key, "must be the name of a file beside it")
        return
    found.named.add(path)
    if name.suffix not in endings:
        found.wrong(owner, key, f"{name.name!r} must end in {' or '.join(endings)}")
        return
    whole = found.folder / path
    if not whole.is_file():
        beside = [one.name for one in whole.parent.glob(f"*{name.suffix}")]
        found.wrong(owner, key, f"there is no file {path!r}", nearest(name.name, beside))
        return
    if not whole.resolve().is_relative_to(found.folder.resolve()):
        found.wrong(owner, key, f"{path!r} leads out of the folder")
        return
    try:
        size = whole.stat().st_size
        if size > LARGEST[name.suffix]:
            reason = f"{path!r} has {size / MB:.1f} MB, more than {LARGEST[name.suffix] / MB:g}"
            found.wrong(owner, key, reason)
        elif problem := _problem(whole):
            found.wrong(owner, key, f"{path!r} {problem}")
    except OSError as error:
        found.wrong(owner, key, f"{path!r} cannot be read: {error.strerror or error}")


def _problem(path: Path) -> str | None:
    if path.suffix in PICTURES:
        return _picture_problem(path)
    if path.suffix == ".webp":
        return _film_problem(path)
    if path.suffix == ".webm":
        return None if _begins(path, b"\x1a\x45\xdf\xa3") else "is no WebM film"
    if path.suffix == ".pdf":
        return None if _begins(path, b"%PDF-") else "is no PDF"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return "is not UTF-8 text"
    if path.suffix == ".vtt":
        return caption_problem(text)
    return None if text.strip() else "is empty"


def _begins(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _picture_problem(path: Path) -> str | None:
    from PIL import Image  # noqa: PLC0415 - an office's machine has it; a terminal never gets here

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(path, formats=("PNG", "JPEG")) as picture:
                if max(picture.size) > MOST_PIXELS:
                    return f"has {picture.width} × {picture.height} pixels, more than {MOST_PIXELS} on a side"
                picture.load()
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        return f"is no picture that can be read ({error})"
    return None


def _film_problem(path: Path) -> str | None:
    """What is wrong with a film, if anything. Every frame is read, as a machine would."""
    from PIL import Image  # noqa: PLC0415 - as above

    try:
        with Image.open(path, formats=("WEBP",)) as film:
            if max(film.size) > MOST_FILM_PIXELS:
                return f"has {film.width} × {film.height} pixels, more than {MOST_FILM_PIXELS} on a side"
            frames = int(getattr(film, "n_frames", 1))
            for frame in range(frames):
                film.seek(frame)
                film.load()
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        return f"is no film that can be read ({error})"
    return None if frames > 1 else "is no film: it has one picture"


def caption_problem(text: str) -> str | None:
    """What is wrong with a WebVTT file, if anything: its head, and cues whose times do not run forward."""
    lines = text.splitlines()
    if not lines or not lines[0].startswith("WEBVTT"):
        return "is no WebVTT: its first line must be WEBVTT"
    last, cues = -1, 0
    for number, line in enumerate(lines, 1):
        if "-->" not in line:
            continue
        times = _CUE.fullmatch(line.strip())
        if times is None:
            return f"line {number} is no time of a caption: 00:01.000 --> 00:04.000"
        begin, end = (_milliseconds(times.groups()[at : at + 4]) for at in (0, 4))
        if begin < last or end <= begin:
            return f"line {number}: captions must follow one another, and end after they begin"
        last, cues = begin, cues + 1
    return None if cues else "has no captions"


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
