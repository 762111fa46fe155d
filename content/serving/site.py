"""The files of a folder of sets over HTTP, with ranges and entity tags, as a WSGI application.

    /current.json                       the set that counts
    /sets/<id>/manifest.json, .sig      a manifest and its signature
    /objects/<sha256>                   a file; it never changes under its name
    /alive                              204: for the watchdog

There is nothing else: no folder lists, no other paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from content.sets.folder import CURRENT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_OBJECT = re.compile(r"/objects/([0-9a-f]{64})")
_MANIFEST = re.compile(r"/sets/([0-9a-f]{64})/manifest\.(json|sig)")
_FOR_EVER_S = 365 * 24 * 3600
_HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}


class ContentSite:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        try:
            response = self._answer(request)
        except HTTPException as error:  # the range is not in the file
            response = Response(status=error.code or 400)
        except OSError:
            response = Response(status=404)
        response.headers.update(_HEADERS)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return Response(status=405, headers={"Allow": "GET, HEAD"})
        if request.path == "/alive":
            return Response(status=204)
        if found := _OBJECT.fullmatch(request.path):
            sha256 = found[1]
            return self._send(request, self._folder / "objects" / sha256[:2] / sha256, sha256)
        if found := _MANIFEST.fullmatch(request.path):
            name = f"{found[1]}-{found[2]}"
            return self._send(request, self._folder / "sets" / found[1] / f"manifest.{found[2]}", name)
        if request.path == f"/{CURRENT}":
            content = (self._folder / CURRENT).read_bytes()
            return Response(content, mimetype="application/json", headers={"Cache-Control": "no-store"})
        return Response(status=404)

    def _send(self, request: Request, path: Path, mark: str) -> Response:
        response = send_file(
            path,
            request.environ,
            mimetype="application/octet-stream",
            conditional=True,
            etag=mark,
            last_modified=None,
            max_age=_FOR_EVER_S,
        )
        response.cache_control.immutable = True
        return response
