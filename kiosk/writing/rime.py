"""Pinyin by librime, through its C interface: the only file that knows it.

`rime_get_api()` gives a struct of function pointers to which newer versions only append, and says how long it is
(rime_api.h). A schema of our own uses the tables that Debian's rime-data-pinyin-simp brings ready-made; it has neither
a user's dictionary nor anything else that learns. librime wants a folder for its data: it gets an empty one, which is
removed before the first letter comes.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.writing.library import library
from kiosk.writing.port import MOST_LETTERS, NOTHING, Candidates, EngineMissingError

LIBRARY = "librime.so.1"
DATA = Path("/usr/share/rime-data")
TABLES = DATA / "build"
PACKAGES = "librime1t64 (or librime1) and rime-data-pinyin-simp"

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz'")
MOST_WORDS = 60
FATAL_ONLY = 3

NAME = b"rime.xiaochuang"
_named: list[bytes] = []
"""Whether librime's logging has been set up: it aborts a process that sets it up twice."""

SCHEMA_ID = "pad"
SCHEMA = f"""\
schema: {{schema_id: {SCHEMA_ID}, name: {SCHEMA_ID}, version: "1"}}
engine:
  processors: [speller]
  segmentors: [abc_segmentor, fallback_segmentor]
  translators: [script_translator]
  filters: [uniquifier]
speller: {{alphabet: zyxwvutsrqponmlkjihgfedcba, delimiter: " '"}}
translator: {{dictionary: pinyin_simp, enable_user_dict: false}}
menu: {{page_size: {MOST_WORDS}}}
"""
"""The form in which librime keeps a schema that it has prepared. Without an editor nothing is ever committed: librime
would remember that."""


class _Traits(ctypes.Structure):
    _fields_ = (
        ("data_size", ctypes.c_int),
        ("shared_data_dir", ctypes.c_char_p),
        ("user_data_dir", ctypes.c_char_p),
        ("distribution_name", ctypes.c_char_p),
        ("distribution_code_name", ctypes.c_char_p),
        ("distribution_version", ctypes.c_char_p),
        ("app_name", ctypes.c_char_p),
        ("modules", ctypes.POINTER(ctypes.c_char_p)),
        ("min_log_level", ctypes.c_int),
        ("log_dir", ctypes.c_char_p),
        ("prebuilt_data_dir", ctypes.c_char_p),
        ("staging_dir", ctypes.c_char_p),
    )


class _Composition(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_int),
        ("cursor_pos", ctypes.c_int),
        ("sel_start", ctypes.c_int),  # in bytes of `preedit`: where that begins which is not chosen yet
        ("sel_end", ctypes.c_int),
        ("preedit", ctypes.c_char_p),
    )


class _Candidate(ctypes.Structure):
    _fields_ = (("text", ctypes.c_char_p), ("comment", ctypes.c_char_p), ("reserved", ctypes.c_void_p))


class _Menu(ctypes.Structure):
    _fields_ = (
        ("page_size", ctypes.c_int),
        ("page_no", ctypes.c_int),
        ("is_last_page", ctypes.c_int),
        ("highlighted_candidate_index", ctypes.c_int),
        ("num_candidates", ctypes.c_int),
        ("candidates", ctypes.POINTER(_Candidate)),
        ("select_keys", ctypes.c_char_p),
    )


class _Context(ctypes.Structure):
    _fields_ = (
        ("data_size", ctypes.c_int),
        ("composition", _Composition),
        ("menu", _Menu),
        ("commit_text_preview", ctypes.c_char_p),
        ("select_labels", ctypes.c_void_p),
    )


SESSION, INT, SIZE, TEXT = ctypes.c_size_t, ctypes.c_int, ctypes.c_size_t, ctypes.c_char_p
SLOTS: dict[str, tuple[int, Any, tuple[Any, ...]]] = {
    "setup": (0, None, (ctypes.POINTER(_Traits),)),
    "initialize": (2, None, (ctypes.POINTER(_Traits),)),
    "finalize": (3, None, ()),
    "create_session": (13, SESSION, ()),
    "destroy_session": (15, INT, (SESSION,)),
    "process_key": (18, INT, (SESSION, INT, INT)),
    "clear_composition": (20, None, (SESSION,)),
    "get_context": (23, INT, (SESSION, ctypes.POINTER(_Context))),
    "free_context": (24, INT, (ctypes.POINTER(_Context),)),
    "select_schema": (34, INT, (SESSION, TEXT)),
    "get_input": (69, TEXT, (SESSION,)),
    "select_candidate": (71, INT, (SESSION, SIZE)),
}
"""For each function used: its place in the struct, its result and its arguments."""


class Rime:
    """The only one in a process, since librime has one service. Raises `EngineMissingError`."""

    def __init__(self) -> None:
        if said := missing():
            raise EngineMissingError(said)
        self._call = _functions(_load())
        with _folder() as folder:
            traits = _traits(folder)
            if not _named:
                _named.append(NAME)
                traits.app_name = NAME
            self._call["setup"](ctypes.byref(traits))
            self._call["initialize"](ctypes.byref(traits))
            self._session = self._call["create_session"]()
            self._call["select_schema"](self._session, SCHEMA_ID.encode())
            if not self.candidates("ni").words:  # it takes a schema whose tables it cannot read
                self.close()
                raise EngineMissingError(f"Pinyin is not offered: {LIBRARY} does not read {TABLES}")

    def candidates(self, composed: str) -> Candidates:
        with self._typed(composed):
            words, spelt = self._read()
            return Candidates(tuple(word for word in words if _plain(word)), spelt) if words else NOTHING

    def after(self, composed: str, word: str) -> str:
        """Choosing turns the beginning of the letters into characters; the rest remains."""
        with self._typed(composed):
            words, _spelt = self._read()
            if word not in words:
                return composed
            self._call["select_candidate"](self._session, words.index(word))
            with self._context() as context:
                shown, chosen = context.composition.preedit or b"", context.composition.sel_start
            left = shown[chosen:].decode().replace(" ", "").lstrip("'")
            return left if composed.endswith(left) and len(left) < len(composed) else ""

    def held(self) -> int:
        return len(self._call["get_input"](self._session) or b"")

    def close(self) -> None:
        session, self._session = self._session, 0
        if session:
            self._call["destroy_session"](session)
            self._call["finalize"]()

    @contextmanager
    def _typed(self, letters: str) -> Iterator[None]:
        """A context that holds these letters inside the `with`, and none afterwards."""
        try:
            for letter in letters[:MOST_LETTERS]:
                if letter in LETTERS:
                    self._call["process_key"](self._session, ord(letter), 0)
            yield
        finally:
            self._call["clear_composition"](self._session)

    @contextmanager
    def _context(self) -> Iterator[_Context]:
        context = _Context()
        context.data_size = ctypes.sizeof(_Context) - ctypes.sizeof(ctypes.c_int)
        self._call["get_context"](self._session, ctypes.byref(context))
        try:
            yield context
        finally:
            self._call["free_context"](ctypes.byref(context))

    def _read(self) -> tuple[list[str], str]:
        with self._context() as context:
            menu = context.menu
            words = [menu.candidates[at].text.decode() for at in range(menu.num_candidates)]
            return words, (context.composition.preedit or b"").decode()


def missing() -> str:
    """A sentence about what this machine lacks for it; empty if nothing is missing."""
    if library(LIBRARY) is None or not (TABLES / "pinyin_simp.table.bin").is_file():
        return f"Pinyin is not offered: this machine has no {PACKAGES}"
    return ""


def _load() -> ctypes.CDLL:
    try:
        return ctypes.CDLL(str(library(LIBRARY)))
    except OSError as error:
        raise EngineMissingError(f"Pinyin is not offered: {error}") from error


def _functions(loaded: ctypes.CDLL) -> dict[str, Callable[..., Any]]:
    """The functions of `SLOTS` by name. The struct begins with its length; a function beyond it does not exist."""
    last = max(place for place, _, _ in SLOTS.values())

    class Api(ctypes.Structure):
        _fields_ = (("data_size", ctypes.c_int), ("functions", ctypes.c_void_p * (last + 1)))

    loaded.rime_get_api.restype = ctypes.POINTER(Api)
    api = loaded.rime_get_api().contents
    if api.data_size + ctypes.sizeof(ctypes.c_int) < ctypes.sizeof(Api):
        raise EngineMissingError(f"{LIBRARY} is too old")
    return {
        name: ctypes.CFUNCTYPE(returns, *takes)(api.functions[place]) for name, (place, returns, takes) in SLOTS.items()
    }


@contextmanager
def _folder() -> Iterator[Path]:
    """A new folder that holds the schema alone: in memory where possible, best in systemd's folder for the program."""
    given = os.environ.get("RUNTIME_DIRECTORY", "").split(":")[0]
    place = next((one for one in (given, "/dev/shm") if one and os.access(one, os.W_OK)), None)  # noqa: S108
    with tempfile.TemporaryDirectory(prefix="rime-", dir=place, ignore_cleanup_errors=True) as made:
        folder = Path(made)
        (folder / f"{SCHEMA_ID}.schema.yaml").write_text(SCHEMA, encoding="utf-8")
        yield folder


def _traits(folder: Path) -> _Traits:
    """Turn librime's logs off: only what ends the process would still be written, into that folder."""
    here = str(folder).encode()
    traits = _Traits(
        shared_data_dir=str(DATA).encode(),
        user_data_dir=here,
        modules=(ctypes.c_char_p * 4)(b"core", b"dict", b"gears", None),
        min_log_level=FATAL_ONLY,
        log_dir=here,
        prebuilt_data_dir=str(TABLES).encode(),
        staging_dir=here,
    )
    traits.data_size = ctypes.sizeof(_Traits) - ctypes.sizeof(ctypes.c_int)
    return traits


def _plain(word: str) -> bool:
    try:
        word.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
