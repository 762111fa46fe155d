"""Where the hall looks up the progress of cases: the table `progress` of `hall.toml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFields:
    """The source's name for each of our fields. In JSON a dot leads into an object: `applicant.name`."""

    receipt: str = "receipt"  # the number on the receipt (受理号)
    phone: str = "phone"  # of the applicant; only its last digits are compared, and nothing of it is shown
    person: str = "person"  # keyed hash of the applicant's card, as terminals make it
    id_number: str = "id_number"  # or the identity number itself: hashed as it is read, and never kept
    name: str = "name"  # of the applicant; only its first character is shown
    item: str = "item"  # name of the matter
    item_en: str = "item_en"  # likewise in English, if the source has it
    stage: str = "stage"  # the stage of the case, in a word of `stages`
    accepted_on: str = "accepted_on"  # date, as 2026-11-30, 20261130 or 2026/11/30
    promised_on: str = "promised_on"  # date for which the result is promised
    changed_on: str = "changed_on"  # date of the last change
    next: str = "next"  # what comes next, in the source's own words
    place: str = "place"  # where to go, likewise
    steps: str = "steps"  # JSON: a list of {name, on}; else `受理 2026-11-30; 审核 2026-12-02`
    change: str = "change"  # of a change: an integer that grows with each change


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStages:
    """The source's words for each stage. Any other word counts as `reviewing`."""

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
    """A folder into which another system puts files: `.csv` with a header line, `.json` with a list, `.jsonl`. The
    other system writes each file under another name and then renames it. For a case in two files, the file with the
    later name counts. Changes are in `changes.csv`, `changes.json` or `changes.jsonl`."""

    path: str  # of the folder; relative to this file
    encoding: str = "utf-8"  # or gb18030


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpInterface:
    """An HTTP interface that answers in JSON. 404, an empty list and null mean that there is no such case."""

    url: str  # of one case: {receipt} stands in it
    person_url: str = ""  # of a person's cases: {person}; left out: nobody is found by card
    changes_url: str = ""  # what changed: {since} and {limit}; {since} is empty the first time
    cases: str = ""  # where in the answer the case or the list of cases is, e.g. `data.items`; "": the answer itself
    changes: str = ""  # likewise, of the list of changes
    token_file: str | None = None  # sent as bearer token
    ca_file: str | None = None  # the hall's own certificate authority, PEM


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresSource:
    """Views in a PostgreSQL database, read with a role that may read only these views."""

    host: str  # name or address, or the folder of a socket
    port: int = 5432  # of the server
    database: str  # name of the database
    user: str  # the role
    password_file: str | None = None  # file with the role's password
    ca_file: str | None = None  # PEM: TLS is required, and checked; left out: TLS if the server offers it
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
    changes_seconds: int | None = None  # how often to ask for changes, for text messages; left out: never
    tell_from: time = time(8, 0)  # no messages earlier …
    tell_until: time = time(20, 0)  # … or later in the day
