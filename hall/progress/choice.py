"""Makes the case source that the table `progress` of `hall.toml` names. Only its library is loaded, with the first
question."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from domain.progress.settings import Progress
from hall.progress.folder import FolderCases
from hall.progress.http_source import HttpCases
from hall.progress.port import CaseSource
from hall.progress.postgres_source import PostgresCases
from hall.progress.rows import RowReader
from program.secret_file import beside, read_secret


def open_source(progress: Progress, folder: Path) -> CaseSource:
    """`folder` is where hall.toml lies. Raises `SecretRefusedError`."""
    reader = RowReader(progress.fields, progress.stages)
    if progress.http is not None:
        http = progress.http
        return HttpCases(replace(http, ca_file=beside(folder, http.ca_file)), reader, _secret(folder, http.token_file))
    if progress.postgres is not None:
        postgres = progress.postgres
        return PostgresCases(
            replace(postgres, ca_file=beside(folder, postgres.ca_file)), reader, _secret(folder, postgres.password_file)
        )
    assert progress.folder is not None, "check-config: one of the three"
    key = _secret(folder, progress.person_key_file)
    return FolderCases(progress.folder, folder / progress.folder.path, reader, key.encode()).start()


def _secret(folder: Path, name: str | None) -> str:
    return "" if name is None else read_secret(beside(folder, name) or "")
