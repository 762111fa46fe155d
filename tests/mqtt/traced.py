"""What a program asked of the kernel, by strace: in which order it received, flushed, renamed and sent.

No power plug is pulled: a call that flushes a file either stands between two others or it does not. `killed_at` ends a
program at the entry of a system call of its choice, which is then not carried out.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLUSHES = ("fsync", "fdatasync")
NAMES = ("rename", "renameat", "renameat2", "link", "linkat")  # a file gets its name
WATCHED = (*FLUSHES, *NAMES, "write", "pwrite64", "sendto", "recvfrom")
PATIENCE_S = 20.0

LINE = re.compile(r"(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)")
RESULT = re.compile(r"\) += (-?\d+|\?)[^=]*$")


@dataclass(frozen=True, slots=True)
class Call:
    """One system call that succeeded; `began` and `ended` are its places in the order of all that was seen."""

    name: str
    about: str  # its arguments, with the paths of open files
    began: int
    ended: int


class Trace:
    """All calls of a program and of its threads, in the order they ended."""

    def __init__(self, calls: list[Call]) -> None:
        self.calls = calls

    def of(self, names: str | tuple[str, ...], about: str, after: Call | None = None) -> list[Call]:
        """Calls with one of these names and `about` in their arguments, which began after `after` had ended."""
        wanted = (names,) if isinstance(names, str) else names
        found = [call for call in self.calls if call.name in wanted and about in call.about]
        return [call for call in found if after is None or call.began > after.ended]

    def first(self, names: str | tuple[str, ...], about: str, after: Call | None = None) -> Call:
        found = self.of(names, about, after)
        assert found, f"no {names} of {about!r} after {after}"
        return found[0]

    def flushed_between(self, earlier: Call, later: Call, path: Path) -> bool:
        """Whether a flush of `path` began after `earlier` and had ended before `later` began."""
        flushes = self.of(FLUSHES, f"<{path}>", earlier)
        return any(flush.ended < later.began for flush in flushes)


def strace(seen: Path, *more: str) -> list[str]:
    """The words before a command that let strace watch it and write to `seen`. The process that is started is the
    watched program itself: signals reach it, and its end is its own."""
    return ["strace", "-D", "-f", "-y", "-s", "5000", "-e", f"trace={','.join(WATCHED)}", "-o", str(seen), *more, "--"]


def read_trace(seen: Path) -> Trace:
    """Of a program that has ended. Fails if strace was not allowed to watch: then nothing is known about flushes."""
    deadline = time.monotonic() + PATIENCE_S
    while not seen.exists() or not _ended(seen.read_text(errors="replace")):
        assert time.monotonic() < deadline, "strace has not seen the program end; may it use ptrace here?"
        time.sleep(0.02)
    calls: list[Call] = []
    open_calls: dict[tuple[str, str], tuple[str, int]] = {}
    for place, line in enumerate(seen.read_text(errors="replace").splitlines()):
        found = LINE.match(line)
        if found is None:
            continue
        thread, resumed, begun, rest = found.groups()
        before, began = open_calls.pop((thread, resumed), ("", place)) if resumed else ("", place)
        name, about = resumed or begun, before + rest
        if rest.endswith("<unfinished ...>"):
            open_calls[thread, name] = about.removesuffix("<unfinished ...>"), began
            continue
        result = RESULT.search(rest)
        if result is not None and result[1] not in ("-1", "?"):
            calls.append(Call(name, about, began, place))
    assert calls, "strace saw nothing; may it use ptrace here?"
    return Trace(calls)


def _ended(seen: str) -> bool:
    """The first line is of the program's main thread; the last of that thread tells its end."""
    main = seen.partition(" ")[0]
    return re.search(rf"^{main} +\+\+\+ (exited|killed)", seen, re.MULTILINE) is not None


def traced(seen: Path, program: str, *words: str) -> Trace:
    """Run `python -c program words…` to its end."""
    done = subprocess.run([*strace(seen), *_python(program, words)], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 0
    return read_trace(seen)


def killed_at(call: str, nth: int, program: str, *words: str, path: Path | None = None) -> tuple[bool, list[str]]:
    """Run `python -c program words…` and kill it at its `nth` `call` (of the file `path`).

    `(whether it was killed, the whole lines that it had printed)`.
    """
    only = [] if path is None else ["-P", str(path)]
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={nth}"]
    command = ["strace", "-D", "-f", *only, *inject, "-o", "/dev/null", "--", *_python(program, words)]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=60, stdout=subprocess.PIPE, text=True)
    assert done.returncode in (0, -9), done.returncode
    return done.returncode == -9, [line.removesuffix("\n") for line in done.stdout.splitlines(True) if line[-1] == "\n"]


def killed_in_each_commit(database: Path, program: str, *words: str) -> Iterator[list[str]]:
    """Run `program` again and again, each time killed one page later in the log of `database`, until one run ends by
    itself. Yields the lines of each run: what it said it had on disk.
    """
    for nth in count(2, 2):  # a page is two writes, its head and itself
        killed, lines = killed_at("pwrite64", nth, program, *words, path=database.with_name(f"{database.name}-wal"))
        yield lines
        if not killed:
            assert nth > 2, "no write was seen, so none was cut short"
            return


def _python(program: str, words: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-B", "-c", program, *words]
