"""The broken disks of these tests are really broken, and really mended."""

from __future__ import annotations

import pytest

from tests.ground.small_disk import SmallDisk


def test_a_full_disk_takes_not_a_byte_until_there_is_room(disk: SmallDisk) -> None:
    disk.fill()
    with pytest.raises(OSError, match="No space"):
        (disk.folder / "one").write_bytes(b"1")
    disk.make_room()
    assert (disk.folder / "one").write_bytes(b"1") == 1


def test_a_read_only_disk_takes_nothing_until_it_is_writable_again(disk: SmallDisk) -> None:
    (disk.folder / "one").write_bytes(b"1")
    disk.read_only()
    with pytest.raises(OSError, match="Read-only"):
        (disk.folder / "two").write_bytes(b"2")
    assert (disk.folder / "one").read_bytes() == b"1"
    disk.writable()
    (disk.folder / "two").write_bytes(b"2")
