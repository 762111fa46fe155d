"""Packs a content folder into a set and puts it in use: the index, a file for each guide, every file that is named.

The same content packed again gives the same set. Earlier sets stay as long as a terminal may still be fetching one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from content.packing.key import ContentKey
from content.packing.spelling import row
from content.sets.folder import SetFolder
from content.sets.manifest import FORMAT, BadManifestError, Manifest, SetFile, message_of, write_manifest
from content.sets.reader import INDEX, as_json, guide_path
from content.source.file_checks import named_files
from content.source.folder import SourceFolder
from domain.content.whole import Content, ContentIndex


@dataclass(frozen=True, slots=True)
class Packed:
    """`name`: the set's id. `new`: how many files were not there before. `same`: nothing has changed since the last
    set."""

    name: str
    manifest: Manifest
    new: int
    same: bool


def pack(source: SourceFolder, into: Path, key: ContentKey, now_ms: int) -> Packed:
    """Raises `OSError`. The source has been checked and has no mistakes."""
    assert not source.mistakes
    sets = SetFolder(into, key.public)
    had = {path.name for path in into.glob("objects/*/*")}
    files = [_put(sets, INDEX, as_json(index_of(source.content)))]
    files += [_put(sets, guide_path(name), as_json(guide)) for name, guide in source.content.guides.items()]
    named = sorted({path for _owner, _key, path, _endings in named_files(source)})
    files += [replace(sets.put_file(source.folder / path), path=path) for path in named]
    current = sets.current()
    before = _manifest(sets, current.current)
    if before is not None and before.files == tuple(files) and current.current is not None:
        return Packed(current.current, before, 0, same=True)
    number = max(before.number + 1 if before is not None else 0, now_ms // 1000)
    manifest = Manifest(format=FORMAT, number=number, made_at=now_ms, files=tuple(files))
    content = write_manifest(manifest)
    name = sets.keep_manifest(content, key.sign(message_of(content)))
    sets.switch(name)
    sets.sweep([one for one in (name, current.current, current.before) if one is not None and _manifest(sets, one)])
    return Packed(name, manifest, len({one.sha256 for one in files} - had), same=False)


def index_of(content: Content) -> ContentIndex:
    """The index, which a terminal holds in memory, with the sounds of everything that can be searched."""
    return ContentIndex(
        site=content.site,
        browse=content.browse,
        items=tuple(
            row(
                name,
                guide.name,
                guide.words,
                group=guide.group,
                department=guide.department,
                audiences=guide.audiences,
                shown_from=guide.shown_from,
                shown_until=guide.shown_until,
            )
            for name, guide in content.guides.items()
        ),
        themes=content.themes,
        theme_rows=tuple(
            row(
                name,
                theme.name,
                theme.words,
                audiences=theme.audiences,
                shown_from=theme.shown_from,
                shown_until=theme.shown_until,
            )
            for name, theme in content.themes.items()
        ),
        documents=content.documents,
        document_rows=tuple(
            row(name, one.title, one.words, shown_from=one.shown_from, shown_until=one.shown_until)
            for name, one in content.documents.items()
        ),
        materials=content.materials,
        forms=content.forms,
        help=content.help,
    )


def _put(sets: SetFolder, path: str, content: bytes) -> SetFile:
    return SetFile(path=path, sha256=sets.put(content), size=len(content))


def _manifest(sets: SetFolder, name: str | None) -> Manifest | None:
    """The folder's manifest under `name`. None if there is none, or another key signed it; the numbers then start
    again."""
    try:
        return sets.manifest(name) if name is not None else None
    except BadManifestError:
        return None
