"""Packing: a signed set, the same for the same content, and never a half one."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_content import NOW_MS, TODAY, change, packed, small_content

import xiaochuang
from content.packing.key import ContentKey
from content.packing.spelling import sounds_of
from content.sets.folder import SetFolder
from content.sets.manifest import BadManifestError, read_manifest
from content.sets.reader import DamagedFileError, open_set
from domain.content.search import SearchIndex
from program.secret_file import SecretRefusedError


@pytest.fixture
def key(tmp_path: Path) -> ContentKey:
    return ContentKey(tmp_path / "content.key")


def test_what_was_packed_is_read_as_it_was_written(tmp_path: Path, key: ContentKey) -> None:
    folder = small_content(tmp_path / "content")
    made = packed(folder, tmp_path / "sets", key)
    found = open_set(SetFolder(tmp_path / "sets", key.public))
    assert found is not None
    assert found.name == made.name
    guide = found.guide("allowance")
    assert guide is not None
    assert guide.name.en == "Old-age allowance"
    assert found.bytes_of("items/allowance/plain.zh.md").decode() == "满80岁就来办。\n"
    assert found.guide("gone") is None
    (row,) = SearchIndex(found.index.items).find("gljt", TODAY)
    assert row.id == "allowance"


def test_the_same_content_is_the_same_set(tmp_path: Path, key: ContentKey) -> None:
    folder = small_content(tmp_path / "content")
    first = packed(folder, tmp_path / "sets", key)
    again = packed(folder, tmp_path / "sets", key, NOW_MS + 86_400_000)
    assert (again.same, again.name) == (True, first.name)


def test_a_newer_set_has_a_higher_number_whatever_the_clock_says(tmp_path: Path, key: ContentKey) -> None:
    folder = small_content(tmp_path / "content")
    first = packed(folder, tmp_path / "sets", key)
    change(folder, "open/hours.md", "周一至周五", "周一至周六")
    second = packed(folder, tmp_path / "sets", key, NOW_MS - 10**10)
    assert second.manifest.number == first.manifest.number + 1
    assert second.new == 1  # a text is not in the index: one file is new, all others are shared


def test_old_sets_go_and_the_two_before_stay(tmp_path: Path, key: ContentKey) -> None:
    folder, sets = small_content(tmp_path / "content"), tmp_path / "sets"
    names = []
    for number in range(5):
        (folder / "open/hours.md").write_text(f"第{number}版\n", encoding="utf-8")
        names.append(packed(folder, sets, key).name)
    assert {path.name for path in (sets / "sets").iterdir()} == set(names[-3:])
    current = SetFolder(sets, key.public).current()
    assert (current.current, current.before) == (names[-1], names[-2])
    assert not SetFolder(sets, key.public).lacking(SetFolder(sets, key.public).manifest(names[-2]))


def test_a_folder_with_mistakes_is_not_packed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small_content(tmp_path / "content")
    change(folder, "open/hours.toml", "2026-11-01", "2099-11-01")
    words = ["content", "pack", str(folder), "--into", str(tmp_path / "sets"), "--key", str(tmp_path / "key")]
    assert xiaochuang.main(words) == 1
    assert "nothing was packed" in capsys.readouterr().err
    assert not (tmp_path / "sets").exists()
    change(folder, "open/hours.toml", "2099-11-01", "2026-11-01")
    assert xiaochuang.main(words) == 0
    assert f"which terminals have: {ContentKey(tmp_path / 'key').public}" in capsys.readouterr().out


def test_a_key_that_others_can_read_is_refused(tmp_path: Path, key: ContentKey) -> None:
    (tmp_path / "content.key").chmod(0o644)
    with pytest.raises(SecretRefusedError, match="can be read by others"):
        ContentKey(tmp_path / "content.key")


def test_a_manifest_of_another_key_or_with_a_changed_byte_is_none(tmp_path: Path, key: ContentKey) -> None:
    made = packed(small_content(tmp_path / "content"), tmp_path / "sets", key)
    folder = SetFolder(tmp_path / "sets", key.public)
    manifest, signature = (path.read_bytes() for path in folder.manifest_files(made.name))
    assert read_manifest(manifest, signature.decode(), key.public) == made.manifest
    stranger = ContentKey(tmp_path / "stranger.key").public
    changed = manifest.replace(b'"format":1', b'"format":2')
    for content, by in ((manifest, stranger), (changed, key.public), (manifest[:-1], key.public)):
        with pytest.raises(BadManifestError, match="is not signed"):
            read_manifest(content, signature.decode(), by)
    assert open_set(SetFolder(tmp_path / "sets", stranger)) is None


def test_a_bad_byte_on_the_disk_is_noticed_and_the_file_is_lacking_then(tmp_path: Path, key: ContentKey) -> None:
    made = packed(small_content(tmp_path / "content"), tmp_path / "sets", key)
    folder = SetFolder(tmp_path / "sets", key.public)
    found = open_set(folder)
    assert found is not None
    (picture,) = [one for one in made.manifest.files if one.path.endswith("01.png")]
    path = folder.object_path(picture.sha256)
    content = bytearray(path.read_bytes())
    content[20] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedFileError):
        found.bytes_of(picture.path)
    assert [one.sha256 for one in folder.lacking(made.manifest)] == [picture.sha256]


def test_a_spoilt_set_gives_way_to_the_one_before(tmp_path: Path, key: ContentKey) -> None:
    content, sets = small_content(tmp_path / "content"), tmp_path / "sets"
    first = packed(content, sets, key)
    change(content, "site.toml", "1号楼", "2号楼")
    second = packed(content, sets, key)
    folder = SetFolder(sets, key.public)
    index = next(one for one in second.manifest.files if one.path == "index.json")
    folder.object_path(index.sha256).write_bytes(b"x" * index.size)
    found = open_set(folder)
    assert found is not None
    assert found.name == first.name


def test_a_torn_note_of_the_current_set_is_made_good_from_the_sets(tmp_path: Path, key: ContentKey) -> None:
    made = packed(small_content(tmp_path / "content"), tmp_path / "sets", key)
    for torn in (b"", b"\0" * 80, b'{"current": "..', b'{"current": "../../etc"}', b"[]"):
        (tmp_path / "sets/current.json").write_bytes(torn)
        assert SetFolder(tmp_path / "sets", key.public).current().current == made.name


def test_words_are_read_as_words_and_not_sign_by_sign() -> None:
    assert sounds_of("银行行动A12（重庆）") == ("yin", "hang", "xing", "dong", "a12", "chong", "qing")
