"""Where a hall asks how a case stands: the table `progress` of `hall.toml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFields:
    """What the source calls each of our fields. In JSON a dot leads inward: `applicant.name`."""

    receipt: str = "receipt"  # the number on the receipt (受理号)
    phone: str = "phone"  # of the applicant; only its last digits are compared, and nothing of it is shown
    person: str = "person"  # keyed hash of the applicant's card, as terminals make it
    id_number: str = "id_number"  # or the identity number itself: hashed as it is read, and never kept
    name: str = "name"  # of the applicant; only its first character is shown
    item: str = "item"  # name of the matter
    item_en: str = "item_en"  # likewise in English, if the source has it
    stage: str = "stage"  # where the case is, in a word of `stages`
    accepted_on: str = "accepted_on"  # days as 2026-11-30, 20261130 or 2026/11/30
    promised_on: str = "promised_on"  # the day it is promised for
    changed_on: str = "changed_on"  # the day of the last change
    next: str = "next"  # what comes next, in the source's own words
    place: str = "place"  # where to go, likewise
    steps: str = "steps"  # JSON: a list of {name, on}; else `受理 2026-11-30; 审核 2026-12-02`
    change: str = "change"  # of a change: a whole number that grows with each


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStages:
    """The source's words for where a case is. Any other word is shown as under way."""

    accepted: tuple[str, ...] = ("accepted", "受理", "已受理")  # received and accepted
    reviewing: tuple[str, ...] = ("reviewing", "审核", "审核中", "办理中")  # somebody works on it
    needs_more: tuple[str, ...] = ("needs_more", "补正", "待补正")  # the applicant must bring something
    decided: tuple[str, ...] = ("decided", "办结", "已办结")  # decided
    ready: tuple[str, ...] = ("ready", "待领取", "可领取")  # the result lies ready
    delivered: tuple[str, ...] = ("delivered", "已领取", "已送达")  # the applicant has it
    refused: tuple[str, ...] = ("refused", "不予受理", "不予许可", "退办")  # refused, with a reason in writing
    withdrawn: tuple[str, ...] = ("withdrawn", "撤回", "已撤回")  # taken back by the applicant


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSource:
    """A folder into which another system puts files: `.csv` with a head line, `.json` with a list, `.jsonl`. Files are
    put there whole, under another name first, and then renamed. A case in two files is the one of the later name.
    Changes are in `changes.csv`, `changes.json` or `changes.jsonl`."""

    path: str  # of the folder, from this file's
    encoding: str = "utf-8"  # or gb18030


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpInterface:
    """An HTTP interface that answers JSON. 404, an empty list and null mean: no such case."""

    url: str  # of one case: {receipt} stands in it
    person_url: str = ""  # of a person's cases: {person}; left out: nobody is found by card
    changes_url: str = ""  # what changed: {since} and {limit}; {since} is empty the first time
    cases: str = ""  # where in the answer the case or the list of them is, e.g. `data.items`; "": it is the answer
    changes: str = ""  # likewise, of the list of changes
    token_file: str | None = None  # sent as bearer token
    ca_file: str | None = None  # own certificate authority, PEM


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresSource:
    """Views in a PostgreSQL database, read by a role that may read them and nothing else."""

    host: str  # name or address, or the folder of a socket
    port: int = 5432  # of the server
    database: str  # its name
    user: str  # the role
    password_file: str | None = None  # its password
    ca_file: str | None = None  # PEM: the server must prove itself by TLS; left out: TLS only if it has it
    view: str = "progress"  # of the cases, with the columns of `fields`
    changes_view: str = ""  # of the changes; left out: none are asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a case stands (办理进度), asked of one source: a folder, an HTTP interface or a database."""

    folder: FolderSource | None = None  # one of these three
    http: HttpInterface | None = None  # likewise
    postgres: PostgresSource | None = None  # likewise
    fields: SourceFields = field(default_factory=SourceFields)  # the source's names
    stages: SourceStages = field(default_factory=SourceStages)  # and its words
    person_key_file: str | None = None  # the hall's key for person hashes, where a folder has identity numbers
    changes_seconds: int | None = None  # so often is asked what has changed, for text messages; left out: never
    tell_from: time = time(8, 0)  # nobody is told earlier …
    tell_until: time = time(20, 0)  # … or later in the day
